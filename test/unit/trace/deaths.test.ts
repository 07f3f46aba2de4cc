// A death is told with the object whose own death led to it.
import { describe, expect, test } from 'vitest';
import { explored, line } from './run.js';

const told = (text: string, at: number) =>
  line(explored(text), at).freed.map(({ type, times, holder }) =>
    [times > 1 ? `${type} ×${times}` : type, ...(holder ? [holder.name ?? holder.type, holder.bornLine] : [])].join(
      ' ',
    ),
  );

describe('what led to a death', () => {
  test('containers, instances and what they hold, the outermost first', () => {
    const text = `class Node:
    def __init__(self, name, next):
        self.names = [name]
        self.next = next
head = None
for i in range(3):
    head = Node(str(i) * 3, head)
box = {'a': [head]}
head = None
box.clear()
`;
    expect(told(text, 10)).toEqual(['list', 'Node list 8', 'list ×3 head 7', 'str ×3 list 3', 'Node ×2 head 7']);
  });

  test('what a finalizer itself lets go of is not the doing of its object', () => {
    const text = `class A:
    def __del__(self):
        x = [1]
        x = None
        self.own = {}
a = A()
a.kept = [2]
a = None
`;
    const result = explored(text);
    expect(line(result, 4).freed).toMatchObject([{ type: 'list', name: 'x' }]);
    expect(line(result, 4).freed[0]!.holder).toBeUndefined();
    expect(told(text, 8)).toEqual(['A', 'list a 6']);
  });

  test('a chain that is taken apart in turns for its depth', () => {
    const text = 'chain = None\nfor i in range(500):\n    chain = [chain]\nchain = None\n';
    const freed = line(explored(text), 4).freed;
    expect(freed.map(({ times, holder }) => [times, holder?.type])).toEqual([
      [1, undefined],
      [499, 'list'],
    ]);
  });

  test("an object that its finalizer saved is nobody's holder", () => {
    const text = `kept = []
class A:
    def __del__(self):
        kept.append(self)
a = A()
b = [[3]]
a = None
b = None
`;
    expect(told(text, 8)).toEqual(['list', 'list b 6']);
  });
});
