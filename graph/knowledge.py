"""KnowledgeGraph: the union of what all articles said, and the ways to look at it.

Merging is set union over extractions, keyed by article: order-free and idempotent, so that build(A + B) equals
merge(build(A), build(B)) by construction.  Everything else (networkx, RDF, indexes) is derived from it on demand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graph.errors import UsageError
from graph.identity import claim_iri, ends, entity_iri, measure_iri, normal
from graph.listing import Entities, Facts
from graph.lookup import Names
from graph.model import RELATIONS, Answer, ArticleRecord, Claim, EntityKey, Extraction, LocalEntity, Measure, printed
from graph.reprints import reprints, versions
from graph.stages import Stages
from graph.world.gazetteer import Former, gazetteer
from graph.world.scripts import simplified

if TYPE_CHECKING:
    import networkx
    import pyoxigraph
    import rdflib

    from graph.query import Result
    from graph.view.drawing import Drawing
    from graph.view.notebook import Inline, Neighbourhood


@dataclass(slots=True, repr=False)
class Fact:
    """One relation with all claims that state it, the surest first."""

    subject: Entity
    predicate: str
    object: Entity
    claims: list[tuple[str, Claim]]
    """(claim IRI, claim) pairs."""

    @property
    def confidence(self) -> float:
        return max(c.confidence for _, c in self.claims)

    @property
    def inferred(self) -> bool:
        """True where no sentence says it: it follows from the gazetteer or from administrative order."""
        return all(c.inferred for _, c in self.claims)

    @property
    def planned(self) -> bool:
        return all(c.planned for _, c in self.claims)

    @property
    def reviewed(self) -> bool:
        """Has a person confirmed one of its claims?"""
        return any(c.reviewed for _, c in self.claims)

    @property
    def roles(self) -> list[str]:
        return sorted({c.role for _, c in self.claims if c.role})

    @property
    def titles(self) -> list[str]:
        return sorted({c.title for _, c in self.claims if c.title})

    def __repr__(self) -> str:
        return f"<{self.subject.name} {self.predicate} {self.object.name} {self.confidence:.2f}>"

    def _repr_html_(self) -> str:
        from graph.view.cards import fact_card

        return fact_card(self)


@dataclass(slots=True, eq=False, repr=False)
class Entity:
    """An entity of the merged graph, with its facts and figures."""

    iri: str
    type: str
    name: str
    aliases: list[str]
    kind: str
    code: str
    scope: str
    articles: list[str]
    """Ids of the articles that name it; empty when it is known only from the gazetteer."""
    facts: list[Fact] = field(default_factory=list)
    """Every fact that has it as subject or object."""
    figures: list[tuple[str, Measure]] = field(default_factory=list)
    """(measure IRI, measure) pairs."""
    simplified: str = ""
    """Its name in Simplified characters, where every article that prints `name` prints Traditional ones."""

    @property
    def key(self) -> EntityKey:
        """What its IRI is made of; the name in it is in Simplified characters."""
        return LocalEntity(self.type, self.simplified or self.name, self.scope, code=self.code).key

    @property
    def names(self) -> list[str]:
        return [self.name, *self.aliases]

    @property
    def former(self) -> list[Former]:
        """What a place, or the federation of a place, was before the place was renamed, raised or merged, the latest first."""
        if not self.code or self.type not in ("Place", "Union"):
            return []
        suffix = "总工会" if self.type == "Union" else ""
        return [f._replace(name=f.name + suffix) for f in gazetteer().former(self.code)]

    def __repr__(self) -> str:
        return f"<{self.type} {self.name}: {len(self.facts)} facts, {len(self.figures)} figures>"

    def _repr_html_(self) -> str:
        from graph.view.cards import entity_card

        return entity_card(self)


T_co = TypeVar("T_co", covariant=True)


class Values(Protocol[T_co]):
    """A number of things that can be gone through more than once: a dict, or a sequence on disk."""

    def values(self) -> Iterable[T_co]: ...

    def __len__(self) -> int: ...


class Contents(Protocol):
    """What a file is written from: a `KnowledgeGraph`, or a graph on disk that is larger than memory.

    Entities come in order of IRI.  An exporter goes through them, or through the facts, as often as it likes; of a fact's
    object it may rely on the IRI alone.
    """

    faults: list[dict[str, Any]]
    stages: Stages

    @property
    def extractions(self) -> Values[Extraction]: ...

    @property
    def articles(self) -> Values[ArticleRecord]: ...

    @property
    def entities(self) -> Values[Entity]: ...

    @property
    def places(self) -> list[tuple[Entity, Entity]]: ...

    @property
    def versions(self) -> dict[str, str]: ...

    def facts(self) -> Collection[Fact]: ...


@dataclass(repr=False)
class KnowledgeGraph:
    """Entities, facts and figures of a set of articles.

    Examples
    --------
    >>> import graph
    >>> kg = graph.build()                      # the bundled corpus
    >>> union = kg["三亚市总"]                  # by any of its names
    >>> union.name, union.type
    ('三亚市总工会', 'Union')
    >>> "三亚工匠学院" in [entity.name for entity in kg.search("工匠学院")]
    True
    >>> fact = next(f for f in kg.facts("runs") if f.subject is union)
    >>> iri, claim = fact.claims[0]             # the surest sentence that states it
    >>> claim.article in kg.articles, claim.evidence.exact != ""
    (True, True)
    >>> bool(kg.sparql('ASK { ?u skos:prefLabel "三亚市总工会"@zh ; ukg:runs ?programme }'))
    True
    >>> near = kg.neighbourhood("三亚市总工会", hops=1)
    >>> union in near.entities, near.nx.has_node(union.iri)
    (True, True)

    In a notebook, graph, entities, facts, answers and neighbourhoods show themselves as cards and tables, and four methods draw:

    >>> kg.map(kg.search("三亚"))               # doctest: +ELLIPSIS
    <map: ... unions and programmes in ... places; shows itself in Jupyter, or .save("drawing.svg")>
    >>> kg.timeline()                           # doctest: +ELLIPSIS
    <timeline: ... programmes from ... to ...; shows itself in Jupyter, or .save("drawing.svg")>
    >>> near.show()                             # doctest: +ELLIPSIS
    <page of ... characters; shows itself in Jupyter, or .save("page.html")>
    """

    extractions: dict[str, Extraction] = field(default_factory=dict)
    """Article id → what it gave."""
    stages: Stages = field(default_factory=Stages)
    """What each stage of the build that made it took (empty after `load`)."""
    faults: list[dict[str, Any]] = field(default_factory=list)
    """Inputs that could not be read: file, place and reason of each."""
    answers: dict[Answer, set[str]] = field(default_factory=dict)
    """Answers of a person's register → ids of the articles in which each was obeyed; none where it matches nothing."""
    indexed: Callable[[], pyoxigraph.Store | None] | None = field(default=None, compare=False)
    """Opens an index of it that stands on disk, if there is one (`graph.index`)."""

    @classmethod
    def of(cls, extractions: Iterable[Extraction]) -> KnowledgeGraph:
        """The graph of these extractions, whatever their order.

        An article that comes twice counts once and keeps all places where it was printed, of which the first names it.
        """
        by_article: dict[str, Extraction] = {}
        for one in sorted(extractions, key=lambda e: e.article.document):
            held = by_article.setdefault(one.article.id, one)
            if one.article.sources != held.article.sources:
                (by_article[one.article.id],) = printed([held], [*held.article.sources, *one.article.sources])
        return cls({key: by_article[key] for key in sorted(by_article)})

    def merge(self, other: KnowledgeGraph) -> KnowledgeGraph:
        """A new graph that holds what both say; commutative, associative, idempotent."""
        merged = KnowledgeGraph.of([*self.extractions.values(), *other.extractions.values()])
        merged.answers = {a: self.answers.get(a, set()) | other.answers.get(a, set()) for a in [*self.answers, *other.answers]}
        return merged

    # -------------------------------------------------------------- contents

    @cached_property
    def articles(self) -> dict[str, ArticleRecord]:
        """Article id → record, sorted by id."""
        return {k: self.extractions[k].article for k in sorted(self.extractions)}

    @cached_property
    def versions(self) -> dict[str, str]:
        """Id of each article that was printed again, changed a little → id of the one that was printed first."""
        return versions(reprints(self.articles.values()))

    @cached_property
    def entities(self) -> dict[str, Entity]:
        """IRI → Entity, sorted by IRI, facts and figures attached; complete with the places above those named."""
        entities = {e.iri: e for e in merged(sorted((r for x in self.extractions.values() for r in records(x)), key=ORDER))}
        entities |= {e.iri: e for e in places_above({e.code for e in entities.values() if e.type == "Place" and e.code})}
        entities = dict(sorted(entities.items()))
        stated = [f for e in entities.values() for f in e.facts]
        for entity in entities.values():
            entity.facts = []
        for fact in stated:
            fact.object = entities[fact.object.iri]
            fact.subject.facts.append(fact)
            if fact.object is not fact.subject:
                fact.object.facts.append(fact)
        return entities

    def facts(self, relation: str | None = None) -> Facts:
        """All facts, or those of one relation, in a fixed order: a list that shows as a table.

        Raises
        ------
        UsageError
            `relation` is none of ours; the message names them.
        """
        if relation is not None and relation not in RELATIONS:
            raise UsageError(f"{relation!r} is no relation: there are {', '.join(RELATIONS)}")
        return Facts(
            f
            for e in self.entities.values()
            for f in e.facts
            if f.subject is e and (relation is None or f.predicate == relation)
        )

    @cached_property
    def places(self) -> list[tuple[Entity, Entity]]:
        """(place, place directly above it) by the gazetteer: inferred, not read in any article."""
        return hierarchy(e for e in self.entities.values() if e.type == "Place" and e.code)

    @cached_property
    def _by_name(self) -> dict[str, list[Entity]]:
        index: dict[str, list[Entity]] = defaultdict(list)
        for entity in self.entities.values():
            for name in dict.fromkeys(normal(n) for n in entity.names):
                index[name].append(entity)
        before: dict[str, list[Entity]] = defaultdict(list)
        for entity in self.entities.values():
            for name in {normal(f.name) for f in entity.former}:
                before[name].append(entity)
        return dict(before) | dict(index)  # a name that somebody bears now is no longer that of the former bearer

    def __getitem__(self, name: str) -> Entity:
        """The entity of that name (or IRI); of several, the one with most facts.

        Raises
        ------
        KeyError
            no entity has this name; the message lists near ones.
        """
        if name in self.entities:
            return self.entities[name]
        found = self._bearers(name)
        if not found:
            near = "、".join(e.name for e in self.search(name)[:5])
            raise KeyError(f"no entity named {name}" + (f"; near: {near}" if near else ""))
        return max(found, key=lambda e: (bool(e.articles), len(e.facts), e.iri))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and (name in self.entities or bool(self._bearers(name)))

    def _bearers(self, name: str) -> list[Entity]:
        """Who is called so; a name in Traditional characters that nobody prints stands for the Simplified one."""
        return self._by_name.get(normal(name)) or self._by_name.get(normal(simplified(name)), [])

    def __len__(self) -> int:
        return len(self.entities)

    def _ipython_key_completions_(self) -> list[str]:
        """What Tab offers after ``kg["``: the names of entities."""
        return sorted({name for e in self.entities.values() for name in e.names})

    @cached_property
    def _ranked(self) -> tuple[list[Entity], Names]:
        """Entities by number of facts, and an index of their names."""
        ranked = sorted(self.entities.values(), key=lambda e: (-len(e.facts), e.iri))
        bearing: dict[str, list[str]] = defaultdict(list)
        for name, bearers in self._by_name.items():
            for e in bearers:
                bearing[e.iri].append(name)
        return ranked, Names(bearing[e.iri] for e in ranked)

    def search(self, text: str, limit: int | None = None) -> Entities:
        """Entities with `text` in a name: equal names first, then by number of facts.

        Parameters
        ----------
        limit
            so many at most; the first of a frequent word come in a hundredth of the time of all.
        """
        ranked, names = self._ranked
        wanted = normal(text)
        if next(iter(names.holding(wanted)), None) is None:
            wanted = normal(simplified(text))
        first = [e for e in self._by_name.get(wanted, ()) if normal(e.name) == wanted]
        found = dict.fromkeys(e.iri for e in sorted(first, key=lambda e: (-len(e.facts), e.iri)))
        for number in names.holding(wanted):
            if limit is not None and len(found) >= limit:
                break
            found[ranked[number].iri] = None
        return Entities(self.entities[iri] for iri in islice(found, limit))

    # -------------------------------------------------------------- forms

    @cached_property
    def nx(self) -> networkx.MultiDiGraph:
        """The graph as networkx.MultiDiGraph: IRIs as nodes, relation names as edge keys."""
        from graph.export.networkx import to_networkx

        return to_networkx(self)

    @cached_property
    def rdf(self) -> rdflib.Graph:
        """The graph as rdflib.Graph, equal to what graph.ttl holds."""
        from graph.export.rdf import to_rdflib

        return to_rdflib(self)

    def sparql(self, query: str, against: KnowledgeGraph | None = None) -> Result:
        """Run SPARQL 1.1 over the graph (on pyoxigraph); `against` is another graph, see `graph.query.run`."""
        from graph.query import run

        return run(self, query, against)

    def as_of(self, when: str) -> KnowledgeGraph:
        """The graph as it stood at a year, month or day (ISO 8601): see `graph.timeline.as_of`."""
        from graph.timeline import as_of

        return as_of(self, when)

    def neighbourhood(self, name: str, hops: int = 1) -> Neighbourhood:
        """What lies within `hops` relations of an entity."""
        from graph.view.notebook import Neighbourhood

        return Neighbourhood(self, self[name], hops)

    def show(self) -> Inline:
        """The whole graph as an interactive page inside a notebook; of a large one, the most telling entities."""
        from graph.view.notebook import show

        return show(self)

    def map(self, entities: Iterable[Entity] | None = None) -> Drawing:
        """Unions and programmes where they are, as a drawing inside a notebook.

        Parameters
        ----------
        entities
            only these, for example ``kg.search("工匠学院")``; all of the graph by default.
        """
        from graph.view.maps import map_of

        return map_of(self.entities.values() if entities is None else entities)

    def timeline(self, entities: Iterable[Entity] | None = None) -> Drawing:
        """Programmes by the time that their sentences tell, or else the date of the article, as a drawing inside a notebook.

        Parameters
        ----------
        entities
            only these; all of the graph by default.
        """
        from graph.view.times import timeline_of

        return timeline_of(self, self.entities.values() if entities is None else entities)

    def export(self, path: str | Path, format: str | None = None) -> Path:
        """Write the graph; the format is told by the file's ending (ttl, nq, jsonld, graphml …) unless given."""
        from graph.export import export

        return export(self, Path(path), format)

    def __repr__(self) -> str:
        return f"<KnowledgeGraph: {len(self):,} entities, {len(self.facts()):,} facts, {len(self.articles):,} articles>"

    def _repr_html_(self) -> str:
        from graph.view.cards import summary

        return summary(self)


Record = tuple[str, str, tuple[Any, ...], Any]
"""(IRI of the entity that it is about, "name", "fact" or "figure", place among its like, what it says)."""

ORDER = itemgetter(0, 1, 2)
"""Sort key of records: what is about one entity comes together, whatever article it comes from."""


def records(extraction: Extraction) -> Iterator[Record]:
    """What one article says, cut into records that may be merged anywhere, in any order, with those of other articles."""
    article = extraction.article.id
    for number, entity in enumerate(extraction.entities):
        yield entity_iri(entity.key), "name", (article, number), entity
    for number, claim in enumerate(extraction.claims):
        subject, object_ = ends(claim)
        yield subject, "fact", (claim.predicate, object_, claim_iri(claim), number), claim
    for number, measure in enumerate(extraction.measures):
        yield entity_iri(measure.subject), "figure", (measure_iri(measure), number), measure


def merged(ordered: Iterable[Record]) -> Iterator[Entity]:
    """The entities of which sorted records speak, in order of IRI.

    Each has its figures and the facts of which it is the subject; of their objects only the IRI is known here.
    """
    for iri, group in groupby(ordered, key=itemgetter(0)):
        views: list[tuple[str, LocalEntity]] = []
        stated: dict[tuple[str, str], dict[str, Claim]] = defaultdict(dict)
        figures: dict[str, Measure] = {}
        for _, kind, place, what in group:
            if kind == "name":
                views.append((place[0], what))
            elif kind == "fact":
                stated[place[0], place[1]][place[2]] = what
            else:
                figures[place[0]] = what
        entity = merge_views(iri, views)
        entity.figures = sorted(figures.items(), key=lambda m: (m[1].article, m[1].evidence.start, m[0]))
        entity.facts = [
            Fact(entity, p, _known_by_iri(o), sorted(claims.items(), key=lambda c: (c[1].inferred, -c[1].confidence, c[0])))
            for (p, o), claims in stated.items()
        ]
        yield entity


def merge_views(iri: str, views: list[tuple[str, LocalEntity]]) -> Entity:
    """One entity as all articles together know it, from (article id, view) pairs; their order does not matter.

    It is called as it is printed: in Traditional characters where no article that names it is in Simplified ones.
    """
    reading = max((v.name for _, v in views), key=_fuller)
    printed = {v.printed for _, v in views if v.printed and v.name == reading}
    label = reading if any(v.printed is None for _, v in views) else max(printed, key=_fuller, default=reading)
    aliases = {a for _, v in views for a in (*v.aliases, v.name, v.printed) if a and a != label}
    kinds = sorted({v.kind for _, v in views if v.kind})
    first = min((v for _, v in views), key=lambda v: (v.type, v.code, v.scope))
    return Entity(
        iri=iri,
        type=first.type,
        name=label,
        aliases=sorted(aliases),
        kind=kinds[0] if kinds else "",
        code=first.code,
        scope=first.scope,
        articles=sorted({article for article, _ in views}),
        simplified="" if label == reading else reading,
    )


def _fuller(name: str) -> tuple[int, str]:
    return len(name), name


def _known_by_iri(iri: str) -> Entity:
    return Entity(iri, "", "", [], "", "", "", [])


def places_above(codes: set[str]) -> list[Entity]:
    """The gazetteer's places above these, sorted by IRI, for the hierarchy; no article names them."""
    return [known_place(code) for code in sorted({a.code for code in codes for a in gazetteer().ancestors(code)} - codes)]


def known_place(code: str) -> Entity:
    """A place as the gazetteer alone knows it."""
    place = gazetteer()[code]
    return Entity(entity_iri(("Place", "", "#" + code)), "Place", place.name, list(place.short), place.kind, code, "", [])


def hierarchy(places: Iterable[Entity]) -> list[tuple[Entity, Entity]]:
    """(place, place directly above it) for those of `places` that stand above one another."""
    by_code = {e.code: e for e in places}
    pairs = ((e, by_code.get(gazetteer().parent(code))) for code, e in sorted(by_code.items()))
    return [(e, parent) for e, parent in pairs if parent is not None]
