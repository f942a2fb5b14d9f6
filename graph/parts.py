"""What one document adds to each article and entity, and how their statements are told from such parts alone.

graph.ttl is written cluster by cluster: an article with its claims and figures, or an entity.  An article's cluster depends on one
document; that of an entity on all that speak of it, but only on little of what they say: its names, the ends of its facts,
where it is named.  That little is kept as a part, so that an entity of which ten thousand articles speak can be written again
without reading one of them.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from graph.export.quads import Source
from graph.export.syntax import Turtle
from graph.export.turtle import block
from graph.identity import article_iri, ends, entity_iri, measure_iri
from graph.knowledge import Entity, KnowledgeGraph, known_place, merge_views
from graph.model import Extraction, LocalEntity
from graph.ontology.namespaces import ID
from graph.packing import dump
from graph.world.gazetteer import gazetteer

_PLACE = entity_iri(("Place", "", "#"))
_SMALL = 600
"""Bytes below which a part is kept as it is: unpacking many small ones costs more than the room they take."""


@dataclass(slots=True)
class Part:
    """What one document adds to one entity; nothing but its presence where it is known from the gazetteer only."""

    views: list[LocalEntity] = field(default_factory=list)
    """The entity as the document's articles know it."""
    articles: set[str] = field(default_factory=set)
    """Ids of the articles that name it."""
    relations: set[tuple[str, str]] = field(default_factory=set)
    """(relation, IRI of the object) of the facts of which it is the subject."""
    figures: set[tuple[str, int, str]] = field(default_factory=set)
    """(article id, place in the text, IRI) of its figures."""
    inward: set[str] = field(default_factory=set)
    """Relation and IRI of the subject, of the facts of others about it."""

    def pack(self) -> bytes:
        """The part as bytes: names, which are the same in many parts, articles, facts of others, and the rest, a line each."""
        views = [[v.type, v.name, v.scope, sorted(v.aliases), v.kind, v.code, v.printed] for v in self.views]
        lines = "\t".join(sorted(self.articles)) + "\n" + "\t".join(sorted(self.inward)) + "\n"
        rest = dump([sorted(self.relations), sorted(self.figures)]) if self.relations or self.figures else b""
        data = dump(views) + lines.encode() + rest
        return data if len(data) < _SMALL else zlib.compress(data, 1)

    @property
    def facts(self) -> int:
        """Of how many facts it is an end."""
        return len(self.relations) + len(self.inward)

    @property
    def speaks(self) -> bool:
        """Does it hold a fact or a figure?"""
        return bool(self.relations or self.inward or self.figures)


def unite(packed: Iterable[bytes]) -> Part:
    """All parts of one entity as one; of ten thousand parts, few differ in their names."""
    whole = Part()
    names: set[bytes] = set()
    articles, inward = set[bytes](), set[bytes]()
    for data in packed:
        views, named, stated, rest = (data if data.startswith(b"[") else zlib.decompress(data)).split(b"\n", 3)
        names.add(views)
        articles.update(named.split(b"\t"))
        inward.update(stated.split(b"\t"))
        if rest:
            relations, figures = json.loads(rest)
            whole.relations.update(map(tuple, relations))
            whole.figures.update(map(tuple, figures))
    whole.articles, whole.inward = ({one.decode() for one in lines if one} for lines in (articles, inward))
    for line in sorted(names):
        whole.views += [LocalEntity(v[0], v[1], v[2], set(v[3]), set(), *v[4:]) for v in json.loads(line)]
    return whole


def parts_of(extractions: Iterable[Extraction]) -> dict[str, Part]:
    """IRI → part, for every entity that one document brings into the graph, the places above its places included."""
    parts: dict[str, Part] = {}
    for extraction in extractions:
        article = extraction.article.id
        for entity in extraction.entities:
            part = parts.setdefault(entity_iri(entity.key), Part())
            part.views.append(entity)
            part.articles.add(article)
        for claim in extraction.claims:
            subject, object_ = ends(claim)
            parts.setdefault(subject, Part()).relations.add((claim.predicate, object_))
            if subject != object_:
                parts.setdefault(object_, Part()).inward.add(f"{claim.predicate} {subject}")
        for measure in extraction.measures:
            figure = (article, measure.evidence.start, measure_iri(measure))
            parts.setdefault(entity_iri(measure.subject), Part()).figures.add(figure)
    for iri in list(parts):
        code = iri.removeprefix(_PLACE)
        for above in gazetteer().ancestors(code) if code in gazetteer() else ():
            parts.setdefault(_PLACE + above.code, Part())
    return parts


def entity_of(iri: str, part: Part) -> Entity:
    """The entity of which this is all that is said; its facts and figures are not among it."""
    if not part.views:
        return known_place(iri.removeprefix(_PLACE))
    entity = merge_views(iri, [("", view) for view in part.views])
    entity.articles = sorted(part.articles)
    return entity


def entity_cluster(entity: Entity, part: Part) -> bytes:
    """What graph.ttl says of an entity."""
    return _written(_source(entity).entity(entity, sorted(part.relations), [figure for _, _, figure in sorted(part.figures)]))


def article_cluster(extraction: Extraction, first: str = "") -> bytes:
    """What graph.ttl says of an article, its claims and its figures; `first` is the article of which it is a later printing."""
    return _written(_source(versions={extraction.article.id: first} if first else {}).article(extraction))


def article_head(extraction: Extraction) -> str:
    """The subject with which the cluster of an article begins."""
    return article_iri(extraction.article.id)


def is_head(subject: str) -> bool:
    """Does a cluster begin with this subject?

    Claims and figures follow their article, its geometry and what it was before follow a place; an entity has two keys at most.
    """
    kind, *keys = subject.removeprefix(ID).split("/")
    return kind not in ("claim", "measure") and len(keys) < 3 and keys[-1:] != ["geometry"]


def _source(entity: Entity | None = None, versions: dict[str, str] | None = None) -> Source:
    parent = gazetteer().parent(entity.code) if entity is not None and entity.type == "Place" else ""
    kg = KnowledgeGraph()
    vars(kg)["versions"] = versions or {}
    if entity is not None and parent:
        vars(kg)["places"] = [(entity, known_place(parent))]
    return Source(kg, _turtle())


@cache
def _turtle() -> Turtle:
    return Turtle()


def _written(resources: Iterator[tuple[str, list[tuple[str, str]]]]) -> bytes:
    return "".join(map(block, resources)).encode()
