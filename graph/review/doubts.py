"""What a person should look at: claims and figures that may be wrong, names that may be joined or parted wrongly.

Each doubt is a statement that the graph makes now; accepting says that it is right, rejecting that it is not, and each
carries the answers that then go into the register.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from graph.identity import digest, entity_text, normal, review_id
from graph.knowledge import Entity, Fact, KnowledgeGraph
from graph.model import Answer, Claim, EntityKey, Evidence, Extraction, Measure
from graph.review import KINDS, LOW
from graph.world.gazetteer import gazetteer
from graph.world.lexicon import lexicon

_ONE_PLACE = ("Union", "Company", "Institution")
_POINTING = re.compile(r"[该本此这上]")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at."""

    id: str
    kind: str
    says: str
    why: str
    article: str
    evidence: Evidence | None
    answers: Mapping[str, tuple[Answer, ...]] = field(hash=False)
    """What may be said (accept, reject, or the code of a place) → what then goes into the register."""
    confidence: float = 1.0


def doubts(kg: KnowledgeGraph, below: float = LOW, kinds: Iterable[str] = KINDS) -> list[Doubt]:
    """All doubts of a graph that no answer has settled, by kind and then the least sure first.

    Parameters
    ----------
    below
        facts and figures of less confidence are doubtful.
    kinds
        only these of `KINDS`.
    """
    found: dict[str, Doubt] = {}
    for doubt in _all(kg, below):
        if doubt.kind in kinds:
            found.setdefault(doubt.id, doubt)
    settled = [d for d in found.values() if not any(a in kg.answers for answers in d.answers.values() for a in answers)]
    return sorted(settled, key=lambda d: (KINDS.index(d.kind), d.confidence, d.article, d.id))


def _all(kg: KnowledgeGraph, below: float) -> Iterator[Doubt]:
    facts = kg.facts()
    yield from _conflicts(kg, facts)
    for extraction in kg.extractions.values():
        yield from _short_names(extraction)
        yield from _places(extraction)
    yield from _namesakes(kg)
    for fact in facts:
        for _, claim in fact.claims:
            if claim.reviewed:
                continue
            if claim.inferred:
                yield _about_claim(fact, claim, "inferred", f"no sentence says it ({claim.rule})")
            elif fact.confidence < below:
                yield _about_claim(fact, claim, "low", f"confidence {claim.confidence:.2f} ({claim.rule})")
    for entity in kg.entities.values():
        for _, m in entity.figures:
            if m.confidence < below and not m.reviewed:
                yield _about_figure(entity, m, "low", f"confidence {m.confidence:.2f} ({m.rule})")


# ---------------------------------------------------------------- claims and figures


def _about_claim(fact: Fact, claim: Claim, kind: str, why: str) -> Doubt:
    notes = "、".join(x for x in (claim.role, claim.title) if x)
    says = f"{fact.subject.name} {fact.predicate} {fact.object.name}" + (f" ({notes})" if notes else "")
    return _about(claim, says, kind, why)


def _about_figure(entity: Entity, measure: Measure, kind: str, why: str) -> Doubt:
    return _about(measure, f"{entity.name}: {measure.name} {' '.join(measure.printed.split())}", kind, why)


def _about(said: Claim | Measure, says: str, kind: str, why: str) -> Doubt:
    key = review_id(said)
    answers = {word: (Answer(word, key, note=says),) for word in ("accept", "reject")}
    return Doubt(key, kind, says, why, said.article, said.evidence, answers, said.confidence)


def _conflicts(kg: KnowledgeGraph, facts: list[Fact]) -> Iterator[Doubt]:
    """Facts that cannot well be true together, and figures of one name that differ from article to article."""
    by_subject: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    pairs: dict[tuple[str, str, str], Fact] = {}
    for f in facts:
        by_subject[f.predicate, f.subject.iri].append(f)
        pairs[f.predicate, f.subject.iri, f.object.iri] = f
    groups: list[tuple[str, list[Fact]]] = []
    for (predicate, _), several in by_subject.items():
        if predicate == "subUnionOf" and len(several) > 1:
            groups.append(("more than one direct superior", several))
        if predicate == "locatedIn" and several[0].subject.type in _ONE_PLACE:
            apart = [f for f in several if not all(_nested(f.object, g.object) for g in several)]
            if apart:
                groups.append(("in places of which neither holds the other", apart))
    for (predicate, s, o), f in pairs.items():
        if predicate == "partOf" and s < o and ("partOf", o, s) in pairs:
            groups.append(("each is part of the other", [f, pairs["partOf", o, s]]))
        if predicate == "runs" and ("participatesIn", s, o) in pairs:
            groups.append(("runs it, or takes part", [f, pairs["participatesIn", s, o]]))
    for why, several in groups:
        if all(any(c.reviewed for _, c in f.claims) for f in several):
            continue
        for f in several:
            others = "; ".join(f"{g.subject.name} {g.predicate} {g.object.name} {g.confidence:.2f}" for g in several if g is not f)
            yield from (_about_claim(f, c, "conflict", f"{why}: {others}") for _, c in f.claims if not c.reviewed)
    for entity in kg.entities.values():
        yield from _differing(entity)


def _nested(a: Entity, b: Entity) -> bool:
    g = gazetteer()
    one, two = a.code or a.scope, b.code or b.scope
    return a is b or g.within(one, two) or g.within(two, one)


def _differing(entity: Entity) -> Iterator[Doubt]:
    by_name: dict[tuple[str, str], list[Measure]] = defaultdict(list)
    for _, m in entity.figures:
        by_name[m.name, m.unit].append(m)
    for several in by_name.values():
        if len({m.value for m in several}) > 1 and len({m.article for m in several}) > 1:
            for m in several:
                others = "; ".join(" ".join(o.printed.split()) for o in several if o.value != m.value)
                if not m.reviewed:
                    yield _about_figure(entity, m, "conflict", f"another article says {others}")


# ---------------------------------------------------------------- names


def _short_names(extraction: Extraction) -> Iterator[Doubt]:
    """A short common name that was taken for a long one: does 工会驿站 always mean 五象大道工会驿站?"""
    generic = lexicon().generic
    for e in extraction.entities:
        if e.type not in ("Program", "Company", "Institution"):
            continue
        for name in sorted(e.aliases | e.local):
            common = len(name) >= 3 and 2 * len(name) <= len(e.name) and not e.name.startswith(name)
            if not common or (e.type != "Program" and name in generic) or _POINTING.match(name):
                continue
            evidence = _sentence(extraction, name, [n for n in (e.name, *e.aliases) if len(n) > len(name)])
            if evidence is None:
                continue
            other: EntityKey = (e.type, e.code or e.scope, name)
            says = f"{name} means {e.name}"
            answers = {
                "accept": (Answer("same", entity_text(other), entity_text(e.key), note=says),),
                "reject": (Answer("never", entity_text(e.key), entity_text(other), note=f"{name} is not {e.name}"),),
            }
            key = digest("name", *e.key, name)[:12]
            yield Doubt(key, "name", says, "a short name taken for a longer one", extraction.article.id, evidence, answers)


def _namesakes(kg: KnowledgeGraph) -> Iterator[Doubt]:
    """Two entities of one type that share a name."""
    bearers: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for e in kg.entities.values():
        if e.articles and e.type != "Place" and not e.code:
            for name in {normal(n) for n in e.names}:
                bearers[e.type, name].append(e)
    for (_, shared), several in sorted(bearers.items()):
        for one, two in combinations(sorted(several, key=lambda e: (-len(e.facts), e.iri)), 2):
            keys = [entity_text(e.key) for e in (one, two)]
            says = f"{one.name}{_where(one)} and {two.name}{_where(two)} are two things"
            answers = {
                "accept": (Answer("never", keys[0], keys[1], note=says),),
                "reject": (Answer("same", keys[1], keys[0], note=f"{two.name} is {one.name}"),),
            }
            extraction = kg.extractions[two.articles[0]]
            evidence = next((s for n in two.names if (s := _sentence(extraction, n, [])) is not None), None)
            key = digest("namesakes", *sorted(keys))[:12]
            yield Doubt(key, "name", says, f"both are called {shared}", two.articles[0], evidence, answers)


def _where(e: Entity) -> str:
    return f" [{gazetteer()[e.scope].name}]" if e.scope in gazetteer() else ""


_MOST = 8
"""Candidates named for one place."""


def _places(extraction: Extraction) -> Iterator[Doubt]:
    """A place whose name several bear, where the article names nothing that stands above it."""
    g = gazetteer()
    words = "\n".join(s.exact for s in _sentences(extraction))
    for e in extraction.entities:
        if e.type != "Place" or e.code not in g:
            continue
        place = g[e.code]
        others = [c for c in g.named(place.name) if c != e.code]
        above = [n for a in g.ancestors(e.code) for n in (a.name, *a.short)]
        evidence = _sentence(extraction, place.name, [])
        if not others or evidence is None or any(n in words for n in above):
            continue
        here = [x for x in extraction.entities if x.code == e.code]
        listed = others[:_MOST]
        says = f"{place.name} is {g.path(e.code)}"
        article = extraction.article.id
        answers: dict[str, tuple[Answer, ...]] = {"accept": (Answer("same", entity_text(e.key), entity_text(e.key), article, says),)}
        for code in listed:
            note = f"{place.name} is {g.path(code)}"
            moved = [(entity_text(x.key), entity_text((x.type, "", "#" + code))) for x in here]
            answers[code] = tuple(Answer("same", old, new, article, note) for old, new in moved)
        why = "or " + ", ".join(f"{g.path(c)} ({c})" for c in listed) + (f" and {len(others) - _MOST} more" if len(others) > _MOST else "")
        yield Doubt(digest("place", article, e.code)[:12], "place", says, why, article, evidence, answers)


def _sentences(extraction: Extraction) -> list[Evidence]:
    """All sentences of the article that anything was said about, or of which nothing was found, in text order."""
    said = [c.evidence for c in extraction.claims] + [m.evidence for m in extraction.measures] + extraction.silent
    said += [r.evidence for r in extraction.rejections if r.evidence is not None]
    return sorted({(e.start, e.end): e for e in said}.values(), key=lambda e: (e.start, e.end))


def _sentence(extraction: Extraction, name: str, without: list[str]) -> Evidence | None:
    """The first sentence that has `name`, and not only inside one of the names `without`."""
    for evidence in _sentences(extraction):
        text = "".join(evidence.exact.split())
        for longer in sorted(without, key=len, reverse=True):
            text = text.replace(longer, "\n")
        if name in text:
            return evidence
    return None
