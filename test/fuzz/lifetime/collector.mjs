// The collector: generations, thresholds, callbacks, debug flags, what is tracked.

export const collector = [
  {
    weight: 2,
    probes: 'root',
    write: ({ n, pick }) => `
class Part:
    def __init__(self): self.links = []
    ${pick("def __del__(self): print('part', rc(self), len(self.links))", 'pass', 'def __del__(self): pool.append(self)')}
parts = [Part() for _ in range(${n(2, 6)})]
for i, part in enumerate(parts):
    ${pick('part.links.append(parts[i - 1])', 'part.links.extend(parts)', 'part.links.append(part)', 'part.links.append((parts[i - 1],))', 'part.next = parts[(i + 1) % len(parts)]', 'part.links.append({"n": parts[0]})', 'parts[0].links.append(part)', 'part.f = lambda p=part: p', 'part.m = part.__init__', 'part.links = iter([part])')}
root = parts[${pick('0', '-1')}]
print(rc(root), rc(part), [rc(p) for p in parts])
parts = part = p = None
print('first', gc.collect(${pick('', '0', '1', '2')}))
w = weakref.ref(root${pick('', ', lambda r: print("root gone")')})
root = None
print('second', gc.collect(), w() is None, len(pool), len(gc.garbage))
pool.clear()
print('third', gc.collect(), w() is None)`,
  },
  {
    write: ({ n, pick }) => `
gc.collect()
before = [s['collections'] for s in gc.get_stats()]
found = [s['collected'] for s in gc.get_stats()]
for i in range(${n(1, 12)}):
    x = []
    x.append(${pick('x', '[x]', '{"x": x}', '(x,)', 'lambda x=x: x')})
    ${pick('gc.collect(0)', 'gc.collect(i % 3)', 'pass')}
x = None
print(gc.collect(1), gc.collect(), gc.get_count())
after = gc.get_stats()
print([s['collections'] - b for s, b in zip(after, before)], [s['collected'] - b for s, b in zip(after, found)], gc.get_threshold())`,
  },
  {
    write: ({ n, pick }) => `
events = []
def watch(phase, info):
    events.append((phase[:4], info['generation'], info['collected'], info['uncollectable']))
made = []
old = gc.get_threshold()
gc.callbacks.append(watch)
gc.set_threshold(${pick(n(3, 40), n(30, 90))}, ${n(1, 5)}, ${n(2, 6)})
gc.enable()
for i in range(${n(10, 150)}):
    ${pick('made.append([])', 'made.append(Box(i))', 'x = [i]; x.append(x)', 'made.append((i, made))', 'x = {"i": [i]}', 'x = Box([]); x.other = x', 'made = [made]', 'x = lambda: x', 'x = {i: []}; made.append(x.copy())', 'x = [[] for _ in range(3)]', 'x = set([i]); made.append(iter(x))', 'x = (lambda y: y)([i])', 'x = type("T", (), {})', 'x = [y for y in ([], [])]', 'x = Box().__init__; made.append(x)', 'try: raise KeyError(i)\n    except KeyError as e: made.append(e)', 'made.append(i for i in made)', 'x = dict(a=[]); made.append(x)', 'x = slice([], i); made.append(x)', 'made.append(enumerate(made))', 'made.append(weakref.ref(Box()))', 'x = tuple([i, []]); made.append(x)', 'made.append({})', 'made.append((i,) * 3)', 'made.append(super(Box, g2))', 'x = bytearray(3); made.append(memoryview(x))', 'made.append(str(i).split())', 'made.append(dict.fromkeys([i]))', 'x = [].append; made.append(x)', 'made.append(range(i))', 'made.append(frozenset([i]))')}
gc.disable()
gc.callbacks.remove(watch)
gc.set_threshold(*old)
print(events)
print(len(made), gc.get_count()[1:])
made = x = None
print(gc.collect())`,
  },
  {
    probes: 'k',
    write: ({ any, pick }) => `
k = ${any()}
gc.set_debug(gc.DEBUG_SAVEALL)
y = ${pick('[]', 'Box()', '{}')}
z = [y, k]
${pick('z.append(z)', 'z.append(lambda: z)', 'z.append({"z": z})', 'z.append(Box(z)); z[-1].other = z')}
del y, z
print(gc.collect(), len(gc.garbage), [type(o).__name__ for o in gc.garbage], rc(k))
gc.set_debug(0)
print([rc(o) for o in gc.garbage], gc.get_debug())
gc.garbage.clear()
print(gc.collect(), rc(k))`,
  },
  {
    probes: 'a',
    write: ({ any, pick }) =>
      `
gc.collect()
a = ${any()}
b0 = len(gc.get_objects(0)) if sys.version_info >= (3, 8) else 0
b = ${pick('[a]', '[[], []]', '(a, [])', '{}', '{"a": 1}', '{"a": []}', 'Box()', '(1, 2, len(log))', '"text" * 3', 'lambda: 0', 'set()', 'range(3)', 'iter([])', '[i for i in range(3)]', 'type("T", (), {})', 'frozenset([(1, 2)])', 'dict(a=1)', 'bytearray(2)', '{1: "x"}', 'Box().__init__', 'zip()')}
b1 = len(gc.get_objects(0))
print(b1 - b0, gc.is_tracked(b), any(o is b for o in gc.get_objects(0)))
gc.collect(0)
print(any(o is b for o in gc.get_objects(0)), any(o is b for o in gc.get_objects(1)), gc.is_tracked(b))
gc.collect(1)
print(any(o is b for o in gc.get_objects(2)), gc.is_tracked(b))`.replace('b = ', 'b = '),
  },
  {
    write: ({ pick }) => `
gc.collect()
b0 = gc.get_count()[0]
x = ${pick('[]', '[[]]', '{}', '{"a": 1}', 'Box()', '(1, [])', 'lambda: 0', 'set()', 'object()', '[Box(), Box()]', '[i for i in range(5)]', '{i: i for i in range(3)}', '(i for i in [])', '1.5', 'type("T", (), {})', '[].append', 'Box().__init__', 'iter([])', 'range(9)', 'KeyError()', 'tuple([1, 2])', 'dict(a=1)', 'list(zip([1], [2]))', '[(i,) for i in range(4)]', 'Box(Box(Box()))', 'str(5.5).split(".")', 'sorted([3, 1], key=lambda v: -v)', 'list(map(str, [1]))', 'super(Box, g2)', 'frozenset([1])', 'slice(1)', 'memoryview(b"a")', 'enumerate([])', 'weakref.ref(Box)', 'property()', '[*range(3)]', '(*[1], 2)', '{**{}}', '[[]] * 3', 'isinstance(1, int)', 'max([[]], [[1]])')}
b1 = gc.get_count()[0]
print(b1 - b0)
b0 = gc.get_count()[0]
${pick('del x', 'x = None', 'y = x', 'x = [x]', 'x = 5', 'y = [x, x]')}
b1 = gc.get_count()[0]
print(b1 - b0)`,
  },
  {
    probes: 'f',
    write: ({ any }) => `
f = ${any()}
gc.collect()
before = gc.get_freeze_count()
gc.freeze()
print(gc.get_freeze_count() > before, gc.get_count()[0] >= 0)
x = [f]
x.append(x)
x = None
print(gc.collect(), rc(f))
gc.unfreeze()
print(gc.get_freeze_count(), gc.collect() >= 0)`,
  },
  {
    probes: 'o',
    write: ({ pick }) => `
class Zombie:
    alive = []
    def __init__(self, n): self.n = n; self.me = ${pick('self', 'None', '[self]')}
    def __del__(self):
        print('dying', self.n, rc(self))
        ${pick('Zombie.alive.append(self)', 'self.alive.append(self.me)', 'pass', 'global last; last = self', 'self.alive.append(self); self.me = None')}
o = Zombie(1)
w = weakref.ref(o${pick('', ', lambda r: print("ref gone")')})
del o
print(gc.collect(), len(Zombie.alive), w() is None)
print([rc(z) for z in Zombie.alive])
Zombie.alive.clear()
print(gc.collect(), w() is None, len(Zombie.alive))
last = o = None
print(gc.collect())`,
  },
  {
    probes: 'v',
    write: ({ any, n, pick }) => `
v = ${any()}
holders = [[v], {'v': v}, (v, []), ${pick('Box(v)', 'lambda v=v: 0', '{v: 1} if isinstance(v, (int, float)) else [v]', 'iter([v])', 'Box(v).__init__', '(i for i in [v])', 'KeyError(v)')}]
print(sorted(type(o).__name__ for o in gc.get_referrers(v) if any(o is h for h in holders)))
print([len(gc.get_referents(h)) for h in holders], len(gc.get_referents(*holders)))
gc.collect()
print([gc.is_tracked(h) for h in holders], rc(v), gc.is_finalized(v) if sys.version_info >= (3, 9) else 0)
del holders[${n(0, 3)}]
print(rc(v))`,
  },
];
