"""report.json as a page of text for a terminal: what is there, what was refused, what yielded nothing, what review did."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graph.errors import StoreError
from graph.terminal import printable

EXAMPLES = 3
_CLIP = 70


def read_report(folder: str | Path) -> dict[str, Any]:
    """The report of the last build.

    Raises
    ------
    StoreError
        there is none, or it cannot be read.
    """
    path = Path(folder) / "report.json"
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError as e:
        raise StoreError(f"{path}: missing; make it with `unionkg build PATH -o {folder}`") from e
    except (OSError, ValueError) as e:
        raise StoreError(f"{path}: cannot be read ({e}); build it again with `unionkg build PATH -o {folder}`") from e
    if not isinstance(found, dict) or not isinstance(found.get("reasons"), list):
        raise StoreError(f"{path}: not a report of this version; build it again with `unionkg build PATH -o {folder}`")
    return found


def account(report: dict[str, Any], examples: int = EXAMPLES) -> str:
    """The report in sentences.

    Parameters
    ----------
    examples
        of each reason so many candidates or sentences are shown, the nearest misses first.
    """
    return "\n".join(map(printable, _lines(report, examples))) + "\n"


def headline(report: dict[str, Any]) -> str:
    """One line for the end of a build."""
    counts, register = report["counts"], report["register"]
    told = f"{counts['telling']} sentences told something, {counts['silent']} nothing; {counts['rejected']} candidates were not believed"
    answers = len(register["applied"]) + len(register["unmatched"])
    if answers:
        told += f"; {len(register['applied'])} of {answers} answers of review applied"
    return told


def _lines(report: dict[str, Any], examples: int) -> Iterator[str]:
    counts = report["counts"]
    yield f"{counts['articles']} articles in {counts['documents']} documents"
    types = "、".join(f"{n} {t}" for t, n in counts["entities_by_type"].items() if n)
    yield f"{counts['entities']} entities: {types}"
    relations = "、".join(f"{n} {r}" for r, n in counts["facts_by_relation"].items() if n)
    yield f"{counts['facts']} facts ({counts['facts_inferred']} inferred, {counts['facts_reviewed']} reviewed): {relations}"
    yield f"{counts['figures']} figures"
    yield headline(report)
    yield from _section("not believed", report["rejected"], report["reasons"], examples)
    whys: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for sentence in report["silent"]:
        whys[sentence["why"]].append(sentence)
    if whys:
        yield ""
        yield "sentences that yielded nothing:"
        for why, sentences in sorted(whys.items(), key=lambda item: (-len(item[1]), item[0])):
            yield f"  {len(sentences):5}  {why}"
            for s in sorted(sentences, key=lambda s: (-len(s.get("refused", ())), -len(s.get("named", ())), -len(s["exact"])))[:examples]:
                yield f"         {s['document']}:{s['start']}-{s['end']}  {_clip(s['exact'])}"
                if s.get("refused"):
                    yield f"           {_clip(s['refused'][0])}"
        if report["silent_words"]:
            yield "  words that mark them out: " + " ".join(list(report["silent_words"])[:20])
    yield from _answers(report["register"])
    for fault in report["faults"]:
        yield f"not read: {fault['file']}: {fault['reason']}"


def _section(title: str, rejected: list[dict[str, Any]], reasons: list[dict[str, Any]], examples: int) -> Iterator[str]:
    if not rejected:
        return
    yield ""
    yield f"{title}:"
    for r in reasons:
        yield f"  {r['count']:5}  {r['stage']}: {r['reason']}"
        alike = [x for x in rejected if x["stage"] == r["stage"] and x["kind"] == r["reason"]]
        for x in sorted(alike, key=lambda x: (-x.get("near", 0.0), x["document"], x.get("start", 0)))[:examples]:
            place = f"{x['document']}:{x['start']}-{x['end']}" if "start" in x else x["document"]
            yield f"         {_clip(x['what'])}  ({x['reason']})"
            yield f"           {place}  {_clip(x.get('exact', ''))}"


def _answers(register: dict[str, Any]) -> Iterator[str]:
    if register["applied"] or register["unmatched"]:
        yield ""
        yield "answers of review:"
    for state, rows in (("obeyed", register["applied"]), ("matches nothing any more", register["unmatched"])):
        for row in rows:
            yield f"  {state}: {row['answer']} {row['what']} {row.get('other', '')} {row.get('note', '')}".rstrip()


def _clip(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CLIP else line[: _CLIP - 1] + "…"
