"""Coroutines on an event loop whose clock is simulated: sleeping takes no time of ours."""

import sys as _sys

from .events import (AbstractEventLoop, AbstractEventLoopPolicy, BaseEventLoop, DefaultEventLoopPolicy, Handle,
                     TimerHandle, get_event_loop, get_event_loop_policy, get_running_loop, new_event_loop,
                     set_event_loop, set_event_loop_policy, _get_running_loop)
from .exceptions import (CancelledError, IncompleteReadError, InvalidStateError, LimitOverrunError,
                         SendfileNotAvailableError, TimeoutError)
from .futures import Future, isfuture, wrap_future
from .tasks import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Task, all_tasks, as_completed, create_task,
                    current_task, ensure_future, gather, iscoroutine, iscoroutinefunction, run_coroutine_threadsafe,
                    shield, sleep, wait, wait_for)
from .locks import BoundedSemaphore, Condition, Event, Lock, Semaphore
from .queues import LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull
from .runners import run
from . import coroutines

if _sys.version_info >= (3, 9):
    from .tasks import to_thread
if _sys.version_info >= (3, 11):
    from .locks import Barrier, BrokenBarrierError
    from .runners import Runner
    from .tasks import TaskGroup
    from .timeouts import Timeout, timeout, timeout_at
if _sys.version_info >= (3, 13):
    from .queues import QueueShutDown
