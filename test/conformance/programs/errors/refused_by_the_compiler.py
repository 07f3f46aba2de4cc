# What the compiler refuses behind the parser: the message and where it points.
SOURCES = [
    "class C(metaclass=type, metaclass=type): pass",
    "class C(a=1, b=2, a=3): pass",
    "f(a=1, b=2, a=3)",
    "def f(a, a): pass",
    "def f():\n    global x\n    nonlocal x",
    "class C:\n    return 1",
    "for i in x:\n    def g():\n        break",
]
for source in SOURCES:
    try:
        compile(source, "<text>", "exec")
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset)
