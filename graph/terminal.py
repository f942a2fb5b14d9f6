"""The command as a process: one-line errors, a progress bar, text that any terminal can take."""

from __future__ import annotations

import gc
import sys
import time
import traceback
from pathlib import Path
from typing import TextIO

_PACKAGE = Path(__file__).resolve().parent


def complain(message: str) -> int:
    """Print one line on stderr; returns exit status 2."""
    print("unionkg: " + " ".join(message.split()), file=sys.stderr)
    return 2


def printable(line: str) -> str:
    """A line in which nothing of a text may steer the terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)


def internal_error(error: BaseException) -> str:
    """One line about a bug: where in our code, and what Python says."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if _PACKAGE in Path(f.filename).parents] or frames
    place = f" at {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:160]
    return f"internal error{place} ({said}); please report it"


class Bar:
    """A progress bar on stderr where that is a terminal, nothing otherwise; call it with (done, total)."""

    WIDTH = 30

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._alive = stream, stream.isatty()
        self._began, self._drawn = time.monotonic(), 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._alive or total <= 0 or (done < total and now - self._drawn < 0.1):
            return
        self._drawn = now
        share = min(1.0, done / total)
        filled = round(share * self.WIDTH)
        left = f" {(now - self._began) * (1 - share) / share:.0f} s left" if 0 < share < 1 else ""
        bar = "█" * filled + "░" * (self.WIDTH - filled)
        self._stream.write(f"\r{bar} {share:4.0%}{left}\x1b[K")
        self._stream.flush()

    def close(self) -> None:
        """Wipe the bar, so that what is printed next begins on a clean line."""
        if self._alive and self._drawn:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def speak(stream: TextIO) -> None:
    """Names are Chinese whatever the locale: UTF-8 into pipes, and no character may stop the output."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace") if stream.isatty() else reconfigure(encoding="utf-8", errors="replace")


def relax_collector() -> None:
    """Look for circles of dead objects some thirty times less often than Python does by itself.

    A gazetteer and a graph are many small objects that last: looking through them again and again costs a tenth of the time.  But an
    entity and its facts know each other, and where nobody looks those of 100,000 articles pile up to half a gigabyte.
    """
    gc.set_threshold(20_000, 5, 10)
