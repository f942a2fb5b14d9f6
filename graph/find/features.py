"""What the name recogniser sees of each character: itself and its neighbours, the word it stands in, and what the
rule finders say.  Training and use share this file, so that they cannot drift apart."""

from __future__ import annotations

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
        self.head = [False] * n
        for span in reading.article.headlines:
            for i in range(span.start, span.end):
                self.head[i] = True


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


def character_features(reading: Reading, sentence: Span, marks: Marks) -> list[tuple[str, ...]]:
    """Per character, what the network sees besides the tagger's states: word class and position, and the rules' marks."""
    tags = ["x"] * len(sentence)
    for token in reading.tags_within(sentence):
        for i in range(token.start, token.end):
            place = "S" if len(token.text) == 1 else "B" if i == token.start else "E" if i == token.end - 1 else "I"
            tags[i - sentence.start] = token.tag + place
    return [
        (tags[i - sentence.start], marks.rule[i], marks.quote[i], marks.suffix[i], str(marks.head[i]))
        for i in range(sentence.start, sentence.end)
    ]


def sentence_features(reading: Reading, sentence: Span, marks: Marks) -> list[list[str]]:
    """One list of feature strings per character of the sentence."""
    start, end = sentence.start, sentence.end
    tokens = reading.tags_within(sentence)
    words = ["^", "^", *([token.text for token in tokens] or [""]), "$", "$"]
    tags = ["^", *([token.tag for token in tokens] or ["x"]), "$"]
    word = [""] * len(sentence)
    tag = ["x"] * len(sentence)
    at = [0] * len(sentence)
    place = ["S"] * len(sentence)
    for index, token in enumerate(tokens):
        for i in range(token.start, token.end):
            word[i - start], tag[i - start], at[i - start] = token.text, token.tag, index
            place[i - start] = "S" if len(token.text) == 1 else "b" if i == token.start else "e" if i + 1 == token.end else "m"
    text = ["^", "^", *reading.text[start:end], "$", "$"]
    rule = ["^", *marks.rule[start:end], "$"]
    quote = ["^", *marks.quote[start:end], "$"]
    suffix = ["^", *marks.suffix[start:end], "$"]
    coming = _coming(marks.suffix[start:end])
    rows: list[list[str]] = []
    for k in range(len(sentence)):
        before2, before, c, after, after2 = text[k : k + 5]
        left2, left, _, right, right2 = words[at[k] : at[k] + 5]
        r, q, s, t, p = rule[k + 1], quote[k + 1], suffix[k + 1], tag[k], place[k]
        rows.append(
            [
                "c" + c, "c-" + before, "c+" + after, "b-" + before + c, "b+" + c + after, "b--" + before2 + before, "b++" + after + after2,
                "w" + word[k] + p, "t" + t + p, "t-" + tags[at[k]] + ">" + t + p, "t+" + t + p + ">" + tags[at[k] + 2],
                "w-" + left + p, "w+" + right + p, "w--" + left2 + p, "w++" + right2 + p,
                "r" + r, "r-" + rule[k] + r, "r+" + r + rule[k + 2], "q" + q, "q-" + quote[k] + q, "q+" + q + quote[k + 2],
                "s" + s, "s-" + suffix[k], "s+" + suffix[k + 2], "s++" + coming[k],
                "h" + str(marks.head[start + k]) + t, "rq" + r + q + s,
            ]
        )  # fmt: skip
    return rows


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
