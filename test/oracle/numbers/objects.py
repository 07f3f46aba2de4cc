import math
def t(src):
    try:
        r = repr(eval(src))
    except Exception as e:
        r = type(e).__name__+': '+str(e)
    print(src, '=>', r[:300])
class I:
    def __index__(self): return 5
class BI:
    def __int__(self): return 'x'
class BI2:
    def __int__(self): return True
class BX:
    def __index__(self): return 1.5
class FL:
    def __float__(self): return 1
class FL2:
    def __float__(self): 
        class F(float): pass
        return F(2)
class TR:
    def __trunc__(self): return 3
class CX:
    def __complex__(self): return 1
for s in r'''
int('12x')
int('')
int(' ')
int('1_0')
int('1__0')
int('_1')
int('1_')
int('0x1f', 0)
int('012', 0)
int('00', 0)
int('0_0', 0)
int('0x_1f', 0)
int('0b12', 0)
int('9', 8)
int('z', 36)
int('1', 37)
int('1', 1)
int('1', -1)
int(12, 10)
int(base=10)
int(x=1)
int('1', base=10)
int('1', base='a')
int('1', 10, 3)
int(None)
int([])
int(b'12')
int(b'1x')
int(bytearray(b'12'))
int(bytearray(b'1x'))
int(memoryview(b'12'))
int('\u0661\u0662')
int('\u0661x')
int('\xa012\u2003')
int('1\x002')
int(b'1\x002')
int(I())
int(BI())
int(BX())
int(float('nan'))
int(float('inf'))
int(-1.9)
int(1e30)
int('9'*5000)
str(10**5000)
int('x'*300)
f"{10**4300}"
'%d' % 10**4300
hex(10**5000)[:10]
float('1_0.5')
float('1__0')
float('_1')
float('1_.5')
float('')
float(' 1.5 ')
float('inf')
float('-Infinity')
float('nan')
float('-nan')
float('infin')
float('1e400')
float('1e')
float('.')
float('.5')
float('5.')
float('0x10')
float(None)
float([])
float('\u0661.\u0662')
float(b'1.5')
float(b'x')
float(memoryview(b'1.5'))
float(FL())
float(I())
float(10**400)
float(1,2)
float(x=1)
float('1\x00')
complex('1+2j')
complex(' ( 1+2j ) ')
complex('1 + 2j')
complex('j')
complex('-j')
complex('1')
complex('1+j')
complex('nan+infj')
complex('')
complex('1_0+2j')
complex('1', 2)
complex(1, '2')
complex(1, 2)
complex(1j, 2j)
complex(None)
complex(1, None)
complex([])
complex(CX())
complex(real=1, imag=2)
complex(1, imag=2)
complex(I())
complex(b'1')
1 // 0
1 % 0
1 / 0
divmod(1, 0)
1.0 // 0
1.0 % 0
1.0 / 0
divmod(1.0, 0)
1j / 0
1j // 1
1j % 1
divmod(1j, 1)
0 ** -1
0.0 ** -1
0j ** -1
0j ** 1j
pow(2, 3, 0)
pow(2, -1, 4)
pow(2, -1, 5)
pow(2, 3, -5)
pow(2, 3, 1)
pow(2.0, 3, 5)
pow(2, 3.0, 5)
pow(2j, 3, 5)
pow(2, 3, 5.0)
(-8) ** 0.5
(-8.0) ** (1/3)
10.0 ** 400
1 << -1
1 >> -1
1 << 10**20
0 << 10**20
1 >> 10**20
-1 >> 10**20
1.5 << 1
1 + 'a'
1 < 'a'
1 < 1j
1j < 1j
~1.5
10**400 / 3
10**400 / 10**399
10**400 * 1.0
1.0 + 10**400
float(2**53+1)
2**1024 > 1e308
1e308 < 2**1024
float('inf') > 10**400
float('nan') == 10**400
2**53 == 2.0**53
2**53+1 == 2.0**53
2**53+1 > 2.0**53
round(2.5)
round(3.5)
round(2.675, 2)
round(1e22, 2)
round(1234.5, -2)
round(1250.0, -2)
round(5e-324, 400)
round(1.5, 10**10)
round(float('nan'))
round(float('inf'))
round(float('inf'), 2)
round(1.7e308, -308)
round(12345, -2)
round(15, -1)
round(25, -1)
round(-15, -1)
round(5, -10**3)
round(1.5, None)
round(1.5, 'a')
round(5, 'a')
round(2.5, 1.0)
(1).__round__(None)
(5).to_bytes(2, 'big')
(5).to_bytes(2)
(5).to_bytes()
(-5).to_bytes(2, 'big')
(-5).to_bytes(2, 'big', signed=True)
(500).to_bytes(1, 'big')
(5).to_bytes(-1, 'big')
(5).to_bytes(2, 'xx')
(0).to_bytes(0, 'big')
int.from_bytes(b'\x01\x02', 'little')
int.from_bytes(b'\xff\x02', 'big', signed=True)
int.from_bytes([1,2,3], 'big')
int.from_bytes([1,256], 'big')
int.from_bytes('a', 'big')
int.from_bytes(b'a', 'q')
int.from_bytes(b'a')
bool.from_bytes(b'\0', 'big')
(5).bit_length()
(-5).bit_count()
(5).is_integer()
(5).as_integer_ratio()
True.as_integer_ratio()
True.real
True + True
True & 1
True & True
True | False
True ^ True
bool(1, 2)
bool(x=1)
bool([])
bool.__new__(int)
int.__new__(bool, 1)
int.__new__(bool)
int.__new__(str)
int.__new__(1)
float.__new__(int)
int.__new__()
(2.5).as_integer_ratio()
float('inf').as_integer_ratio()
float('nan').as_integer_ratio()
(2.5).is_integer()
(2.5).hex()
(-0.0).hex()
float('nan').hex()
(5e-324).hex()
(1e300).hex()
float.fromhex('0x1.8p1')
float.fromhex(' -0x.8p-1 ')
float.fromhex('1.8')
float.fromhex('inf')
float.fromhex('nan')
float.fromhex('0x1p5000')
float.fromhex('0x1p-5000')
float.fromhex('xyz')
float.fromhex('0x1.00000000000008p0')
float.fromhex('0x1.000000000000081p0')
float.fromhex('0x0.0000000000000000000000001p-1000')
float.fromhex('1p10')
float.fromhex(5)
float.__getformat__('double')
float.__getformat__('x')
hash(1.5)
hash(-1)
hash(-1.0)
hash(2**61-1)
hash(2**61)
hash(-2**61)
hash(10**30)
hash(-10**30)
hash(float('inf'))
hash(-float('inf'))
hash(1j)
hash(1+2j)
hash(-1j)
hash(complex(-1, 0))
hash(1e300)
hash(-1.5e-300)
hash(0.1)
hash(5e-324)
(1+2j).conjugate()
abs(3+4j)
abs(complex('inf'))
abs(complex(1e308,1e308))
(1+2j)**2
(1+2j)**-2
(1+2j)**0.5
(1+2j)**(1+2j)
2**(1j)
(1+2j)*(3-1j)
(1+2j)/(3-1j)
(1+2j)/(1+0j)
1j**2
1j**3
1j**100
(1.5+0j)**101
(1e200+1j)**2
complex(0.0,-0.0)
-0j
complex(-0.0,-0.0)
complex(1e16, 1e-5)
complex('nan')
1j == 1
1j != 1
(1+0j) == 1
(1+0j) == 2**70
complex(2**70) == 2**70
1j.__eq__('a')
1j.__lt__(1j)
int(1j)
float(1j)
math.floor(1j)
1j.__getnewargs__()
(1).__getnewargs__()
(1.5).__getnewargs__()
divmod(-7, 2)
divmod(7, -2)
divmod(-7.5, 2)
-7.5 // 2
-7.5 % 2
7.5 % -2
5.0 % float('inf')
-5.0 % float('inf')
-5.0 // float('inf')
0.0 % -1.0
-0.0 % 1.0
divmod(float('inf'), 1)
-7 // 2
-7 % 3
7 % -3
-2**100 // 7
-2**100 % 7
2**100 % -7
-2**100 // 2**50
(1).__add__(1.5)
(1).__add__('a')
(1.5).__radd__(1)
(1).__radd__(2)
(2).__pow__(3, 5)
(2).__rpow__(3)
(2).__rpow__(3, 5)
(1.5).__pow__(2, None)
(1.5).__pow__(2, 3)
(1).__divmod__(0)
(7).__rdivmod__(15)
(1).__format__(5)
(1).__format__()
int.__add__(1)
int.__add__('a', 1)
int.real.__get__(5)
(1).__sizeof__()
(0).__sizeof__()
(2**60).__sizeof__()
True.__sizeof__()
(1.0).__sizeof__()
(1j).__sizeof__()
float.__sizeof__(1.0)
repr(True)
str(True)
float.__repr__(1e16)
1e22
1e-5
0.0001
123456789012345680.0
9007199254740993.0
1.7976931348623157e308
5e-324
-0.0
0.1+0.2
100.0
float(10**15)
1e15+0.5
(1).real = 5
True.__and__(1.5)
int.__lt__(1, 1.5)
(1.5).__eq__(1)
(1.5).__eq__('a')
(1.5).__lt__('a')
float.is_integer(5)
(5).__floor__()
(5.5).__floor__()
(5.5).__ceil__()
(5.5).__trunc__()
(5.5).__round__()
(5.5).__round__(0)
(5.55).__round__(1)
float('inf').__floor__()
float('nan').__trunc__()
float('inf').__int__()
float('nan').__ceil__()
sum([0.1]*10)
sum([1,2.5,1j])
max(1, 1.0, True)
complex.from_number(3)
float.from_number(3)
'''.strip().split('\n'):
    t(s)
