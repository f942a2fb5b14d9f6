"""Traditional characters and the Simplified ones that stand for them, one for one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from graph.world.seeds import rows

_TELLING = 0.02
"""Share of characters that only Traditional text has, above which a text is Traditional (typically 0.3; in Simplified text 0)."""

_HAN = re.compile("[\u4e00-\u9fff]+")


@lru_cache(maxsize=2)  # of one page, each article asks again
def simplified(text: str) -> str:
    """A text in Traditional characters in Simplified ones, of the same length; any other text as it is.

    >>> simplified("臺北市總工會舉辦勞工講座")
    '台北市总工会举办劳工讲座'
    """
    table, beginning = _table(), text[:20_000]
    telling = [c for c in set(beginning) if ord(c) in table and "\u4e00" <= c <= "\u9fff"]
    if not telling or sum(map(beginning.count, telling)) < _TELLING * sum(map(len, _HAN.findall(beginning))):
        return text
    return text.translate(table)


def exchanged(text: str) -> str:
    """Each Traditional character of a text exchanged, whatever the text is."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    return {ord(t): s for t, s in rows("lexicon/traditional.csv", ("traditional", "simplified"))}
