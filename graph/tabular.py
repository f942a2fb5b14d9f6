"""Rows under named columns, in the forms in which people want to see them: aligned text, an HTML table, a data frame.

Cells are text, numbers, truth values or None.  Whatever they hold, a terminal and a notebook show it as text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from graph.errors import needing

if TYPE_CHECKING:
    import pandas

Value = str | int | float | bool | Decimal | None
"""A cell."""

Row = Sequence[Value]

_FORMULA = re.compile(r"[\s\x00-\x1f\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a cell begins that a spreadsheet program may take for a formula."""

SHOWN = 60
"""A table in a notebook or a console has at most so many rows: its file is to stay small."""


def display_width(text: str) -> int:
    """Places that `text` takes in a terminal: two for wide characters, none for combining ones.

    >>> display_width("三亚 A")
    6
    """
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def clip(text: str, width: int) -> str:
    """`text`, cut to so many places and ended with … where it is wider.

    >>> clip("三亚市总工会", 8)
    '三亚市…'
    """
    if display_width(text) <= width:
        return text
    kept, used = [], 1
    for c in text:
        used += display_width(c)
        if used > width:
            break
        kept.append(c)
    return "".join(kept) + "…"


def one_line(text: str) -> str:
    """One line of printable text: control and direction characters are made visible."""
    return "".join(" " if c in "\t\n\r\u2028\u2029" else "\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)


def inert(text: str) -> str:
    """A cell of a CSV file that no spreadsheet program takes for a formula: one that looks like it begins with an apostrophe.

    >>> inert("=1+1"), inert("三亚市总工会"), inert(inert("@SUM(A1)"))
    ("'=1+1", '三亚市总工会', "'@SUM(A1)")
    """
    return "'" + text if _FORMULA.match(text) else text


def aligned(columns: Sequence[str], rows: Iterable[Row], width: int = 60) -> str:
    """Columns in plain text, aligned for a terminal, where a Chinese character takes two places.

    Parameters
    ----------
    width
        cells wider than so many places are cut and end in ….
    """
    lines = [list(columns), *([clip(one_line(_text(cell)), width) for cell in row] for row in rows)]
    widths = [max(map(display_width, column)) for column in zip(*lines, strict=True)]
    ruled = [lines[0], ["─" * w for w in widths], *lines[1:]]
    padded = ("  ".join(cell + " " * (w - display_width(cell)) for cell, w in zip(line, widths, strict=True)) for line in ruled)
    return "\n".join(line.rstrip() for line in padded) + "\n"


def html_table(columns: Sequence[str], rows: Sequence[Row], shown: int = SHOWN) -> str:
    """An HTML table of the first `shown` rows; text stands left, numbers right.

    >>> html_table(["名称"], [["<b>"]]).count("&lt;b&gt;")
    1
    """
    head = "".join(f'<th style="text-align:left">{escape(one_line(c))}</th>' for c in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows[:shown])
    more = f'<p style="opacity:.65">另有 {len(rows) - shown:,} 行（{len(rows) - shown:,} more）</p>' if len(rows) > shown else ""
    return f'<table style="margin:0"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}'


def data_frame(columns: Sequence[str], rows: Sequence[Row]) -> pandas.DataFrame:
    """The rows as pandas.DataFrame.

    Raises
    ------
    UnionkgError
        pandas is not installed.
    """
    with needing("to_dataframe needs pandas: pip install pandas"):
        import pandas
    return pandas.DataFrame(list(rows), columns=list(columns))


def _text(cell: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else ""
    return f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def _cell(cell: Value) -> str:
    if not isinstance(cell, (int, float, Decimal)) or isinstance(cell, bool):
        return f'<td style="text-align:left">{escape(one_line(_text(cell)))}</td>'
    long = not isinstance(cell, float) and math.isfinite(cell) and not -10_000 < cell < 10_000  # a year has no comma
    return f'<td style="text-align:right">{f"{cell:,}" if long else _text(cell)}</td>'
