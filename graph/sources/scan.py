"""Scans and photographs of pages (extra `ocr`): characters recognised by RapidOCR, put in reading order.

RapidOCR finds lines, turns those that are taller than wide by a quarter and reads them like the others; that the characters stand
below one another is told by the box, so that upright (竖排) pages are read column by column from the right.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

from graph.errors import InputError
from graph.sources.guard import guarded
from graph.sources.layout import Run, in_reading_order
from graph.sources.types import Limits, Options, Piece, Raw

PIXELS = 100_000_000
"""A newspaper page at 300 dpi has half as many."""
_SURE = 0.5
"""Lines recognised with less confidence are left out."""
_TALL = 1.5
"""A box so many times as tall as wide is an upright line: where RapidOCR turns it."""


def read(raw: Raw, options: Options) -> Iterator[Piece]:
    """The text of the picture."""
    if find_spec("rapidocr") is None:
        raise InputError(f"{raw.name}: recognising pictures needs an extra: pip install 'unionkg[ocr]'")
    text = in_reading_order([Run(*run) for run in guarded("graph.sources.scan", raw.name, raw.data, options.limits)])
    if not text.strip():
        raise InputError(f"{raw.name}: no characters recognised; scan the page again, upright and at 200 dpi or more")
    yield Piece(raw.name, text)


def open_native(data: bytes, limits: Limits) -> list[tuple[Any, ...]]:
    """The lines of the picture; called in the helper process."""
    import io

    import numpy as np
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > PIXELS:
                raise InputError(f"{picture.width} × {picture.height} pixels, more than {PIXELS} in all; scale it down")
            pixels = np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))[:, :, ::-1]
    except UnidentifiedImageError:
        raise InputError("is no whole picture that can be read; save it again") from None
    except (Image.DecompressionBombError, OSError, SyntaxError, ValueError) as e:
        raise InputError(f"is no whole picture ({' '.join(str(e).split())[:100]}); save it again") from None
    return recognised(pixels, limits)


def recognised(pixels: Any, limits: Limits) -> list[tuple[Any, ...]]:
    """The lines in an array of pixels (height × width × 3, blue first)."""
    found = _recogniser()(pixels)
    if found.boxes is None:
        return []
    told = zip(found.boxes.tolist(), found.txts, found.scores, strict=True)
    runs = [line(corners, text) for corners, text, score in told if score >= _SURE]
    if sum(len(run[4]) for run in runs) > limits.characters:
        raise InputError("too many characters; cut the picture or raise --limit characters=N")
    return runs


def line(corners: list[list[float]], text: str) -> tuple[float, float, float, float, str, bool]:
    """A line in its box, as `Run` takes it: the box is level, whatever way the four corners go round.

    >>> line([[10, 0], [30, 2], [28, 90], [8, 88]], "三亚市总工会")
    (8, 0, 30, 90, '三亚市总工会', True)
    """
    xs, ys = zip(*corners, strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    return min(xs), min(ys), max(xs), max(ys), text, len(text) > 1 and height >= _TALL * width


@cache
def _recogniser() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR()
