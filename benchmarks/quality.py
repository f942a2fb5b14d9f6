"""How well articles are read: entities, relations and figures against gold graphs, one line for each set.

    python benchmarks/quality.py [--causes]

The sets: our own articles kept for testing (never used in training), our own articles used in training (what memory adds),
and, where ../shared is there, its two gold pages.  Each document is built alone; the mean over documents is printed, and
below it the errors pooled by cause.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from graph.builder import build
from graph.evaluate import Scores, evaluate
from graph.learn.split import files

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--causes", action="store_true", help="count the errors by cause")
    causes = parser.parse_args().causes
    sets: dict[str, list[tuple[Path, Path]]] = {
        "own test articles": [(p.with_suffix(".txt"), p) for p in files("test")],
        "own training articles": [(p.with_suffix(".txt"), p) for p in files("train")],
        "bundled corpus": [(p, p.with_suffix(".json")) for p in sorted((ROOT / "seeds" / "corpus").glob("*.txt"))],
    }
    gold = sorted((SHARED / "gold").glob("*.json")) if SHARED.is_dir() else []
    sets["shared pages, each alone"] = [(next((SHARED / "seeds").glob(g.stem + "_*")), g) for g in gold]
    print(f"{'mean over documents':28}  n   entities  programmes  relations  figures  titles  roles  evidence")
    for name, pairs in sets.items():
        if not pairs:
            print(f"{name:28}  not here")
            continue
        scores = [evaluate(build(text, workers=1), [gold]) for text, gold in pairs]
        print(line(name, scores))
        if causes:
            for cause, n in by_cause(scores).most_common():
                print(f"      {n:5}  {cause}")
    if gold:
        together = evaluate(build(*(text for text, _ in sets["shared pages, each alone"]), workers=1), gold)
        print(line("shared pages, together", [together]))


def line(name: str, scores: list[Scores]) -> str:
    def mean(values: list[float]) -> str:
        return f"{sum(values) / len(values):.3f}"

    return (
        f"{name:28} {len(scores):3}     {mean([s.entities['all'].f1 for s in scores])}"
        f"       {mean([s.entities['Program'].f1 for s in scores])}"
        f"      {mean([s.relations['all'].f1 for s in scores])}    {mean([s.measures.f1 for s in scores])}"
        f"   {mean([s.titles for s in scores])}  {mean([s.roles for s in scores])}     {mean([s.evidence for s in scores])}"
    )


def by_cause(scores: list[Scores]) -> Counter[str]:
    """Misses and wrong facts by kind; a relation whose ends were not both found is the names' fault, not the clause's."""
    causes: Counter[str] = Counter()
    for s in scores:
        errors = [m.split(" ", 2) for m in s.misses]
        names = {sign: {rest for sign_, kind, rest in errors if sign_ == sign and kind in s.entities} for sign in "+-"}
        for sign, kind, rest in errors:
            verdict = f"{kind} {'missed' if sign == '-' else 'wrong'}"
            if kind not in s.entities:
                ends = rest.split(" → ") if kind in s.relations else [rest]
                named = any(e in names[sign] or (kind not in s.relations and any(e.startswith(n + " ") for n in names[sign])) for e in ends)
                verdict += ", an end not found or not real" if named else ", both ends found"
            causes[verdict] += 1
    return causes


if __name__ == "__main__":
    main()
