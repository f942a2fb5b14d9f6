"""Page → articles: finds where articles begin and joins the pieces that the layout scattered.

A page is first cut into *fragments*: runs of lines that surely belong together.  A fragment with a headline and a lead
opens an article; any other (what follows a caption, a column break, a (上接第1版)) is an orphan that goes to the article
whose words it shares most.  Within an article, a piece that ends in mid-sentence is followed by the one that begins so.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from graph.model import Article, Document, Span
from graph.read.blocks import Block, continued_mark, split_blocks, turn_mark
from graph.read.scripts import INVISIBLE, simplified

_SENTENCE_END = re.compile(r"[。！？!?…][”’\"'）)】]*|[”’](?=[“‘])")
_LEAD_BYLINE = re.compile(
    r"^\s*(?:本报|中工网|新华社)[^(（,，]{0,8}(?:讯(?!员)|电)\s*(?:[(（][^)）]{2,60}[)）])?"
    r"|^\s*[(（](?:记者|通讯员)[^)）]{2,60}[)）]"
)
_SIGNATURE = re.compile(r"((?:(?![省市县区州旗])[\u4e00-\u9fff]){2,3}(?:自治[区州]|[省市县区州旗]))总(?:工会)?|“([^“”]{2,8})”")
"""What marks an article: the federations it names, and what it quotes."""
_LIKENESS = 0.085
"""Groups less alike than this are different articles."""


_PAGE = 40
"""Fragments that one page has at most; our broadsheets have seventeen."""


@dataclass(slots=True)
class Fragment:
    """A run of lines of the page that belong together."""

    blocks: list[Block]
    opens: bool
    """Does it begin an article (headline with lead, caption with credit)?"""
    caption: bool = False
    words: Counter[str] = field(default_factory=Counter)

    @property
    def heads(self) -> list[Block]:
        lead = next((i for i, b in enumerate(self.blocks) if b.kind in ("lead", "body", "byline", "continued")), len(self.blocks))
        return [b for b in self.blocks[:lead] if b.kind == "head"]

    @property
    def body(self) -> list[Block]:
        return [b for b in self.blocks if b.kind in ("lead", "body", "continued")]

    @property
    def cut_at_start(self) -> bool:
        body = self.body
        return not self.opens and bool(body) and body[0].kind != "lead" and not self.heads

    @property
    def cut_at_end(self) -> bool:
        body = self.body
        return bool(body) and not body[-1].complete


def read_articles(document: Document) -> list[Article]:
    """The articles of a page, in the order in which they begin."""
    page = simplified(document.text)
    fragments = _fragments(split_blocks(page))
    groups = [group for stretch in _stretches(fragments) for group in _assemble(stretch)]
    return [_article(document, page, n, group) for n, group in enumerate(groups, 1)]


# ---------------------------------------------------------------------- fragments


def _fragments(blocks: list[Block]) -> list[Fragment]:
    starts = _openings(blocks)
    fragments: list[Fragment] = []
    current: list[Block] = []

    def close() -> None:
        nonlocal current
        if current:
            caption = current[-1].kind == "credit"
            fragments.append(Fragment(current, current[0].start in starts or caption, caption))
            current = []

    for i, block in enumerate(blocks):
        before = blocks[i - 1] if i else None
        if block.start in starts or block.kind == "continued" or (block.gap > 1 and _loose(current)):
            close()
        elif block.kind in ("head", "section") and _loose(current) and i + 1 < len(blocks) and blocks[i + 1].kind in ("head", "section"):
            close()  # several headlines in a row: perhaps an article without a lead
        elif before is not None and before.kind == "credit" and block.kind != "credit":
            close()
        elif before is not None and not before.complete and block.kind in ("body", "head") and _loose(current) and i:
            close()  # cut in mid-sentence: whether the next line goes on is for likeness to say
        current.append(block)
    close()
    return [part for f in fragments for piece in _split_caption(f) for part in _split_foreign(piece)]


def _loose(current: list[Block]) -> bool:
    return bool(current) and current[-1].kind in ("body", "lead", "continued", "credit", "byline")


def _openings(blocks: list[Block]) -> set[int]:
    """Document offsets at which an article surely begins."""
    starts = set()
    i = 0
    while i < len(blocks):
        if blocks[i].kind not in ("head", "section"):
            if blocks[i].kind == "lead":
                starts.add(blocks[i].start)
            i += 1
            continue
        j = i
        while j < len(blocks) and blocks[j].kind in ("head", "section"):
            j += 1
        follower = blocks[j].kind if j < len(blocks) else ""
        heads = [b for b in blocks[i:j] if b.kind == "head"]
        if follower in ("lead", "byline"):
            starts.add(blocks[i].start)
            if follower == "lead":
                blocks[j].gap = 0
                j += 1
        elif heads and (_is_caption(blocks, j) or any(b.text[0] == "【" for b in blocks[i:j])):
            starts.add(blocks[i].start)
        i = j
    # a lead directly below its headlines opens nothing of its own
    for before, block in pairwise(blocks):
        if block.kind == "lead" and before.kind in ("head", "section", "byline"):
            starts.discard(block.start)
    return starts


def _is_caption(blocks: list[Block], at: int) -> bool:
    for block in blocks[at : at + 3]:
        if block.kind == "credit" or (block.kind == "body" and re.search(r"摄\s*[)）]?$", block.text)):
            return True
        if block.kind != "body":
            return False
    return False


def _split_caption(fragment: Fragment) -> list[Fragment]:
    """A caption below an article's last paragraph is an article of its own: its paragraph and credit are split off."""
    if not fragment.caption:
        return [fragment]
    body = [i for i, b in enumerate(fragment.blocks) if b.kind == "body"]
    if (len(body) <= 3 and fragment.heads) or len(body) <= 1:
        return [fragment]
    cut = body[-1]
    while cut > 0 and fragment.blocks[cut - 1].kind == "head":
        cut -= 1
    if cut == 0:
        return [fragment]
    return [Fragment(fragment.blocks[:cut], fragment.opens and bool(fragment.heads)), Fragment(fragment.blocks[cut:], True, True)]


def _split_foreign(fragment: Fragment) -> list[Fragment]:
    """Where the layout runs two articles together without a sign: after the last line that names the first one's federation."""
    marks = [{w: n for w, n in _words([b]).items() if w[0] == "@"} for b in fragment.blocks]
    for cut in range(1, len(marks)):
        left, right = Counter[str](), Counter[str]()
        for side, part in ((left, marks[:cut]), (right, marks[cut:])):
            for m in part:
                side.update(m)
        if not left or not right or left.keys() & right.keys() or not marks[cut - 1] or max(right.values()) < 8 or max(left.values()) < 8:
            continue
        if fragment.blocks[cut - 1].complete and fragment.blocks[cut].kind == "body":
            first, rest = Fragment(fragment.blocks[:cut], fragment.opens, fragment.caption), Fragment(fragment.blocks[cut:], False)
            return [first, *_split_foreign(rest)]
    return [fragment]


# ---------------------------------------------------------------------- assembly


def _stretches(fragments: list[Fragment]) -> list[list[Fragment]]:
    """A page is one stretch; a text as long as many pages is cut where articles begin, for comparing all with all costs the cube."""
    stretches: list[list[Fragment]] = [[]]
    for fragment in fragments:
        if len(stretches[-1]) >= (_PAGE if fragment.opens else 2 * _PAGE):
            stretches.append([])
        stretches[-1].append(fragment)
    return stretches


def _assemble(fragments: list[Fragment]) -> list[list[Fragment]]:
    """Merge the likest groups first, until no two are alike enough; a group holds at most one opening."""
    rarity = _rarity(fragments)
    fragments = _free_headlines(fragments, rarity)
    groups = [[f] for f in fragments]
    place = {id(f): i for i, f in enumerate(fragments)}
    scores: dict[tuple[int, int], float] = {}

    def score(a: list[Fragment], b: list[Fragment]) -> float:
        key = (id(a), id(b))
        if key not in scores:
            apart = a[0].caption or b[0].caption or (any(f.opens for f in a) and any(f.opens for f in b)) or _foreign(a, b)
            scores[key] = 0.0 if apart else _likeness(a, b, rarity) + _joint(a, b, place)
        return scores[key]

    retired: list[list[Fragment]] = []  # keeps merged lists alive: their ids are keys of `scores`
    while len(groups) > 1:
        best, i, j = max((score(groups[i], groups[j]), -i, -j) for i in range(len(groups)) for j in range(i + 1, len(groups)))
        if best < _LIKENESS:
            break
        merged = sorted(groups[-i] + groups[-j], key=lambda f: place[id(f)])
        retired += [groups[-i], groups[-j]]
        groups = [g for k, g in enumerate(groups) if k not in (-i, -j)] + [merged]
    groups = [g for g in groups if any(b.kind in ("head", "lead", "body", "continued") for f in g for b in f.blocks)]
    groups.sort(key=lambda g: min(f.blocks[0].start for f in g))
    return [_in_reading_order(g) for g in _resettle(groups)]


_STAY, _RETURN, _LEAVE = 0.02, 0.03, -0.02
"""What speaks for a paragraph to be of the same article as the line above it, of one that broke off, of any other."""
_NAMED = 0.03
"""What speaks for a paragraph to be of an article that names the same federation, and against one that never does."""
_ROUNDS = 4


def _resettle(groups: list[list[Fragment]]) -> list[list[Fragment]]:
    """Give every paragraph to the article that it is likest to, given its neighbours: the best path down the page.

    The rest of an article that broke off may stand below any line of another, even a complete one, where no fragment ends.
    What opens an article, its headlines and captions stay where they are.
    """
    lines = sorted(((b, g, f) for g, group in enumerate(groups) for f in group for b in f.blocks), key=lambda x: x[0].start)
    fixed = [f.caption or b.kind not in ("body", "continued") or (f.opens and b is next(iter(f.body), None)) for b, _, f in lines]
    if len(groups) < 2 or all(fixed):
        return groups
    words = [_words([b]) + _trigrams(b.text) for b, _, _ in lines]
    spread = Counter(w for u in words for w in u)
    rarity = {w: math.log(1 + len(lines) / n) for w, n in spread.items()}
    weighted = [{w: n * rarity[w] for w, n in u.items()} for u in words]
    of = [g for _, g, _ in lines]
    for turn in range(_ROUNDS):
        known = fixed if turn == 0 else [True] * len(lines)  # first by what opens the articles alone
        path = _best_path(lines, of, fixed, known, weighted, len(groups))
        if path == of and turn:
            break
        of = path
    return _runs(lines, of, groups)


def _trigrams(text: str) -> Counter[str]:
    """Threes of Chinese characters: most names are that long, few common words are."""
    return Counter(t for i in range(len(text) - 2) if all(map(_han, t := text[i : i + 3])))


def _best_path(
    lines: list[tuple[Block, int, Fragment]], of: list[int], fixed: list[bool], known: list[bool], weighted: list[dict[str, float]], count: int
) -> list[int]:
    """Viterbi: the article of each line, from likeness to the articles as they are now and from what stands above it."""
    models: list[Counter[str]] = [Counter() for _ in range(count)]
    for g, u, counts in zip(of, weighted, known, strict=True):
        if counts:
            models[g].update(u)
    best = [0.0] * count
    pointers: list[list[int]] = []
    unfinished: list[bool] = [False] * count  # did the article break off at its last line so far, as things are now?
    above: Block | None = None
    for i, (block, _, _) in enumerate(lines):
        scores, back = [], []
        for g in range(count):
            if fixed[i] and g != of[i]:
                scores.append(-math.inf)
                back.append(g)
                continue
            leave = 0.0 if above is not None and not above.complete else _LEAVE
            enter = max(range(count), key=lambda h: best[h])
            jump = best[enter] + leave + (_RETURN if unfinished[g] else 0.0)
            stay = best[g] + (_STAY if above is None or above.complete or not unfinished[g] else 0.02)
            scores.append(max(stay, jump) + (0.0 if fixed[i] else _fit(weighted[i], models[g], known[i] and of[i] == g)))
            back.append(g if stay >= jump else enter)
        pointers.append(back)
        best = scores
        if block.kind in ("body", "lead", "continued"):
            unfinished[of[i]] = not block.complete
        above = block
    g = max(range(count), key=lambda h: best[h])
    path = []
    for back in reversed(pointers):
        path.append(g)
        g = back[g]
    return path[::-1]


def _fit(line: dict[str, float], model: Counter[str], own: bool) -> float:
    """Cosine of a line and the rest of an article."""
    rest = {w: model[w] - (n if own else 0.0) for w, n in line.items() if w in model}
    dot = sum(line[w] * v for w, v in rest.items() if v > 0)
    size = sum(v * v for v in model.values()) - (sum(2 * model[w] * line[w] - line[w] ** 2 for w in rest) if own else 0.0)
    norm = math.sqrt(sum(v * v for v in line.values()) * max(size, 1e-9))
    unions = [w for w in line if w[0] == "@"]
    named = sum(_NAMED if rest.get(w, 0.0) > 1e-6 else -_NAMED for w in unions) / max(1, len(unions))
    return (dot / norm if norm and size > 1e-6 else 0.0) + named


def _runs(lines: list[tuple[Block, int, Fragment]], of: list[int], groups: list[list[Fragment]]) -> list[list[Fragment]]:
    """Fragments again: lines that follow each other on the page and belong to one article and, as before, to one fragment."""
    result: list[list[Fragment]] = [[] for _ in groups]
    last: tuple[int, Fragment] | None = None
    for (block, _, fragment), g in zip(lines, of, strict=True):
        if last is not None and last[0] == g and last[1] is fragment:
            result[g][-1].blocks.append(block)
        else:
            opens = fragment.opens and fragment.blocks[0] is block
            result[g].append(Fragment([block], opens, fragment.caption))
        last = (g, fragment)
    return [group for group in result if group]


def _words(blocks: list[Block]) -> Counter[str]:
    """Bigrams of Chinese characters, and what marks an article best: federations and quoted names, counted fourfold."""
    text = "".join(b.text for b in blocks)
    words = Counter(text[i : i + 2] for i in range(len(text) - 1) if _han(text[i]) and _han(text[i + 1]))
    for union, quoted in _SIGNATURE.findall(text):
        words["@" + union if union else "“" + quoted] += 4
    return words


def _rarity(fragments: list[Fragment]) -> dict[str, float]:
    for fragment in fragments:
        fragment.words = _words(fragment.blocks)
    spread = Counter(w for f in fragments for w in f.words)
    return {w: math.log(1 + len(fragments) / n) for w, n in spread.items()}


def _free_headlines(fragments: list[Fragment], rarity: dict[str, float]) -> list[Fragment]:
    """Of several headlines in a row, those that fit another fragment better stand above an article told elsewhere."""
    result: list[Fragment] = []
    for fragment in fragments:
        heads = fragment.heads
        others = [f for f in fragments if f is not fragment and not f.opens]
        cut = 0
        if fragment.opens and not fragment.caption and len(heads) > 2 and others:
            own_words = _words(fragment.body)
            for i, head in enumerate(heads[:-1]):
                words = _words([head])
                if max(_shared(words, _words(o.body), rarity) for o in others) > _shared(words, own_words, rarity):
                    cut = i + 1
        if cut:
            index = fragment.blocks.index(heads[cut])
            for part in (fragment.blocks[:index], fragment.blocks[index:]):
                result.append(Fragment(part, True, words=_words(part)))
        else:
            result.append(fragment)
    return result


def _shared(a: Counter[str], b: Counter[str], rarity: dict[str, float]) -> float:
    total = sum(rarity.get(w, 1.0) for w in a)
    return sum(rarity.get(w, 0.0) for w in a if w in b) / total if total else 0.0


def _likeness(a: list[Fragment], b: list[Fragment], rarity: dict[str, float]) -> float:
    """Cosine of the two groups' word vectors, weighted by rarity on the page."""
    u, v = Counter[str](), Counter[str]()
    for f in a:
        u.update(f.words)
    for f in b:
        v.update(f.words)
    if len(v) < len(u):
        u, v = v, u
    dot = sum(n * v[w] * rarity[w] ** 2 for w, n in u.items() if w in v)
    norm = math.sqrt(sum((n * rarity[w]) ** 2 for w, n in u.items()) * sum((n * rarity[w]) ** 2 for w, n in v.items()))
    return dot / norm if norm else 0.0


def _foreign(a: list[Fragment], b: list[Fragment]) -> bool:
    """Do they speak of different federations, each of one again and again?"""
    mains = []
    for group in (a, b):
        unions = Counter({w: n for f in group for w, n in f.words.items() if w[0] == "@"})
        mains.append({w: n for w, n in unions.items() if 2 * n >= max(unions.values())})
    often = min(max(m.values(), default=0) for m in mains) >= 4 and max(max(m.values(), default=0) for m in mains) >= 8
    return often and not mains[0].keys() & mains[1].keys()


def _joint(a: list[Fragment], b: list[Fragment], place: dict[int, int]) -> float:
    """Bonus for groups that touch on the page, more where one is cut in mid-sentence and the other begins so."""
    bonus = 0.0
    for first, second in ((a, b), (b, a)):
        for f in first:
            for g in second:
                step = place[id(g)] - place[id(f)]
                if step == 1:
                    bonus = max(bonus, 0.1 if f.cut_at_end and g.cut_at_start else 0.04)
                elif step > 1 and f.cut_at_end and g.cut_at_start:
                    bonus = max(bonus, 0.02)
    if not any(f.body for f in a) or not any(f.body for f in b):
        bonus += 0.03  # a headline that still waits for its text
    return bonus


def _in_reading_order(group: list[Fragment]) -> list[Fragment]:
    """Headline first, then page order; a piece cut at its end is followed by the nearest later piece that is cut at its start."""
    rest = sorted(group, key=lambda f: (not f.opens, len(f.heads) < 2, f.blocks[0].start))
    if len(rest) > 1 and not rest[0].opens:
        continued = next((f for f in rest if f.blocks[0].kind == "continued"), None)
        if continued is not None:  # the page this turns from is elsewhere: the continuation is the beginning here
            rest.remove(continued)
            rest.insert(0, continued)
    ordered = [rest.pop(0)]
    while rest:
        last = ordered[-1]
        following = [f for f in rest if f.blocks[0].start > last.blocks[0].start] or rest
        nxt = following[0]
        if last.cut_at_end:
            nxt = next((f for f in following if f.cut_at_start), next((f for f in rest if f.cut_at_start), nxt))
        rest.remove(nxt)
        ordered.append(nxt)
    return ordered


def _han(c: str) -> bool:
    return "\u4e00" <= c <= "\u9fff"


# ---------------------------------------------------------------------- article


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
    """The headline proper: shoulder lines end in a dash or stand above; decks below are longer; an author's line is none."""
    named = [h for h in headlines if not _AUTHOR.search(text[h.start : h.end].strip())]
    plain = [h for h in named if not text[h.start : h.end].rstrip().endswith(("——", "—"))]
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
        if text[end.start()] in "”’" and end.start() - begin < 12:
            continue
        spans.append(Span(begin, end.end()))
        begin = end.end()
    if text[begin : paragraph.end].strip():
        spans.append(Span(begin, paragraph.end))
    return [s for s in spans if text[s.start : s.end].strip()]
