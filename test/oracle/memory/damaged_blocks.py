#!/usr/bin/env python3
"""Record what real CPythons write about damaged blocks under PYTHONMALLOC=debug.

  damaged_blocks.py PYTHON [PYTHON ...]     writes damagedBlocks.json beside this file

The buffer of a bytearray (21 bytes, "0123456789abcdefghij" and a zero) is damaged through ctypes; then it is
resized or released. Addresses become P (the block) and TAIL (its end), the thread's number T.
"""
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

# name: bytes to write by offset from the block, and whether it is resized (else released)
CASES = {
    "overflow": ({21: 0x41}, False),
    "underflow": ({-1: 0x42}, False),
    "wrong_letter": ({-8: ord("r")}, False),
    "both_ends": ({-3: 0x01, 23: 0x07, 28: 0x00}, False),
    "resized": ({22: 0x99}, True),
    "used_after_free": ({-8: 0xDD, -7: 0xDD, -1: 0xDD, 21: 0xDD}, False),
}

PROGRAM = """
import ctypes

def work():
    data = bytearray(b"0123456789abcdefghij")
    p = ctypes.c_void_p.from_address(id(data) + 32).value
    for offset, value in %r.items():
        ctypes.c_ubyte.from_address(p + offset).value = value
    if %r:
        data.extend(bytes(200))
    del data

work()
"""


def record(python):
    version = subprocess.run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                             capture_output=True, text=True, check=True).stdout.strip()
    texts = {}
    for name, (pokes, resize) in CASES.items():
        path = os.path.join("/tmp", "damaged_block.py")
        with open(path, "w") as file:
            file.write(PROGRAM % (pokes, resize))
        env = dict(os.environ, PYTHONMALLOC="debug")
        done = subprocess.run([python, "-S", path], capture_output=True, env=env)
        text = done.stderr.decode("latin-1")
        text = re.sub(r"p=0x[0-9a-f]+", "p=P", text)
        text = re.sub(r"tail=0x[0-9a-f]+", "tail=TAIL", text)
        text = re.sub(r"thread 0x[0-9a-f]+", "thread T", text)
        texts[name] = {"status": done.returncode, "stderr": text}
    return version, texts


def main():
    cases = {name: {"pokes": pokes, "resized": resize} for name, (pokes, resize) in CASES.items()}
    recorded = {"cases": cases, "versions": dict(record(python) for python in sys.argv[1:])}
    with open(os.path.join(HERE, "damagedBlocks.json"), "w") as file:
        json.dump(recorded, file, indent=1)
        file.write("\n")


main()
