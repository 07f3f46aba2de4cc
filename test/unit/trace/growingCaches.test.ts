// Caches that only grow are told of; what is emptied, or filled by the module itself, is not.
import { expect, test } from 'vitest';
import { problems } from '../../../src/present/problems.js';
import { explored } from './run.js';

function told(text: string): string[] {
  return problems(explored(text))
    .filter(({ code }) => code === 'growingCache')
    .map(({ range, message, related }) => `${range.line}: ${message} ${related.map((r) => r.range.line).join()}`);
}

test('a dict that a function fills', () => {
  const text = `cache = {}
def square(n):
    if n not in cache:
        cache[n] = n * n
    return cache[n]

for i in range(100):
    square(i)
`;
  expect(told(text)).toEqual([
    '4: cache only grows: functions added to this dict 100 times and nothing was ever taken out. ' +
      'At the end it holds 100 entries and takes 4,688 bytes itself. 1',
  ]);
});

test('a list of a class, and the cache of a function', () => {
  const text = `import functools
class Store:
    items = []
    def put(self, item):
        self.items.append(item)

@functools.lru_cache(maxsize=None)
def double(n):
    return 2 * n

@functools.lru_cache(maxsize=64)
def triple(n):
    return 3 * n

def work():
    store = Store()
    for i in range(50):
        store.put(i)
        double(i)
        triple(i)
work()
`;
  const found = told(text);
  expect(found).toHaveLength(2);
  expect(found.find((words) => words.includes('Store.items'))).toMatch(/^5: .* 50 entries .* 3$/);
  expect(found.find((words) => words.includes('double'))).toMatch(/^19: .* this dict 50 times/);
});

test('the cache of a function that the module calls', () => {
  const text =
    'import functools\n@functools.lru_cache(maxsize=None)\ndef f(n):\n    return n\nfor i in range(50):\n    f(i)\n';
  expect(told(text)).toHaveLength(1);
});

test('what is emptied, or what the module fills, is none', () => {
  expect(
    told(`cache = {}
numbers = []
def put(n):
    if len(cache) > 50:
        cache.clear()
    cache[n] = n
for i in range(200):
    put(i)
    numbers.append(i)
`),
  ).toEqual([]);
});

test.each([
  [
    'what a function makes, fills and returns',
    'def build():\n    out = []\n    for i in range(50):\n        out.append(i)\n    return out\ndata = build()\n',
  ],
  [
    'what is filled while it is made',
    'def squares():\n    for i in range(50):\n        yield i * i\nvalues = list(squares())\n',
  ],
])('%s is no cache', (_name, text) => {
  expect(told(text)).toEqual([]);
});
