# An exception that keeps everything alive.
#
# An exception has a traceback, the traceback has the frames, and the frames have all their variables: who keeps the
# exception keeps the rows that a function had read. Look at what `failure` leads to after the loop: a traceback,
# a frame, and its `rows`. Then see what letting go of the traceback frees.
import gc
import sys
import weakref

gc.disable()  # what dies below dies by its count


class Rows(list):
    """A list that can be watched by a weak reference."""


def read_rows(number):
    rows = Rows([number] * 1000)
    watched.append(weakref.ref(rows))
    total = sum(rows)
    return total / (number - 2)  # fails for 2


watched = []
failure = None
for number in range(4):
    try:
        print("request", number, "gives", read_rows(number))
    except ZeroDivisionError as error:
        failure = error  # this line keeps the frame of read_rows()


def alive():
    return [number for number, reference in enumerate(watched) if reference() is not None]


print("rows still alive:", alive())
frame = failure.__traceback__.tb_next.tb_frame
print("held by the frame of", frame.f_code.co_name, "with", sorted(frame.f_locals))
print("references to its rows:", sys.getrefcount(watched[2]()))
del frame

failure = failure.with_traceback(None)  # keep the exception, let the frames go
print("after letting go of the traceback:", alive())
print("the exception is still there:", failure)
