"""A graph as the small tables that the page reads: entities, facts, evidence, articles, each named once.

Rows refer to each other by number; entities are numbered by rank, the most telling first.  Every text passes through
`visible`, so that nothing hidden reaches a reader.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from graph.knowledge import Entity, KnowledgeGraph
from graph.model import Claim, Evidence, Measure
from graph.ontology.vocabulary import ID
from graph.view.words import KINDS, RELATIONS, ROLES, TYPES, visible
from graph.world.gazetteer import gazetteer

PLANNED, INFERRED = 1, 2
"""Bits of a claim's fourth cell."""

CORE, HUBS = 150, 60
"""The overview shows at first so many entities, of which so many are the best connected, the others their neighbours."""

_ASCII = "".join(map(chr, range(128)))


@dataclass(slots=True)
class Tables:
    """What the page shows: `data` is ready for JSON, the rest is for the picture (one element per entity or fact)."""

    data: dict[str, Any]
    types: list[str]
    edges: list[tuple[int, int]]
    weights: list[int]
    groups: list[str]
    anchors: dict[str, tuple[float, float]]


class _Names:
    """Texts or rows, each kept once; asking for one gives its number."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._number: dict[Any, int] = {}

    def __call__(self, key: Any, row: Any = None) -> int:
        if key not in self._number:
            self._number[key] = len(self.rows)
            self.rows.append(key if row is None else row)
        return self._number[key]


def tables(kg: KnowledgeGraph, entities: Iterable[Entity] | None = None, start: Entity | None = None) -> Tables:
    """The tables of a graph, or of the part of it that `entities` span.

    Parameters
    ----------
    kg
        the graph.
    entities
        only these, and the facts between them; all of them by default.
    start
        the entity that the page opens with; the overview by default.
    """
    chosen, weights = ranked(kg.entities.values() if entities is None else set(entities))
    number = {e.iri: i for i, e in enumerate(chosen)}
    facts = [f for e in chosen for f in e.facts if f.subject is e and f.object.iri in number]
    edges = [(number[f.subject.iri], number[f.object.iri]) for f in facts]
    relations = list(RELATIONS)
    rows = [relations.index(f.predicate) for f in facts]
    stated = {(s, p, o) for (s, o), p in zip(edges, rows, strict=True)}
    # The gazetteer's hierarchy: facts without a sentence.
    part_of = relations.index("partOf")
    above = sorted((number[a.iri], number[b.iri]) for a, b in kg.places if a.iri in number and b.iri in number)
    hierarchy = [(a, b) for a, b in above if (a, part_of, b) not in stated]

    articles, evidence, rules = _Names(), _Names(), _Names()
    named = {a for e in chosen for a in e.articles} | {c.article for f in facts for _, c in f.claims if c.article in kg.articles}
    for key in sorted(named, key=lambda a: (kg.articles[a].document, kg.articles[a].start, a)):
        record = kg.articles[key]
        articles(key, [key, *map(visible, (record.title, record.document, record.date, record.section))])

    def quotation(article: str, words: Evidence) -> int:
        if article not in kg.articles:
            return -1  # it follows from something else than a sentence
        row = [articles(article), visible(words.exact), words.start, words.end]
        return evidence((article, words.start, words.end), row)

    def claim_row(claim: Claim) -> list[Any]:
        flags = PLANNED * claim.planned + INFERRED * claim.inferred
        texts = map(visible, (claim.role, claim.title, claim.start, claim.end))
        row = [quotation(claim.article, claim.evidence), round(claim.confidence * 100), rules(visible(claim.rule)), flags, *texts]
        while row[-1] == "":
            row.pop()
        return row

    def figure_row(figure: Measure) -> list[Any]:
        texts = [visible(figure.name), format(figure.value, "f"), visible(figure.unit), visible(figure.printed)]
        return [*texts, int(figure.approximate), quotation(figure.article, figure.evidence)]

    fact_rows: list[list[Any]] = [[p, *(claim_row(c) for _, c in f.claims)] for p, f in zip(rows, facts, strict=True)]
    edges += hierarchy
    fact_rows += [[part_of] for _ in hierarchy]
    provinces = _provinces(chosen, edges)
    types = list(TYPES)
    islands = sorted({p for p in provinces if p})
    entity_rows = [
        [
            types.index(e.type),
            _short_iri(e.iri),
            visible(e.name),
            [visible(a) for a in e.aliases],
            visible(e.kind),
            islands.index(p) if p else -1,
            [articles(a) for a in e.articles],
            [figure_row(m) for _, m in e.figures],
        ]
        for e, p in zip(chosen, provinces, strict=True)
    ]
    data = {
        "id": ID,
        "types": [[t, *words] for t, words in TYPES.items()],
        "relations": [[r, *(w for pair in words for w in pair)] for r, words in RELATIONS.items()],
        "kinds": {k: list(words) for k, words in KINDS.items()},
        "roles": {r: list(words) for r, words in ROLES.items()},
        "provinces": [_province_name(code) for code in islands],
        "entities": entity_rows,
        "facts": fact_rows,
        "articles": articles.rows,
        "evidence": evidence.rows,
        "rules": rules.rows,
        "start": number[start.iri] if start else -1,
    }
    anchors = {}
    for code in islands:
        place = gazetteer()[code]
        if place.lon is not None and place.lat is not None:
            anchors[_province_name(code)] = (place.lon, place.lat)
    groups = [_province_name(p) if p else "" for p in provinces]
    return Tables(data, [e.type for e in chosen], edges, weights, groups, anchors)


def ranked(entities: Iterable[Entity]) -> tuple[list[Entity], list[int]]:
    """Entities in the order in which they deserve to be seen, and the weight of each.

    Weight counts neighbours, places little and what no article names less.  The heaviest come first, each then brings its
    heaviest neighbours in turn (hubs without anything around them would tell nothing), and the rest follows by weight.
    """
    found = {e.iri: e for e in entities}
    near: dict[str, list[Entity]] = {}
    weight: dict[str, int] = {}
    for iri, entity in found.items():
        others = {o.iri: o for f in entity.facts for o in (f.subject, f.object) if o is not entity}
        near[iri] = [o for o in others.values() if o.type != "Place"]
        weight[iri] = 10 * len(near[iri]) + 3 * (len(others) - len(near[iri]))
        weight[iri] //= (4 if entity.type == "Place" else 1) * (1 if entity.articles else 4)
    order = sorted(found, key=lambda iri: (-weight[iri], iri))
    chosen = dict.fromkeys(order[:HUBS])
    offers = [sorted((o.iri for o in near[iri] if o.iri in found), key=lambda o: (-weight[o], o)) for iri in order[:HUBS]]
    for turn in range(max(map(len, offers), default=0)):
        for offer in offers:
            if len(chosen) < CORE and turn < len(offer):
                chosen[offer[turn]] = None
    chosen |= dict.fromkeys(order)
    return [found[iri] for iri in chosen], [weight[iri] for iri in chosen]


def _short_iri(iri: str) -> str:
    """Below the common prefix, in characters instead of percent signs where the page can put those back."""
    tail = iri.removeprefix(ID)
    decoded = unquote(tail)
    return decoded if decoded.isprintable() and quote(decoded, safe=_ASCII) == tail else tail


def _province_name(code: str) -> str:
    place = gazetteer()[code]
    return place.short[0] if place.short else place.name


def _province_of(code: str) -> str:
    places = gazetteer()
    if code not in places:
        code = code[:2] + "0000"
        return code if len(code) == 6 and code in places else ""
    for place in (places[code], *places.ancestors(code)):
        if place.kind == "province":
            return place.code
    return ""


def _provinces(entities: list[Entity], edges: list[tuple[int, int]]) -> list[str]:
    """The province of each entity: by code, by scope, else that of most of its neighbours; empty where none is known."""
    found = [_province_of(e.code) if e.code else _province_of(e.scope) if e.scope else "" for e in entities]
    near: dict[int, list[int]] = defaultdict(list)
    for a, b in edges:
        near[a].append(b)
        near[b].append(a)
    national = {i for i, e in enumerate(entities) if e.code and not found[i]}
    for _ in range(3):
        learnt = {}
        for i in near:
            votes = Counter(found[j] for j in near[i] if found[j])
            if not found[i] and i not in national and votes:
                learnt[i] = min(votes, key=lambda code: (-votes[code], code))
        for i, code in learnt.items():
            found[i] = code
    return found
