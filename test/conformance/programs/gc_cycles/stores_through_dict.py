import gc, sys
class C: pass
c = C(); c.x = 1
d = c.__dict__
print(gc.is_tracked(d)); d['y'] = []; print(gc.is_tracked(d)); c.z = []; print(gc.is_tracked(d))
c2 = C(); c2.a = []; e = c2.__dict__; print(gc.is_tracked(e)); e['q'] = 1; print(gc.is_tracked(e)); e['r'] = e; print(gc.is_tracked(e))
c3 = C(); f = c3.__dict__; f['w'] = 5; print(gc.is_tracked(f)); f.update(k=[]); print(gc.is_tracked(f))
del c, c2, c3, d, e, f
print(gc.collect())
