"""What the stages of a build took: seconds, things that came out, bytes that went through."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Work:
    """What one stage has taken so far, over all processes."""

    seconds: float = 0.0
    items: int = 0
    """What came out: documents, articles, tokens, mentions, entities, claims and figures, statements …"""
    bytes: int = 0
    """UTF-8 bytes of the texts that went in; of a stage that writes, bytes written."""


class Stages(dict[str, Work]):
    """Stage → work, in the order in which the stages first ran.

    Examples
    --------
    >>> stages = Stages()
    >>> stages.timed("read", lambda: ["一", "二"], items=len, size=lambda _: 6)
    ['一', '二']
    >>> stages["read"].items, stages["read"].bytes
    (2, 6)
    """

    def add(self, stage: str, seconds: float, items: int = 0, size: int = 0) -> None:
        work = self.setdefault(stage, Work())
        work.seconds += seconds
        work.items += items
        work.bytes += size

    def join(self, other: Stages) -> None:
        for stage, work in other.items():
            self.add(stage, work.seconds, work.items, work.bytes)

    def timed(
        self, stage: str, work: Callable[[], T], items: Callable[[T], int] = lambda _: 0, size: Callable[[T], int] = lambda _: 0
    ) -> T:
        """Do the work; its time, and what is counted in its result, are added to the stage."""
        began = time.perf_counter()
        result = work()
        seconds = time.perf_counter() - began
        self.add(stage, seconds, items(result), size(result))
        return result

    def table(self) -> str:
        """The stages as lines for a person."""
        width = max((len(stage) for stage in self), default=5)
        lines = [f"{'stage':<{width}} {'seconds':>9} {'items':>10} {'bytes':>12}"]
        lines += [f"{stage:<{width}} {w.seconds:9.3f} {w.items:10} {w.bytes:12}" for stage, w in self.items()]
        return "\n".join(lines)
