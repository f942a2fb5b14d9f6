"""The table of formats: which module reads a file, told by its name or by its first bytes."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from graph.sources.types import Raw, Reader


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: the endings of its names, how its bytes begin, and the module whose function `read` reads it."""

    name: str
    module: str
    endings: tuple[str, ...]
    magic: tuple[bytes, ...] = ()
    container: bool = False
    """Does one file hold several texts?"""

    @property
    def reader(self) -> Reader:
        read: Reader = import_module(f"graph.sources.{self.module}").read
        return read


FORMATS = (
    Format("plain text", "plain", (".txt",)),
    Format("Markdown", "markdown", (".md", ".markdown")),
    Format("HTML", "html", (".html", ".htm", ".xhtml")),
    Format("Word", "docx", (".docx",)),
    Format("PDF", "pdf", (".pdf",), (b"%PDF-",)),
    Format(
        "picture", "scan", (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
        (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*"),
    ),
    Format("table", "tables", (".csv", ".tsv"), container=True),
    Format("JSON lines", "tables", (".jsonl", ".ndjson"), container=True),
    Format(
        "archive", "archives", (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"),
        (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"), container=True,
    ),
)  # fmt: skip
_BY_ENDING = {ending: format_ for format_ in FORMATS for ending in format_.endings}


def named_format(name: str) -> Format | None:
    """The format that the ending of a name stands for, None where it stands for none of ours."""
    low = name.lower()
    return next((_BY_ENDING[e] for e in sorted(_BY_ENDING, key=len, reverse=True) if low.endswith(e)), None)


def find_format(raw: Raw) -> Format:
    """The format of a file: its ending tells, or else its first bytes; what is none of ours is plain text."""
    if named := named_format(raw.name):
        return named
    for format_ in FORMATS:
        if raw.data.startswith(format_.magic or (b"\0\0\0\0\0",)):
            inner = b"word/document.xml" in raw.data
            return _BY_ENDING[".docx"] if inner and raw.data.startswith(b"PK") else format_
    if raw.data[257:262] == b"ustar":
        return _BY_ENDING[".tar"]
    start = raw.data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return _BY_ENDING[".html" if start.startswith((b"<!doctype html", b"<html")) else ".txt"]
