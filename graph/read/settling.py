"""Whose each paragraph is: the best path down the page, once it is known which articles there are.

The rest of an article that broke off may stand below any line of another, even a complete one, where no fragment ends.
"""

from __future__ import annotations

import math
from collections import Counter

from graph.read.blocks import Block, continued_mark
from graph.read.fragments import Fragment, han_runs, words_of
from graph.read.regions import agreement, home_of

_STAY, _RETURN, _LEAVE = 0.02, 0.03, -0.02
"""What speaks for a paragraph to be of the same article as the line above it, of one that broke off, of any other."""
_NAMED = 0.03
"""What speaks for a paragraph to be of an article that names the same federation, and against one that never does."""
_AT_HOME = 0.04
"""The same for an article that names places of the same province."""
_ROUNDS = 4


def resettle(groups: list[list[Fragment]]) -> list[list[Fragment]]:
    """Give every paragraph to the article that it is likest to, given its neighbours: the best path down the page.

    The rest of an article that broke off may stand below any line of another, even a complete one, where no fragment ends.
    What opens an article, its headlines and captions stay where they are.
    """
    lines = sorted(((b, g, f) for g, group in enumerate(groups) for f in group for b in f.blocks), key=lambda x: x[0].start)
    opening = [f.caption or b.kind not in ("body", "continued") or (f.opens and b is next(iter(f.body), None)) for b, _, f in lines]
    fixed = [o or (f.opens and b is _first(f)) for o, (b, _, f) in zip(opening, lines, strict=True)]
    if len(groups) < 2 or all(fixed):
        return groups
    words = [words_of([b]) + _trigrams(b.text) for b, _, _ in lines]
    spread = Counter(w for u in words for w in u)
    rarity = {w: math.log(1 + len(lines) / n) for w, n in spread.items()}
    weighted = [{w: n * rarity[w] for w, n in u.items()} for u in words]
    homes = [home_of(b.text) for b, _, _ in lines]
    of = [g for _, g, _ in lines]
    for turn in range(_ROUNDS):
        known = opening if turn == 0 else [True] * len(lines)  # first by what opens the articles alone
        path = _best_path(lines, of, fixed, known, weighted, homes, len(groups))
        if path == of and turn:
            break
        of = path
    return _runs(lines, of, groups)


def _first(fragment: Fragment) -> Block | None:
    """The first line of the text; a mark of continuation, (上接第1版), is none."""
    return next((b for b in fragment.body if continued_mark(b.text) < len(b.text)), None)


def _trigrams(text: str) -> Counter[str]:
    """Threes of Chinese characters: most names are that long, few common words are."""
    return Counter(three for run in han_runs(text) for three in map("".join, zip(run, run[1:], run[2:], strict=False)))


def _best_path(
    lines: list[tuple[Block, int, Fragment]],
    of: list[int],
    fixed: list[bool],
    known: list[bool],
    weighted: list[dict[str, float]],
    homes: list[Counter[str]],
    count: int,
) -> list[int]:
    """Viterbi: the article of each line, from likeness to the articles as they are now and from what stands above it."""
    models: list[Counter[str]] = [Counter() for _ in range(count)]
    at_home: list[Counter[str]] = [Counter() for _ in range(count)]
    for g, u, home, counts in zip(of, weighted, homes, known, strict=True):
        if counts:
            models[g].update(u)
            at_home[g].update(home)
    sizes = [sum(v * v for v in model.values()) for model in models]
    norms = [sum(v * v for v in line.values()) for line in weighted]
    unions = [[w for w in line if w[0] == "@"] for line in weighted]
    best = [0.0] * count
    pointers: list[list[int]] = []
    unfinished: list[bool] = [False] * count  # did the article break off at its last line so far, as things are now?
    above: Block | None = None
    for i, (block, _, _) in enumerate(lines):
        scores, back = [], []
        leave = 0.0 if above is not None and not above.complete else _LEAVE
        enter = max(range(count), key=lambda h: best[h])
        for g in range(count):
            if fixed[i] and g != of[i]:
                scores.append(-math.inf)
                back.append(g)
                continue
            jump = best[enter] + leave + (_RETURN if unfinished[g] else 0.0)
            stay = best[g] + _STAY
            fit = 0.0 if fixed[i] else _fit(weighted[i], unions[i], norms[i], models[g], sizes[g], known[i] and of[i] == g)
            if homes[i] and not fixed[i]:
                fit += _AT_HOME * agreement(homes[i], at_home[g] - homes[i] if known[i] and of[i] == g else at_home[g])
            scores.append(max(stay, jump) + fit)
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


def _fit(line: dict[str, float], unions: list[str], norm: float, model: Counter[str], size: float, own: bool) -> float:
    """Cosine of a line and the rest of an article, and whether both name the same federation; the squares of both lengths are known."""
    shared = [w for w in line if w in model]  # in the line's order: sums do not hang on the hash seed
    if own:
        dot = sum(line[w] * (model[w] - line[w]) for w in shared)
        size -= sum(line[w] * (2 * model[w] - line[w]) for w in shared)
    else:
        dot = sum(line[w] * model[w] for w in shared)
    named = 0.0
    for w in unions:
        named += _NAMED if w in model and (not own or model[w] - line[w] > 1e-6) else -_NAMED
    length = math.sqrt(norm * max(size, 1e-9))
    return (dot / length if length and size > 1e-6 else 0.0) + named / max(1, len(unions))


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
