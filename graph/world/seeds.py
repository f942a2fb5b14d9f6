"""Where seeds/ is, and how its tables are read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from graph.errors import SeedError


@cache
def seeds_dir() -> Path:
    """The seeds/ folder: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_seeds", package.parent / "seeds"):
        if folder.is_dir():
            return folder
    raise SeedError(f"seeds/ is missing beside {package}: reinstall unionkg")


def rows(name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Rows of the CSV table seeds/`name`, as tuples in the order of `columns`.

    Raises
    ------
    SeedError
        the file or a column is missing, or a row has too few or too many cells.
    """
    path = seeds_dir() / name
    try:
        handle = path.open(encoding="utf-8", newline="")
    except FileNotFoundError as e:
        raise SeedError(f"{path}: missing; reinstall unionkg") from e
    with handle:
        reader = csv.reader(handle)
        header = next(reader, [])
        if tuple(header[: len(columns)]) != columns:
            raise SeedError(f"{path}:1: expected the columns {','.join(columns)}, found {','.join(header)}")
        for row in reader:
            if not row or row[0].startswith("#"):
                continue
            if len(row) != len(header):
                raise SeedError(f"{path}:{reader.line_num}: {len(row)} cells, expected {len(header)}")
            yield tuple(row[: len(columns)])
