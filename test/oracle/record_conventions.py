"""Prints, as JSON, how the native functions of modules and types take their arguments: T a tuple, F a vector, O one, N none."""
import ctypes, sys, gc, json
MODS='builtins sys gc weakref _weakref itertools functools _functools operator _operator math time collections _collections _abc types io _io random _random heapq bisect copy string struct array atexit tracemalloc _tracemalloc cmath binascii decimal datetime threading _thread re _sre json _json enum abc'.split()
out={}
def flags_ml(ml): return ctypes.c_int.from_address(ml+16).value
def one(key, f):
    t=type(f).__name__
    if t=='builtin_function_or_method': ml=ctypes.c_void_p.from_address(id(f)+16).value
    elif t in('method_descriptor','classmethod_descriptor'): ml=ctypes.c_void_p.from_address(id(f)+40).value
    elif t in ('staticmethod','classmethod') and type(f.__func__).__name__=='builtin_function_or_method': ml=ctypes.c_void_p.from_address(id(f.__func__)+16).value
    else: return
    fl=flags_ml(ml)
    out[key]='T' if fl&1 else 'F' if fl&0x80 else 'N' if fl&4 else 'O'
for m in MODS:
    try: mod=__import__(m)
    except ImportError: continue
    for k,v in vars(mod).items():
        one(m+'.'+k, v)
def bases(t):
    o=[t]; seen={t}
    while o:
        c=o.pop(); yield c
        for s in type.__subclasses__(c):
            if s not in seen: seen.add(s); o.append(s)
for t in bases(object):
    if t.__flags__ & (1<<9) and t.__module__=='__main__': continue
    for k,v in vars(t).items(): one('T:'+t.__name__+'.'+k, v)
json.dump(out, sys.stdout, sort_keys=True)
