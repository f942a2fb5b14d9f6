"""Members of one list do one thing: A、B和C take part in a programme together, or none of them does."""

from __future__ import annotations

import math
import re

from graph.model import LocalEntity
from graph.relate.context import Context
from graph.relate.words import rows

_TOGETHER = {
    "Place": ("participatesIn",), "Company": ("participatesIn", "runs"), "Institution": ("participatesIn", "runs"),
    "Union": ("participatesIn", "runs"), "Program": ("partOf",),
}  # fmt: skip
"""What the members of a list of one type do together."""
_JOINT = re.compile(r"(?=.)[”’]?(?:、|和|与|及|以及)?[“‘]?")
_LEAST = 1e-4


def pool_lists(c: Context, chances: dict[tuple[int, int], dict[str, float]]) -> None:
    """Give all members of a list the mean of their log odds, for every programme that each of them may have to do with.

    Parameters
    ----------
    chances
        (id(head), id(tail)) → relation → probability; changed in place.
    """
    programs = c.of_type("Program")
    pooled: set[tuple[int, int]] = set()
    for members in sorted(lists(c), key=len, reverse=True):
        for t in programs:
            pairs = [(id(e), id(t)) for e in members]
            if any(p not in chances or p in pooled for p in pairs):
                continue
            pooled.update(pairs)
            for relation in _TOGETHER[members[0].type]:
                found = [chances[p][relation] for p in pairs if relation in chances[p]]
                if len(found) == len(pairs):
                    odds = sum(math.log(max(p, _LEAST) / max(1 - p, _LEAST)) for p in found) / len(found)
                    for p in pairs:
                        chances[p][relation] = 1 / (1 + math.exp(-odds))


def lists(c: Context) -> list[list[LocalEntity]]:
    """Entities of one type that stand in one list, two or more, each once."""
    found = []
    for s in c.sentences:
        for type_ in _TOGETHER:
            for row in rows(c, (m for m in s.printed if m.entity.type == type_), _JOINT):
                members = list({id(m.entity): m.entity for m in row}.values())
                if len(members) > 1:
                    found.append(members)
    return found
