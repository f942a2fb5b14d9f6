"""A graph on disk: what exporters go through, however many articles there are.

The records of all articles are sorted by the entity that they speak of, in pieces that fit in memory, and merged into
entities, which are kept in a temporary file.  Memory grows by some bytes for each place of the gazetteer, not with the articles.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, Generic, TypeVar

from graph.knowledge import ORDER, Entity, Fact, KnowledgeGraph, hierarchy, merged, places_above, records
from graph.model import Answer, ArticleRecord, Extraction
from graph.reprints import reprints, versions
from graph.spool import Spool, external_sort
from graph.stages import Stages

T = TypeVar("T")

Merge = Callable[[Iterable[Extraction]], Iterator[Entity]]
"""Extractions in any order → entities in order of IRI, each with its own facts and figures."""


def merge_here(extractions: Iterable[Extraction]) -> Iterator[Entity]:
    """Merge in this process, on disk where the records do not fit into memory."""
    return merged(external_sort((r for x in extractions for r in records(x)), key=ORDER))


class Streamed:
    """The graph of extractions that need not fit into memory; satisfies `graph.knowledge.Contents`.

    Parameters
    ----------
    extractions
        goes through all extractions, in order of article id; called as often as they are needed.
    merge
        how they become entities: in this process, or over a cluster.
    """

    def __init__(self, extractions: Callable[[], Iterable[Extraction]], merge: Merge = merge_here) -> None:
        self.faults: list[dict[str, Any]] = []
        self.stages = Stages()
        self.answers: dict[Answer, set[str]] = {}
        places: list[Entity] = []
        self._facts = 0
        self.articles: Spool[ArticleRecord] = Spool()
        self._merged = Spool(self._counted(merge(self._noted(extractions())), places))
        self._above = places_above({p.code for p in places})
        self.places: list[tuple[Entity, Entity]] = hierarchy(sorted([*places, *self._above], key=attrgetter("iri")))
        self.extractions: _Again[Extraction] = _Again(extractions, len(self.articles))

    def _noted(self, extractions: Iterable[Extraction]) -> Iterator[Extraction]:
        for x in extractions:
            self.articles.append(x.article)
            yield x

    def _counted(self, entities: Iterable[Entity], places: list[Entity]) -> Iterator[Entity]:
        for entity in entities:
            self._facts += len(entity.facts)
            if entity.type == "Place" and entity.code:
                places.append(Entity(entity.iri, entity.type, entity.name, [], entity.kind, entity.code, "", []))
            yield entity

    @cached_property
    def versions(self) -> dict[str, str]:
        """As of `KnowledgeGraph`; while it is made, the sketches of all articles are in memory."""
        return versions(reprints(self.articles))

    @property
    def entities(self) -> _Again[Entity]:
        """All entities in order of IRI, each with its figures and the facts of which it is the subject."""
        return _Again(
            lambda: heapq.merge(self._merged, self._above, key=attrgetter("iri")), len(self._merged) + len(self._above)
        )

    def facts(self) -> Collection[Fact]:
        """All facts, in the order of `KnowledgeGraph.facts`."""
        return _Again(lambda: chain.from_iterable(e.facts for e in self._merged), self._facts)

    def telling(self, limit: int) -> KnowledgeGraph:
        """The graph in memory; of more articles than `limit`, as many as that: see `most_telling`."""
        if len(self.articles) <= limit:
            return KnowledgeGraph.of(self.extractions)
        chosen = most_telling(self.extractions, limit)
        return KnowledgeGraph.of(x for x in self.extractions if x.article.digest in chosen)


def most_telling(extractions: Iterable[Extraction], limit: int) -> set[str]:
    """Digests of the documents that say most, with as many articles as that.

    Documents stay whole: what one article of a document says may rest on another.
    """
    said, articles = Counter[str](), Counter[str]()
    for x in extractions:
        said[x.article.digest] += len(x.claims) + len(x.measures)
        articles[x.article.digest] += 1
    chosen: set[str] = set()
    for digest in sorted(said, key=lambda d: (-said[d], d)):
        if articles[digest] <= limit:
            limit -= articles[digest]
            chosen.add(digest)
    return chosen


class _Again(Generic[T]):
    """Something that can be gone through more than once, made anew each time."""

    def __init__(self, make: Callable[[], Iterable[T]], length: int) -> None:
        self._make, self._length = make, length

    def __iter__(self) -> Iterator[T]:
        return iter(self._make())

    def __len__(self) -> int:
        return self._length

    def __contains__(self, item: object) -> bool:
        return any(item == other for other in self)

    def values(self) -> Iterable[T]:
        return self
