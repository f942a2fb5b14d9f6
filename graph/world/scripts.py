"""Traditional characters and the Simplified ones that stand for them, one for one."""

from __future__ import annotations

from functools import cache

from graph.world.seeds import rows

_TELLING = 0.02
"""Share of characters that only Traditional text has, above which a text is Traditional (typically 0.3; in Simplified text 0)."""


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


def exchanged(text: str) -> str:
    """Each Traditional character of a text exchanged, whatever the text is."""
    return text.translate(_table())


@cache
def _table() -> dict[int, str]:
    return {ord(t): s for t, s in rows("lexicon/traditional.csv", ("traditional", "simplified"))}
