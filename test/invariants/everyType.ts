/** A program that ends with an object of every type that the collector sees, each with references that can die. */
export const EVERY_TYPE = `
import struct, array, collections, functools, io, itertools, operator, sys, types, weakref


class Item:
    __slots__ = ('value', '__weakref__')

    def __init__(self, value=None):
        self.value = value

    def __len__(self):
        return 3

    def __getitem__(self, i):
        if i > 5:
            raise IndexError
        return Item(i)

    def __call__(self, *args):
        return Item(args)

    def method(self):
        return self

    @property
    def attribute(self):
        "text"
        return self.value

    @classmethod
    def made(cls):
        return cls()

    @staticmethod
    def plain():
        return Item()


class Dicted(Item):
    pass


kept = []
keep = kept.append
new = Item

# containers and their views and iterators
keep([new(), new()])
keep((new(), new()))
keep({new(): new(), new(): new()})
keep({'a': new()})
keep({new(), new()})
keep(frozenset([new(), new()]))
keep(types.MappingProxyType({1: new()}))
keep(types.SimpleNamespace(a=new()))
for view in ({new(): new()}.keys, {new(): new()}.values, {new(): new()}.items):
    keep(view())
    keep(iter(view()))
    try:
        keep(reversed(view()))
    except TypeError:
        pass
keep(iter([new()]))
keep(reversed([new()]))
keep(reversed((new(), 1)))
keep(iter((new(),)))
keep(iter({new(): 1}))
keep(iter({new()}))
keep(iter(new()))
keep(reversed(new()))
keep(iter(new(), new()))
keep(iter('a\u0100b' * 3))
keep(iter('abc' * 3))
keep(iter(b'abc' * 3))
keep(iter(bytearray(b'abc')))
keep(memoryview(bytearray(b'abc')))
try:
    keep(iter(memoryview(bytearray(b'abc'))))
except TypeError:
    pass
keep(slice(new(), new(), new()))
keep(enumerate([new()]))
keep(zip([new()], [new()]))
keep(map(new(), [new()]))
keep(filter(new(), [new()]))
keep(super(Dicted, Dicted()))
keep(Item.__dict__['attribute'])
keep(Item.__dict__['made'])
keep(Item.__dict__['plain'])
keep(property(new(), new(), new(), new()))
keep(classmethod(new()))
keep(staticmethod(new()))

# functions
def outer(a=new(), *, b=new()) -> new():
    "text"
    def inner():
        return a, b
    inner.own = new()
    return inner


keep(outer())
keep(outer)
keep(new().method)
keep([new()].append)
keep(new().__len__)
keep({}.__len__)
keep([new()].__getitem__)
keep(new().__str__)
keep((lambda: kept).__get__(new()))


def variables():
    local = new()
    return sys._getframe().f_locals


keep(variables())


def generator(a, b):
    c = [new()]
    try:
        yield a
    finally:
        c = b


running = generator(new(), new())
next(running)
keep(running)
keep(generator(new(), new()))


async def coroutine(a):
    return a


async def stream(a):
    yield a


unawaited = coroutine(new())
keep(unawaited)
agen = stream(new())
keep(agen)
keep(agen.asend(new()))
keep(agen.athrow(ValueError(new())))
keep(unawaited.__await__())


@types.coroutine
def awaitable(a):
    yield a


keep(awaitable(new()))

# exceptions
def fail(e):
    local = new()
    raise e


for error in (ValueError(new()), KeyError(new()), OSError(new(), new(), new()), StopIteration(new()), SystemExit(new()),
              AttributeError(new()), NameError(new()), ImportError(new(), name='a' * 3, path='b' * 3), SyntaxError(new()),
              ModuleNotFoundError(new()), UnboundLocalError(new()), IndentationError(new()), TabError(new()),
              UnicodeDecodeError('utf' + '8', b'a' * 5, 0, 1, 'rea' + 'son')):
    try:
        try:
            fail(TypeError(new()))
        except TypeError as first:
            raise error from first
    except BaseException as second:
        second.own = new()
        keep(second)
        keep(second.__traceback__)
        if second.__traceback__.tb_next:
            keep(second.__traceback__.tb_next.tb_frame)
if sys.version_info >= (3, 11):
    keep(ExceptionGroup('g' * 3, [ValueError(new())]))
    keep(BaseExceptionGroup('g' * 3, [KeyboardInterrupt(new())]))

# modules and classes
module = types.ModuleType('mod' + 'ule')
module.item = new()
keep(module)
if sys.version_info >= (3, 9):
    keep(list[new()])
    keep(iter(list[new()]))
if sys.version_info >= (3, 10):
    keep(int | type('Own', (), {}))
keep(Dicted())
kept[-1].own = new()

# weak references
target = new()
keep(target)
keep(weakref.ref(target, new()))
keep(weakref.proxy(target, new()))
keep(weakref.proxy(outer, new()))

# collections, functools, operator, io
queue = collections.deque([new(), new()])
keep(queue)
keep(iter(queue))
keep(reversed(queue))
keep(collections.OrderedDict({new(): new()}))
keep(iter(kept[-1]))
keep(kept[-2].items())
keep(kept[-3].keys())
keep(kept[-4].values())
keep(collections.defaultdict(new(), {1: new()}))
keep(collections.Counter([new()]))
keep(functools.partial(new(), new(), key=new()))
keep(functools.cmp_to_key(new()))
keep(functools.cmp_to_key(new())(new()))


@functools.lru_cache(maxsize=4)
def cached(a):
    return [a]


@functools.lru_cache(maxsize=None)
def unbounded(a):
    return [a]


cached(new())
unbounded(new())
cached.own = new()
keep(cached)
keep(unbounded)


class Single:
    @functools.singledispatchmethod
    def f(self, a):
        return a

    @functools.cached_property
    def g(self):
        return new()


keep(Single())
keep(kept[-1].g)
keep(operator.itemgetter('a' * 3, 1000 * len(kept)))
keep(operator.itemgetter(new()))
keep(operator.attrgetter('abc' * 3, 'd.e' * 2))
keep(operator.methodcaller('abc' * 3, new(), key=new()))
buffer = io.BytesIO(b'a' * 600)
buffer.own = new()
keep(buffer)
text = io.StringIO('a' * 30)
text.own = new()
keep(text)
keep(array.array('i', [1, 2]))
keep(iter(kept[-1]))
keep(struct.Struct('i' * 3))
keep(struct.Struct('i' * 2).iter_unpack(b'a' * 16))

# itertools
two = lambda: [new(), new()]
keep(itertools.chain(two(), two()))
next(kept[-1])
keep(itertools.count(new().__len__() + 2 ** 70, 2 ** 71))
keep(itertools.cycle(two()))
next(kept[-1])
keep(itertools.repeat(new()))
keep(itertools.accumulate(two(), new(), initial=new()))
next(kept[-1])
keep(itertools.combinations(two(), 1))
next(kept[-1])
keep(itertools.combinations_with_replacement(two(), 1))
next(kept[-1])
keep(itertools.permutations(two(), 1))
next(kept[-1])
keep(itertools.product(two(), two()))
next(kept[-1])
keep(itertools.compress(two(), two()))
keep(itertools.dropwhile(new(), two()))
keep(itertools.takewhile(new(), two()))
keep(itertools.filterfalse(new(), two()))
keep(itertools.islice(two(), 1))
keep(itertools.starmap(new(), [two()]))
keep(itertools.zip_longest(two(), two(), fillvalue=new()))
keep(itertools.groupby(two(), new()))
keep(next(kept[-1])[1])
keep(itertools.tee(two())[0])
next(kept[-1])
if sys.version_info >= (3, 10):
    keep(itertools.pairwise(two()))
    next(kept[-1])
if sys.version_info >= (3, 12):
    keep(itertools.batched(two(), 1))
`;
