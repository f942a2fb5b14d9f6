"""The graph as it stood at a time: what had been said and had begun by then, and had not ended.

Dates are ISO 8601 as precise as they were printed (2023, 2023-06, 2023-06-04), so one is compared with another up to the coarser
of the two: something of 2023 had begun in June 2023, and in 2023 something of June had.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.errors import UsageError

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph
    from graph.model import Claim, Extraction

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)


def checked(date: str) -> str:
    """The date, if it is one.

    Raises
    ------
    UsageError
        it is neither a year nor a month nor a day.
    """
    if not _DATE.fullmatch(date):
        raise UsageError(f"{date!r} is no date: write a year, a month or a day, such as 2023, 2023-06 or 2023-06-04")
    return date


def after(date: str, when: str) -> bool:
    """Is `date` certainly later than `when`?

    >>> after("2024", "2023-06"), after("2023-07", "2023"), after("2023-07", "2023-06-30")
    (True, False, True)
    """
    shared = min(len(date), len(when))
    return date[:shared] > when[:shared]


def years(date: str) -> tuple[float, float] | None:
    """Begin and end of a date in years, None where it is none.

    >>> years("2023-07"), years("去年")
    ((2023.5, 2023.5833333333333), None)
    """
    if not _DATE.fullmatch(date):
        return None
    year, month, day = (int(part) - least for part, least in zip(f"{date}-01-01".split("-"), (0, 1, 1), strict=False))
    begin = year + month / 12 + day / 365
    return begin, begin + (1, 1 / 12, 1 / 365)[date.count("-")]


def as_of(kg: KnowledgeGraph, when: str) -> KnowledgeGraph:
    """The graph of what had been printed and had begun by then and had not ended.

    An article that was printed later says nothing yet; a claim that begins later is left out, and so is one whose period had
    ended.  A single moment (a platform went online in 2018) begins something and ends nothing.  What has no date stays.

    Parameters
    ----------
    when
        a year, a month or a day, ISO 8601; all of it counts as past.

    Raises
    ------
    UsageError
        `when` is no date.
    """
    checked(when)
    return type(kg).of(_then(x, when) for x in kg.extractions.values() if not after(x.article.date, when))


def _then(extraction: Extraction, when: str) -> Extraction:
    return replace(extraction, claims=[c for c in extraction.claims if _holds(c, when)])


def _holds(claim: Claim, when: str) -> bool:
    ended = bool(claim.end) and claim.end != claim.start and after(when, claim.end)
    return not after(claim.start, when) and not ended
