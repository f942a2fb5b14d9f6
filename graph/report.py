"""report.json: what is in the graph, what was not believed and why, and which sentences yielded nothing."""

from __future__ import annotations

import logging
import warnings
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.model import ENTITY_TYPES, RELATIONS, Evidence

if TYPE_CHECKING:
    import jieba

    from graph.knowledge import KnowledgeGraph

_WORDS = 50
"""How many words of silent sentences are listed."""


def report(kg: KnowledgeGraph) -> dict[str, Any]:
    """The report as JSON values, the same for the same texts; the seconds per stage are added where it is written.

    Returns
    -------
    dict
        counts; rejected (stage, what, reason, place in the text); silent (sentences that yielded nothing, with place);
        silent_words (words that mark them out: what the lexicons may lack); faults (inputs that could not be read).
    """
    return {
        "counts": _counts(kg),
        "rejected": [
            {
                "stage": r.stage, "what": r.what, "reason": r.reason, "document": x.article.document, "article": x.article.id,
                **_place(r.evidence),
            }
            for x in kg.extractions.values()
            for r in x.rejections
        ],
        "silent": [
            {"document": x.article.document, "article": x.article.id, **_place(s)}
            for x in kg.extractions.values()
            for s in x.silent
        ],
        "silent_words": _silent_words(kg),
        "faults": kg.faults,
    }  # fmt: skip


def _counts(kg: KnowledgeGraph) -> dict[str, Any]:
    entities, facts = kg.entities.values(), kg.facts()
    types = Counter(e.type for e in entities)
    relations = Counter(f.predicate for f in facts)
    return {
        "documents": len({a.digest for a in kg.articles.values()}),
        "articles": len(kg.articles),
        "entities": len(kg),
        "entities_by_type": {t: types[t] for t in ENTITY_TYPES},
        "entities_from_gazetteer_only": sum(not e.articles for e in entities),
        "facts": len(facts),
        "facts_by_relation": {r: relations[r] for r in RELATIONS},
        "facts_inferred": sum(f.inferred for f in facts),
        "claims": sum(len(f.claims) for f in facts),
        "figures": sum(len(e.figures) for e in entities),
        "rejected": sum(len(x.rejections) for x in kg.extractions.values()),
        "silent": sum(len(x.silent) for x in kg.extractions.values()),
    }


def _place(evidence: Evidence | None) -> dict[str, Any]:
    return {"exact": evidence.exact, "start": evidence.start, "end": evidence.end} if evidence else {}


def _silent_words(kg: KnowledgeGraph) -> dict[str, int]:
    """Words that silent sentences have more often than those that yielded something, with how many silent ones have them.

    The word with the largest excess comes first: there the lexicons and rules have most to learn.
    """
    silent = [s.exact for x in kg.extractions.values() for s in x.silent]
    telling = {(c.article, c.evidence.start): c.evidence.exact for x in kg.extractions.values() for c in x.claims}
    telling |= {(m.article, m.evidence.start): m.evidence.exact for x in kg.extractions.values() for m in x.measures}
    if not silent:
        return {}
    often, rarely = _counts_of_words(silent), _counts_of_words(telling.values())
    excess = {w: n / len(silent) - rarely[w] / max(1, len(telling)) for w, n in often.items() if n > 1}
    ranked = sorted((w for w in excess if excess[w] > 0), key=lambda w: (-excess[w], w))
    return {w: often[w] for w in ranked[:_WORDS]}


def _counts_of_words(sentences: Iterable[str]) -> Counter[str]:
    """In how many of the sentences each word of two Chinese characters or more occurs."""
    cut = _segmenter().cut
    return Counter(w for s in sentences for w in set(cut(s)) if len(w) > 1 and "\u4e00" <= w[0] <= "\u9fff")


@cache
def _segmenter() -> jieba.Tokenizer:
    """jieba with the suffixes, posts and cue words of our lexicon as words of their own."""
    with warnings.catch_warnings():  # its source has escapes that newer Pythons warn of
        warnings.simplefilter("ignore")
        import jieba

    from graph.world.lexicon import lexicon

    jieba.setLogLevel(logging.WARNING)
    segmenter = jieba.Tokenizer()
    known = lexicon()
    for word in sorted({*known.suffixes, *known.posts, *known.cues, *known.generic}):
        if len(word) > 1:
            segmenter.add_word(word)
    return segmenter
