"""One entity as text for a terminal: names, facts both ways and figures, each with its sentence and place in the text."""

from __future__ import annotations

from graph.knowledge import Entity, Fact, KnowledgeGraph
from graph.model import Claim, Evidence, Measure
from graph.terminal import printable

_CLIP = 80
"""Longer sentences are cut at the end, unless all of them is asked for."""


def card(kg: KnowledgeGraph, entity: Entity, named: int, full: bool = False) -> str:
    """All that the graph knows about an entity.

    Parameters
    ----------
    kg
        holds the articles of its claims and figures.
    named
        in how many different articles it is named, see `graph.reprints.stories`.
    full
        whole sentences instead of their first characters.
    """
    about = " · ".join(x for x in (entity.type, entity.kind, entity.code) if x)
    lines = [f"{entity.name}  [{about}]", f"  {entity.iri}"]
    if entity.aliases:
        lines.append("  also: " + "、".join(entity.aliases))
    lines += [f"  until {f.until}: {f.name} ({f.code}, {f.change.replace('_', ' ')})" for f in entity.former]
    again = f" ({len(entity.articles)} printings)" if named < len(entity.articles) else ""
    lines.append(f"  named in {named} articles{again}" if named else "  known from the gazetteer only")
    outward = [f for f in entity.facts if f.subject is entity]
    inward = [f for f in entity.facts if f.subject is not entity]
    for title, facts in (("facts", outward), ("facts of others about it", inward)):
        if facts:
            lines += ["", f"{title}:"]
            lines += [line for f in facts for line in _fact(kg, f, entity, full)]
    if entity.figures:
        lines += ["", "figures:"]
        lines += [line for _, m in entity.figures for line in _figure(kg, m, full)]
    return "\n".join(map(printable, lines)) + "\n"


def _fact(kg: KnowledgeGraph, fact: Fact, entity: Entity, full: bool) -> list[str]:
    other = fact.object if fact.subject is entity else fact.subject
    states = {"planned": fact.planned, "inferred": fact.inferred, "reviewed": fact.reviewed}
    notes = [*fact.roles, *fact.titles, *(word for word, holds in states.items() if holds)]
    note = f" ({'、'.join(notes)})" if notes else ""
    if fact.subject is entity:
        head = f"  {fact.predicate} → {other.name}{note}"
    else:
        head = f"  {other.name} {fact.predicate} →{note}"
    return [f"{head}  {fact.confidence:.2f}", *(_sentence(kg, c, full) for _, c in fact.claims if c.evidence.exact)]


def _figure(kg: KnowledgeGraph, measure: Measure, full: bool) -> list[str]:
    approximate = "≈" if measure.approximate else "="
    head = f"  {measure.name} {approximate} {measure.value:,f} {measure.unit}  (printed {measure.printed})"
    return [head, _sentence(kg, measure, full)]


def _sentence(kg: KnowledgeGraph, said: Claim | Measure, full: bool) -> str:
    return f"      {_place(kg, said.article, said.evidence)} {said.rule}: {_clip(said.evidence.exact, full)}"


def _place(kg: KnowledgeGraph, article: str, evidence: Evidence) -> str:
    return f"{kg.articles[article].document}:{evidence.start}-{evidence.end}"


def _clip(text: str, full: bool) -> str:
    line = " ".join(text.split())
    return line if full or len(line) <= _CLIP else line[: _CLIP - 1] + "…"
