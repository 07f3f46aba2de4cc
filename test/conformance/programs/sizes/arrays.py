# Sizes of arrays: exact where the length is known, with room where they grow.
import array
import sys

size = sys.getsizeof
for code in "bhid":
    a = array.array(code)
    seen = [size(a)]
    for i in range(60):
        a.append(i)
        if size(a) != seen[-1]:
            seen.append(size(a))
    for _ in range(50):
        a.pop()
        if size(a) != seen[-1]:
            seen.append(size(a))
    print(code, seen)
    made = [array.array(code, [1, 2, 3]), array.array(code, range(5)), array.array(code, b"12345678"), a[:], a + a, a * 2]
    print([size(x) for x in made])
    made[0].extend(made[1])
    made[1].fromlist([1, 2, 3])
    made[2].insert(0, 1)
    del made[3][1:4]
    made[4][1:2] = a
    made[5] *= 0
    print([size(x) for x in made])
