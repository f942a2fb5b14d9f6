"""Fragments → articles: the likest are joined first; within an article, a piece cut at its end is followed by one cut at its start."""

from __future__ import annotations

import math
from collections import Counter

from graph.read.fragments import Fragment, words_of
from graph.read.regions import agreement, home_of
from graph.read.settling import resettle

_LIKENESS = 0.085
"""Groups less alike than this are different articles."""


_AT_HOME = 0.2
"""What speaks for joining groups that name places of one province, and against it where they name those of different ones."""
_PAGE = 40
"""Fragments that one page has at most; our broadsheets have seventeen."""


def stretches(fragments: list[Fragment]) -> list[list[Fragment]]:
    """A page is one stretch; a text as long as many pages is cut where articles begin, for comparing all with all costs the cube."""
    stretches: list[list[Fragment]] = [[]]
    for fragment in fragments:
        if len(stretches[-1]) >= (_PAGE if fragment.opens else 2 * _PAGE):
            stretches.append([])
        stretches[-1].append(fragment)
    return stretches


def assemble(fragments: list[Fragment], settled: bool = False) -> list[list[Fragment]]:
    """Merge the likest groups first, until no two are alike enough; a group holds at most one opening.

    Unless it is settled to which fragment each line belongs, lines are then given to the articles that they are likest to.
    """
    rarity = _rarity(fragments)
    fragments = _free_headlines(fragments, rarity)
    groups = [[f] for f in fragments]
    place = {id(f): i for i, f in enumerate(fragments)}
    scores: dict[tuple[int, int], float] = {}
    homes: dict[int, Counter[str]] = {}

    def score(a: list[Fragment], b: list[Fragment]) -> float:
        key = (id(a), id(b))
        if key not in scores:
            apart = a[0].caption or b[0].caption or (any(f.opens for f in a) and any(f.opens for f in b)) or _foreign(a, b)
            near = _AT_HOME * agreement(_home(a, homes), _home(b, homes))
            scores[key] = 0.0 if apart else _likeness(a, b, rarity) + _joint(a, b, place) + near
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
    return [_in_reading_order(g) for g in (groups if settled else resettle(groups))]


def _rarity(fragments: list[Fragment]) -> dict[str, float]:
    if len(fragments) < 2:
        return {}  # nothing to compare with
    for fragment in fragments:
        fragment.words = words_of(fragment.blocks)
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
            own_words = words_of(fragment.body)
            for i, head in enumerate(heads[:-1]):
                words = words_of([head])
                if max(_shared(words, words_of(o.body), rarity) for o in others) > _shared(words, own_words, rarity):
                    cut = i + 1
        if cut:
            index = fragment.blocks.index(heads[cut])
            for part in (fragment.blocks[:index], fragment.blocks[index:]):
                result.append(Fragment(part, True, words=words_of(part)))
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


def _home(group: list[Fragment], known: dict[int, Counter[str]]) -> Counter[str]:
    """The areas that a group's lines name; known ones are kept by the group's id."""
    if id(group) not in known:
        known[id(group)] = sum((home_of(b.text) for f in group for b in f.blocks), Counter[str]())
    return known[id(group)]


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
