# Where text is collected.
#
# Four ways to put a long text together piece by piece: `+=` on a str, a bytearray, BytesIO and StringIO. Each asks
# the allocator for another amount of room at other times. Run `arenascope growth` on this file, or open the Growth tab
# of the panel: requested against allocated bytes, step by step.
import io
import sys

PIECE = "0123456789"


def changes(sizes):
    """How often the size changed, and the last one."""
    return sum(a != b for a, b in zip(sizes, sizes[1:])), sizes[-1]


def as_str():
    text = ""
    sizes = []
    for _ in range(60):
        text += PIECE  # made longer in place: nobody but this variable refers to it
        sizes.append(sys.getsizeof(text))
    print("str: %d changes of size, %d bytes" % changes(sizes))
    return text


def as_shared_str():
    text = ""
    before = ""
    for _ in range(60):
        before = text  # now two refer to it: each `+=` makes another str
        text += PIECE
    return text, before


def as_bytearray():
    array = bytearray()
    sizes = []
    for _ in range(60):
        array += b"0123456789"  # asks for an eighth more than it needs
        sizes.append(sys.getsizeof(array))
    print("bytearray: %d changes of size, %d bytes" % changes(sizes))
    return array.decode()


def as_bytes_io():
    memory = io.BytesIO()
    sizes = []
    for _ in range(60):
        memory.write(b"0123456789")
        sizes.append(sys.getsizeof(memory))
    print("BytesIO: %d changes of size, %d bytes" % changes(sizes))
    return memory.getvalue().decode()


def as_string_io():
    stream = io.StringIO()
    for _ in range(60):
        stream.write(PIECE)  # collects pieces, and puts them together when it is read
    return stream.getvalue()


text = as_str()
print("all the same:", text == as_shared_str()[0] == as_bytearray() == as_bytes_io() == as_string_io())
