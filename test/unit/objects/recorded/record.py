"""Records what each program here prints under real interpreters: record.py VERSION=PYTHON ..."""
import pathlib
import subprocess
import sys

folder = pathlib.Path(__file__).parent
for argument in sys.argv[1:]:
    version, python = argument.split("=")
    for program in sorted(folder.glob("*.py.txt")):
        name = program.name[: -len(".py.txt")]
        run = subprocess.run(
            [python, "-S", "-W", "ignore", str(program)],
            stdout=subprocess.PIPE,
            env={"PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"},
            check=True,
        )
        (folder / f"{name}.{version}.out.txt").write_bytes(run.stdout)
