"""Where seeds/ is, and how its tables are read."""

from __future__ import annotations

import csv
import io
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
        lines = _cells(path.read_bytes().decode("utf-8"))
    except FileNotFoundError as e:
        raise SeedError(f"{path}: missing; reinstall unionkg") from e
    _, header = next(lines, (1, []))
    if tuple(header[: len(columns)]) != columns:
        raise SeedError(f"{path}:1: expected the columns {','.join(columns)}, found {','.join(header)}")
    width, wanted = len(header), len(columns)
    for number, row in lines:
        if not row or row[0].startswith("#"):
            continue
        if len(row) != width:
            raise SeedError(f"{path}:{number}: {len(row)} cells, expected {width}")
        yield tuple(row[:wanted])


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the line, cells) of each line of a CSV table."""
    if '"' in text or "\r" in text:
        reader = csv.reader(io.StringIO(text, newline=""))
        for row in reader:
            yield reader.line_num, row
    else:  # the large tables: in a third of the time
        for number, line in enumerate(text.split("\n"), 1):
            yield number, line.split(",") if line else []
