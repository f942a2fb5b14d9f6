"""report.json: what is in the graph, what was not believed and why, which sentences yielded nothing, and what review did."""

from __future__ import annotations

import json
import logging
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from graph.model import ENTITY_TYPES, RELATIONS, Answer, Evidence, Extraction, Rejection, plain
from graph.reprints import reprints, stories, versions

if TYPE_CHECKING:
    import jieba

    from graph.knowledge import Contents, KnowledgeGraph
    from graph.streamed import Streamed

_WORDS = 50
"""How many words of silent sentences are listed."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def report(kg: KnowledgeGraph | Streamed) -> dict[str, Any]:
    """The report as JSON values, the same for the same texts; what the build took is added where it is written.

    Returns
    -------
    dict
        counts (stories: articles, printings of one counted once); reprints (articles printed again, changed a little, with all
        places); reasons (kinds of rejections, the most frequent first); rejected (stage, what, reason, its kind, how near to being
        believed from 0 to 1 where that is known, place in the text); silent (sentences that yielded
        nothing: place, why, what is named and what was refused in them); silent_words (words that mark them out: what the
        lexicons may lack); register (answers of review: how often each was obeyed, and those that match nothing);
        faults (inputs that could not be read).
    """
    contents: dict[str, Any] = json.loads("".join(pieces(kg)))
    return contents


def pieces(kg: KnowledgeGraph | Streamed, last: Callable[[], dict[str, Any]] = dict) -> Iterator[str]:
    """The report as JSON text, never held as a whole: its long lists have a line for each row, and come last.

    Parameters
    ----------
    kg
        the graph, in memory or on disk.
    last
        gives entries to add when all else is written.
    """
    counts, reasons, words = Counter[str](), Counter[tuple[str, str]](), _Words()
    for x in kg.extractions.values():
        refused = list(_refused(x))
        counts += Counter(rejected=len(refused), silent=len(x.silent), telling=len(set(_told(x))))
        reasons.update((r.stage, _kind(r)) for r in refused)
        words.add(x)
    groups = reprints(kg.articles.values())
    counts["stories"] = stories((a.id for a in kg.articles.values()), versions(groups))
    short = {
        "counts": _counts(kg) | {what: counts[what] for what in ("stories", "telling", "rejected", "silent")},
        "reprints": [
            {
                "title": group[0].title,
                "printings": [{"article": a.id, "date": a.date, "sources": [s.name for s in a.sources]} for a in group],
            }
            for group in groups
        ],
        "reasons": [
            {"stage": stage, "reason": reason, "count": n}
            for (stage, reason), n in sorted(reasons.items(), key=lambda c: (-c[1], c[0]))
        ],
        "silent_words": words.silent(),
        "register": _register(kg),
        "faults": kg.faults,
    }
    yield json.dumps(short, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield from _list("rejected", _rejected(kg))
    yield from _list("silent", _silent(kg))
    yield "".join(f",\n {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in last().items()) + "\n}\n"


def _list(name: str, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield f',\n "{name}": ['
    comma = "\n  "
    for row in rows:
        yield comma + json.dumps(row, ensure_ascii=False)
        comma = ",\n  "
    yield "\n ]"


def _rejected(kg: Contents) -> Iterator[dict[str, Any]]:
    for x in kg.extractions.values():
        for r in _refused(x):
            yield {"stage": r.stage, "what": r.what, "reason": r.reason, "kind": _kind(r), **_near(r), **_at(x), **_place(r.evidence)}


def _silent(kg: Contents) -> Iterator[dict[str, Any]]:
    for x in kg.extractions.values():
        refused = list(_refused(x))
        for s in x.silent:
            yield {**_at(x), **_place(s), **_why(s, x, refused)}


def _counts(kg: Contents) -> dict[str, Any]:
    types, relations, of = Counter[str](), Counter[str](), Counter[str]()
    for entity in kg.entities.values():
        types[entity.type] += 1
        of["figures"] += len(entity.figures)
        of["entities_from_gazetteer_only"] += not entity.articles
    for fact in kg.facts():
        relations[fact.predicate] += 1
        of["facts_inferred"] += fact.inferred
        of["facts_reviewed"] += fact.reviewed
        of["claims"] += len(fact.claims)
    return {
        "documents": len({a.digest for a in kg.articles.values()}),
        "articles": len(kg.articles),
        "entities": types.total(),
        "entities_by_type": {t: types[t] for t in ENTITY_TYPES},
        "entities_from_gazetteer_only": of["entities_from_gazetteer_only"],
        "facts": relations.total(),
        "facts_by_relation": {r: relations[r] for r in RELATIONS},
        **{what: of[what] for what in ("facts_inferred", "facts_reviewed", "claims", "figures")},
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


def _register(kg: KnowledgeGraph | Streamed) -> dict[str, Any]:
    """What became of each answer of review."""

    def row(a: Answer) -> dict[str, Any]:
        return {key: value for key in ("answer", "what", "other", "article", "note") if (value := getattr(a, key))}

    answers = sorted(kg.answers.items(), key=lambda item: (item[0].answer, item[0].what, item[0].other, item[0].article))
    return {
        "applied": [{**row(a), "articles": len(where)} for a, where in answers if where],
        "unmatched": [row(a) for a, where in answers if not where],
    }


class _Words:
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

    from graph.world.lexicon import lexicon

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
