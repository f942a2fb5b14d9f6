"""What readers of formats take and give."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from graph.errors import UsageError
from graph.read.folio import Folio

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one input may ask of the machine.  What is above a limit is refused with one line; the rest goes on.

    >>> Limits.parse(["size=1M", "seconds=30"]).size
    1048576
    """

    size: int = 64 * MEGABYTE
    """Bytes of one file, or of one file inside an archive."""
    expansion: int = 512 * MEGABYTE
    """Bytes that one archive or office file may unpack to, all its parts together."""
    members: int = 20_000
    """Files in one archive, rows of one table, pages of one PDF."""
    depth: int = 3
    """Archives inside archives."""
    characters: int = 500_000
    """Characters of one text."""
    lines: int = 20_000
    """Lines of one text that are not blank."""
    seconds: int = 300
    """Processor seconds for one text, wall-clock seconds for opening one PDF or picture."""

    @classmethod
    def parse(cls, settings: list[str]) -> Limits:
        """Limits from settings such as ``size=100M``; K, M and G multiply by 1024.

        Raises
        ------
        UsageError
            a setting names no limit, or its value is no positive number.
        """
        names = [f.name for f in fields(cls)]
        values = {}
        for setting in settings:
            name, _, value = setting.partition("=")
            found = re.fullmatch(r"(\d{1,12})([KMG]?)", value.strip(), re.IGNORECASE | re.ASCII)
            if name not in names or not found or not int(found[1]):
                raise UsageError(f"--limit {setting}: expected NAME=NUMBER, NAME one of {', '.join(names)}")
            values[name] = int(found[1]) * 1024 ** " KMG".index(found[2].upper() or " ")
        return replace(cls(), **values)


ROLES = ("title", "date", "body", "paper", "edition", "page", "url")
"""What a column of a table may hold."""


@dataclass(frozen=True, slots=True)
class Options:
    """How inputs are to be read."""

    limits: Limits = Limits()
    columns: Mapping[str, str] = field(default_factory=dict)
    """Role → name of the column of CSV and JSONL files that plays it, where it is not one of the usual names."""

    @classmethod
    def parse(cls, limits: list[str], columns: list[str]) -> Options:
        """Options from settings such as ``size=100M`` and ``title=标题``.

        Raises
        ------
        UsageError
            a setting that means nothing.
        """
        pairs = dict(c.partition("=")[::2] for c in columns)
        for role, name in pairs.items():
            if role not in ROLES or not name:
                raise UsageError(f"--column {role}={name}: expected ROLE=NAME, ROLE one of {', '.join(ROLES)}")
        return cls(Limits.parse(limits), pairs)


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes under a name, of which a format is not yet known."""

    name: str
    data: bytes
    depth: int = 0
    """Archives around it."""


_UNKNOWN = Folio()


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that was taken out of its file."""

    name: str
    text: str
    encoding: str = "utf-8"
    known: Folio = _UNKNOWN
    url: str = ""
    whole: bool = False
    """Is the text the file, to the last character?"""


@dataclass(frozen=True, slots=True)
class Fault:
    """A file, or a part of one, that gave nothing, and why: one line that says what to do."""

    name: str
    reason: str


Reader = Callable[[Raw, Options], Iterator["Piece | Fault | Raw"]]
"""Takes the texts out of a file; an archive gives the files in it.

A reader raises `InputError` where the whole file is no good.
"""
