"""Broken pages: columns that were read across, row by row, and articles that break off in mid-sentence to go on elsewhere.

Where lines end in mid-sentence, a search shares all lines out among tracks (`graph.read.tracks`).  If its way is clearly likelier
than the articles as they were read, the tracks are the fragments of the page: each gets the headlines above it, and one without a
beginning may still be joined to an article that it is like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise, permutations

from graph.read.blocks import Block
from graph.read.fragments import Fragment, fragments_of
from graph.read.joins import COLUMN, Sheet, Track
from graph.read.regions import agreement
from graph.read.tracks import Search, Way

_CUT, _SHORT = 0.25, 40
"""Share of the lines of text that end in mid-sentence, from which on a page is broken; of a page this short, one line is enough."""
_NARROW = 0.75
"""The same of lines as short as those of a column: there most look like headlines, of which a page has fewer."""
_LINES = (6, 240)
"""So few lines are no page, and so many are more than one."""
_CLEARLY = 0.02
"""A way is clearly likelier than another if it is ahead by this much a line."""
_CAPTION = 3
"""Lines of text that a caption has at most."""
_ALIKE = 0.3
"""Share of a headline's words that an article has to have to be the one that it stands above."""
_AT_HOME = 0.4
"""What speaks for an article that names places of the same province or prefecture, and against one that names others."""
_IN_ORDER = 0.1
"""What speaks for headlines to stand in the order of their articles."""


def broken(blocks: Sequence[Block]) -> bool:
    """Is a page worth a second look?  Its lines are as short as those of a column, or many end in mid-sentence."""
    if not _LINES[0] <= len(blocks) <= _LINES[1]:
        return False
    text = [b for b in blocks if b.kind in ("body", "lead")]
    cut = sum(not b.complete for b in text)
    narrow = sum(len(b.text) <= COLUMN for b in blocks)
    return narrow >= _NARROW * len(blocks) or cut >= (1 if len(blocks) <= _SHORT else _CUT * len(text))


def pulled_apart(blocks: Sequence[Block], read: Sequence[Sequence[Fragment]]) -> list[Fragment] | None:
    """The fragments of a broken page: tracks with their headlines, captions, and headlines that stand alone.

    Parameters
    ----------
    read
        the articles as they were read without tracks; None is the answer where no other way is clearly likelier than these.
    """
    number = {b.start: n for n, b in enumerate(blocks)}
    starts, apart, captions = set[int](), set[int](), []
    for f in fragments_of([replace(b) for b in blocks]):
        if f.caption and (len(f.body) <= _CAPTION or f.blocks[0].kind == "section"):
            captions.append(f)
            apart.update(number[b.start] for b in f.blocks)
        elif f.opens and f.body and not f.caption:
            starts.add(number[f.body[0].start])
    search = Search(Sheet(blocks), starts, apart)
    article = {number[b.start]: g for g, group in enumerate(read) for f in group for b in f.blocks}
    before = search.along(article, {number[b.start] for group in read for f in group for b in f.heads})
    best = search.best()
    if best.score - before.score < _CLEARLY * len(blocks) or not best.tracks:
        return None
    single = len(read) == 1 and sum(b.kind == "lead" for b in blocks) < 2
    if single and (len(best.tracks) > 1 or search.sheet.narrow < _NARROW):
        return None  # one article, and nothing says that there are more: only lines of a column may be in disorder
    return sorted([*captions, *_fragments(search, best)], key=lambda f: f.blocks[0].start)


def _fragments(search: Search, way: Way) -> Iterator[Fragment]:
    """The tracks with what stands above and below them, and headlines that are nobody's."""
    sheet, tracks = search.sheet, way.tracks
    of = {n: t for t, track in enumerate(tracks) for n in track.lines()}
    runs = list(_runs(sheet, of, search.apart))
    heirs = [_heirs(sheet, of, run, tracks) for run in runs]
    bare = sorted(set(range(len(tracks))) - {t for found in heirs for t in found})
    for run, found in zip(runs, heirs, strict=True):
        parts = _shared_out(sheet, run, found, tracks) if found else [(run, None)]
        if len(found) == 1:
            parts = _freed(sheet, run, found[0], bare, tracks)
        for part, heir in parts:
            if heir is None and bare:
                likest = max(bare, key=lambda t: _likeness(sheet, part, tracks[t]))
                heir = likest if _likeness(sheet, part, tracks[likest]) >= _ALIKE else None
            if heir is None and part is run:
                heir = _around(sheet, of, run)
            if heir is None:
                yield Fragment([sheet.lines[n].block for n in part], False)
            else:
                of.update(dict.fromkeys(part, heir))
    for t, track in enumerate(tracks):
        own = [_as_text(sheet.lines[n].block, n in way.headlines or not sheet.lines[n].speaks) for n in sorted(n for n in of if of[n] == t)]
        yield Fragment(own, own[0].kind in ("head", "section", "byline", "lead") or track.first in search.starts)


def _around(sheet: Sheet, of: dict[int, int], run: list[int]) -> int | None:
    """The article of the lines above and below, where it is one: these are headlines within it."""
    above = next((of[n] for n in range(run[0] - 1, -1, -1) if n in of), None)
    below = next((of[n] for n in range(run[-1] + 1, len(sheet.lines)) if n in of), None)
    return above if above == below else None


def _freed(sheet: Sheet, run: list[int], heir: int, bare: list[int], tracks: Sequence[Track]) -> list[tuple[list[int], int | None]]:
    """Of headlines in a row, those that fit an article without headline better stand above one told elsewhere."""
    cut = 0
    for i, n in enumerate(run[:-1], 1):
        elsewhere = max((_likeness(sheet, [n], tracks[t]) for t in bare), default=0.0)
        if elsewhere > _likeness(sheet, [n], tracks[heir]) and not sheet.lines[n].block.shoulder:
            cut = i
    return [([n], None) for n in run[:cut]] + [(run[cut:], heir)]


def _likeness(sheet: Sheet, part: list[int], track: Track) -> float:
    """How many of the words of some headlines an article has, by weight, and whether both name the same places."""
    words = [w for n in part for w in sheet.words[n]]
    home = sum((sheet.homes[n] for n in part), Counter[str]())
    return sum(v for bit, v in words if track.mask & bit) / (sum(v for _, v in words) or 1.0) + _AT_HOME * agreement(home, track.home)


def _as_text(block: Block, headline: bool) -> Block:
    """A line of a track that looked like a headline is a line of text."""
    return replace(block, kind="body") if block.kind == "head" and not headline else block


def _runs(sheet: Sheet, of: dict[int, int], apart: Collection[int]) -> Iterator[list[int]]:
    """Headlines, sections and bylines that stand together; what stands below a text, as a signature, goes to the text at once."""
    run: list[int] = []
    for line in sheet.lines:
        n, kind = line.number, line.block.kind
        if n in of or n in apart:
            if run:
                yield run
            run = []
        elif kind == "credit" or (kind in ("byline", "continued") and not run and n - 1 in of and not _opens(of, n + 1)):
            if n - 1 in of:
                of[n] = of[n - 1]
        elif kind != "continued":
            run.append(n)
    if run:
        yield run


def _opens(of: dict[int, int], n: int) -> bool:
    """Is this line the first of its track?"""
    return n in of and all(m >= n for m in of if of[m] == of[n])


def _heirs(sheet: Sheet, of: dict[int, int], run: list[int], tracks: Sequence[Track]) -> list[int]:
    """Tracks that begin below these headlines, the first of them at once."""
    below = run[-1] + 1
    while below < len(sheet.lines) and sheet.lines[below].block.kind == "continued" and below not in of:
        below += 1
    if below not in of or tracks[of[below]].first != below:
        return []
    found: list[int] = []
    for n in range(below, len(sheet.lines)):
        if n not in of:
            break
        if tracks[of[n]].first == n and (n == below or sheet.lines[n].block.kind == "lead"):
            found.append(of[n])
    return found[:3]


def _shared_out(sheet: Sheet, run: list[int], heirs: list[int], tracks: Sequence[Track]) -> list[tuple[list[int], int | None]]:
    """The headlines cut into as many parts as there are heirs, each for the one whose words it has."""
    count = min(len(run), len(heirs))
    best: list[tuple[list[int], int | None]] = [(run, heirs[0])]
    top = -1.0
    for cuts in combinations(range(1, len(run)), count - 1):
        parts = [run[a:b] for a, b in pairwise((0, *cuts, len(run)))]
        for order in permutations(range(len(heirs)), count):
            score = sum(_likeness(sheet, part, tracks[heirs[h]]) for part, h in zip(parts, order, strict=True))
            score += _IN_ORDER * (list(order) == sorted(order))
            if score > top:
                top, best = score, [(part, heirs[h]) for part, h in zip(parts, order, strict=True)]
    return best
