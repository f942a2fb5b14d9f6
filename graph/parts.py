"""What one document adds to each entity, and how the entity's statements are told from such parts alone.

graph.ttl is written cluster by cluster: an article, or an entity with its claims and figures.  An article's cluster depends on one
document, an entity's on all that speak of it.  The part of a document is its records of that entity (`graph.knowledge.records`);
merging the parts gives the entity as a build of all documents would, without reading one of them.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from graph.export.turtle import blocks
from graph.identity import entity_iri
from graph.knowledge import ORDER, Entity, Fact, Record, known_place, merged, records
from graph.model import ArticleRecord, Claim, Extraction, LocalEntity, Measure
from graph.ontology.vocabulary import ID
from graph.packing import dump, pack, unpack
from graph.world.gazetteer import gazetteer

_KINDS: dict[str, type[Any]] = {"name": LocalEntity, "fact": Claim, "figure": Measure}
_PLACE = entity_iri(("Place", "", "#"))


@dataclass(slots=True)
class Cut:
    """A few entities or articles of a graph, as an exporter goes through them (`graph.knowledge.Contents`)."""

    articles: dict[str, ArticleRecord] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    places: list[tuple[Entity, Entity]] = field(default_factory=list)
    extractions: dict[str, Extraction] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)

    def facts(self) -> Collection[Fact]:
        return [f for e in self.entities.values() for f in e.facts]


def parts_of(extractions: Iterable[Extraction]) -> dict[str, bytes]:
    """IRI → part, for every entity that one document brings into the graph, the places above its places included."""
    found: dict[str, list[Record]] = {}
    for extraction in extractions:
        for record in records(extraction):
            found.setdefault(record[0], []).append(record)
    for iri in list(found):
        code = iri.removeprefix(_PLACE)
        for above in gazetteer().ancestors(code) if code in gazetteer() else ():
            found.setdefault(_PLACE + above.code, [])
    return {iri: _dump(said) for iri, said in found.items()}


def entity_cluster(iri: str, parts: Iterable[bytes]) -> bytes:
    """What graph.ttl says of one entity, its claims and figures, from all parts; nothing where there are none."""
    loaded = [_load(iri, part) for part in parts]
    if not loaded:
        return b""
    said = sorted((record for part in loaded for record in part), key=ORDER)
    code = iri.removeprefix(_PLACE)
    entity = next(merged(said)) if said else known_place(code)
    parent = gazetteer().parent(code) if entity.type == "Place" else ""
    return _turtle(Cut(entities={iri: entity}, places=[(entity, known_place(parent))] if parent else []))


def article_cluster(article: ArticleRecord) -> bytes:
    """What graph.ttl says of one article."""
    return _turtle(Cut(articles={article.id: article}))


def is_head(subject: str) -> bool:
    """Does a cluster begin with this subject?  Claims, figures and geometries follow the entity that they are about."""
    kind, _, rest = subject.removeprefix(ID).partition("/")
    return kind not in ("claim", "measure") and not (kind == "place" and rest.endswith("/geometry"))


def _turtle(cut: Cut) -> bytes:
    return "".join(blocks(cut)).encode()


def _dump(said: list[Record]) -> bytes:
    return zlib.compress(dump([[kind, place, pack(what)] for _, kind, place, what in said]), 1)


def _load(iri: str, part: bytes) -> list[Record]:
    return [(iri, kind, tuple(place), unpack(_KINDS[kind], what)) for kind, place, what in json.loads(zlib.decompress(part))]
