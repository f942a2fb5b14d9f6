"""Where and when a text was printed, as its own lines or its file's name say: date, page, name of the page, paper.

A *folio* is a line that says nothing else (“2024年6月11日 星期二 第03版 要闻”), or who made the page and how to reach them
(“责任编辑:卢小满 电话:(010)65880000”): it is read here and is no part of any article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-年./_]\s*(\d{1,2})\s*[-月./_]\s*(\d{1,2})日?(?!\d)|(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)")
_PAGE = re.compile(r"第?\s*([A-Da-d]?\d{1,3}|[一二三四五六七八九十]{1,3})\s*版(?!权)")
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:日报|晚报|早报|晨报|时报|商报|工人报|职工报|导报|周报)")
_EDITION = re.compile(r"版\s*[:：·|]?\s*([\u4e00-\u9fff]{2,6})(?=\s|$|[|·])|(?:^|\s)([\u4e00-\u9fff]{2,6})(?=\s*版面?\s*$)")
_FILLER = re.compile(
    r"(?:星期|周)[一二三四五六日天]|农历\S{2,10}|(?:责任?编辑?|版式|美编|校对|值班\S{0,4})\s*[:：]\s*[\u4e00-\u9fff· ]{2,20}"
    r"|(?:责编|版式|美编)\s*[\u4e00-\u9fff]{2,4}|(?:E-?mail|电话|邮箱|热线)\s*[:：]?\s*[\w@.+-]*|[\s|·:：,，/—-]",
    re.IGNORECASE,
)
_IMPRINT = re.compile(
    r"[□■]?\s*(?:"
    r"(?:(?:本版|本期|版面|责任|值班|视觉|执行)*(?:(?<=值班)主任|编辑|主编|责编|美编|编委|监制|校对|责校|版式(?:设计)?|制图|实习生)|(?<=\s)版面)"
    r"\s*[:：/\s]\s*[\u4e00-\u9fff·]{2,4}(?=[\s、□■]|$)"
    r"|(?:(?:新闻|广告|编读|联系|读者)?(?:热线|电话|传真)(?:电话)?|(?:投稿|电子)?(?:邮箱|信箱)|投稿|E[-—]?mail)\s*[:：]?\s*[(（]?[A-Za-z0-9]"
    r"[A-Za-z0-9@._×()（）+—-]*"
    r")",
    re.IGNORECASE,
)
"""Who made the page, and how to reach them."""
_COMMON = re.compile(r"(?:综合|要闻|新闻|工会|地方|区域|基层|企业|经济|周刊|广角|动态|视窗|一线|共建|\d{1,2}月\d{1,2}日|\d{1,2}|[·\s])*")
"""Names of pages, with their numbers, that are told as such without a weekday beside them."""
_NUMBERED = re.compile(r"\d{1,2}\s*(?:综合|要闻|地方|工会|区域|基层){1,2}(?:新闻|工会)?")
"""2 综合新闻."""
_BESIDE_WEEKDAY = re.compile(r"(?:[A-Da-d]?\d{1,2}(?=\s|$)|[\u4e00-\u9fff·]{2,8}|WORKERS' DAILY|\s)*")
_WEEKDAY = re.compile(r"星期[一二三四五六日天]")
_WORDS = 4
"""Words of the longest name of a page."""
_LONGEST = 60
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Folio:
    """What is known of the printing; empty where it is not."""

    date: str = ""
    """ISO 8601."""
    page: str = ""
    edition: str = ""
    paper: str = ""

    def __or__(self, other: Folio) -> Folio:
        """What this one leaves open is taken from `other`."""
        return Folio(self.date or other.date, self.page or other.page, self.edition or other.edition, self.paper or other.paper)


def read_date(text: str) -> str:
    """The first date of the calendar in `text` as ISO 8601, empty where there is none.

    >>> read_date("2024-06-11-03版"), read_date("grb20240611_3"), read_date("2024-13-40")
    ('2024-06-11', '2024-06-11', '')
    """
    for found in _DATE.finditer(text):
        year, month, day = (int(part) for part in found.groups() if part is not None)
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year}-{month:02d}-{day:02d}"
    return ""


def read_page(text: str) -> str:
    """Number of the page: 第03版 → 3, A2版 → A2, 第四版 → 4.

    >>> read_page("2024-06-11-03版"), read_page("A02版"), read_page("第十二版"), read_page("版权所有")
    ('3', 'A2', '12', '')
    """
    found = _PAGE.search(_WEEKDAY.sub(" ", _DATE.sub(" ", text)))
    if not found:
        return ""
    number = found[1].upper()
    if number[0] in _DIGITS or number[0] == "十":
        tens, ten, ones = number.rpartition("十")
        return str((_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0))
    letter = number[0] if number[0].isalpha() else ""
    return letter + str(int(number.removeprefix(letter)))


def read_name(name: str) -> Folio:
    """What the name of a file tells: 工人日报2024-06-11第03版.pdf, 2024-06/11/03版.html."""
    paper = _PAPER.search(name)
    return Folio(read_date(name), read_page(name), "", paper[0] if paper else "")


def read_folio(line: str) -> Folio | None:
    """What a folio line tells, None for any other line.

    >>> read_folio("工人日报 2024年6月11日 星期二 第03版 要闻")
    Folio(date='2024-06-11', page='3', edition='要闻', paper='工人日报')
    >>> read_folio("2024年6月11日,三亚市总工会召开会议。")
    """
    if len(line) > _LONGEST or "。" in line:
        return None
    date, page, imprint = read_date(line), read_page(line), _IMPRINT.search(line)
    if not date and not page and not imprint and not _NUMBERED.fullmatch(line):
        return None
    paper, edition = _PAPER.search(line), _EDITION.search(line)
    rest = _PAGE.sub(" ", _DATE.sub(" ", _IMPRINT.sub(" ", line)))
    for known in (paper, edition):
        if known:
            rest = rest.replace(known[0].strip("版") if known is edition else known[0], " ", 1)
    left = _FILLER.sub(" ", rest.replace("版", "")).strip()
    named = _COMMON.fullmatch(left) or (date and _WEEKDAY.search(line) and _BESIDE_WEEKDAY.fullmatch(left))
    if not named or len(left.split()) > _WORDS:
        return None
    return Folio(date, page, (edition[1] or edition[2]) if edition else "", paper[0] if paper else "")


def read_text(text: str) -> Folio:
    """What the folio lines at the head and foot of a page tell."""
    head, foot = text[:600].splitlines()[:8], text[-300:].splitlines()[-4:]
    known = Folio()
    for line in (*head, *foot):
        known |= read_folio(line.strip()) or Folio()
    return known
