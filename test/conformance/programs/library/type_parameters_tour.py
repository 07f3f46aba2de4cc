# requires: 3.12
# Type parameters.
class Box[T]:
    def __init__(self, value: T): self.value = value
def first[T: (int, str), U: int](items: list[T]) -> T: return items[0]
type Pair[A] = tuple[A, A]
type Tree = int | list[Tree]
print(first.__type_params__, first.__type_params__[0].__constraints__, first.__type_params__[1].__bound__, repr(Pair), Pair[int], Pair.__value__, Tree, Pair.__parameters__)
print(Box[int], Box.__orig_bases__, Box.__parameters__, Box.__type_params__[0].__name__, Box.__module__)
class K[A, *B, **C]: pass
print(K.__type_params__, K.__orig_bases__, K[int, str, float, [int]])
def f[**P](g): return P
print(f(1))
class B2[T](Box[T]): pass
print(B2[int], B2.__orig_bases__, B2.__mro__)
try: Tree[int]
except TypeError as e: print(e)
print(isinstance(Box(1), Box), Tree | str if False else '')
