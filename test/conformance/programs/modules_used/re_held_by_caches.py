# requires: 3.10
# The module re keeps what it compiled: in one dict, since 3.12 in two. A match is as long as its groups.
import gc
import re
import sys

pattern = re.compile(r"(\w+)-(\d+)")
print(sys.getrefcount(pattern), re.compile(r"(\w+)-(\d+)") is pattern, sys.getrefcount(pattern))
match = re.search(r"(\w+)-(\d+)", "abc-123 x")
print(match.re is pattern, sys.getrefcount(pattern), sys.getrefcount(match), sys.getsizeof(match))
print(gc.is_tracked(match), [type(o).__name__ for o in gc.get_referents(match)])
text = "".join(["ab", "c"])
for source in ("a", "(a)", "(a)(b)(c)", "(?P<x>a)|b", "^"):
    one = re.match(source, text)
    print(source, sys.getsizeof(one), sys.getrefcount(one.re), sys.getrefcount(one.string))
re.purge()
print(sys.getrefcount(pattern))
del match
print(sys.getrefcount(pattern))
for i in range(300):
    re.compile("x" * i)
again = re.compile("x" * 7)
print(sys.getrefcount(again), sys.getrefcount(re.compile("x" * 290)))
