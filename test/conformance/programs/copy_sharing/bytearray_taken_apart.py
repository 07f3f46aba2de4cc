# copy and pickle take a bytearray apart: its bytes, and the attributes of a subclass.
import copy


class Named(bytearray):
    pass


plain = bytearray(b"ab\xff")
print(plain.__reduce_ex__(4), plain.__reduce_ex__(2), bytearray().__reduce_ex__(3))
print(copy.copy(plain), copy.deepcopy([plain, plain]))
named = Named(b"q")
named.tag = [1]
twin = copy.deepcopy(named)
print(twin, twin.tag, twin.tag is named.tag, copy.copy(named).tag is named.tag)
it = iter(plain)
next(it)
print(list(copy.copy(it)), list(it))
it = iter(b"xyz")
next(it)
print(list(copy.copy(it)), list(it))
