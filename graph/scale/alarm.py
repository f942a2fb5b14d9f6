"""A limit on the processor time that one text may take."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooSlow(BaseException):
    """The time is over.  No `except Exception` on the way may take it for a failure of its own."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Raise `TooSlow` inside the context once this process has worked so many seconds on it.

    Processor time counts, not the clock on the wall: a busy machine, a sleeping one or a clock that is set changes nothing.
    Signals reach the main thread only; elsewhere, and on systems without this timer, nothing is limited.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
