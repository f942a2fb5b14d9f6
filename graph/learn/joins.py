"""Train what tells which line of a broken page goes on which.

    python -m graph.learn.joins          writes graph/read/running.json and graph/read/joins.json

The single articles of the training split are laid out as broken pages (`graph.learn.layouts`), which are then searched as any page
is.  Where the search goes astray, the signs of the true way gain weight and those of the way taken lose it (a structured
perceptron: the furthest point astray counts, and the weights are averaged over all steps).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

import jieba

from graph.learn.gold import stored
from graph.learn.layouts import Layout, Story, lay_out, story
from graph.learn.split import training_files
from graph.learn.weights import write
from graph.logistic import Logistic
from graph.read.blocks import split_blocks
from graph.read.joins import WEIGHTS, Sheet
from graph.read.running import BEGIN, CHARACTERS, Counts, Running, folded, packed
from graph.read.tracks import Search, Step, Way, pruned

PAGES = 6000
FOLDS = 3
"""A page's articles are all of one fold, and the chances of its characters are counted in the others: new text has new words."""
BEAM = 8
RATE = 0.05
"""No step changes the weights by more than this times the difference of the signs."""
MARGIN = 1.0
"""The true way is to be ahead of any other by this much."""
LINES = 120
_RARE = 200
"""Characters that the dictionary's words have less often than this tell nothing."""


def stories() -> list[Story]:
    """The single articles of the training split."""
    found = []
    for path in training_files():
        gold, text = stored(path)
        if len(gold["articles"]) == 1:
            names = [n for e in gold["articles"][0]["entities"] for n in (e["name"], *(e.get("aliases") or []))]
            one = story(text, names)
            if one is not None:
                found.append(one)
    return found


def counts(paragraphs: Iterable[str]) -> Counts:
    """Counts of characters in paragraphs, and in the words of jieba's dictionary."""
    single, after, within = Counter[str](), defaultdict[str, Counter[str]](Counter), defaultdict[str, Counter[str]](Counter)
    for paragraph in paragraphs:
        text = BEGIN + folded(paragraph)
        single.update(text)
        for i in range(1, len(text)):
            after[text[i - 1]][text[i]] += 1
            if i > 1:
                after[text[i - 2 : i]][text[i]] += 1
    # what was seen once is half of all pairs and tells next to nothing
    told = {before: what for before, what in after.items() if len(before) == 1 or what.total() > 1}
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    often = Counter[str]()
    for word, n in jieba.dt.FREQ.items():
        if n and len(word) > 1:
            for a, b in zip(word, [*word[1:], ""], strict=True):
                often[a] += n
                within[a][b] += n
    thousandths = {
        a: {b: round(1000 * n / often[a]) for b, n in what.items() if b and n >= often[a] / 100}
        for a, what in within.items() if often[a] > _RARE
    }  # fmt: skip
    return {"single": {"": single}, "after": told, "within": {a: what for a, what in thousandths.items() if what}}


class Perceptron(Logistic):
    """Weights that are being learnt, and their average."""

    def __init__(self) -> None:
        self.weights = {task: defaultdict(float) for task in ("after", "opening", "headline")}
        self.thresholds = {}
        self._late: dict[tuple[str, str], float] = defaultdict(float)
        self.turns = 1

    def learn(self, true: Iterable[Step], taken: Iterable[Step], astray: float) -> None:
        """One step from the way taken towards the true one."""
        change: dict[tuple[str, str], float] = defaultdict(float)
        for steps, sign in ((true, 1.0), (taken, -1.0)):
            for task, signs in steps:
                for name in ("", *signs):
                    change[task, name] += sign
        length = sum(v * v for v in change.values())
        if length:
            rate = min(RATE, astray / length)
            for (task, name), v in change.items():
                self.weights[task][name] += rate * v
                self._late[task, name] += self.turns * rate * v

    def average(self) -> dict[str, dict[str, float]]:
        return {
            task: {n: round(v - self._late[task, n] / self.turns, 3) for n, v in sorted(table.items()) if n == "" or abs(v) > 0.003}
            for task, table in self.weights.items()
        }


@dataclass(slots=True)
class Truth:
    """What the lines of a made page are, by their numbers."""

    story: dict[int, int]
    """Of the lines of text."""
    heads: set[int]


def truth(layout: Layout, sheet: Sheet) -> Truth:
    found = Truth({}, set())
    rows = iter(layout.rows)
    for line in sheet.lines:
        row = next(r for r in rows if r.text.strip() == line.block.text)
        if row.kind == "body" and row.story is not None:
            found.story[line.number] = row.story
        elif line.block.kind == "head":
            found.heads.add(line.number)
    return found


def furthest(search: Search, known: Truth) -> tuple[float, Way, Way]:
    """The point where the search is furthest ahead of the true way: by how much, the true way and the way taken down to there."""
    true = Way(search.sheet)
    ways = [true]
    last: dict[int, int] = {}
    worst = (0.0, true, true)
    for line in search.sheet.lines:
        n = line.number
        if not line.speaks or not (n in known.story or n in known.heads):
            continue
        ways = pruned((w for way in ways for w in search.onward(way, n)), BEAM)
        true = search.decided(true, n, last.get(known.story.get(n, -1)), n in known.heads)
        if n in known.story:
            last[known.story[n]] = n
        if ways[0].lasts != true.lasts or ways[0].headlines != true.headlines:
            ahead = ways[0].score - true.score + MARGIN
            if ahead > worst[0]:
                worst = (ahead, true, ways[0])
    return worst


def train(pages: int = PAGES, seed: int = 11) -> dict[str, dict[str, float]]:
    """Weights learnt from so many pages."""
    random, model = Random(seed), Perceptron()
    found = stories()
    random.shuffle(found)
    folds = [found[k::FOLDS] for k in range(FOLDS)]
    chances = [Running(counts(p for n, fold in enumerate(folds) if n != k for s in fold for p in s.paragraphs)) for k in range(FOLDS)]
    astray = 0
    for page in range(1, pages + 1):
        layout = lay_out(folds[page % FOLDS], random)
        sheet = Sheet(split_blocks(layout.text), chances[page % FOLDS])
        model.turns = page
        if len(sheet.lines) <= LINES:
            far, true, taken = furthest(Search(sheet, model=model), truth(layout, sheet))
            if far > 0:
                model.learn(true.steps(), taken.steps(), far)
                astray += 1
        if page % 250 == 0:
            print(f"{page:5} pages, of the last 250 astray {astray}", flush=True)
            astray = 0
    return model.average()


def main() -> int:
    CHARACTERS.write_text(packed(counts(p for s in stories() for p in s.paragraphs)), encoding="utf-8")
    print(f"→ {CHARACTERS} ({CHARACTERS.stat().st_size / 1e6:.2f} MB)")
    write(WEIGHTS, train(), {})
    return 0


if __name__ == "__main__":
    sys.exit(main())
