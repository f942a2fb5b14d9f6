"""Where organisations and programmes lie: the place that the model finds likeliest."""

from __future__ import annotations

import math

from graph.logistic import Logistic
from graph.model import ORGANISATIONS, LocalEntity, Span
from graph.relate.context import Context, Sentence
from graph.relate.features import Seen
from graph.relate.venues import venues
from graph.relate.whereabouts import place_signs, span_of

Seat = tuple[LocalEntity, LocalEntity, tuple[Sentence, Span] | None, float]
"""What lies there, the place, where the text says so (None: nowhere in particular), and the probability."""
_LEAST = 1e-6
_OUTRIGHT = 0.85
"""Confidence of a place that the text says outright."""


def seats(c: Context, model: Logistic, runners: dict[int, list[LocalEntity]]) -> list[Seat]:
    """One place at most for each organisation and programme.

    A firm and its union lie in one place: both are heard.  Programmes come last, since they mostly lie where their runners do.

    Parameters
    ----------
    runners
        id(programme) → the organisations that run it, the surest first.
    """
    places = c.of_type("Place")
    if not places:
        return []
    twins = {union: id(firm) for union, firm in c.linked.serves.items()}
    twins |= {firm: union for union, firm in twins.items()}
    found: dict[int, Seat] = {}
    organisations = c.of_type(*ORGANISATIONS)
    asked = {id(e): _ask(c, model, e, places, []) for e in organisations}
    for e in organisations:
        chances, signs = asked[id(e)]
        if twins.get(id(e)) in asked:
            chances = list(map(_pooled, chances, asked[twins[id(e)]][0]))
        _decide(found, model, e, places, chances, signs)
    for e in c.of_type("Program"):
        if e.kind != "award":
            near = [found[id(r)][1] for r in runners.get(id(e), ()) if id(r) in found]
            _decide(found, model, e, places, *_ask(c, model, e, places, near))
    for e, place, s, m in venues(c, {key: seat[1] for key, seat in found.items()}):
        surest = found[id(e)][3] if id(e) in found and found[id(e)][1] is place else 0.0
        found[id(e)] = e, place, (s, m.span), max(surest, _OUTRIGHT)
    return list(found.values())


def _ask(
    c: Context, model: Logistic, e: LocalEntity, places: list[LocalEntity], near: list[LocalEntity]
) -> tuple[list[float], list[Seen]]:
    signs = [place_signs(c, e, place, near) for place in places]
    return [model.probability("locatedIn", s, e.type[0]) for s in signs], signs


def _decide(
    found: dict[int, Seat], model: Logistic, e: LocalEntity, places: list[LocalEntity], chances: list[float], signs: list[Seen]
) -> None:
    at = max(range(len(places)), key=lambda i: (chances[i], places[i].key))
    if chances[at] >= model.threshold("locatedIn"):
        found[id(e)] = e, places[at], span_of(signs[at]), chances[at]


def _pooled(p: float, q: float) -> float:
    """What two witnesses of the same thing say together: the mean of their log odds."""
    odds = math.sqrt(max(p, _LEAST) * max(q, _LEAST) / max((1 - p) * (1 - q), _LEAST**2))
    return odds / (1 + odds)
