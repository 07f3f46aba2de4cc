# What a script finds on the free lists: the first objects of each kind need no block of their own.
import sys

blocks = sys.getallocatedblocks


def lists():
    a = blocks()
    one = []
    b = blocks()
    two = []
    c = blocks()
    three = []
    d = blocks()
    return b - a, c - b, d - c


def dicts():
    a = blocks()
    one = {}
    b = blocks()
    two = {}
    c = blocks()
    three = {}
    d = blocks()
    return b - a, c - b, d - c


def tuples(x):
    a = blocks()
    one = (x, x)
    b = blocks()
    two = (x, x)
    c = blocks()
    three = (x, x)
    d = blocks()
    return b - a, c - b, d - c


def many():
    a = blocks()
    kept = [[] for i in range(60)]
    return blocks() - a > 40


print("lists:", lists())
print("dicts:", dicts())
print("tuples of two:", tuples(1))
print("sixty lists at once need blocks:", many())
