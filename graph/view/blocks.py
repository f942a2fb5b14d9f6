"""What the page carries, in compressed blocks: read only when somebody looks, and without a character that HTML knows.

A block is JSON (or a script), deflated and in base64; the page opens it with the browser's own DecompressionStream.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import Any

SIZE = 60_000
"""Characters of text in a block of sentences: opened in a few milliseconds, and few enough blocks for a large graph."""


def block(value: Any) -> str:
    """JSON of `value`, packed.

    >>> unblock(block(["三亚", 1]))
    ['三亚', 1]
    """
    return pack(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def unblock(text: str) -> Any:
    """What `block` packed."""
    return json.loads(zlib.decompress(base64.b64decode(text)))


def pack(text: str) -> str:
    """Text, packed."""
    return base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")


def batches(sizes: Sequence[int], limit: int = SIZE) -> list[int]:
    """The number of the batch that each item goes into, in order, none above `limit` unless one item alone is.

    >>> batches([3, 3, 9, 1], 6)
    [0, 0, 1, 2]
    """
    numbers, batch, held = [], 0, 0
    for size in sizes:
        if held and held + size > limit:
            batch, held = batch + 1, 0
        held += size
        numbers.append(batch)
    return numbers
