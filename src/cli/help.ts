// What `arenascope COMMAND --help` tells below the options: an example, and what to look at in what it prints.

export const HELP = {
  program: `
Begin with
  arenascope explain examples/cycle.py
and read on with "arenascope COMMAND --help".

Exit status: that of the simulated program; 2 wrong usage; 3 the program needs something that is not simulated;
4 a budget ended the run (what was printed stands); verify: 1 where the simulator and the interpreter differ.`,

  run: `
Example
  arenascope run examples/cycle.py --python 3.11
prints what "python3.11 examples/cycle.py" prints. Nothing is executed outside of the simulator.`,

  explain: `
Example
  arenascope explain examples/aliasing.py
Beside each line stand the counts of the names that it touched:
  b = a    # b 2 (+1)        the list has two references now, one more than before
  del a    # a gone, count 1 (-1)
Below: what died and why, reference cycles, collections, the heap at the end.`,

  why: `
Example
  arenascope why examples/cycle.py --at 25 left
tells that left is held by its name (line 22) and by the attribute partner of the other node (line 25), that
"right.partner" keeps it alive, too, and that "del left" would free nothing. Below: each line that changed its count, from
its birth to its death.`,

  gc: `
Examples
  arenascope gc examples/cycle.py --steps
lists each collection with what it examined and found, then tells the algorithm on the two nodes: their counts are
copied to gc_refs, the references between them are subtracted, zero is left, so they are unreachable.
  arenascope gc examples/cycle.py --at 26 --steps      what a collection just after line 26 would find
  arenascope gc examples/generations.py --gc-threshold 100     what if the first threshold were 100`,

  verify: `
Example
  arenascope verify examples/cycle.py --interpreter /usr/bin/python3.12
runs the file in the simulator and, the one command that does, in the interpreter: stdout, stderr, exit status and the
counts that explain shows must be equal. Lines in which the interpreter differs from itself (addresses, times) are left
out and counted. Exit status 0 where all is equal, 1 where not.`,

  report: `
Example
  arenascope report examples/cycle.py -o cycle.html --at 26
writes a page that can be opened, mailed and kept: it loads nothing and sends nothing.`,

  compare: `
Examples
  arenascope compare examples/generations.py --python 3.8,3.12,3.13
  arenascope compare examples/generations.py --gc-threshold 100,10,10 --gc-threshold 10000,10,10 --gc-disable
  arenascope compare examples/cycle.py --collector default,python2,incremental,none,mark-sweep
puts the runs side by side. "objects examined" is what the collections cost, the largest of them is the longest
pause; peaks are the highest of the run. Collectors: default is that of the version; python2 leaves cycles with __del__
in gc.garbage; incremental is that of 3.14.0 to 3.14.4; none is reference counting alone; mark-sweep begins at the roots.`,

  diff: `
Examples
  arenascope diff examples/leak.py --at 45:1 --at 45:-1
  arenascope diff examples/list_growth.py --at 10
tells what the program's objects became from the one moment to the other: born and alive, died, of another size, moved
to another generation; by type and by the line that made them. --at LINE:N is the N-th execution, -1 the last.`,

  trace: `
Example
  arenascope trace examples/cycle.py -o cycle.json
writes {"schema": "arenascope/trace/1", ..., "lines": [...]}: one entry for each execution of a line with the names that
it touched and their counts, beside the collections, cycles and sums of the whole run. It ends after 200,000 lines
unless --max-steps says otherwise.`,

  growth: `
Examples
  arenascope growth examples/list_growth.py
  arenascope growth examples/list_growth.py --of grown
Containers ask for more memory than they need, so that not every addition has to move them. For each object that grew
two curves are drawn over its life: how much fits into what it has asked for, and how much of that is used.
  used→fits: 1→4, 5→8, 9→16
says that the list had room for 4 items from its first on, asked for room for 8 with its fifth, and so on.`,

  whatif: `
Examples
  arenascope whatif examples/cycle.py --at 25 --weak right.partner
tells that the two nodes would be no cycle: they would die by their counts as soon as their names go.
  arenascope whatif examples/cycle.py --at 26 --weak cycle:1
asks the same when no name is left: cycle:1 is the reference that closed the first of the cycles that explain lists.
  arenascope whatif examples/leak.py --at 46 --cut bus.handlers
tells what would be freed at once, and what would wait for the collector.
Whole runs with other thresholds, collectors, allocators or versions are compared by "arenascope compare".`,

  heap: `
Example
  arenascope heap examples/pools.py --at 20 --blocks
The tables are those of sys._debugmallocstats(); below stand the pools by address. With --blocks each letter is one
block of a pool: T an object that the collector tracks, o another object, d data, g garbage, - freed, . never used.`,
};
