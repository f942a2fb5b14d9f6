"""Headlines that stand above the wrong article: each goes to the one whose text names its places.

Layouts put the headlines of several articles in a row, above the text of one of them: 张家界:… and 甘肃庆阳:… above a lead of 庆阳, with
that of 张家界 further below.  What a headline names tells; a headline that names no place stays where it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from graph.read.blocks import Block
from graph.read.fragments import Fragment
from graph.read.regions import agreement, home_of

_STRANGE = -0.5
"""A headline whose places agree less with those of the text is that of another article."""
_AT_HOME = 0.0
"""And this is one with which they agree more."""


def put_right(groups: Sequence[list[Fragment]]) -> list[list[Fragment]]:
    """The articles, with headlines that name other places than the text moved to an article that lacks them.

    An article takes a headline only if it has none, or none but such as go elsewhere themselves.
    """
    texts = [_home(b for f in group for b in f.body) for group in groups]
    parts = [_parts(group[0].heads) for group in groups]
    strange = [[agreement(_home(part), text) < _STRANGE for part in of] for of, text in zip(parts, texts, strict=True)]
    moves: dict[int, tuple[int, list[Block]]] = {}
    for g, of in enumerate(parts):
        for part, other in zip(of, strange[g], strict=True):
            free = [h for h, there in enumerate(strange) if h != g and h not in moves and all(there)] if other else []
            best = max(free, key=lambda h: agreement(_home(part), texts[h]), default=None)
            if best is not None and agreement(_home(part), texts[best]) > _AT_HOME:
                moves[best] = (g, part)
    if not moves:
        return list(groups)
    gone = {b.start for _, part in moves.values() for b in part}
    result = []
    for g, group in enumerate(groups):
        first = [*(moves[g][1] if g in moves else ()), *(b for b in group[0].blocks if b.start not in gone)]
        rest = [replace(group[0], blocks=first, opens=group[0].opens or g in moves)] if first else []
        result.append([*rest, *group[1:]])
    return [group for group in result if group]


def _home(blocks: Iterable[Block]) -> Counter[str]:
    return sum((home_of(b.text) for b in blocks), Counter[str]())


def _parts(heads: Sequence[Block]) -> list[list[Block]]:
    """Headlines, each with the shoulder above it: 云南昭通:."""
    parts: list[list[Block]] = []
    for block in heads:
        if parts and parts[-1][-1].shoulder:
            parts[-1].append(block)
        else:
            parts.append([block])
    return parts
