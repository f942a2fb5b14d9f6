"""How well articles are read: scores, calibration, reassembly of pages, causes of errors, and what each component adds.

    python benchmarks/quality.py                   scores of every set, side by side
    python benchmarks/quality.py --more            and reassembly, calibration and causes of errors
    python benchmarks/quality.py --all             and the ablation, which reads everything fifteen times
    python benchmarks/quality.py --all --write     what was measured goes into docs/quality.md
    python benchmarks/quality.py --quick           without the training articles

The sets: our own articles kept for testing (never used in training), our own articles used in training (what memory adds), the
bundled corpus (used in training), and, where ../shared is there, its gold pages.  Each document is built alone, and the mean over
documents is shown; errors, calibration and reassembly pool the documents.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ablation import ablation
from reliability import Bin, Judged, bins, expected_calibration_error, judged

from graph.builder import build
from graph.evaluate import Scores, evaluate
from graph.files import write_atomic
from graph.learn.split import files
from graph.read.decode import decode
from graph.reassembly import Reassembly, reassembly

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DOCUMENT = ROOT / "docs" / "quality.md"
_EXAMPLES = 3
_ABLATED = ("own test articles", "shared pages")


@dataclass
class Measured:
    """One set of documents and what was measured on it."""

    name: str
    pairs: list[tuple[Path, Path]]
    """(text, gold graph) of each document."""
    scores: list[Scores] = field(default_factory=list)
    facts: list[Judged] = field(default_factory=list)

    def score(self) -> Measured:
        for text, gold in self.pairs:
            kg = build(text, workers=1)
            scores = evaluate(kg, [gold])
            self.scores.append(scores)
            self.facts += judged(kg, scores)
        return self


def sets() -> list[Measured]:
    """All sets that are here, unmeasured."""
    gold = sorted((SHARED / "gold").glob("*.json")) if SHARED.is_dir() else []
    found = [
        Measured("own test articles", [(p.with_suffix(".txt"), p) for p in files("test")]),
        Measured("own training articles", [(p.with_suffix(".txt"), p) for p in files("train")]),
        Measured("bundled corpus", [(p, p.with_suffix(".json")) for p in sorted((ROOT / "seeds" / "corpus").glob("*.txt"))]),
        Measured("shared pages", [(next((SHARED / "seeds").glob(g.stem + "_*")), g) for g in gold]),
    ]
    return [s for s in found if s.pairs]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--more", action="store_true", help="all tables but the ablation")
    parser.add_argument("--all", action="store_true", help="all tables")
    parser.add_argument("--quick", action="store_true", help="leave out the training articles")
    parser.add_argument("--write", action="store_true", help="put what is measured into docs/quality.md")
    arguments = parser.parse_args()
    measured = [s.score() for s in sets() if not (arguments.quick and s.name == "own training articles")]
    tables = {"scores": scores_table(measured)}
    if arguments.more or arguments.all:
        tables["reassembly"] = reassembly_table(measured)
        tables["reliability"] = reliability_table(measured)
        tables["causes"] = causes_table(measured)
    if arguments.all:
        tables["ablation"] = ablation_table(measured)
    print("\n\n".join(tables.values()))
    if arguments.write:
        write_atomic(DOCUMENT, filled(DOCUMENT.read_text(encoding="utf-8"), tables))


def filled(document: str, tables: dict[str, str]) -> str:
    """The document with each table between its marks; a mark that is missing is an error.

    >>> filled("<!-- scores -->\\nold\\n<!-- end -->\\n", {"scores": "new"})
    '<!-- scores -->\\nnew\\n<!-- end -->\\n'
    """
    for name, table in tables.items():
        mark = re.compile(rf"(<!-- {name} -->\n)(?:(?!<!-- ).)*(<!-- end -->)", re.DOTALL)
        if not mark.search(document):
            raise SystemExit(f"{DOCUMENT}: no place for the table {name!r}: <!-- {name} --> … <!-- end -->")
        document = mark.sub(lambda m, table=table: m.group(1) + table + "\n" + m.group(2), document)
    return document


# ---------------------------------------------------------------- tables


def markdown(header: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A table in Markdown; numbers with a fraction get three places."""

    def cell(value: object) -> str:
        return f"{value:.3f}" if isinstance(value, float) else str(value).replace("|", "\\|")

    lines = [[cell(c) for c in row] for row in (header, *rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in [lines[0], ["---"] * len(lines[0]), *lines[1:]])


def mean(values: Iterable[float]) -> float:
    values = list(values)
    return sum(values) / len(values) if values else 0.0


def scores_table(measured: list[Measured]) -> str:
    kinds: dict[str, Callable[[Scores], float]] = {
        "entities": lambda s: s.entities["all"].f1, "programmes": lambda s: s.entities["Program"].f1,
        "relations": lambda s: s.relations["all"].f1, "figures": lambda s: s.measures.f1,
        "titles": lambda s: s.titles, "roles": lambda s: s.roles, "evidence": lambda s: s.evidence,
    }  # fmt: skip
    rows = [[s.name, len(s.scores), *(mean(map(kind, s.scores)) for kind in kinds.values())] for s in measured]
    return markdown(["set", "documents", *kinds], rows)


def reassembly_table(measured: list[Measured]) -> str:
    rows = []
    for s in measured:
        pages = [(t, json.loads(g.read_text(encoding="utf-8"))) for t, g in s.pairs]
        total = Reassembly()
        broken = [(t, gold) for t, gold in pages if len(gold["articles"]) > 1]
        for text, gold in broken:
            total += reassembly(decode(text.name, text.read_bytes()), gold)
        if broken:
            kinds = (total.together, total.borders, total.joins)
            rows.append([s.name, len(broken), total.lines, *(k.f1 for k in kinds), total.heads.recall, total.titles.recall])
    header = ["set", "pages", "lines judged", "lines together", "borders", "continuations", "headline to body", "title"]
    return markdown(header, rows)


def reliability_table(measured: list[Measured]) -> str:
    facts = next(s.facts for s in measured if s.name == "own test articles")

    def table(first: str, found: list[Bin]) -> str:
        rows = [[b.name, b.count, b.confidence, b.precision] for b in found]
        return markdown([first, "facts", "mean confidence", "precision"], rows)

    by_confidence = bins(facts)
    error = f"Expected calibration error: {expected_calibration_error(by_confidence):.3f} ({len(facts)} facts)."
    return "\n\n".join([table("confidence", by_confidence), error, table("rule", bins(facts, lambda f: f.rule))])


def causes_table(measured: list[Measured]) -> str:
    shown = [s for s in measured if s.name in _ABLATED]
    causes = {s.name: by_cause(s.scores) for s in shown}
    own = causes["own test articles"]
    order = sorted({c for found in causes.values() for c in found}, key=lambda c: (-len(own[c]), c))
    rows = [[c, *(len(causes[s.name][c]) for s in shown), "; ".join(own[c][:_EXAMPLES])] for c in order]
    return markdown(["cause", *(s.name for s in shown), "examples (own test articles)"], rows)


def by_cause(scores: list[Scores]) -> defaultdict[str, list[str]]:
    """Misses and wrong facts by kind; a relation whose ends were not both found is the names' fault, not the clause's."""
    causes: defaultdict[str, list[str]] = defaultdict(list)
    for s in scores:
        errors = [m.split(" ", 2) for m in s.misses]
        names = {sign: {rest for sign_, kind, rest in errors if sign_ == sign and kind in s.entities} for sign in "+-"}
        for sign, kind, rest in errors:
            verdict = f"{kind} {'missed' if sign == '-' else 'wrong'}"
            if kind not in s.entities:
                ends = rest.split(" → ") if kind in s.relations else [rest]
                named = any(e in names[sign] or (kind not in s.relations and any(e.startswith(n + " ") for n in names[sign])) for e in ends)
                verdict += ", an end not found or not real" if named else ", both ends found"
            causes[verdict].append(rest)
    return causes


def ablation_table(measured: list[Measured]) -> str:
    shown = [s for s in measured if s.name in _ABLATED]

    def measure() -> list[float]:
        values = []
        for s in shown:
            scores = Measured(s.name, s.pairs).score().scores
            kinds = (lambda x: x.entities["all"].f1, lambda x: x.relations["all"].f1, lambda x: x.measures.f1)
            values += [mean(map(kind, scores)) for kind in kinds]
        return values

    rows, whole = [], list[float]()
    for name, values in ablation(measure):
        whole = whole or values
        changes = values if values is whole else [v - w for v, w in zip(values, whole, strict=True)]
        rows.append([name if values is whole else f"− {name}", *(f"{c:.3f}" if values is whole else f"{c:+.3f}" for c in changes)])
    header = [f"{kind} ({s.name})" for s in shown for kind in ("entities", "relations", "figures")]
    return markdown(["without", *header], rows)


if __name__ == "__main__":
    main()
