"""What can go wrong, and what to do about it.

    UnionkgError
    ├── InputError       a document that cannot be read (names file, place and remedy)
    ├── SeedError        a row of seeds/ that does not hold (names file and line)
    ├── RegisterError    a row of a person's register or review sheet that does not hold (names file and line)
    ├── StoreError       an output folder that cannot be opened or written
    ├── QueryError       SPARQL that does not parse, an unknown named question
    └── UsageError       wrong use of a command
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class UnionkgError(Exception):
    """Base of all errors that this package raises on purpose; its text is one line for a person."""


class InputError(UnionkgError):
    """A document that cannot be read."""


class SeedError(UnionkgError):
    """A row of seeds/ that does not hold."""


class RegisterError(UnionkgError):
    """A row of a person's register or review sheet that does not hold."""


class StoreError(UnionkgError):
    """An output folder that cannot be opened or written."""


class QueryError(UnionkgError):
    """SPARQL that does not parse, or a named question that does not exist."""


class UsageError(UnionkgError):
    """Wrong use of a command."""


@contextmanager
def needing(remedy: str) -> Iterator[None]:
    """Import a library of an extra inside: where it is not installed, this says how to get it.

    >>> with needing("wings need feathers: pip install feathers"):
    ...     import feathers
    Traceback (most recent call last):
    graph.errors.UnionkgError: wings need feathers: pip install feathers
    """
    try:
        yield
    except ImportError as e:
        raise UnionkgError(remedy) from e
