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

from graph.export.quads import Source
from graph.export.syntax import Turtle
from graph.export.turtle import block
from graph.identity import article_iri, ends, entity_iri, measure_iri
from graph.knowledge import Entity, KnowledgeGraph, known_place, merge_views
from graph.model import Extraction, LocalEntity
from graph.ontology.vocabulary import ID
from graph.packing import dump
from graph.world.gazetteer import gazetteer

_PLACE = entity_iri(("Place", "", "#"))
_TURTLE = Turtle()


@dataclass(slots=True)
class Part:
    """What one document adds to one entity; nothing but its presence where it is known from the gazetteer only."""

    views: list[tuple[str, LocalEntity]] = field(default_factory=list)
    """(article id, the entity as that article knows it) pairs."""
    relations: set[tuple[str, str]] = field(default_factory=set)
    """(relation, IRI of the object) of the facts of which it is the subject."""
    figures: set[tuple[str, int, str]] = field(default_factory=set)
    """(article id, place in the text, IRI) of its figures."""

    def pack(self) -> bytes:
        """The part as bytes."""
        views = [[article, v.type, v.name, v.scope, sorted(v.aliases), v.kind, v.code] for article, v in self.views]
        return zlib.compress(dump([views, sorted(self.relations), sorted(self.figures)]), 1)

    @classmethod
    def unpack(cls, data: bytes) -> Part:
        """The part that `pack` wrote."""
        views, relations, figures = json.loads(zlib.decompress(data))
        known = [(v[0], LocalEntity(v[1], v[2], v[3], set(v[4]), set(), v[5], v[6])) for v in views]
        return cls(known, {(predicate, object_) for predicate, object_ in relations}, {(a, start, iri) for a, start, iri in figures})


def parts_of(extractions: Iterable[Extraction]) -> dict[str, Part]:
    """IRI → part, for every entity that one document brings into the graph, the places above its places included."""
    parts: dict[str, Part] = {}
    for extraction in extractions:
        article = extraction.article.id
        for entity in extraction.entities:
            parts.setdefault(entity_iri(entity.key), Part()).views.append((article, entity))
        for claim in extraction.claims:
            subject, object_ = ends(claim)
            parts.setdefault(subject, Part()).relations.add((claim.predicate, object_))
        for measure in extraction.measures:
            figure = (article, measure.evidence.start, measure_iri(measure))
            parts.setdefault(entity_iri(measure.subject), Part()).figures.add(figure)
    for iri in list(parts):
        code = iri.removeprefix(_PLACE)
        for above in gazetteer().ancestors(code) if code in gazetteer() else ():
            parts.setdefault(_PLACE + above.code, Part())
    return parts


def entity_cluster(iri: str, parts: list[Part]) -> bytes:
    """What graph.ttl says of an entity, from all its parts."""
    views = [view for part in parts for view in part.views]
    entity = merge_views(iri, views) if views else known_place(iri.removeprefix(_PLACE))
    relations = sorted({relation for part in parts for relation in part.relations})
    figures = sorted({figure for part in parts for figure in part.figures})
    return _written(_source(entity).entity(entity, relations, [figure for _, _, figure in figures]))


def article_cluster(extraction: Extraction) -> bytes:
    """What graph.ttl says of an article, its claims and its figures."""
    return _written(_source().article(extraction))


def article_head(extraction: Extraction) -> str:
    """The subject with which the cluster of an article begins."""
    return article_iri(extraction.article.id)


def is_head(subject: str) -> bool:
    """Does a cluster begin with this subject?

    Claims and figures follow their article, its geometry and what it was before follow a place; an entity has two keys at most.
    """
    kind, *keys = subject.removeprefix(ID).split("/")
    return kind not in ("claim", "measure") and len(keys) < 3 and keys[-1:] != ["geometry"]


def _source(entity: Entity | None = None) -> Source:
    parent = gazetteer().parent(entity.code) if entity is not None and entity.type == "Place" else ""
    kg = KnowledgeGraph()
    if entity is not None and parent:
        vars(kg)["places"] = [(entity, known_place(parent))]
    return Source(kg, _TURTLE)


def _written(resources: Iterator[tuple[str, list[tuple[str, str]]]]) -> bytes:
    return "".join(map(block, resources)).encode()
