"""Traditional characters and invisible ones: what stands in the way of reading, though not of quoting.

Rules, models and gazetteer know Simplified characters.  A text in Traditional ones is read with each character exchanged for its
Simplified form, one for one, so that every offset holds; evidence is cut out of the text as printed.
"""

from __future__ import annotations

import re
from functools import cache

from graph.world.seeds import rows

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
"""Joiners, marks of direction, byte-order marks and soft hyphens."""
_TELLING = 0.02
"""Share of characters that only Traditional text has, above which a text is Traditional (typically 0.3; in Simplified text 0)."""


@cache
def _table() -> dict[int, str]:
    return {ord(t): s for t, s in rows("lexicon/traditional.csv", ("traditional", "simplified"))}


def simplified(text: str) -> str:
    """A text in Traditional characters in Simplified ones, of the same length; any other text as it is.

    >>> simplified("臺北市總工會舉辦勞工講座")
    '台北市总工会举办劳工讲座'
    """
    table = _table()
    han = [c for c in text[:20_000] if "\u4e00" <= c <= "\u9fff"]
    if not han or sum(ord(c) in table for c in han) < _TELLING * len(han):
        return text
    return text.translate(table)
