"""Prints the codes of the str and bytes objects of one character that the start of the interpreter made (to 3.10)."""
import sys
blocks = sys.getallocatedblocks
hold = [None] * 600
made_str = [0] * 256
made_bytes = [0] * 256
every = bytes(range(256))
def strs(made):
    before = after = number = 0
    before = blocks(); after = blocks()
    before = blocks(); after = blocks()
    for number in range(256):
        before = blocks(); hold[number] = chr(number); after = blocks()
        made[number] = after - before
def byte(made):
    before = after = number = 0
    before = blocks(); after = blocks()
    before = blocks(); after = blocks()
    for number in range(256):
        before = blocks(); hold[number] = every[number:number + 1]; after = blocks()
        made[number] = after - before
strs(made_str)
byte(made_bytes)
sys.stdout.write(ascii([number for number in range(256) if made_str[number] == 0])+'\n')
sys.stdout.write(ascii([number for number in range(256) if made_bytes[number] == 0])+'\n')
