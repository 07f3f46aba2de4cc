# Arrays: items, growing, and what looks into their memory.
from array import array
import sys
a = array('i', [1, 2, 3])

LINES = r"""
a, a[0], a[-1], a[1:], a[::2], len(a), a.itemsize, a.typecode, list(a), 2 in a, a.index(2), a.count(1), a.tolist(), a.tobytes()
a.append(4); a.extend([5, 6]); a.insert(0, 9); a.insert(-1, 8); print(a, a.pop(), a.pop(0), a); a.remove(2); print(a); a.reverse(); print(a)
a[0] = 7; a[1:2] = array('i', [0, 0]); del a[0]; del a[-1]; print(a, a + array('i', [1]), a * 2, 2 * a); a *= 2; a += array('i', [3]); print(a)
bytes(array('h', [1, 2])), bytearray(array('B', [1, 2])), b'1' + array('b', [49]), memoryview(array('i', [1, -2])).tolist(), memoryview(array('I', [1])).itemsize, bytes(memoryview(array('d', [1.5])))
m = memoryview(a); m[0] = 77; m[1:3] = array('i', [5, 6]); print(a, m.format, m.nbytes, m == a); a.append(1)
m.release(); a.append(1); print(a[-1])
array('H', array('b', [1, 2])), array('B', b'ab'), array('H', b'\1\0'), array('u', 'aé'), array('d', [1, 2.5]), array('f', [0.1]), array('i'), array('b', (x for x in range(3))), array('q', [2**40])
array('B', [256])
array('b', [-129])
array('x')
array('i', 'ab')
array('i', [2**31])
array('I', [-1])
array('i', [1.5])
array('i', [1]).extend(array('b', [1]))
array('i', [1])[5]
array('i', [1])['a']
array('i', []).pop()
array('i', [1]).remove(3)
array('i', [1, 2]) == array('d', [1, 2]), array('i', [1]) < array('i', [2]), array('i') == [], array('i', [1]) != array('i', [1]), bool(array('i'))
b'ab' == array('B', b'ab'), array('B', b'ab') == b'ab', b'abc'.find(array('B', b'c')), b''.join([array('B', b'x'), b'y']), int.from_bytes(array('B', [1, 2]), 'big'), b'a' in b'abc', bytearray(b'ab') + array('b', [1])
sys.getsizeof(array('i', [1, 2])) - sys.getsizeof(array('i')), sum(array('d', [1, 2])), max(array('i', [3, 1])), sorted(array('i', [3, 1])), array('i', range(3)).__len__(), isinstance(a, array), hash(1)
hash(a)
x = array('h', [1, 2]); x.byteswap(); print(x, x.tobytes()); x.frombytes(b'\1\0'); x.fromlist([9]); print(x, eval(repr(x)) == x)
import copy; y = copy.copy(x); y.append(1); print(len(x), len(y), copy.deepcopy(x) == x)
"""

for line in LINES.strip().split("\n"):
    try:
        try:
            code = compile(line, "line", "eval")
        except SyntaxError:
            exec(line, globals())
        else:
            print(repr(eval(code, globals())))
    except Exception as e:
        print(type(e).__name__, e)

b = bytearray(b"ab")
try:
    b += b
except BufferError as e:
    print(e)
b += bytes(b)
b.extend(b)
print(b)
