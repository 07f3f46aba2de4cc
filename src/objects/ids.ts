/** Interned names that the simulator itself looks up, as addresses of str objects. */
import type { Machine } from './machine.js';
import { internStr } from './strCore.js';

const NAMES = [
  '_',
  '__abs__',
  '__abstractmethods__',
  '__add__',
  '__aenter__',
  '__aexit__',
  '__aiter__',
  '__all__',
  '__and__',
  '__anext__',
  '__annotations__',
  '__await__',
  '__bases__',
  '__bool__',
  '__build_class__',
  '__builtins__',
  '__bytes__',
  '__call__',
  '__cause__',
  '__ceil__',
  '__class__',
  '__class_getitem__',
  '__classcell__',
  '__complex__',
  '__contains__',
  '__context__',
  '__copy__',
  '__deepcopy__',
  '__del__',
  '__delattr__',
  '__delete__',
  '__delitem__',
  '__dict__',
  '__dictoffset__',
  '__dir__',
  '__divmod__',
  '__doc__',
  '__enter__',
  '__eq__',
  '__exit__',
  '__file__',
  '__firstlineno__',
  '__float__',
  '__floor__',
  '__floordiv__',
  '__format__',
  '__ge__',
  '__get__',
  '__getattr__',
  '__getattribute__',
  '__getitem__',
  '__getnewargs__',
  '__getstate__',
  '__gt__',
  '__hash__',
  '__iadd__',
  '__iand__',
  '__ifloordiv__',
  '__ilshift__',
  '__imatmul__',
  '__imod__',
  '__import__',
  '__imul__',
  '__index__',
  '__init__',
  '__init_subclass__',
  '__instancecheck__',
  '__int__',
  '__invert__',
  '__ior__',
  '__ipow__',
  '__irshift__',
  '__isabstractmethod__',
  '__isub__',
  '__iter__',
  '__itruediv__',
  '__ixor__',
  '__le__',
  '__len__',
  '__length_hint__',
  '__loader__',
  '__lshift__',
  '__lt__',
  '__main__',
  '__match_args__',
  '__matmul__',
  '__missing__',
  '__mod__',
  '__module__',
  '__mp_main__',
  '__mro_entries__',
  '__mul__',
  '__name__',
  '__ne__',
  '__neg__',
  '__new__',
  '__next__',
  '__notes__',
  '__objclass__',
  '__or__',
  '__orig_class__',
  '__package__',
  '__path__',
  '__pos__',
  '__post_init__',
  '__pow__',
  '__prepare__',
  '__qualname__',
  '__radd__',
  '__rand__',
  '__rdivmod__',
  '__reduce__',
  '__reduce_ex__',
  '__repr__',
  '__reversed__',
  '__rfloordiv__',
  '__rlshift__',
  '__rmatmul__',
  '__rmod__',
  '__rmul__',
  '__ror__',
  '__round__',
  '__rpow__',
  '__rrshift__',
  '__rshift__',
  '__rsub__',
  '__rtruediv__',
  '__rxor__',
  '__self__',
  '__set__',
  '__set_name__',
  '__setattr__',
  '__setitem__',
  '__setstate__',
  '__sizeof__',
  '__slots__',
  '__spec__',
  '__static_attributes__',
  '__str__',
  '__sub__',
  '__subclasscheck__',
  '__subclasshook__',
  '__suppress_context__',
  '__text_signature__',
  '__traceback__',
  '__truediv__',
  '__trunc__',
  '__type_params__',
  '__weakref__',
  '__wrapped__',
  '__xor__',
  '_fields',
  'append',
  'args',
  'builtins',
  'clear',
  'close',
  'copy',
  'default',
  'encoding',
  'end',
  'errors',
  'exc_info',
  'extend',
  'file',
  'fileno',
  'flush',
  'get',
  'items',
  'join',
  'key',
  'keys',
  'metaclass',
  'mro',
  'name',
  'obj',
  'path',
  'pop',
  'print',
  'read',
  'readline',
  'reverse',
  'send',
  'sep',
  'sort',
  'start',
  'stderr',
  'stdin',
  'stdout',
  'step',
  'stop',
  'string',
  'throw',
  'update',
  'value',
  'values',
  'write',
] as const;

/** Names that are there from the start since 3.11; before, their first use makes them. */
const STATIC_SINCE_11 = ['Py_Repr'] as const;

/** A field for each name of the list: the address of the interned str. */
export class Ids {
  _ = 0;
  __abs__ = 0;
  __abstractmethods__ = 0;
  __add__ = 0;
  __aenter__ = 0;
  __aexit__ = 0;
  __aiter__ = 0;
  __all__ = 0;
  __and__ = 0;
  __anext__ = 0;
  __annotations__ = 0;
  __await__ = 0;
  __bases__ = 0;
  __bool__ = 0;
  __build_class__ = 0;
  __builtins__ = 0;
  __bytes__ = 0;
  __call__ = 0;
  __cause__ = 0;
  __ceil__ = 0;
  __class__ = 0;
  __class_getitem__ = 0;
  __classcell__ = 0;
  __complex__ = 0;
  __contains__ = 0;
  __context__ = 0;
  __copy__ = 0;
  __deepcopy__ = 0;
  __del__ = 0;
  __delattr__ = 0;
  __delete__ = 0;
  __delitem__ = 0;
  __dict__ = 0;
  __dictoffset__ = 0;
  __dir__ = 0;
  __divmod__ = 0;
  __doc__ = 0;
  __enter__ = 0;
  __eq__ = 0;
  __exit__ = 0;
  __file__ = 0;
  __firstlineno__ = 0;
  __float__ = 0;
  __floor__ = 0;
  __floordiv__ = 0;
  __format__ = 0;
  __ge__ = 0;
  __get__ = 0;
  __getattr__ = 0;
  __getattribute__ = 0;
  __getitem__ = 0;
  __getnewargs__ = 0;
  __getstate__ = 0;
  __gt__ = 0;
  __hash__ = 0;
  __iadd__ = 0;
  __iand__ = 0;
  __ifloordiv__ = 0;
  __ilshift__ = 0;
  __imatmul__ = 0;
  __imod__ = 0;
  __import__ = 0;
  __imul__ = 0;
  __index__ = 0;
  __init__ = 0;
  __init_subclass__ = 0;
  __instancecheck__ = 0;
  __int__ = 0;
  __invert__ = 0;
  __ior__ = 0;
  __ipow__ = 0;
  __irshift__ = 0;
  __isabstractmethod__ = 0;
  __isub__ = 0;
  __iter__ = 0;
  __itruediv__ = 0;
  __ixor__ = 0;
  __le__ = 0;
  __len__ = 0;
  __length_hint__ = 0;
  __loader__ = 0;
  __lshift__ = 0;
  __lt__ = 0;
  __main__ = 0;
  __match_args__ = 0;
  __matmul__ = 0;
  __missing__ = 0;
  __mod__ = 0;
  __module__ = 0;
  __mp_main__ = 0;
  __mro_entries__ = 0;
  __mul__ = 0;
  __name__ = 0;
  __ne__ = 0;
  __neg__ = 0;
  __new__ = 0;
  __next__ = 0;
  __notes__ = 0;
  __objclass__ = 0;
  __or__ = 0;
  __orig_class__ = 0;
  __package__ = 0;
  __path__ = 0;
  __pos__ = 0;
  __post_init__ = 0;
  __pow__ = 0;
  __prepare__ = 0;
  __qualname__ = 0;
  __radd__ = 0;
  __rand__ = 0;
  __rdivmod__ = 0;
  __reduce__ = 0;
  __reduce_ex__ = 0;
  __repr__ = 0;
  __reversed__ = 0;
  __rfloordiv__ = 0;
  __rlshift__ = 0;
  __rmatmul__ = 0;
  __rmod__ = 0;
  __rmul__ = 0;
  __ror__ = 0;
  __round__ = 0;
  __rpow__ = 0;
  __rrshift__ = 0;
  __rshift__ = 0;
  __rsub__ = 0;
  __rtruediv__ = 0;
  __rxor__ = 0;
  __self__ = 0;
  __set__ = 0;
  __set_name__ = 0;
  __setattr__ = 0;
  __setitem__ = 0;
  __setstate__ = 0;
  __sizeof__ = 0;
  __slots__ = 0;
  __spec__ = 0;
  __static_attributes__ = 0;
  __str__ = 0;
  __sub__ = 0;
  __subclasscheck__ = 0;
  __subclasshook__ = 0;
  __suppress_context__ = 0;
  __text_signature__ = 0;
  __traceback__ = 0;
  __truediv__ = 0;
  __trunc__ = 0;
  __type_params__ = 0;
  __weakref__ = 0;
  __wrapped__ = 0;
  __xor__ = 0;
  _fields = 0;
  append = 0;
  args = 0;
  builtins = 0;
  clear = 0;
  close = 0;
  copy = 0;
  default = 0;
  encoding = 0;
  end = 0;
  errors = 0;
  exc_info = 0;
  extend = 0;
  file = 0;
  fileno = 0;
  flush = 0;
  get = 0;
  items = 0;
  join = 0;
  key = 0;
  keys = 0;
  metaclass = 0;
  mro = 0;
  name = 0;
  obj = 0;
  path = 0;
  pop = 0;
  print = 0;
  read = 0;
  readline = 0;
  reverse = 0;
  send = 0;
  sep = 0;
  sort = 0;
  start = 0;
  stderr = 0;
  stdin = 0;
  stdout = 0;
  step = 0;
  stop = 0;
  string = 0;
  throw = 0;
  update = 0;
  value = 0;
  values = 0;
  write = 0;

  /** Makes the strings; called once, when str exists. */
  fill(rt: Machine): void {
    for (const name of NAMES) this[name] = internStr(rt, name);
    if (rt.profile.minor >= 11) for (const name of STATIC_SINCE_11) internStr(rt, name);
  }
}
