"""Which line of a page goes on which: the signs at the border of two lines, and in what the article has said before.

Lines of narrow columns break off anywhere, in mid-sentence and in mid-word.  What goes on them is told by the characters on both
sides of the border, by punctuation and brackets that are open, by the columns' widths, by how far away the lines are, and by what
both name.  The weights are data beside this file; `python -m graph.learn.joins` trains them.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

from graph.logistic import Logistic
from graph.read.blocks import Block, continued_mark
from graph.read.fragments import han_runs, words_of
from graph.read.regions import agreement, home_of, named_across
from graph.read.running import Running, folded, running

WEIGHTS = Path(__file__).with_name("joins.json")
TEXT = ("body", "lead", "head")
"""Kinds of lines that may be part of an article's text; in a narrow column most lines look like headlines."""

COLUMN = 30
"""A line of a narrow column has no more characters than this."""
_STOP = re.compile(r"[。!?…][”’\"')》]*$")
_LONGEST = 6
"""Common runs of characters are compared up to this length."""
_WIDTHS = 8
"""So many of the last lines of a track tell how wide its column is."""


@dataclass(slots=True)
class Line:
    """A line of a page as a place where texts may be joined."""

    number: int
    block: Block
    gap: int
    """Blank lines before it, beyond those between all rows."""
    text: str = ""
    end: str = ""
    """stop | close | colon | comma | mid: what the line ends with."""
    begin: str = ""
    """close | open | digit | char: what it begins with."""
    closing: int = 0
    """Brackets and quotation marks that it closes without having opened them."""
    opening: int = 0
    """Brackets and quotation marks that it leaves open."""
    turned: bool = False
    """Does it stand below a mark of continuation, (上接第1版)?"""

    def __post_init__(self) -> None:
        self.text = folded(self.block.text[continued_mark(self.block.text) :]) or "?"
        self.end, self.begin = _end(self.text), _begin(self.text)
        for c in self.text:
            if c in "“(《‘":
                self.opening += 1
            elif c in "”)》’":
                if self.opening:
                    self.opening -= 1
                else:
                    self.closing += 1

    @property
    def speaks(self) -> bool:
        """May it be part of an article's text?"""
        return (self.block.kind in TEXT and not self.block.shoulder) or (self.block.kind == "continued" and self.text != "?")

    @property
    def length(self) -> int:
        return len(self.block.text)

    @property
    def ending(self) -> str:
        """s | c | m: at the end of a sentence, perhaps, surely not."""
        return {"stop": "s", "close": "c", "colon": "c"}.get(self.end, "m")


def _end(text: str) -> str:
    if _STOP.search(text):
        return "stop"
    return "close" if text[-1] in "”’)》" else "colon" if text[-1] == ":" else "comma" if text[-1] in ",;、" else "mid"


def _begin(text: str) -> str:
    return "close" if text[0] in "”’)》。,;:、!?" else "open" if text[0] in "“‘(《" else "digit" if text[0] == "#" else "char"


class Sheet:
    """The lines of a page, and what any two of them share."""

    def __init__(self, blocks: Sequence[Block], chances: Running | None = None) -> None:
        gaps = sorted(b.gap for b in blocks[1:])
        usual = min(1, gaps[len(gaps) * 2 // 5]) if gaps else 0
        self.lines = [Line(n, b, max(0, b.gap - usual)) for n, b in enumerate(blocks)]
        for above, line in zip(self.lines, self.lines[1:], strict=False):
            line.turned = "continued" in (above.block.kind, line.block.kind)
        self.chances = chances or running()
        count = len(self.lines)
        self.narrow = sum(line.length <= COLUMN for line in self.lines) / max(1, count)
        self.openings = [_bin(self.chances.opening(line.text), (-3, -2, -1, 0, 1, 2, 3, 4)) for line in self.lines]
        self.homes = [home_of(line.block.text) for line in self.lines]
        self._words(count)
        self._commons(count)
        self.pieces = {line.text[i : i + n] for line in self.lines for n in (2, 3, 4) for i in range(len(line.text) - n + 1)}
        self._between: dict[tuple[int, int], list[str]] = {}

    def _words(self, count: int) -> None:
        """Words that stand in several lines, as bits, each weighing the more, the rarer it is."""
        words = [sorted({*words_of([line.block]), *_trigrams(line.block.text)}) for line in self.lines]
        spread = Counter(w for u in words for w in u)
        bit = {w: 1 << n for n, w in enumerate(w for w in sorted(spread) if spread[w] > 1)}
        self.words = [[(bit[w], math.log(1 + count / spread[w])) for w in u if w in bit] for u in words]
        self.masks = [sum(b for b, _ in u) for u in self.words]
        self.totals = [sum(v for _, v in u) for u in self.words]

    def _commons(self, count: int) -> None:
        """Length of the longest run of characters that two lines have in common and not too many have."""
        self.common = [[0] * count for _ in self.lines]
        runs = [han_runs(line.block.text) for line in self.lines]
        for n in range(2, _LONGEST + 1):
            where: dict[str, set[int]] = defaultdict(set)
            for i, texts in enumerate(runs):
                for text in texts:
                    for at in range(len(text) - n + 1):
                        where[text[at : at + n]].add(i)
            for lines in where.values():
                if 1 < len(lines) <= max(6, count // 3):
                    for a in lines:
                        for b in lines:
                            self.common[a][b] = n

    def between(self, a: int, b: int) -> list[str]:
        """Signs that line b goes on line a, whatever stands between."""
        found = self._between.get((a, b))
        if found is None:
            found = self._between[a, b] = self._signs_between(self.lines[a], self.lines[b])
        return found

    def _signs_between(self, a: Line, b: Line) -> list[str]:
        ending = a.ending
        signs = [f"e|{a.end}|{b.begin}", f"k|{b.block.kind}|{ending}"]
        signs.append(f"op|{ending}|{self.openings[b.number]}")
        signs.append(f"w|{ending}|{b.end == 'stop'}|{_bin(a.length - b.length, (-12, -7, -4, -3, -2, -1, 0, 1, 2, 3, 4, 7, 12))}")
        if ending != "s":
            signs.append(f"lm|{ending}|{_bin(self.chances.join(a.text, b.text), (-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8))}")
            border = (a.text[-n:] + b.text[:m] for n, m in ((1, 1), (2, 1), (1, 2), (2, 2)))
            signs.append(f"xa|{named_across(a.block.text, b.block.text)}")
            signs.append(f"x|{max((len(piece) for piece in border if piece in self.pieces), default=0)}")
        return signs


class Track:
    """What has been read of an article so far: its last line and what came before; tracks that share a beginning share it in memory."""

    __slots__ = ("_next", "asked", "common", "first", "home", "last", "mask", "open", "previous", "size", "widths")

    def __init__(self, sheet: Sheet, number: int, previous: Track | None = None) -> None:
        line = sheet.lines[number]
        self.last, self.previous = number, previous
        self.first: int = number if previous is None else previous.first
        self.size: int = 1 if previous is None else previous.size + 1
        ended = line.end == "stop" and not line.opening
        self.open: int = 0 if ended else min(3, max(0, (previous.open if previous else 0) - line.closing) + line.opening)
        self.mask: int = sheet.masks[number] | (previous.mask if previous else 0)
        home = sheet.homes[number]
        self.home: Counter[str] = home if previous is None else previous.home + home if home else previous.home
        widths: tuple[int, ...] = previous.widths if previous else ()
        self.widths: tuple[int, ...] = widths if line.end == "stop" else (*widths, line.length)[-_WIDTHS:]
        self.asked: tuple[int, float, list[str], float] | None = None
        """What was found for the line last asked about: its number, the share of its words, the signs and their sum."""
        self._next: Track | None = None
        row = sheet.common[number]
        self.common: list[int] = row if previous is None else list(map(max, previous.common, row))

    def extended(self, sheet: Sheet, number: int) -> Track:
        """The track with another line; the same one whenever it is asked for in a row."""
        if self._next is None or self._next.last != number:
            self._next = Track(sheet, number, self)
        return self._next

    def lines(self) -> list[int]:
        found, track = [], self
        while True:
            found.append(track.last)
            if track.previous is None:
                return found[::-1]
            track = track.previous


def share(sheet: Sheet, track: Track, number: int) -> float:
    """Of the words of a line that other lines have too: how many the track has, by weight."""
    return sum(v for bit, v in sheet.words[number] if track.mask & bit) / (sheet.totals[number] or 1)


def signs_of_track(sheet: Sheet, track: Track, number: int) -> list[str]:
    """Signs that a line goes on a track, whatever other tracks there are, beside those of the border itself (`Sheet.between`)."""
    line, last, above = sheet.lines[number], sheet.lines[track.last], sheet.lines[number - 1].block.kind
    ending, distance = last.ending, number - track.last
    signs = [f"d|{ending}|{_bin(distance, (1, 2, 3, 4, 6, 10, 20))}", f"z|{min(track.size, 4)}", f"u|{track.common[number]}"]
    signs.append(f"q|{min(track.open, 1)}|{min(line.closing, 1)}|{line.begin == 'open'}")
    signs.append(f"a|{_kinship(sheet.homes[number], track.home)}")
    if distance == 1:
        signs.append(f"g|{ending}|{min(line.gap, 2)}")
    if above not in ("body", "lead") and not (above == "head" and distance == 1):
        signs.append(f"ph|{ending}|{above}|{min(line.gap, 1)}")
    if track.widths:
        width = median(track.widths)
        signs.append(f"wj|{line.end == 'stop'}|{_bin(line.length - width, (-7, -4, -2, -1, 0, 1, 3, 6, 12))}")
        if ending != "s":
            signs.append(f"wl|{_bin(last.length - width, (-7, -4, -2, -1, 0, 1, 3, 6))}")
    else:
        signs.append("w0")
    return signs


def signs_among(sheet: Sheet, tracks: Sequence[Track], number: int, shares: Sequence[float]) -> list[list[str]]:
    """Of each track: signs that a line goes on it rather than on the others; `shares` are those of the tracks' words (`share`)."""
    unfinished = [sheet.lines[t.last].end != "stop" for t in tracks]
    order = sorted((t.last for t in tracks), reverse=True)
    common = [t.common[number] for t in tracks]
    near = [agreement(sheet.homes[number], t.home) for t in tracks]
    result = []
    for n, track in enumerate(tracks):
        rank = order.index(track.last)
        elsewhere = max((c for i, c in enumerate(common) if i != n), default=0)
        signs = [
            f"r|{sheet.lines[track.last].ending}|{min(rank, 4)}", f"c|{unfinished[n]}|{min(2, sum(unfinished) - unfinished[n])}",
            f"t|{_bin(shares[n], (0, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9))}",
            f"ul|{max(-4, min(4, common[n] - elsewhere))}|{len(tracks) > 1}",
        ]  # fmt: skip
        if sheet.lines[number].turned:
            signs.append(f"m|{rank == 0}")
        if len(tracks) > 1:
            rival = max(s for i, s in enumerate(shares) if i != n)
            signs.append(f"al|{_bin(near[n] - max(k for i, k in enumerate(near) if i != n), (-1.2, -0.6, -0.2, 0.2, 0.6, 1.2))}")
            signs.append(f"tl|{_bin(shares[n] - rival, (-0.6, -0.4, -0.25, -0.12, -0.04, 0.04, 0.12, 0.25, 0.4, 0.6))}")
        result.append(signs)
    return result


def signs_of_opening(sheet: Sheet, tracks: Sequence[Track], number: int) -> list[str]:
    """Signs that a line goes on none of the tracks: the first of an article, or of one whose beginning is elsewhere."""
    line, above = sheet.lines[number], sheet.lines[number - 1] if number else None
    kind, end = (above.block.kind, above.end) if above else ("", "")
    unfinished = sum(sheet.lines[t.last].end != "stop" for t in tracks)
    kin = max((_kinship(sheet.homes[number], t.home) for t in tracks), default=0)
    return [
        f"a|{kin}",
        f"op|{sheet.openings[number]}", f"b|{line.begin}|{line.closing > 0}",
        f"p|{kind}", f"pe|{end}|{kind}", f"k|{line.block.kind}|{kind}", f"g|{min(line.gap, 2)}", f"nt|{min(len(tracks), 4)}",
        f"nc|{min(unfinished, 3)}", f"n|{_bin(line.length, (5, 10, 15, 20, 30, 60))}|{line.end}",
    ]  # fmt: skip


def signs_of_headline(sheet: Sheet, tracks: Sequence[Track], number: int) -> list[str]:
    """Signs that a short line is a headline rather than a line of a narrow column."""
    lines, line = sheet.lines, sheet.lines[number]
    above = lines[number - 1] if number else None
    below = lines[number + 1] if number + 1 < len(lines) else None
    follows = below.gap > 0 if below else ""
    signs = [
        f"p|{above.block.kind if above else ''}|{line.gap > 0}", f"pe|{above.end if above else ''}",
        f"q|{below.block.kind if below else ''}|{follows}", f"e|{line.end}", f"b|{line.begin}",
        f"n|{_bin(line.length, (5, 8, 11, 14, 17, 20, 25, 30))}", f"bal|{line.closing > 0}|{line.opening > 0}",
        f"op|{sheet.openings[number]}",
        f"nar|{_bin(sheet.narrow, (0.3, 0.5, 0.7, 0.9))}|{line.gap > 0}|{follows}", f"nt|{min(2, len(tracks))}",
    ]  # fmt: skip
    near = [x.length for x in lines[max(0, number - 4) : number + 5] if x is not line and x.block.kind in TEXT]
    if near:
        signs.append(f"nw|{_bin(line.length - median(near), (-8, -4, -2, -1, 0, 1, 3, 6))}")
    return signs


def _trigrams(text: str) -> list[str]:
    return [run[i : i + 3] for run in han_runs(text) for i in range(len(run) - 2)]


def _kinship(a: Counter[str], b: Counter[str]) -> int:
    """Do two texts name places of the same areas?  0: one names none; else from 1, different provinces, up to 7, the same prefectures."""
    return 1 + _bin(agreement(a, b), (-0.99, -0.6, -0.2, 0.2, 0.6, 0.95)) if a and b else 0


def _bin(value: float, edges: tuple[float, ...]) -> int:
    """Number of the first edge that the value does not pass."""
    return bisect_left(edges, value)


@cache
def joins() -> Logistic:
    return Logistic(WEIGHTS)
