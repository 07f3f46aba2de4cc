# Which frames a finalizer sees: that of the function whose variable went is gone already.
import sys
class D:
    def __del__(self):
        f = sys._getframe()
        out = []
        while f:
            out.append(f.f_code.co_name)
            f = f.f_back
        print(out)
def f():
    x = D()
    return 1
def g():
    y = D()
    return f()
def h():
    z = D()
    raise ValueError
g()
try:
    h()
except ValueError:
    print('caught')
print('after')
class C:
    d = D()
    k = 1
del C
import gc
gc.collect()
