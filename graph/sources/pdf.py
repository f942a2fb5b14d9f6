"""PDF (extra `pdf`): characters by their places, so that columns and upright pages are read in order.

A page without a text layer is a picture, and its characters are recognised where the extra `ocr` is there.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from graph.errors import InputError
from graph.sources.guard import guarded
from graph.sources.layout import Run, in_reading_order
from graph.sources.types import Limits, Options, Piece, Raw

_DPI = 200
"""Dots an inch of a page that is recognised."""


def read(raw: Raw, options: Options) -> Iterator[Piece]:
    """The text of all pages, an empty line between them."""
    if not raw.data.lstrip().startswith(b"%PDF-"):
        raise InputError(f"{raw.name}: does not begin as a PDF does; save it again")
    if find_spec("pypdfium2") is None:
        raise InputError(f"{raw.name}: reading PDF needs an extra: pip install 'unionkg[pdf]'")
    pages = guarded("graph.sources.pdf", raw.name, raw.data, options.limits)
    text = "\n".join(in_reading_order([Run(*run) for run in page]) for page in pages)
    if not text.strip():
        missing = find_spec("rapidocr") is None
        remedy = "recognising its pages needs an extra: pip install 'unionkg[ocr]'" if missing else "scan it again at 200 dpi or more"
        raise InputError(f"{raw.name}: has no text layer; {remedy}")
    yield Piece(raw.name, text)


def open_native(data: bytes, limits: Limits) -> list[list[tuple[Any, ...]]]:
    """The runs of every page; called in the helper process."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as e:
        said = "is encrypted; save it without a password" if "password" in str(e).lower() else f"is damaged ({e}); save it again"
        raise InputError(said) from None
    if len(document) > limits.members:
        raise InputError(f"{len(document)} pages, more than {limits.members}; split it or raise --limit members=N")
    pages = []
    room = limits.characters
    for number in range(len(document)):
        page = document[number]
        runs = _runs(page, room, number) or _recognised(page, limits)
        room -= sum(len(run[4]) for run in runs)
        pages.append(runs)
        page.close()
    return pages


def _runs(page: Any, room: int, number: int) -> list[tuple[Any, ...]]:
    """Characters that follow each other, to the right or downwards, as (x0, y0, x1, y1, text, upright)."""
    from pypdfium2 import raw

    words = page.get_textpage()
    count = raw.FPDFText_CountChars(words.raw)
    if count > room:
        raise InputError(f"page {number + 1}: too many characters; split it or raise --limit characters=N")
    height = page.get_height()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    runs: list[list[Any]] = []
    open_ = False
    for i in range(count):
        code = raw.FPDFText_GetUnicode(words.raw, i)
        char = chr(code) if 32 < code < 0x110000 and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF, 0xFEFF) else ""
        if not char or char.isspace():
            open_ = open_ and code in (32, 0x3000)
            if open_ and runs:
                runs[-1][6] = True
            continue
        if not raw.FPDFText_GetCharBox(words.raw, i, left, right, bottom, top):
            continue
        box = [left.value, height - top.value, right.value, height - bottom.value]
        em = max(raw.FPDFText_GetFontSize(words.raw, i), 1.0)
        box = _full(box, em)
        if open_ and (way := _continues(runs[-1], box, em)):
            run = runs[-1]
            gap = " " if run[6] and way == "right" and run[4][-1].isascii() and char.isascii() else ""
            run[:4] = [min(run[0], box[0]), min(run[1], box[1]), max(run[2], box[2]), max(run[3], box[3])]
            run[4] += gap + char
            run[5], run[6] = way == "down", False
        else:
            runs.append([*box, char, False, False])
        open_ = True
    return [tuple(run[:6]) for run in runs]


def _recognised(page: Any, limits: Limits) -> list[tuple[Any, ...]]:
    """The lines of a page that is a picture."""
    if not any(True for _ in page.get_objects()) or find_spec("rapidocr") is None:
        return []
    from graph.sources.scan import PIXELS, recognised

    width, height = page.get_size()
    scale = min(_DPI / 72, (PIXELS / max(width * height, 1.0)) ** 0.5)
    return recognised(page.render(scale=scale).to_numpy()[:, :, :3], limits)


def _full(box: list[float], em: float) -> list[float]:
    """The box of the character's square rather than of its ink: punctuation and 一 are as tall as the rest."""
    x0, y0, x1, y1 = box
    middle = (y0 + y1) / 2
    if y1 - y0 < 0.6 * em:  # a comma hangs low, 一 lies in the middle: neither tells where the line is exactly
        y0, y1 = middle - em / 2, middle + em / 2
    return [x0, y0, x1, y1]


def _continues(run: list[Any], box: list[float], em: float) -> str:
    """Does a character go on to the right of a run, or below it, or neither?"""
    x0, y0, x1, y1 = box
    single = len(run[4]) == 1
    level = abs((y0 + y1) / 2 - (run[1] + run[3]) / 2) < 0.6 * em and -0.6 * em < x0 - run[2] < 1.2 * em
    if level and (single or not run[5]):
        return "right"
    below = abs((x0 + x1) / 2 - (run[0] + run[2]) / 2) < 0.6 * em and -0.6 * em < y0 - run[3] < 1.2 * em
    return "down" if below and (single or run[5]) else ""
