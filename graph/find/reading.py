"""An article with its tokens: what all finders of this room look at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

import numpy as np

from graph.find.tagger import Token, tagger
from graph.model import Article, Span

_FOLD = str.maketrans("，：；？！（）「」『』", ",:;?!()“”‘’")
"""Punctuation as the tagger's training text has it; lengths do not change."""


@dataclass(slots=True)
class Reading:
    """Text with folded punctuation, tokens with offsets into it, and quick look-ups."""

    article: Article
    text: str
    tokens: list[Token]
    starts: list[int] = field(default_factory=list)
    states: dict[int, np.ndarray] = field(default_factory=dict)
    """Start of a sentence → the tagger's inner states of its characters, (characters, STATES)."""

    def token_at(self, position: int) -> int:
        """Index of the token that covers `position` (the last one before it, in a gap)."""
        return max(0, bisect_right(self.starts, position) - 1)

    def boundary(self, position: int) -> bool:
        """Does a token begin at `position`?"""
        i = bisect_right(self.starts, position) - 1
        return (i >= 0 and self.tokens[i].start == position) or position >= len(self.text)

    def tags_within(self, span: Span) -> list[Token]:
        """Tokens that lie wholly within `span`."""
        first, last = bisect_left(self.starts, span.start), bisect_left(self.starts, span.end)
        return [token for token in self.tokens[first:last] if token.end <= span.end]

    def cut(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def quoted(self, span: Span) -> bool:
        """Is it all that stands between a pair of quotation marks?"""
        return self.text[span.start - 1 : span.start] == "“" and self.text[span.end : span.end + 1] == "”"


def read_tokens(articles: list[Article]) -> list[Reading]:
    """Tag all sentences of these articles in one pass (the tagger batches those of nearly equal length)."""
    folded = [a.text.translate(_FOLD) for a in articles]
    jobs = [(number, s) for number, a in enumerate(articles) for s in a.sentences]
    tagged = tagger().tag([folded[number][s.start : s.end] for number, s in jobs], [s.start for _, s in jobs])
    readings = [Reading(a, text, []) for a, text in zip(articles, folded, strict=True)]
    for (number, sentence), (tokens, states) in zip(jobs, tagged, strict=True):
        readings[number].tokens += tokens
        readings[number].states[sentence.start] = states
    for reading in readings:
        reading.tokens.sort()
        reading.starts = [t.start for t in reading.tokens]
    return readings
