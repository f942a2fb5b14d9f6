"""Chances of characters in running text: is this beginning of a line a likely one after that end of another?"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypeAlias

CHARACTERS = Path(__file__).with_name("running.json")
BEGIN = "^"
"""Stands for what is before a paragraph."""

Counts: TypeAlias = Mapping[str, Mapping[str, Mapping[str, int]]]

_FOLDED = str.maketrans({**dict.fromkeys("0123456789", "#"), "，": ",", "：": ":", "；": ";", "（": "(", "）": ")", "！": "!", "？": "?"})
_BLANK = re.compile(r"\s+")
_COUNTED = re.compile(r"(\D)(\d*)")
_KNOWN, _SEEN, _WITHIN, _UNSEEN = 20, 5, 0.8, 3000
"""How much one character, two characters, the dictionary's words and unknown characters weigh beside what was counted."""


def folded(text: str) -> str:
    """A line for comparing: punctuation at half width, digits as one sign, no blanks.

    >>> folded("共有61人， 买了")
    '共有##人,买了'
    """
    return _BLANK.sub("", text).translate(_FOLDED)


class Running:
    """Counts of characters in running text.

    Parameters
    ----------
    counts
        `single` (under the empty string: how often each character was seen), `after` (one or two characters → what followed, and
        how often) and `within` (a character → what follows it within words of the dictionary, in thousandths).
    """

    def __init__(self, counts: Counts) -> None:
        self._single, self._after, self._within = counts["single"][""], counts["after"], counts["within"]
        self._total = sum(self._single.values())
        self._seen = {before: sum(what.values()) for before, what in self._after.items()}

    def join(self, end: str, begin: str) -> float:
        """How much likelier the beginning is after this end than anywhere, as logarithm; both are `folded`."""
        if len(end) < 2 or len(begin) < 2:
            return 0.0
        first = self._third(end[-2], end[-1], begin[0]) / self._first(begin[0])
        return math.log(first * self._third(end[-1], begin[0], begin[1]) / self._second(begin[0], begin[1]))

    def opening(self, begin: str) -> float:
        """How much likelier the beginning is at the beginning of a paragraph than anywhere, as logarithm."""
        if len(begin) < 2:
            return 0.0
        first = self._second(BEGIN, begin[0]) / self._first(begin[0])
        return math.log(first * self._third(BEGIN, begin[0], begin[1]) / self._second(begin[0], begin[1]))

    def _first(self, c: str) -> float:
        return (self._single.get(c, 0) + 0.5) / (self._total + _UNSEEN)

    def _second(self, a: str, c: str) -> float:
        anyway = self._first(c)
        if a in self._within:
            anyway = (1 - _WITHIN) * anyway + _WITHIN * self._within[a].get(c, 0) / 1000
        return (self._after.get(a, {}).get(c, 0) + _KNOWN * anyway) / (self._seen.get(a, 0) + _KNOWN)

    def _third(self, a: str, b: str, c: str) -> float:
        return (self._after.get(a + b, {}).get(c, 0) + _SEEN * self._second(b, c)) / (self._seen.get(a + b, 0) + _SEEN)


def packed(counts: Counts) -> str:
    """Counts as JSON: 工3会 means 工 three times and 会 once."""

    def row(what: Mapping[str, int]) -> str:
        return "".join(c + (str(n) if n > 1 else "") for c, n in sorted(what.items(), key=lambda x: (-x[1], x[0])))

    stored = {part: {before: row(what) for before, what in rows.items()} for part, rows in counts.items()}
    return json.dumps(stored, ensure_ascii=False, indent=0, sort_keys=True) + "\n"


def unpacked(text: str) -> Counts:
    """The same backwards."""
    return {
        part: {before: {c: int(n or 1) for c, n in _COUNTED.findall(what)} for before, what in rows.items()}
        for part, rows in json.loads(text).items()
    }


@cache
def running() -> Running:
    return Running(unpacked(CHARACTERS.read_text(encoding="utf-8")))
