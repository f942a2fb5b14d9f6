"""Page → articles: finds where articles begin and joins the pieces that the layout scattered.

A page is first cut into *fragments*: runs of lines that surely belong together.  A fragment with a headline and a lead
opens an article; any other (what follows a caption, a column break, a (上接第1版)) is an orphan that goes to the article
whose words it shares most.  Within an article, a piece that ends in mid-sentence is followed by the one that begins so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph.model import Article, Document, Span
from graph.read.assembly import assemble, stretches
from graph.read.blocks import continued_mark, split_blocks, turn_mark
from graph.read.columns import broken, pulled_apart
from graph.read.fragments import Fragment, fragments_of
from graph.read.headlines import put_right
from graph.read.scripts import INVISIBLE
from graph.world.scripts import simplified

_SENTENCE_END = re.compile(r"[。！？!?…][”’\"'）)】]*")
_LEAD_BYLINE = re.compile(
    r"^\s*(?:本报|中工网|新华社)[^(（,，]{0,8}(?:讯(?!员)|电)\s*(?:[(（][^)）]{2,60}[)）])?"
    r"|^\s*[(（](?:记者|通讯员)[^)）]{2,60}[)）]"
)


def read_articles(document: Document) -> list[Article]:
    """The articles of a page, in the order in which they begin."""
    page = simplified(document.text)
    blocks = split_blocks(page)
    groups = [group for stretch in stretches(fragments_of([replace(b) for b in blocks])) for group in assemble(stretch)]
    if broken(blocks):
        tracks = pulled_apart(blocks, groups)
        if tracks is not None:
            groups = assemble(tracks, settled=True)
    return [_article(document, page, n, group) for n, group in enumerate(put_right(groups), 1)]


def _article(document: Document, page: str, number: int, group: list[Fragment]) -> Article:
    text: list[str] = []
    offsets: list[int] = []
    headlines: list[Span] = []
    bylines: list[Span] = []
    paragraphs: list[Span] = []
    section = ""
    invisible = INVISIBLE.search(page)
    open_paragraph = -1
    for number_in_group, fragment in enumerate(group):
        heads = fragment.heads if number_in_group == 0 else []
        for block in fragment.blocks:
            begin, end = block.start, block.end
            if block.kind == "section":
                section = section or block.text.strip("【】[] ")
                continue
            if block.kind == "continued":
                begin += continued_mark(block.text)
            end = begin + turn_mark(page[begin:end])
            if begin >= end:
                continue
            at = len(text)
            body = block.kind in ("body", "lead", "continued")
            shown = [i for i in range(begin, end) if not invisible or not INVISIBLE.match(page[i])]
            text += (page[i] for i in shown)
            offsets += shown
            span = Span(at, len(text))
            if block.kind == "head":
                headlines.append(span) if block in heads else paragraphs.append(span)
            elif body:
                by = _LEAD_BYLINE.match("".join(text[at:]))
                if by:
                    bylines.append(Span(at, at + by.end()))
                    span = Span(at + by.end(), span.end)
                if open_paragraph >= 0 and not by:
                    paragraphs[open_paragraph] = Span(paragraphs[open_paragraph].start, span.end)
                else:
                    paragraphs.append(span)
                open_paragraph = -1 if block.complete else len(paragraphs) - 1
            else:
                bylines.append(span)
            if not body or block.complete:
                text.append("\n")
                offsets.append(end if end < len(document.text) else end - 1)
                if block.kind in ("head", "byline", "credit"):
                    open_paragraph = -1
    joined = "".join(text)
    title_span = _main_headline(joined, headlines) or _first_words(joined, paragraphs[0].start if paragraphs else 0)
    title = "".join(document.text[i] for i in offsets[title_span.start : title_span.end]).strip()
    article = Article(
        id=f"{document.digest}-{number}", document=document, title=title,
        text=joined, offsets=offsets, headlines=headlines, bylines=bylines, paragraphs=paragraphs, section=section, date=document.date,
    )  # fmt: skip
    article.sentences = sorted({*headlines, *(s for p in paragraphs for s in _sentences(joined, p))}, key=lambda s: s.start)
    return article


_AUTHOR = re.compile(r"(?:工会|中心|学院|学校|公司|局|厅|书记|主席|主任|部长|院长|校长|会长|局长)[ 　\t]+(?:[\u4e00-\u9fff]{2,4}[ 　]?)+$")
"""泰州市高新区总工会党组书记、主席 史连美: the line of a signed column, not its headline."""
_CLAUSE = re.compile(r"[。！？!?,，:：;；\n]")


def _main_headline(text: str, headlines: list[Span]) -> Span | None:
    """The headline proper: shoulder lines end in a dash or a colon, or stand above; decks below are longer; an author's line is none."""
    named = [h for h in headlines if not _AUTHOR.search(text[h.start : h.end].strip())]
    plain = [h for h in named if not text[h.start : h.end].rstrip().endswith(("——", "—", ":", "："))]
    return plain[0] if plain else (named[0] if named else None)


def _first_words(text: str, start: int) -> Span:
    """What stands for a missing headline: the first clauses, up to some thirty characters."""
    end = start
    for mark in _CLAUSE.finditer(text, start, start + 48):
        if mark.start() - start > 32 and end - start > 8:
            break
        end = mark.start()
        if text[mark.start()] in "。！？!?\n" and end - start > 8:
            break
    return Span(start, end if end - start > 8 else min(len(text), start + 30))


def _sentences(text: str, paragraph: Span) -> list[Span]:
    spans, begin = [], paragraph.start
    for end in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        spans.append(Span(begin, end.end()))
        begin = end.end()
    if text[begin : paragraph.end].strip():
        spans.append(Span(begin, paragraph.end))
    return [s for s in spans if text[s.start : s.end].strip()]
