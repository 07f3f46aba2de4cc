# The abstract classes of containers.
import collections.abc as c
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for n in c.__all__:
    k=getattr(c,n)
    print(n, k, [isinstance(x,k) for x in ([],(),{},set(),'', b'', 1, iter([]), (i for i in ()), len, {}.keys(), range(2), frozenset(), bytearray(), zip(), reversed([]), type)], sorted(k.__abstractmethods__), [b.__name__ for b in k.__mro__])
class L(c.MutableSequence):
    def __init__(self): self.l=[]
    def __getitem__(self,i): return self.l[i]
    def __setitem__(self,i,v): self.l[i]=v
    def __delitem__(self,i): del self.l[i]
    def __len__(self): return len(self.l)
    def insert(self,i,v): self.l.insert(i,v)
l=L(); l.append(1); l.extend([2,3]); l.reverse(); print(list(l), l.pop(), l.index(2), l.count(3), 2 in l, list(reversed(l)))
l+=[5]; l.remove(5); print(l.l)
class D(c.MutableMapping):
    def __init__(self): self.d={}
    def __getitem__(self,i): return self.d[i]
    def __setitem__(self,i,v): self.d[i]=v
    def __delitem__(self,i): del self.d[i]
    def __len__(self): return len(self.d)
    def __iter__(self): return iter(self.d)
d=D(); d['a']=1; d.update(b=2); d.setdefault('c',3)
print(list(d.items()), list(d.values()), d.pop('a'), d=={'b':2,'c':3}, 'b' in d, d.get('z',9), d.popitem(), len(d.keys()))
t(lambda: d.pop('zz'))
t(lambda: c.Sequence())
class S(c.Set):
    def __init__(self,e): self.e=list(e)
    def __contains__(self,x): return x in self.e
    def __iter__(self): return iter(self.e)
    def __len__(self): return len(self.e)
a,b=S([1,2]),S([2,3])
print(list(a&b), list(a|b), list(a-b), list(a^b), a<=b, a==S([2,1]), a.isdisjoint(b), a._hash()==hash(frozenset([1,2])))
class I:
    def __iter__(self): pass
print(issubclass(I,c.Iterable), isinstance(I(),c.Iterable), issubclass(I,c.Iterator))
@c.Sequence.register
class R: pass
print(issubclass(R,c.Sequence), issubclass(R, c.Sized))
t(lambda: c.Callable[[int],str])
t(lambda: c.Callable[...,str])
t(lambda: c.Iterable[int])
t(lambda: c.Mapping[str,int].__args__)
