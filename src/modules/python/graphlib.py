"""Topological order of graphs."""

__all__ = ['TopologicalSorter', 'CycleError']


class CycleError(ValueError):
    """The graph has a cycle."""


class TopologicalSorter:
    """Hands out nodes when what they depend on is done."""

    def __init__(self, graph=None):
        self._before, self._after = {}, {}
        self._ready = None
        for node, predecessors in (graph or {}).items():
            self.add(node, *predecessors)

    def add(self, node, *predecessors):
        if self._ready is not None:
            raise ValueError('Nodes cannot be added after a call to prepare()')
        self._before.setdefault(node, 0)
        self._after.setdefault(node, [])
        self._before[node] += len(predecessors)
        for p in predecessors:
            self._before.setdefault(p, 0)
            self._after.setdefault(p, []).append(node)

    def _cycle(self):
        state = {}
        for start in self._before:
            stack = [(start, iter(self._after[start]))]
            if start in state:
                continue
            state[start] = 1
            while stack:
                for following in stack[-1][1]:
                    if state.get(following) == 1:
                        path = [n for n, _ in stack]
                        return path[path.index(following):] + [following]
                    if following not in state:
                        state[following] = 1
                        stack.append((following, iter(self._after[following])))
                        break
                else:
                    state[stack.pop()[0]] = 2
        return None

    def prepare(self):
        if self._ready is not None:
            raise ValueError('cannot prepare() more than once')
        self._ready = [n for n, count in self._before.items() if count == 0]
        self._out = self._done = 0
        cycle = self._cycle()
        if cycle:
            raise CycleError('nodes are in a cycle', cycle)

    def get_ready(self):
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        result, self._ready = tuple(self._ready), []
        self._out += len(result)
        return result

    def is_active(self):
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        return self._done < self._out or bool(self._ready)

    __bool__ = is_active

    def done(self, *nodes):
        for node in nodes:
            self._done += 1
            for following in self._after[node]:
                self._before[following] -= 1
                if not self._before[following]:
                    self._ready.append(following)

    def static_order(self):
        self.prepare()
        while self.is_active():
            group = self.get_ready()
            yield from group
            self.done(*group)
