"""Fragments of a page: runs of lines that surely belong together, and the words that tell whose they are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from operator import add

from graph.read.blocks import Block

_SIGNATURE = re.compile(r"((?:(?![省市县区州旗])[\u4e00-\u9fff]){2,3}(?:自治[区州]|[省市县区州旗]))总(?:工会)?|“([^“”]{2,8})”")
"""What marks an article: the federations it names, and what it quotes."""
_HAN = re.compile("[\u4e00-\u9fff]+")


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


def fragments_of(blocks: list[Block]) -> list[Fragment]:
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
        elif heads and i and blocks[i - 1].kind == "continued":
            starts.add(blocks[i - 1].start)  # (上接第1版) above a headline: the article is told here
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
    marks = [{w: n for w, n in signs_of(b.text).items() if w[0] == "@"} for b in fragment.blocks]
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


def words_of(blocks: list[Block]) -> Counter[str]:
    """Bigrams of Chinese characters, and what marks an article best: federations and quoted names, counted fourfold."""
    text = "".join(b.text for b in blocks)
    return Counter(pair for run in han_runs(text) for pair in map(add, run, run[1:])) + signs_of(text)


def signs_of(text: str) -> Counter[str]:
    """Federations and quoted names, counted fourfold."""
    signs = Counter[str]()
    for union, quoted in _SIGNATURE.findall(text):
        signs["@" + union if union else "“" + quoted] += 4
    return signs


def han_runs(text: str) -> list[str]:
    """The stretches of Chinese characters."""
    return _HAN.findall(text)
