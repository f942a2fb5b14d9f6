"""The trained name recogniser: a linear-chain CRF over characters.

It finds what no rule can spell out: where the name of a programme begins, whether a house is a company or an institution.
Its model card is docs/models.md; `make train` builds the weights again from seeds/gold.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pycrfsuite

from graph.find.features import Marks, sentence_features
from graph.find.reading import Reading
from graph.model import Mention, Span

MODEL = Path(__file__).with_name("names.crfsuite")
QUOTES = "“”‘’"
TYPES = {"U": "Union", "C": "Company", "I": "Institution", "P": "Program", "H": "Person"}


class NameModel:
    """Weights of the recogniser."""

    def __init__(self, path: Path = MODEL) -> None:
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open(str(path))

    def find(self, reading: Reading, marks: Marks, sentence: Span) -> list[Mention]:
        """Mentions in one sentence, each with the model's mean probability of its characters."""
        if sentence.end - sentence.start < 2:
            return []
        labels = self._tagger.tag(sentence_features(reading, sentence, marks))
        found: list[Mention] = []
        begin = -1
        for k in range(len(labels) + 1):
            label = labels[k] if k < len(labels) else "O"
            if begin >= 0 and not label.startswith("I"):
                kind = labels[begin][1]
                score = min(self._tagger.marginal(labels[j], j) for j in (begin, k - 1))
                span = _balanced(reading.text, Span(sentence.start + begin, sentence.start + k))
                found.append(Mention(span, TYPES[kind], reading.text[span.start : span.end], "name-model", round(score, 4)))
                begin = -1
            if label.startswith("B"):
                begin = k
        return found


def _balanced(text: str, span: Span) -> Span:
    """With the quotation mark that opens it, where the name holds only the closing one, and the other way round."""
    inner = text[span.start : span.end]
    start, end = span.start, span.end
    for opening, closing in ("“”", "‘’"):
        if inner.count(closing) > inner.count(opening) and text[start - 1 : start] == opening:
            start -= 1
        elif inner.count(opening) > inner.count(closing) and text[end : end + 1] == closing:
            end += 1
    return Span(start, end)


@cache
def name_model() -> NameModel:
    """The recogniser of this process, loaded on first use."""
    return NameModel()
