# requires: 3.10
# The pprint module.
from pprint import *
from collections import *
import dataclasses
pprint({'b': 1, 'a': [1, 2, 3]}); pprint(list(range(40))); pprint({'k%d' % i: 'value number %d' % i for i in range(6)})
pprint([['nested' * 3] * 4, {'x': ('tuple', 'of' * 20, 'strings' * 5)}], width=40)
pprint('a long string with many words ' * 6); pprint({'t': 'a long string with many words ' * 4}, width=60)
pprint(list(range(40)), compact=True); pprint((1,)); pprint({1, 3, 2}); pprint({'a': {'b': {'c': {'d': 1}}}}, depth=2)
a = [1]; a.append(a); print(pformat(a)[:24]); pprint(set(range(30)), width=30); pprint(frozenset(['x' * 20, 'y' * 20, 'z' * 30]), width=40)
pprint(OrderedDict((('k' * i, i) for i in range(1, 12)))); pprint(defaultdict(list, {i: list(range(10)) for i in range(4)})); pprint(Counter('a' * 3 + 'bbcdddd' + 'efghijklmnopqrstuvwxyz')); pprint(deque(range(30)), width=40)
pprint({'z': 1, 'a': 2}, sort_dicts=False); pprint([1, 'a', None, 2.5, b'x'], indent=4, width=10)
@dataclasses.dataclass
class P:
    name: str; items: list
pprint(P('n' * 30, list(range(20)))); pprint(P('a', []))
