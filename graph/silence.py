"""Which words mark out the sentences that yielded nothing: what the lexicons may lack."""

from __future__ import annotations

import logging
import warnings
from collections import Counter
from functools import cache
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from graph.model import Extraction
from graph.world.lexicon import lexicon

if TYPE_CHECKING:
    import jieba

_WORDS = 50
"""How many words of silent sentences are listed."""


class Words:
    """In how many silent sentences, and in how many that yielded something, each word of two Chinese characters or more occurs."""

    def __init__(self) -> None:
        self._often, self._rarely = Counter[str](), Counter[str]()
        self._silent = self._telling = 0

    def add(self, x: Extraction) -> None:
        self._silent += len(x.silent)
        self._often.update(w for s in x.silent for w in _words(s.exact))
        telling = {e.start: e.exact for e in (*(c.evidence for c in x.claims), *(m.evidence for m in x.measures))}
        self._telling += len(telling)
        self._rarely.update(w for exact in telling.values() for w in _words(exact))

    def join(self, other: Words) -> None:
        """Add what was counted elsewhere."""
        self._often.update(other._often)
        self._rarely.update(other._rarely)
        self._silent += other._silent
        self._telling += other._telling

    def silent(self) -> dict[str, int]:
        """Words that silent sentences have more often than the others, with how many silent ones have them.

        The word with the largest excess comes first: there the lexicons and rules have most to learn.
        """
        silent, telling = max(1, self._silent), max(1, self._telling)
        excess = {w: n / silent - self._rarely[w] / telling for w, n in self._often.items() if n > 1}
        ranked = sorted((w for w in excess if excess[w] > 0), key=lambda w: (-excess[w], w))
        return {w: self._often[w] for w in ranked[:_WORDS]}


def _words(sentence: str) -> set[str]:
    return {w for w in _segmenter().cut(sentence) if len(w) > 1 and "\u4e00" <= w[0] <= "\u9fff"}


@cache
def _segmenter() -> jieba.Tokenizer:
    """jieba with the suffixes, posts and cue words of our lexicon as words of their own."""
    with warnings.catch_warnings():  # its source has escapes that newer Pythons warn of
        warnings.simplefilter("ignore")
        import jieba

    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    with TemporaryDirectory() as private:  # it would keep a cache under a fixed name where everybody may write, and trust what it finds
        segmenter.tmp_dir = private
        segmenter.initialize()
    known = lexicon()
    for word in sorted({*known.suffixes, *known.posts, *known.cues, *known.generic}):
        if len(word) > 1:
            segmenter.add_word(word)
    return segmenter
