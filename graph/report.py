"""report.json: what is in the graph, what was not believed and why, which sentences yielded nothing, and what review did."""

from __future__ import annotations

import logging
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.model import ENTITY_TYPES, RELATIONS, Answer, Evidence, Extraction, Rejection, plain

if TYPE_CHECKING:
    import jieba

    from graph.knowledge import KnowledgeGraph

_WORDS = 50
"""How many words of silent sentences are listed."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def report(kg: KnowledgeGraph) -> dict[str, Any]:
    """The report as JSON values, the same for the same texts; the seconds per stage are added where it is written.

    Returns
    -------
    dict
        counts; reasons (kinds of rejections, the most frequent first); rejected (stage, what, reason, its kind, how near to being
        believed from 0 to 1 where that is known, place in the text); silent (sentences that yielded
        nothing: place, why, what is named and what was refused in them); silent_words (words that mark them out: what the
        lexicons may lack); register (answers of review: how often each was obeyed, and those that match nothing);
        faults (inputs that could not be read).
    """
    refused = {key: list(_refused(x)) for key, x in kg.extractions.items()}
    rejected = [(kg.extractions[key], r) for key, several in refused.items() for r in several]
    silent = [(x, s) for x in kg.extractions.values() for s in x.silent]
    return {
        "counts": _counts(kg) | {"rejected": len(rejected), "silent": len(silent)},
        "reasons": [
            {"stage": stage, "reason": reason, "count": n}
            for (stage, reason), n in sorted(Counter((r.stage, _kind(r)) for _, r in rejected).items(), key=lambda c: (-c[1], c[0]))
        ],
        "rejected": [
            {"stage": r.stage, "what": r.what, "reason": r.reason, "kind": _kind(r), **_near(r), **_at(x), **_place(r.evidence)}
            for x, r in rejected
        ],
        "silent": [{**_at(x), **_place(s), **_why(s, x, refused[x.article.id])} for x, s in silent],
        "silent_words": _silent_words(kg),
        "register": _register(kg),
        "faults": kg.faults,
    }


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
        "facts_reviewed": sum(f.reviewed for f in facts),
        "claims": sum(len(f.claims) for f in facts),
        "figures": sum(len(e.figures) for e in entities),
        "telling": len({(key, at) for key, x in kg.extractions.items() for at in _told(x)}),
    }


def _told(x: Extraction) -> Iterator[int]:
    """Where the sentences begin that a claim or figure stands on."""
    yield from (c.evidence.start for c in x.claims)
    yield from (m.evidence.start for m in x.measures)


def _refused(x: Extraction) -> Iterator[Rejection]:
    """The candidates that are not in the graph: one that a later rule took after all is not among them."""
    names = {e.key: e.name for e in x.entities}
    stands = {f"{names.get(c.subject)} {c.predicate} {names.get(c.object)}" for c in x.claims}
    return (r for r in x.rejections if r.stage == "review" or r.what not in stands)


def _kind(r: Rejection) -> str:
    """The reason without the numbers and names that differ from candidate to candidate."""
    if r.stage == "relate" and _NUMBER.search(r.reason):
        relation = next((word for word in r.what.split() if word in RELATIONS), "")
        return " ".join(["too improbable:", relation]).rstrip(": ")
    return re.sub(r"\s*\([^)]*\)", "", r.reason)


def _near(r: Rejection) -> dict[str, float]:
    """How much of the probability that was asked for the candidate had."""
    numbers = [float(n) for n in _NUMBER.findall(r.reason)]
    if r.stage == "relate" and len(numbers) == 2 and numbers[1]:
        return {"near": round(min(1.0, numbers[0] / numbers[1]), 2)}
    return {"near": min(1.0, numbers[-1])} if r.stage == "find" and numbers else {}


def _at(x: Extraction) -> dict[str, str]:
    return {"document": x.article.document, "article": x.article.id}


def _place(evidence: Evidence | None) -> dict[str, Any]:
    return {"exact": evidence.exact, "start": evidence.start, "end": evidence.end} if evidence else {}


def _why(sentence: Evidence, x: Extraction, refused: list[Rejection]) -> dict[str, Any]:
    """Why a sentence yielded nothing: what it names, and what was refused in it."""
    words = plain(sentence.exact)
    named = sorted({e.name for e in x.entities if any(n in words for n in (e.name, *e.aliases, *e.local))})
    there = [r for r in refused if r.evidence and r.evidence.start < sentence.end and sentence.start < r.evidence.end]
    if there:
        why = "what was found in it was refused"
    elif len(named) > 1:
        why = "names several things and says nothing of them that a rule or model knows"
    elif named:
        why = "names one thing only"
    else:
        why = "names nothing"
    more = {"named": named, "refused": [f"{r.what}: {r.reason}" for r in there]}
    return {"why": why, **{key: value for key, value in more.items() if value}}


def _register(kg: KnowledgeGraph) -> dict[str, Any]:
    """What became of each answer of review."""

    def row(a: Answer) -> dict[str, Any]:
        return {key: value for key in ("answer", "what", "other", "article", "note") if (value := getattr(a, key))}

    answers = sorted(kg.answers.items(), key=lambda item: (item[0].answer, item[0].what, item[0].other, item[0].article))
    return {
        "applied": [{**row(a), "articles": len(where)} for a, where in answers if where],
        "unmatched": [row(a) for a, where in answers if not where],
    }


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
