"""When: dates in the words before a claim, absolute or told from the issue date.

    2018年,X公司在36个基层工会建立…            2018
    今年3月 (issued 2024-05-06)                2024-03
    6月4日至6日 (issued 2024)                  2024-06-04 to 2024-06-06
    去年以来 (issued 2024)                     from 2023
Without an issue date nothing relative is guessed.
"""

from __future__ import annotations

import re

_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d{2})年|(?P<word>今年|去年|前年|明年|当年))?"
    r"(?:(?P<month>1[0-2]|[1-9])月(?:份|底|初|中旬|上旬|下旬)?(?:(?P<day>3[01]|[12]\d|[1-9])日)?)?"
    r"(?P<to>\s*(?:至|到|—|-|~)\s*(?:(?P<year2>(?:19|20)\d{2})年)?(?:(?P<month2>1[0-2]|[1-9])月)?(?:(?P<day2>3[01]|[12]\d|[1-9])日)?)?"
    r"(?P<since>以来|起|开始)?"
)
_SHIFT = {"今年": 0, "当年": 0, "去年": -1, "前年": -2, "明年": 1}


def when(text: str, issued: str = "") -> tuple[str, str]:
    """Start and end, ISO 8601 as precise as printed, of the last date in `text`; empty strings where there is none.

    Parameters
    ----------
    text
        the words of the sentence before what is dated.
    issued
        issue date of the article, ISO 8601, or empty.

    Examples
    --------
    >>> when("2018年,公司在36个基层工会")
    ('2018', '2018')
    >>> when("6月4日至6日,", "2024-06-08")
    ('2024-06-04', '2024-06-06')
    >>> when("今年以来,", "2024-06-08")
    ('2024', '')
    >>> when("今年3月,")
    ('', '')
    """
    found = ("", "")
    for match in _DATE.finditer(text):
        if not (match["year"] or match["word"] or match["month"]):
            continue
        if match["month"] and not match["year"] and text[match.end("month") + 1 : match.end("month") + 2] in ("度", "均", "报"):
            continue
        year = int(match["year"]) if match["year"] else int(issued[:4]) + _SHIFT[match["word"] or "今年"] if issued else None
        if year is None or (match["word"] == "当年" and not issued):
            continue
        start = _iso(year, match["month"], match["day"])
        if match["since"]:
            found = (start, "")
        elif match["to"] and (match["year2"] or match["month2"] or match["day2"]):
            found = (start, _iso(int(match["year2"] or year), match["month2"] or match["month"], match["day2"]))
        else:
            found = (start, start)
    return found


def _iso(year: int, month: str | None, day: str | None) -> str:
    return f"{year:04d}" + (f"-{int(month):02d}" if month else "") + (f"-{int(day):02d}" if month and day else "")
