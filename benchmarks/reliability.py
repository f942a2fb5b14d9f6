"""Is a claim as often right as its confidence says?  Facts judged by gold graphs, sorted into bins of confidence and by rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graph.evaluate import Scores
from graph.knowledge import KnowledgeGraph

BINS = 10


@dataclass(frozen=True)
class Judged:
    """One fact: how sure the graph is, which rule found it, and whether the gold has it."""

    confidence: float
    rule: str
    right: bool


@dataclass(frozen=True)
class Bin:
    """Facts of like confidence (or of one rule)."""

    name: str
    count: int
    confidence: float
    precision: float


def judged(kg: KnowledgeGraph, scores: Scores) -> list[Judged]:
    """Each fact that the gold decides on, with its surest claim."""
    result = []
    for fact in kg.facts():
        right = scores.verdicts.get((fact.subject.iri, fact.predicate, fact.object.iri))
        if right is not None:
            surest = max((c for _, c in fact.claims), key=lambda c: (c.confidence, c.rule))
            result.append(Judged(surest.confidence, surest.rule, right))
    return result


def bins(facts: Iterable[Judged], key: Callable[[Judged], str] | None = None) -> list[Bin]:
    """Facts by tenth of confidence, or by `key`; empty bins are left out."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for f in facts:
        low = min(int(f.confidence * BINS), BINS - 1)
        groups[f"{low / BINS:.1f} to {(low + 1) / BINS:.1f}" if key is None else key(f)].append(f)
    return [
        Bin(name, len(g), sum(f.confidence for f in g) / len(g), sum(f.right for f in g) / len(g)) for name, g in sorted(groups.items())
    ]


def expected_calibration_error(table: Iterable[Bin]) -> float:
    """Mean distance between confidence and precision, each bin by its number of facts; 0 where there is none.

    >>> expected_calibration_error([Bin("0.8 to 0.9", 10, 0.85, 0.75), Bin("0.5 to 0.6", 30, 0.55, 0.55)])
    0.025
    """
    table = list(table)
    total = sum(b.count for b in table)
    return round(sum(b.count * abs(b.confidence - b.precision) for b in table) / total, 10) if total else 0.0
