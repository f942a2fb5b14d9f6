"""Scans and photographs of pages (extra `ocr`): characters recognised by RapidOCR, put in reading order."""

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

_PIXELS = 100_000_000
"""A newspaper page at 300 dpi has half as many."""
_SURE = 0.5
"""Lines recognised with less confidence are left out."""


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

    Image.MAX_IMAGE_PIXELS = _PIXELS
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > _PIXELS:
                raise InputError(f"{picture.width} × {picture.height} pixels, more than {_PIXELS} in all; scale it down")
            pixels = np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))[:, :, ::-1]
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as e:
        raise InputError(f"is no whole picture ({' '.join(str(e).split())[:100]}); save it again") from None
    found = _recogniser()(pixels)
    if found.boxes is None:
        return []
    lines = zip(found.boxes.tolist(), found.txts, found.scores, strict=True)
    runs = [(*_box(corners), text, False) for corners, text, score in lines if score >= _SURE]
    if sum(len(run[4]) for run in runs) > limits.characters:
        raise InputError("too many characters; cut the picture or raise --limit characters=N")
    return runs


def _box(corners: list[list[float]]) -> tuple[float, float, float, float]:
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


@cache
def _recogniser() -> Any:
    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR()
