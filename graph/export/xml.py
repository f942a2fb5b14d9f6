"""What GraphML and GEXF share: text that any XML parser gives back as it was, and values as XML Schema writes them."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

_SPACE = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}
"""Characters that a parser would change (line ends everywhere, all three in attributes), or that end an attribute."""

_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""

_SPECIAL = re.compile(f"[&<>{''.join(_SPACE)}]|{_UNFIT.pattern}")


def written(value: str | int | float | bool) -> str:
    """A value as content of an element or (between double quotes) of an attribute.

    Control characters and lone surrogates, which XML has no way to write, become U+FFFD: the number of code points stays.

    >>> written('“<b>”\\0'), written(True), written(0.5)
    ('“&lt;b&gt;”�', 'true', '0.5')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    return escape(_UNFIT.sub("\ufffd", value), _SPACE) if _SPECIAL.search(value) else value
