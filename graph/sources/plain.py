"""Plain text: the text is the file, so that offsets of evidence are offsets in the file as decoded."""

from __future__ import annotations

from collections.abc import Iterator

from graph.read.decode import decode_text
from graph.sources.types import Options, Piece, Raw


def read(raw: Raw, options: Options) -> Iterator[Piece]:
    """The text of the file, in whatever encoding it is."""
    text, encoding = decode_text(raw.name, raw.data, limit=options.limits.size)
    yield Piece(raw.name, text, encoding, whole=raw.depth == 0)
