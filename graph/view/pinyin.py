"""Readings of Chinese characters, for search by pinyin and by initials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from graph.world.seeds import rows


def readings(names: Iterable[str]) -> list[tuple[str, str]]:
    """(syllable, characters read so) for the characters in `names`, by syllable.

    >>> readings(["三亚", "长三亚"])
    [('chang', '长'), ('san', '三'), ('ya', '亚'), ('zhang', '长')]
    """
    table: dict[str, list[str]] = defaultdict(list)
    for character in sorted(set().union(*names)):
        for syllable in _syllables().get(character, ()):
            table[syllable].append(character)
    return [(syllable, "".join(table[syllable])) for syllable in sorted(table)]


@cache
def _syllables() -> dict[str, list[str]]:
    table: dict[str, list[str]] = defaultdict(list)
    for syllable, characters in rows("pinyin/readings.csv", ("syllable", "characters")):
        for character in characters:
            table[character].append(syllable)
    return dict(table)
