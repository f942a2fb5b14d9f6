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
    """Per character, what the networks see besides the tagger's states: word class and position, and the rules' marks."""
    tags = ["x"] * len(sentence)
    for token in reading.tags_within(sentence):
        for i in range(token.start, token.end):
            place = "S" if len(token.text) == 1 else "B" if i == token.start else "E" if i == token.end - 1 else "I"
            tags[i - sentence.start] = token.tag + place
    return [
        (tags[i - sentence.start], marks.rule[i], marks.quote[i], marks.suffix[i], str(marks.head[i]))
        for i in range(sentence.start, sentence.end)
    ]
