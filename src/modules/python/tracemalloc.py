"""Memory blocks, and the lines that asked for them."""

from collections.abc import Iterable, Sequence
from functools import total_ordering
import fnmatch
import linecache

from _tracemalloc import *
from _tracemalloc import _get_object_traceback, _get_traces


def _format_size(size, sign):
    """A number of bytes, in the unit that leaves it below 10240 (below 100 with a decimal)."""
    if abs(size) < 10240:
        return f"{size:+} B" if sign else f"{size} B"
    for unit in ('KiB', 'MiB', 'GiB', 'TiB'):
        size /= 1024
        if abs(size) < 100:
            return f"{size:+.1f} {unit}" if sign else f"{size:.1f} {unit}"
        if abs(size) < 10240:
            break
    return f"{size:+.0f} {unit}" if sign else f"{size:.0f} {unit}"


def _normalize_filename(filename):
    return filename[:-1] if filename.endswith('.pyc') else filename


@total_ordering
class Frame:
    """A file and a line."""

    __slots__ = ('_frame',)

    def __init__(self, frame):
        self._frame = frame

    @property
    def filename(self):
        return self._frame[0]

    @property
    def lineno(self):
        return self._frame[1]

    def __eq__(self, other):
        return self._frame == other._frame if isinstance(other, Frame) else NotImplemented

    def __lt__(self, other):
        return self._frame < other._frame if isinstance(other, Frame) else NotImplemented

    def __hash__(self):
        return hash(self._frame)

    def __str__(self):
        return f"{self.filename}:{self.lineno}"

    def __repr__(self):
        return f"<Frame filename={self.filename!r} lineno={self.lineno!r}>"


@total_ordering
class Traceback(Sequence):
    """Frames, the oldest first."""

    __slots__ = ('_frames', '_total_nframe')

    def __init__(self, frames, total_nframe=None):
        Sequence.__init__(self)
        self._frames = tuple(reversed(frames))
        self._total_nframe = total_nframe

    @property
    def total_nframe(self):
        return self._total_nframe

    def __len__(self):
        return len(self._frames)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(Frame(frame) for frame in self._frames[index])
        return Frame(self._frames[index])

    def __contains__(self, frame):
        return frame._frame in self._frames

    def __hash__(self):
        return hash(self._frames)

    def __eq__(self, other):
        return self._frames == other._frames if isinstance(other, Traceback) else NotImplemented

    def __lt__(self, other):
        return self._frames < other._frames if isinstance(other, Traceback) else NotImplemented

    def __str__(self):
        return str(self[0])

    def __repr__(self):
        total = '' if self._total_nframe is None else f" total_nframe={self._total_nframe}"
        return f"<Traceback {tuple(self)}{total}>"

    def format(self, limit=None, most_recent_first=False):
        if limit is None:
            frames = self[:]
        else:
            frames = self[-limit:] if limit > 0 else self[:limit]
        lines = []
        for frame in reversed(frames) if most_recent_first else frames:
            lines.append(f'  File "{frame.filename}", line {frame.lineno}')
            text = linecache.getline(frame.filename, frame.lineno).strip()
            if text:
                lines.append('    ' + text)
        return lines


class Trace:
    """One block: (domain, size, frames) and, since 3.9, the number of frames there were."""

    __slots__ = ('_trace',)

    def __init__(self, trace):
        self._trace = trace

    @property
    def domain(self):
        return self._trace[0]

    @property
    def size(self):
        return self._trace[1]

    @property
    def traceback(self):
        return Traceback(*self._trace[2:])

    def __eq__(self, other):
        return self._trace == other._trace if isinstance(other, Trace) else NotImplemented

    def __hash__(self):
        return hash(self._trace)

    def __str__(self):
        return f"{self.traceback}: {_format_size(self.size, False)}"

    def __repr__(self):
        size = _format_size(self.size, False)
        return f"<Trace domain={self.domain} size={size}, traceback={self.traceback!r}>"


class Statistic:
    """What the blocks of one group add up to."""

    __slots__ = ('traceback', 'size', 'count')

    def __init__(self, traceback, size, count):
        self.traceback = traceback
        self.size = size
        self.count = count

    def _sort_key(self):
        return (self.size, self.count, self.traceback)

    def __hash__(self):
        return hash((self.traceback, self.size, self.count))

    def __eq__(self, other):
        if not isinstance(other, Statistic):
            return NotImplemented
        return self._sort_key() == other._sort_key()

    def __str__(self):
        text = f"{self.traceback}: size={_format_size(self.size, False)}, count={self.count}"
        return f"{text}, average={_average(self)}" if self.count else text

    def __repr__(self):
        return f"<Statistic traceback={self.traceback!r} size={self.size} count={self.count}>"


def _average(statistic):
    average = statistic.size / statistic.count
    return f"{average:.0f} B" if abs(average) < 10240 else _format_size(average, False)


class StatisticDiff:
    """A group in two snapshots: the new numbers, and how far they are from the old ones."""

    __slots__ = ('traceback', 'size', 'size_diff', 'count', 'count_diff')

    def __init__(self, traceback, size, size_diff, count, count_diff):
        self.traceback = traceback
        self.size = size
        self.size_diff = size_diff
        self.count = count
        self.count_diff = count_diff

    def _sort_key(self):
        return (abs(self.size_diff), self.size, abs(self.count_diff), self.count, self.traceback)

    def _values(self):
        return (self.traceback, self.size, self.size_diff, self.count, self.count_diff)

    def __hash__(self):
        return hash(self._values())

    def __eq__(self, other):
        return self._values() == other._values() if isinstance(other, StatisticDiff) else NotImplemented

    def __str__(self):
        size = f"size={_format_size(self.size, False)} ({_format_size(self.size_diff, True)})"
        text = f"{self.traceback}: {size}, count={self.count} ({self.count_diff:+})"
        return f"{text}, average={_average(self)}" if self.count else text

    def __repr__(self):
        size = f"size={self.size} ({self.size_diff:+})"
        return f"<StatisticDiff traceback={self.traceback!r} {size} count={self.count} ({self.count_diff:+})>"


class BaseFilter:
    def __init__(self, inclusive):
        self.inclusive = inclusive

    def _match(self, trace):
        raise NotImplementedError


class Filter(BaseFilter):
    """By file name pattern and line, of the most recent frame or of all frames."""

    def __init__(self, inclusive, filename_pattern, lineno=None, all_frames=False, domain=None):
        super().__init__(inclusive)
        self._filename_pattern = _normalize_filename(filename_pattern)
        self.lineno = lineno
        self.all_frames = all_frames
        self.domain = domain

    @property
    def filename_pattern(self):
        return self._filename_pattern

    def _match_frame(self, filename, lineno):
        if self.lineno is not None and lineno != self.lineno:
            return False
        filename = _normalize_filename(filename)
        return filename == self._filename_pattern or fnmatch.fnmatch(filename, self._filename_pattern)

    def _match(self, trace):
        frames = trace[2] if self.all_frames else trace[2][:1]
        found = any(self._match_frame(filename, lineno) for filename, lineno in frames)
        if self.domain is not None and trace[0] != self.domain:
            return not self.inclusive
        return found == bool(self.inclusive)


class DomainFilter(BaseFilter):
    """By the address space of the blocks."""

    def __init__(self, inclusive, domain):
        super().__init__(inclusive)
        self._domain = domain

    @property
    def domain(self):
        return self._domain

    def _match(self, trace):
        return (trace[0] == self.domain) == bool(self.inclusive)


class _Traces(Sequence):
    """The blocks of a snapshot as Trace objects."""

    def __init__(self, traces):
        Sequence.__init__(self)
        self._traces = traces

    def __len__(self):
        return len(self._traces)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(Trace(trace) for trace in self._traces[index])
        return Trace(self._traces[index])

    def __contains__(self, trace):
        return trace._trace in self._traces

    def __eq__(self, other):
        return self._traces == other._traces if isinstance(other, _Traces) else NotImplemented

    def __repr__(self):
        return f"<Traces len={len(self)}>"


class Snapshot:
    """All blocks that were traced at one moment."""

    def __init__(self, traces, traceback_limit):
        self.traces = _Traces(traces)
        self.traceback_limit = traceback_limit

    def filter_traces(self, filters):
        """A snapshot of the blocks that an inclusive filter lets in (where there is one) and no exclusive one keeps out."""
        if not isinstance(filters, Iterable):
            raise TypeError(f"filters must be a list of filters, not {type(filters).__name__}")
        traces = self.traces._traces
        if filters:
            include = [f for f in filters if f.inclusive]
            exclude = [f for f in filters if not f.inclusive]
            traces = [
                trace
                for trace in traces
                if (not include or any(f._match(trace) for f in include)) and all(f._match(trace) for f in exclude)
            ]
        else:
            traces = traces.copy()
        return Snapshot(traces, self.traceback_limit)

    def _group_by(self, key_type, cumulative):
        if key_type not in ('traceback', 'filename', 'lineno'):
            raise ValueError(f"unknown key_type: {key_type!r}")
        if cumulative and key_type not in ('lineno', 'filename'):
            raise ValueError(f"cumulative mode cannot by used with key type {key_type!r}")
        groups = {}
        for trace in self.traces._traces:
            size, frames = trace[1], trace[2]
            if key_type == 'traceback':
                keys = [frames]
            else:
                keys = [(frame,) for frame in (frames if cumulative else frames[:1])]
                if key_type == 'filename':
                    keys = [((frame[0], 0),) for (frame,) in keys]
            for key in keys:
                group = groups.get(key)
                if group is None:
                    traceback = Traceback(*trace[2:]) if key_type == 'traceback' else Traceback(key)
                    groups[key] = Statistic(traceback, size, 1)
                else:
                    group.size += size
                    group.count += 1
        return {group.traceback: group for group in groups.values()}

    def statistics(self, key_type, cumulative=False):
        """The groups, the largest first."""
        groups = list(self._group_by(key_type, cumulative).values())
        groups.sort(reverse=True, key=Statistic._sort_key)
        return groups

    def compare_to(self, old_snapshot, key_type, cumulative=False):
        """The groups of both snapshots, the largest difference first."""
        new = self._group_by(key_type, cumulative)
        old = old_snapshot._group_by(key_type, cumulative)
        result = []
        for key, group in new.items():
            before = old.pop(key, None)
            size, count = (before.size, before.count) if before is not None else (0, 0)
            result.append(StatisticDiff(key, group.size, group.size - size, group.count, group.count - count))
        for key, group in old.items():
            result.append(StatisticDiff(key, 0, -group.size, 0, -group.count))
        result.sort(reverse=True, key=StatisticDiff._sort_key)
        return result


def get_object_traceback(obj):
    """Where the object's block was asked for, or None."""
    frames = _get_object_traceback(obj)
    return None if frames is None else Traceback(frames)


def take_snapshot():
    if not is_tracing():
        raise RuntimeError("the tracemalloc module must be tracing memory allocations to take a snapshot")
    return Snapshot(_get_traces(), get_traceback_limit())
