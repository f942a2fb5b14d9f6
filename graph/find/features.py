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
    text = reading.text
    start, end = sentence.start, sentence.end
    tokens = reading.tags_within(sentence)
    word = [""] * (end - start)
    tag = ["x"] * (end - start)
    at = [0] * (end - start)
    for index, one in enumerate(tokens):
        for i in range(one.start, one.end):
            word[i - start] = one.text
            tag[i - start] = one.tag
            at[i - start] = index
    rows: list[list[str]] = []
    for i in range(start, end):
        k = i - start
        c, before, after = text[i], text[i - 1] if i > start else "^", text[i + 1] if i + 1 < end else "$"
        before2 = text[i - 2] if i - 1 > start else "^"
        after2 = text[i + 2] if i + 2 < end else "$"
        token = tokens[at[k]] if tokens else None
        place = "S" if token is None or len(token.text) == 1 else "b" if token.start == i else "e" if token.end == i + 1 else "m"
        left = tokens[at[k] - 1] if token is not None and at[k] > 0 else None
        right = tokens[at[k] + 1] if token is not None and at[k] + 1 < len(tokens) else None
        left2 = tokens[at[k] - 2] if token is not None and at[k] > 1 else None
        right2 = tokens[at[k] + 2] if token is not None and at[k] + 2 < len(tokens) else None
        lw, lt = (left.text, left.tag) if left else ("^", "^")
        rw, rt = (right.text, right.tag) if right else ("$", "$")
        rows.append(
            [
                "c" + c, "c-" + before, "c+" + after, "b-" + before + c, "b+" + c + after, "b--" + before2 + before, "b++" + after + after2,
                "w" + word[k] + place, "t" + tag[k] + place, "t-" + lt + ">" + tag[k] + place, "t+" + tag[k] + place + ">" + rt,
                "w-" + lw + place, "w+" + rw + place,
                "w--" + (left2.text if left2 else "^") + place, "w++" + (right2.text if right2 else "$") + place,
                "r" + marks.rule[i], "r-" + (marks.rule[i - 1] if i > start else "^") + marks.rule[i],
                "r+" + marks.rule[i] + (marks.rule[i + 1] if i + 1 < end else "$"),
                "q" + marks.quote[i], "q-" + (marks.quote[i - 1] if i > start else "^") + marks.quote[i],
                "q+" + marks.quote[i] + (marks.quote[i + 1] if i + 1 < end else "$"),
                "s" + marks.suffix[i], "s-" + (marks.suffix[i - 1] if i > start else "^"),
                "s+" + (marks.suffix[i + 1] if i + 1 < end else "$"),
                "s++" + next((marks.suffix[j] for j in range(i, min(i + 12, end)) if marks.suffix[j] and marks.suffix[j][0] != "<"), "-"),
                "h" + str(marks.head[i]) + tag[k], "rq" + marks.rule[i] + marks.quote[i] + marks.suffix[i],
            ]
        )  # fmt: skip
    return rows
