"""report.json: what is in the graph, what was not believed and why, which sentences yielded nothing, and what review did."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from graph.model import ENTITY_TYPES, RELATIONS, Answer, Evidence, Extraction, Rejection, plain
from graph.reprints import reprints, stories, versions
from graph.silence import Words
from graph.spool import Spool

if TYPE_CHECKING:
    from graph.knowledge import Contents, KnowledgeGraph
    from graph.streamed import Streamed

_WORDED = 3_000
"""Of so many articles, the first by id (which is a hash), the words are counted: what a lexicon lacks shows in them, and more would take
longer to count than all else in the report."""

_RUN = 300
"""Articles whose rows are made together."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(slots=True)
class Whole:
    """What only the graph as a whole can tell, as JSON values."""

    counts: dict[str, Any]
    reprints: list[dict[str, Any]]
    register: dict[str, Any]


@dataclass(slots=True)
class Run:
    """What the report says of a run of articles."""

    counts: Counter[str]
    reasons: Counter[tuple[str, str]]
    words: Words
    rejected: list[str]
    """Rows as JSON."""
    silent: list[str]


def report(kg: KnowledgeGraph | Streamed) -> dict[str, Any]:
    """The report as JSON values, the same for the same texts; what the build took is added where it is written.

    Returns
    -------
    dict
        counts (stories: articles, printings of one counted once); reprints (articles printed again, changed a little, with all
        places); reasons (kinds of rejections, the most frequent first); rejected (stage, what, reason, its kind, how near to being
        believed from 0 to 1 where that is known, place in the text); silent (sentences that yielded
        nothing: place, why, what is named and what was refused in them); silent_words (words that mark them out: what the
        lexicons may lack; of many articles, counted in some thousand); register (answers of review: how often each was obeyed, and
        those that match nothing); faults (inputs that could not be read).
    """
    contents: dict[str, Any] = json.loads("".join(pieces(kg)))
    return contents


def pieces(kg: KnowledgeGraph | Streamed, last: Callable[[], dict[str, Any]] = dict) -> Iterator[str]:
    """The report as JSON text; see `composed`."""

    def runs() -> Iterator[Run]:
        rest, before = iter(kg.extractions.values()), 0
        while some := list(islice(rest, _RUN)):
            yield run(some, before)
            before += len(some)

    return composed(lambda: whole(kg), runs(), kg.faults, last)


def composed(
    told: Callable[[], Whole], runs: Iterable[Run], faults: list[dict[str, Any]], last: Callable[[], dict[str, Any]] = dict
) -> Iterator[str]:
    """The report as JSON text, never held as a whole: its long lists have a line for each row, and come last.

    Parameters
    ----------
    told
        asked when all runs are there.
    runs
        of all articles, in order of article id.
    faults
        inputs that could not be read.
    last
        gives entries to add when all else is written.
    """
    counts, reasons, words = Counter[str](), Counter[tuple[str, str]](), Words()
    rows = Spool(_totalled(runs, counts, reasons, words))
    graph = told()
    short = {
        "counts": graph.counts | {what: counts[what] for what in ("telling", "rejected", "silent")},
        "reprints": graph.reprints,
        "reasons": [
            {"stage": stage, "reason": reason, "count": n}
            for (stage, reason), n in sorted(reasons.items(), key=lambda c: (-c[1], c[0]))
        ],
        "silent_words": words.silent(),
        "register": graph.register,
        "faults": faults,
    }
    yield json.dumps(short, ensure_ascii=False, indent=1).removesuffix("\n}")
    yield from _list("rejected", (row for rejected, _ in rows for row in rejected))
    yield from _list("silent", (row for _, silent in rows for row in silent))
    yield "".join(f",\n {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in last().items()) + "\n}\n"


def _totalled(
    runs: Iterable[Run], counts: Counter[str], reasons: Counter[tuple[str, str]], words: Words
) -> Iterator[tuple[list[str], list[str]]]:
    for one in runs:
        counts.update(one.counts)
        reasons.update(one.reasons)
        words.join(one.words)
        yield one.rejected, one.silent


def _list(name: str, rows: Iterable[str]) -> Iterator[str]:
    yield f',\n "{name}": ['
    comma = "\n  "
    for row in rows:
        yield comma + row
        comma = ",\n  "
    yield "\n ]"


def run(extractions: Iterable[Extraction], before: int = 0) -> Run:
    """What the report says of some articles that follow one another; `before` them are so many others."""
    result = Run(Counter(), Counter(), Words(), [], [])
    for number, x in enumerate(extractions, before):
        refused = list(_refused(x))
        result.counts.update(rejected=len(refused), silent=len(x.silent), telling=len(set(_told(x))))
        result.reasons.update((r.stage, _kind(r)) for r in refused)
        if number < _WORDED:
            result.words.add(x)
        for r in refused:
            row = {"stage": r.stage, "what": r.what, "reason": r.reason, "kind": _kind(r), **_near(r), **_at(x), **_place(r.evidence)}
            result.rejected.append(json.dumps(row, ensure_ascii=False))
        for s in x.silent:
            result.silent.append(json.dumps({**_at(x), **_place(s), **_why(s, x, refused)}, ensure_ascii=False))
    return result


def whole(kg: KnowledgeGraph | Streamed) -> Whole:
    """What only the graph as a whole can tell."""
    groups = reprints(kg.articles.values())
    again = [
        {
            "title": group[0].title,
            "printings": [{"article": a.id, "date": a.date, "sources": [s.name for s in a.sources]} for a in group],
        }
        for group in groups
    ]
    counts = _counts(kg) | {"stories": stories((a.id for a in kg.articles.values()), versions(groups))}
    return Whole(counts, again, _register(kg))


def _counts(kg: Contents) -> dict[str, Any]:
    types, relations, of = Counter[str](), Counter[str](), Counter[str]()
    for entity in kg.entities.values():
        types[entity.type] += 1
        of["figures"] += len(entity.figures)
        of["entities_from_gazetteer_only"] += not entity.articles
        for fact in entity.facts:
            if fact.subject is entity:
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
