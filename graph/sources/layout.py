"""Words that lie somewhere on a page → text in reading order: columns, headlines across them, upright (竖排) pages.

The page is cut along its widest white strips, again and again (an XY-cut): a strip from top to bottom parts columns, one from
side to side parts what stands above one another.  Columns of level lines are read from left to right, upright ones from right
to left.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """Some characters in one line; y grows downwards."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    upright: bool = False
    """Do the characters stand below one another?"""

    @property
    def em(self) -> float:
        """Height of a level line, width of an upright one."""
        return self.x1 - self.x0 if self.upright else self.y1 - self.y0


def in_reading_order(runs: list[Run]) -> str:
    """The text of a page: lines of a paragraph joined, an empty line between blocks."""
    runs = [r for r in runs if r.text.strip() and r.x1 > r.x0 and r.y1 > r.y0]
    if not runs:
        return ""
    upright = sum(len(r.text) for r in runs if r.upright) * 2 > sum(len(r.text) for r in runs)
    if upright:  # turned by a quarter, an upright page is a level one: right becomes top
        edge = max(r.x1 for r in runs)
        runs = [Run(r.y0, edge - r.x1, r.y1, edge - r.x0, r.text) for r in runs]
    return "\n\n".join(_paragraphs(block) for block in _cut(runs)) + "\n"


def _cut(runs: list[Run]) -> list[list[Run]]:
    """Blocks in reading order."""
    blocks: list[list[Run]] = []
    todo = [runs]
    while todo:
        part = todo.pop()
        em = median(r.em for r in part)
        down = _gap([(r.y0, r.y1) for r in part])
        across = _gap([(r.x0, r.x1) for r in part])
        # a strip beside columns is worth more than one between paragraphs, which every column has at other heights
        if across and across[0] > 0.8 * em and (not down or across[0] * 2 >= down[0]):
            at = across[1]
            todo += [[r for r in part if r.x0 >= at], [r for r in part if r.x0 < at]]
        elif down and down[0] > 1.2 * em:
            at = down[1]
            todo += [[r for r in part if r.y0 >= at], [r for r in part if r.y0 < at]]
        elif split := _size_break(part):
            todo += [split[1], split[0]]
        else:
            blocks.append(part)
    return blocks


def _gap(spans: list[tuple[float, float]]) -> tuple[float, float] | None:
    """(width, place) of the widest strip that no span touches."""
    best: tuple[float, float] | None = None
    reach: float | None = None
    for start, end in sorted(spans):
        if reach is not None and start > reach and (best is None or start - reach > best[0]):
            best = (start - reach, start)
        reach = end if reach is None else max(reach, end)
    return best


def _size_break(part: list[Run]) -> tuple[list[Run], list[Run]] | None:
    """Where lines of another size of type begin: a headline close above its text."""
    ordered = sorted(part, key=lambda r: (r.y0, r.x0))
    for i in range(1, len(ordered)):
        above, below = ordered[:i], ordered[i:]
        if max(r.y1 for r in above) <= min(r.y0 for r in below) + 0.2 * ordered[i].em:
            small, large = sorted((median(r.em for r in above), median(r.em for r in below)))
            if large > 1.25 * small and max(ordered[i - 1].em, ordered[i].em) > 1.25 * min(ordered[i - 1].em, ordered[i].em):
                return above, below
    return None


def _paragraphs(block: list[Run]) -> str:
    """Lines of one column; a line that fills the column is continued by the next, unless that is indented."""
    lines: list[list[Run]] = []
    for run in sorted(block, key=lambda r: ((r.y0 + r.y1) / 2, r.x0)):
        if lines and (run.y0 + run.y1) / 2 < lines[-1][0].y1 and abs(run.y0 - lines[-1][0].y0) < 0.7 * run.em:
            lines[-1].append(run)
        else:
            lines.append([run])
    left, right = min(r.x0 for r in block), max(r.x1 for r in block)
    out = ""
    full = False
    for line in lines:
        line.sort(key=lambda r: r.x0)
        em = median(r.em for r in line)
        indented = line[0].x0 > left + 1.2 * em
        text = _joined(line, em)
        goes_on = full and not indented
        seam = " " if goes_on and _latin(out[-1:], text[:1]) else "" if goes_on or not out else "\n"
        out += seam + text
        full = line[-1].x1 > right - 1.6 * em and len(lines) > 1
    return out


def _joined(line: list[Run], em: float) -> str:
    text = line[0].text
    for before, run in pairwise(line):
        text += (" " if run.x0 - before.x1 > 0.8 * em or _latin(text[-1:], run.text[:1]) else "") + run.text
    return text.strip()


def _latin(a: str, b: str) -> bool:
    return a.isascii() and b.isascii() and a.isalnum() and b.isalnum()
