# Counts that depend on what the interpreter made before the first line.
#
# How many references the shared objects None, 0 or 'x' have (up to 3.11), and how many objects the collector has seen
# when a script begins, depends in CPython on the modules of its start, the environment and the script's own length.
# What is seen: small integers, (), '' and False have the counts that a fresh CPython 3.8 to 3.10 with its site module
# has, and imports add what CPython's modules hold; 0 and 1 move there by a few with the hash seed and the environment.
# Strings of one character lack what the parser holds of names; None, and everything in 3.11, is near those of a bare
# `python -S`, not equal to them. Changes of these numbers while the script runs are exact.
import gc
import sys

before = sys.getrefcount(None)
kept = [None] * 10
print("ten more:", sys.getrefcount(None) - before in (0, 10))
print("at the start:", before, gc.get_count())
