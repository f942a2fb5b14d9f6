"""When: dates in the words before a claim, absolute or told from the issue date.

    2018年,X公司在36个基层工会建立…            2018
    今年3月 (issued 2024-05-06)                2024-03
    6月4日至6日 (issued 2024)                  2024-06-04 to 2024-06-06
    去年以来 (issued 2024)                     from 2023
    近日 (issued 2024-06-11)                   2024-06
    “十四五”期间                               2021 to 2025
Without an issue date nothing relative is guessed.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTH = r"(?P<month{n}>1[0-2]|0?[1-9])月(?:份|底|初|末|中旬|上旬|下旬)?"
_DAY = r"(?P<day{n}>3[01]|[12]\d|0?[1-9])日"
_DATE = re.compile(
    r"(?:(?P<years>(?:19|20)\d{2})\s*[-—–~至]\s*(?P<years2>(?:19|20)\d{2})年"
    r"|(?P<word>近日|日前|近期|连日来|本月|当月|上个?月|下个?月|今天|今日|昨天|昨日|前天|前日|明天|明日)"
    r"|[“\"]?十(?P<plan>[一二三四五])五[”\"]?(?:规划)?(?:期间|时期|以来)"
    r"|(?:(?P<year>(?:19|20)\d{2})年|(?P<told>今年|去年|前年|明年|当年|上年))?"
    r"(?:(?P<half>上半年|下半年)|(?P<quarter>[第一二三四1-4]{1,2})季度|(?P<ends>年初|年底|年末)"
    r"|" + _MONTH.format(n="") + "(?:" + _DAY.format(n="") + r")?)?"
    r"(?P<to>\s*(?:至|到|—|–|-|~)\s*(?:(?P<year2>(?:19|20)\d{2})年)?(?:" + _MONTH.format(n="2") + ")?(?:" + _DAY.format(n="2") + ")?)?)"
    r"(?P<since>以来|起|开始)?"
)
_YEARS = {"今年": 0, "当年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1}
_DAYS = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "明天": 1, "明日": 1}
_MONTHS = {"近日": 0, "日前": 0, "近期": 0, "连日来": 0, "本月": 0, "当月": 0, "上月": -1, "上个月": -1, "下月": 1, "下个月": 1}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PLANS = {"一": 2006, "二": 2011, "三": 2016, "四": 2021, "五": 2026}
"""First year of each five-year plan since the eleventh."""

Period = tuple[str, str]


def when(text: str, issued: str = "") -> Period:
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
    >>> when("今年3月,"), when("近日,", "2024-06-11")
    (('', ''), ('2024-06', '2024-06'))
    """
    found = ("", "")
    for match in _DATE.finditer(text):
        period = _period(match, text, issued) if match[0] else None
        if period and period[0]:
            found = (period[0], "") if match["since"] else period
    return found


def _period(match: re.Match[str], text: str, issued: str) -> Period | None:
    if match["years"]:
        return match["years"], match["years2"]
    if match["plan"]:
        first = _PLANS[match["plan"]]
        return str(first), str(first + 4)
    if match["word"]:
        return _told(match["word"], issued)
    if not (match["year"] or match["told"] or match["month"]):
        return None  # a half-year or a quarter of no year
    if match["month"] and not match["year"] and text[match.end("month") + 1 : match.end("month") + 2] in ("度", "均", "报"):
        return None  # 12月度 and the like: no month of the calendar
    year = int(match["year"]) if match["year"] else int(issued[:4]) + _YEARS[match["told"] or "今年"] if issued else None
    if year is None:
        return None
    if match["half"]:
        return (f"{year:04d}-01", f"{year:04d}-06") if match["half"] == "上半年" else (f"{year:04d}-07", f"{year:04d}-12")
    if match["quarter"]:
        number = _QUARTERS.get(match["quarter"][-1], 0)
        return (f"{year:04d}-{3 * number - 2:02d}", f"{year:04d}-{3 * number:02d}") if number else None
    if match["ends"]:
        month = f"{year:04d}-{'01' if match['ends'] == '年初' else '12'}"
        return month, month
    start = _iso(year, match["month"], match["day"])
    if match["to"] and (match["year2"] or match["month2"] or match["day2"]):
        if match["day2"] and not match["month2"] and not match["day"]:  # 5月至6日: no range
            return start, start
        return start, _iso(int(match["year2"] or year), match["month2"] or match["month"], match["day2"])
    return start, start


def _told(word: str, issued: str) -> Period | None:
    """What a word means that counts from the issue date; as precise as that date is."""
    if word in _DAYS:
        try:
            day = (date.fromisoformat(issued) + timedelta(_DAYS[word])).isoformat()
        except ValueError:  # only month or year are known, or nothing
            return None
        return day, day
    if len(issued) < 7:
        return None
    months = 12 * int(issued[:4]) + int(issued[5:7]) - 1 + _MONTHS[word]
    month = f"{months // 12:04d}-{months % 12 + 1:02d}"
    return month, month


def _iso(year: int, month: str | None, day: str | None) -> str:
    return f"{year:04d}" + (f"-{int(month):02d}" if month else "") + (f"-{int(day):02d}" if month and day else "")
