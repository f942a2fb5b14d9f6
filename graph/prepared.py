"""What a store keeps of a document, made ready by the process that has read it: whoever collects only puts it in."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.model import ArticleRecord, Extraction, Source
from graph.packing import dump, pack, unpack
from graph.parts import article_head, parts_of


@dataclass(slots=True)
class Prepared:
    """All that one document gave, as rows."""

    data: bytes
    """The extractions, packed and compressed."""
    parts: dict[str, bytes]
    """IRI → what the document adds to the entity; of an article nothing but that it is there."""
    articles: list[ArticleRecord]

    @property
    def text(self) -> bytes:
        """The extractions as JSON."""
        return zlib.decompress(self.data)

    @property
    def extractions(self) -> list[Extraction]:
        return [unpack(Extraction, e) for e in json.loads(self.text)]

    def printed_in(self, places: Sequence[Source]) -> bool:
        """Do the articles know that they were printed there, and nowhere else?"""
        return all(a.sources == places and a.document == places[0].name for a in self.articles)


def prepare(extractions: Sequence[Extraction]) -> Prepared:
    """The rows of one document."""
    data = zlib.compress(dump([pack(e) for e in extractions]), 1)
    return Prepared(data, packed_parts(extractions), [e.article for e in extractions])


def packed_parts(extractions: Iterable[Extraction]) -> dict[str, bytes]:
    """What one document adds to each entity and article."""
    known = list(extractions)
    return {iri: part.pack() for iri, part in parts_of(known).items()} | {article_head(e): b"" for e in known}
