"""What the name recogniser sees of each character: itself and its neighbours, the word it stands in, and what the
rule finders say.  Training and use share this file, so that they cannot drift apart."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import repeat
from operator import add
from string import Formatter

import numpy as np

from graph.find.places import Places
from graph.find.reading import Reading
from graph.find.unions import UnionMention
from graph.model import Mention, Span
from graph.world.lexicon import lexicon


class Marks:
    """Per character of an article: the marks that rules put there before the model looks."""

    def __init__(
        self, reading: Reading, places: Places, unions: list[UnionMention], documents: list[Mention], people: list[Mention]
    ) -> None:
        n = len(reading.text)
        self.rule = ["O"] * n
        for kind, spans in (
            ("L", [m.span for m in places.mentions]),
            ("H", [m.span for m in people]),
            ("U", [m.span for m in unions]),
            ("D", [m.span for m in documents]),
        ):
            for span in spans:
                for i in range(span.start, min(span.end, n)):
                    self.rule[i] = kind + ("b" if i == span.start else "e" if i == span.end - 1 else "i")
        self.quote = _quotes(reading.text)
        self.suffix = _suffixes(reading.text)
        self.head = [str(False)] * n
        for span in reading.article.headlines:
            for i in range(span.start, span.end):
                self.head[i] = str(True)


def _quotes(text: str) -> list[str]:
    """Where a character stands to quotation marks: inside, behind a closing one, before an opening one."""
    marks = ["o"] * len(text)
    opened = -1
    for i, c in enumerate(text):
        if c in "“‘":
            opened = i
        elif c in "”’" and opened >= 0:
            length = i - opened - 1
            label = "s" if length <= 6 else "m" if length <= 14 else "l"
            for k in range(opened, i + 1):
                marks[k] = label + ("(" if k == opened else ")" if k == i else "")
            for k in range(i + 1, min(i + 9, len(text))):
                if text[k] in ",。、;:“!?":
                    break
                marks[k] = "a"
            opened = -1
    return marks


def _suffixes(text: str) -> list[str]:
    """For each character, the longest lexicon suffix that ends there, and, over its length, that one runs through it."""
    ends = [""] * len(text)
    for start, end, suffix in lexicon().suffixes_in(text):
        ends[end - 1] = f"{suffix.type[:2]}{suffix.strength}"
        for k in range(start, end - 1):
            ends[k] = ends[k] or "<" + suffix.type[:2]
    return ends


class Columns:
    """What is known of each character of some sentences, a column for each letter that templates name.

    c the character, b it and the next one, w its word, t the word's tag, p its place in the word (P in other letters), r q s h the marks
    of the rules, of quotation marks, suffixes and headlines, n the next suffix.  Two fields stand before and behind each sentence,
    so that neighbours are a shift away.
    """

    def __init__(self, sentences: list[tuple[Reading, Marks, Span]]) -> None:
        tokens = [reading.tags_within(s) for reading, _, s in sentences]  # they cover the sentence without gaps
        letters = list("".join(f"^^{reading.cut(s)}$$" for reading, _, s in sentences))
        places = [[_PLACES.get(len(token.text)) or _places(len(token.text)) for token in of_one] for of_one in tokens]
        self.values: dict[str, list[str]] = {
            "c": letters,
            "b": list(map(add, letters, [*letters[1:], "$"])),
            "w": _edged([token.text for token in of_one] for of_one in tokens),
            "t": _edged([token.tag for token in of_one] for of_one in tokens),
            "p": list("".join(f"^^{''.join(of_one)}$$" for of_one in places)),
            "r": _edged(marks.rule[s.start : s.end] for _, marks, s in sentences),
            "q": _edged(marks.quote[s.start : s.end] for _, marks, s in sentences),
            "s": _edged(marks.suffix[s.start : s.end] for _, marks, s in sentences),
            "n": _edged(_coming(marks.suffix[s.start : s.end]) for _, marks, s in sentences),
            "h": _edged(marks.head[s.start : s.end] for _, marks, s in sentences),
        }
        self.values["P"] = [_OTHER_PLACES[p] for p in self.values["p"]]
        number = np.arange(len(sentences))
        lengths = [len(token.text) for of_one in tokens for token in of_one]
        by_character = _MARGIN * (1 + 2 * np.repeat(number, [len(s) for *_, s in sentences]))
        by_word = _MARGIN * (1 + 2 * np.repeat(number, [len(of_one) for of_one in tokens]))
        character = np.arange(len(by_character)) + by_character
        word = np.repeat(np.arange(len(by_word)) + by_word, lengths)
        self.places = {letter: word if letter in "wt" else character for letter in self.values}
        """Where in its column each character has its value."""


_MARGIN = 2
_PLACES = {1: "S", 2: "be", 3: "bme", 4: "bmme"}
_OTHER_PLACES = {"S": "S", "b": "B", "m": "I", "e": "E", "^": "^", "$": "$"}


def _places(length: int) -> str:
    return "b" + "m" * (length - 2) + "e"


def _edged(sentences: Iterable[list[str]]) -> list[str]:
    """All in one list, with a margin before and behind each."""
    return [value for sentence in sentences for value in ("^", "^", *sentence, "$", "$")]


CRF = (
    "c{c}", "c-{c-1}", "c+{c+1}", "b-{b-1}", "b+{b}", "b--{b-2}", "b++{b+1}",
    "w{w}{p}", "t{t}{p}", "t-{t-1}>{t}{p}", "t+{t}{p}>{t+1}",
    "w-{w-1}{p}", "w+{w+1}{p}", "w--{w-2}{p}", "w++{w+2}{p}",
    "r{r}", "r-{r-1}{r}", "r+{r}{r+1}", "q{q}", "q-{q-1}{q}", "q+{q}{q+1}",
    "s{s}", "s-{s-1}", "s+{s+1}", "s++{n}", "h{h}{t}", "rq{r}{q}{s}",
)  # fmt: skip
"""Features of a character for the CRF: fields in brackets are columns, shifted by so many characters (words, for w and t)."""
NETWORK = ("{t}{P}", "{r}", "{q}", "{s}", "{h}")
"""What the network sees besides the tagger's states: word class and position, and the rules' marks."""


@cache
def fields(template: str) -> list[tuple[str, str, int]]:
    """The parts of a template: (text before, letter of a column, shift).

    >>> fields("t-{t-1}>{t}")
    [('t-', 't', -1), ('>', 't', 0)]
    """
    return [(before, field[0], int(field[1:] or 0)) for before, field, _, _ in Formatter().parse(template) if field]


def strings(columns: Columns, templates: Iterable[str]) -> list[tuple[str, ...]]:
    """The features of each character, one for each template."""
    found = []
    for template in templates:
        parts: list[Iterable[str]] = []
        for before, letter, shift in fields(template):
            values = columns.values[letter]
            parts += [repeat(before), [values[k] for k in (columns.places[letter] + shift).tolist()]]
        found.append(list(map("".join, zip(*parts, strict=False))))
    return list(zip(*found, strict=True))


def _coming(suffix: list[str]) -> list[str]:
    """For each character, the suffix that ends there or next within a dozen characters; - where none does."""
    coming = ["-"] * len(suffix)
    for end, mark in enumerate(suffix):
        if mark and mark[0] != "<":
            for k in range(end, max(-1, end - 12), -1):
                if coming[k] != "-":
                    break
                coming[k] = mark
    return coming
