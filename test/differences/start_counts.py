# Counts that depend on what the interpreter made before the first line.
#
# How many references the shared objects None, 0 or 'x' have (up to 3.11), and how many objects the collector has seen
# when a script begins, depends in CPython on the modules of its start, the environment and the script's own length.
# What is seen: numbers near those of a bare `python -S`, not equal to them; they are the same for every script here.
# Changes of these numbers while the script runs are exact.
import gc
import sys

before = sys.getrefcount(None)
kept = [None] * 10
print("ten more:", sys.getrefcount(None) - before in (0, 10))
print("at the start:", before, gc.get_count())
