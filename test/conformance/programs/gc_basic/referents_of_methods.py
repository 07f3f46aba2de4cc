# What the wrappers of methods refer to, in the order in which the collector visits it.
import gc


class Kind:
    @staticmethod
    def s():
        pass

    @classmethod
    def c(cls):
        pass


for wrapper in (Kind.__dict__["s"], Kind.__dict__["c"], staticmethod(len), classmethod(len)):
    print([type(x).__name__ for x in gc.get_referents(wrapper)])
