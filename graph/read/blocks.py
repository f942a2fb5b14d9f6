"""Lines of a page, and what each of them is: headline, lead, body, byline, caption credit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.read.folio import read_folio
from graph.read.regions import home_of

_LEAD = re.compile(r"^\s*(?:本报[^,。，]{0,8}讯(?!员)|新华社[^,。，]{1,12}电|中工网[^,。，]{0,8}讯)\s*[(（ ,，]?")
_BYLINE = re.compile(
    r"^\s*[（(□■]?\s*(?:本报|中工网|新华社|工人日报)?\s*(?:特约|见习|实习|驻\S{1,4})?(?:记者|通讯员|评论员)"
    r"\s*[\u4e00-\u9fff·、 　/]{2,60}[)）]?\s*$"
    r"|^\s*[□■◎]\s*[\u4e00-\u9fff· 　]{2,30}$|^\s*(?:作者|撰文|文)\s*[:：/]\s*[\u4e00-\u9fff· 　]{2,30}$"
)
_CREDIT = re.compile(r"摄(?:影报道|影)?\s*[)）]?\s*$|(?:供图|图片由.{2,20}提供)\s*[)）]?\s*$")
_PLACE = r"第?\s*[^\s)）]{1,5}(?:版|(?<=[上下左右])|栏)"
"""第4版, 右栏, 本版左下."""
_CONTINUED = re.compile(rf"^\s*[(（◀]\s*(?:上接|紧接|接)\s*{_PLACE}[^)）▶]*[)）▶]\s*")
_TURN = re.compile(rf"[(（◀]\s*下转\s*{_PLACE}[^)）▶]*[)）▶]\s*$")
_SECTION = re.compile(
    r"^\s*(?:[【\[][^】\]]{2,12}[】\]]"
    r"|新闻特写|阅读提示|蹲点日记|工作笔记|图片新闻|记者手记|编者按|延伸阅读|短评|来源[:：].{2,20}"
    r"|[\u4e00-\u9fff]{2,8}[·・][\u4e00-\u9fff]{2,8}|[\u4e00-\u9fff]{4,8} [\u4e00-\u9fff]{4,10})\s*$"
)
_END = re.compile(r"[。！？!?…][”’\"')）】]*\s*$|[”’][)）]?\s*$|[)）]\s*$|[:：]\s*$")
_HEADLINE_LENGTH = 44
_SHOULDER = 24
"""Characters of the longest line that may name a place or an organisation above a headline."""
_SENTENCE = re.compile(r"(?:\d{4}年[^“]*[,，]|\d{1,2}月\d|近日|日前|据|在[^,，]*[,，、]|同时|此外|目前|记者|截至|今年|近年来)[^ ]*$")
"""A line that begins like this is a sentence cut short, not a headline."""


@dataclass(slots=True)
class Block:
    """One line of the page at [start, end) of the document."""

    start: int
    end: int
    text: str
    kind: str
    """head | lead | body | byline | credit | continued | section"""
    gap: int
    """Blank lines before it."""

    @property
    def shoulder(self) -> bool:
        """Is it the first part of a headline that goes on in the next line: 云南昭通:?"""
        return self.kind == "head" and self.text[-1] in ":："

    @property
    def complete(self) -> bool:
        """Does it end where a sentence may end?"""
        return self.kind not in ("body", "lead") or bool(_END.search(self.text))


def split_blocks(text: str) -> list[Block]:
    """The non-blank lines of a page, classified."""
    blocks: list[Block] = []
    gap, position = 0, 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        stripped = line.strip()
        if not stripped or read_folio(stripped) or turn_mark(stripped) == 0:
            gap += 1
            continue
        begin = start + line.index(stripped[0])
        blocks.append(Block(begin, begin + len(stripped), stripped, _kind(stripped), gap))
        gap = 0
    _settle_short_lines(blocks)
    _settle_shoulders(blocks)
    return blocks


def continued_mark(text: str) -> int:
    """Length of a leading (上接第1版), 0 where there is none."""
    found = _CONTINUED.match(text)
    return found.end() if found else 0


def turn_mark(text: str) -> int:
    """Where a trailing (下转第4版) begins, the length of the text where there is none."""
    found = _TURN.search(text)
    return found.start() if found else len(text)


def _kind(text: str) -> str:
    if _CONTINUED.match(text):
        return "continued"
    if _LEAD.match(text):
        return "lead"
    if _CREDIT.search(text) and len(text) < 40 and "。" not in text:
        return "credit"
    if _BYLINE.match(text) and not text.endswith("。"):
        return "byline"
    if _SECTION.match(text):
        return "section"
    if text.endswith("——") and len(text) <= 2 * _HEADLINE_LENGTH and "。" not in text:
        return "head"
    if len(text) <= _HEADLINE_LENGTH and "。" not in text and text[-1] not in ",，、;；:：" and not _SENTENCE.match(text):
        return "head"
    return "body"


def _settle_short_lines(blocks: list[Block]) -> None:
    """A short line in the middle of a broken sentence is body; above a lead or a byline it is a headline all the same."""
    for i, block in enumerate(blocks[1:], 1):
        before = blocks[i - 1]
        if block.kind not in ("head", "section") or before.kind not in ("body", "lead") or before.complete or block.gap > 1:
            continue
        follower = next((b.kind for b in blocks[i + 1 :] if b.kind not in ("head", "section")), "")
        if follower in ("lead", "byline"):
            continue
        if before.text[-1] in ",，、;；和与及的" or block.text[0] in ",，、;；的等和与及了" or block.text[-1] in "。":
            block.kind = "body"


def _settle_shoulders(blocks: list[Block]) -> None:
    """A short line that ends in a colon above a headline is part of it, where a lead follows or it names a place: 云南昭通:."""
    for i, block in enumerate(blocks[:-1]):
        if block.kind != "body" or block.text[-1] not in ":：" or len(block.text) > _SHOULDER or blocks[i + 1].kind != "head":
            continue
        follower = next((b.kind for b in blocks[i + 1 :] if b.kind not in ("head", "section")), "")
        if not re.search("[。,，]", block.text) and (follower in ("lead", "byline") or home_of(block.text)):
            block.kind = "head"
