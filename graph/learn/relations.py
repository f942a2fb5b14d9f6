"""Train the judge of names and the relation model from gold graphs.

    python -m graph.learn.relations [FOLDER]        writes graph/find/weights/judge.json and graph/relate/relations.json

The entities come from the pipeline itself, with a recogniser that has not seen the file (four folds): the model learns
from the mistakes that it will meet.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from graph.find import Found, apart, propose
from graph.find.formal import FORMAL
from graph.find.judge import Candidates, judge
from graph.find.names import FOLDER, NameModel
from graph.identity import normal
from graph.learn import names as name_training
from graph.learn.gold import load
from graph.learn.weights import write
from graph.link.entities import Linked, link
from graph.logistic import Logistic
from graph.model import ROLES, LocalEntity, plain
from graph.relate import PAIRWISE, candidates
from graph.relate.context import Context
from graph.relate.features import pair_features
from graph.relate.grammar import plain_statements
from graph.relate.measures import MULTIPLIERS, figures
from graph.relate.model import MODEL
from graph.relate.owners import View, owner_features
from graph.relate.whereabouts import place_features

STRENGTH = {"measure": 0.12, "locatedIn": 0.5}
"""Inverse regularisation where it differs from the default."""
LEAST = 0.3
"""No tuned threshold goes below this: real pages are harder than our own, and a false fact is worse than a missing one."""
FIXED = {"measure": 0.3, "locatedIn": 0.3, "Program": 0.74, "Person": 0.5, "Union": 0.5, "Company": 0.5, "Institution": 0.5}
"""Thresholds that are not tuned: the likeliest of several is chosen; both kinds of error are so rare that tuning follows noise;
or real pages, with their slogans in quotation marks, want a stricter judge (programmes) than our own articles do."""


@dataclass(slots=True)
class Proposal:
    """An article with its candidate names and its gold articles; `group` is the number of the file."""

    group: int
    found: Found
    gold: list[dict[str, Any]]


@dataclass(slots=True)
class Sample:
    task: str
    features: frozenset[str]
    label: int
    group: int
    """Number of the file: folds never part one."""
    head: int = 0
    tail: int = 0
    """id() of the entities of a pair."""


def propose_all(paths: list[Path], work: Path) -> list[Proposal]:
    """The recogniser's candidates in every article, from weights that have not seen the file.

    Weights of the folds are kept in `work` and used again when they are there.
    """
    data = None
    result = []
    for fold in range(name_training.FOLDS):
        folder = work / f"fold-{fold}"
        if not (folder / "names.onnx").exists():
            data = data or name_training.samples(paths)
            name_training.train([d for i, d in enumerate(data) if i % name_training.FOLDS != fold], folder, heads=1)
        model = NameModel(folder)
        for i in range(fold, len(paths), name_training.FOLDS):
            gold, readings = load(paths[i])
            result += [Proposal(i, found, gold) for found in propose(readings, model)]
    return result


def judge_samples(proposals: list[Proposal]) -> Iterable[Sample]:
    """One sample for each candidate name: right where the annotation has that name, wrong where it has nothing like it."""
    for p in proposals:
        if not p.gold:
            continue
        names: dict[tuple[str, str], bool] = {}
        for e in (e for a in p.gold for e in a["entities"]):
            for n in (e["name"], *(e.get("aliases") or []), *(e.get("local") or [])):
                key = (e["type"], plain(n))
                names[key] = names.get(key, True) and bool(e.get("optional"))
        candidates = Candidates(p.found.reading, p.found.names)
        for m in p.found.names:
            optional = names.get((m.type, plain(m.text)))
            if optional or m.rule == FORMAL:
                continue
            yield Sample(m.type, frozenset(candidates.features(m)), int(optional is not None), p.group)


def link_all(proposals: list[Proposal], model: Logistic) -> list[tuple[int, Linked, list[dict[str, Any]]]]:
    """Every article linked from the candidates that the judge accepts."""
    result = []
    for p in proposals:
        f = p.found
        names, _ = judge(f.reading, f.names, model)
        result.append((p.group, link(f.reading, f.places, f.unions, f.documents, f.shorts, apart(names)), p.gold))
    return result


def matching(linked: Linked, gold: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """id(entity) → the gold entity that it is: same type and a strong name in common, one to one."""
    wanted = [e for a in gold for e in a["entities"]]
    pairs = []
    for i, e in enumerate(linked.entities):
        mine = {normal(plain(n)) for n in (e.name, *e.aliases)}
        for j, g in enumerate(wanted):
            theirs = {normal(plain(n)) for n in (g["name"], *(g.get("aliases") or []))}
            if g["type"] == e.type and mine & theirs:
                pairs.append((normal(plain(e.name)) != normal(plain(g["name"])), bool(g.get("optional")), i, j))
    matched: dict[int, dict[str, Any]] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(pairs):
        if id(linked.entities[i]) not in matched and j not in taken:
            matched[id(linked.entities[i])] = wanted[j]
            taken.add(j)
    return matched


def _near_miss(e: LocalEntity, gold: list[dict[str, Any]]) -> bool:
    """Named almost as a gold entity: neither right nor plainly wrong."""
    name = plain(e.name)
    return any(g["type"] == e.type and (plain(g["name"]) in name or name in plain(g["name"])) for a in gold for g in a["entities"])


def pair_samples(articles: list[tuple[int, Linked, list[dict[str, Any]]]]) -> list[Sample]:
    """Samples of all relations; where programmes lie is learned beside the runners that the model finds, not those that there are."""
    read = [(group, Context(linked), gold, matching(linked, gold)) for group, linked, gold in articles if gold]
    pairs = [list(_pairs(*x)) for x in read]
    chances = iter(_held_out([s for of in pairs for s in of if s.task == "runs"])[0])
    result: list[Sample] = []
    for (group, c, gold, matched), of in zip(read, pairs, strict=True):
        chance = {(s.head, s.tail): next(chances) for s in of if s.task == "runs"}
        chance |= {(id(x.actor), id(x.object)): 1.0 for x in plain_statements(c) if x.relation == "runs"}
        result += of
        result += _places(group, c, gold, matched, chance)
        result += _measures(group, c, gold, matched)
    return result


def _relations(gold: list[dict[str, Any]]) -> dict[tuple[str, str, str], dict[str, Any]]:
    table: dict[tuple[str, str, str], dict[str, Any]] = {}
    for a in gold:
        for r in a["relations"]:
            table[r["head"], r["rel"], r["tail"]] = r
            if r["rel"] == "partnerOf":
                table[r["tail"], r["rel"], r["head"]] = r
    return table


def _pairs(group: int, c: Context, gold: list[dict[str, Any]], matched: dict[int, dict[str, Any]]) -> Iterable[Sample]:
    table = _relations(gold)
    for relation in PAIRWISE:
        for h, t in candidates(c, relation):
            gh, gt = matched.get(id(h)), matched.get(id(t))
            if gh is None or gt is None:
                near_miss = any(g is None and _near_miss(e, gold) for g, e in ((gh, h), (gt, t)))
                if near_miss or any(g is not None and g.get("optional") for g in (gh, gt)):
                    continue
                yield Sample(relation, frozenset(pair_features(c, h, t)), 0, group, id(h), id(t))
                continue
            r = table.get((gh["id"], relation, gt["id"]))
            if r.get("optional") if r is not None else gh.get("optional") or gt.get("optional"):
                continue
            features = frozenset(pair_features(c, h, t))
            yield Sample(relation, features, int(r is not None), group, id(h), id(t))
            if r is not None and r.get("role"):
                for role in ROLES:
                    yield Sample("role:" + role, features, int(r["role"] == role), group)


_RUNS = 0.4
"""From this chance on, an organisation counts as the runner of a programme."""


def _places(
    group: int, c: Context, gold: list[dict[str, Any]], matched: dict[int, dict[str, Any]], runs: dict[tuple[int, int], float]
) -> Iterable[Sample]:
    table = _relations(gold)
    back = {g["id"]: e for e in c.linked.entities if (g := matched.get(id(e))) is not None}
    for e in c.of_type("Union", "Company", "Institution", "Program"):
        g = matched.get(id(e))
        if g is None or g.get("optional"):
            continue
        where = {t: r for (h, rel, t), r in table.items() if h == g["id"] and rel == "locatedIn"}
        if not where and e.type == "Program":
            continue
        required = any(not r.get("optional") for r in where.values())
        likely = sorted(((-p, h) for (h, t), p in runs.items() if t == id(e) and p >= _RUNS), key=lambda run: run[0])
        runners = [g["id"] for _, h in likely if (g := matched.get(h)) is not None]  # the surest first, as in use
        near = [
            back[t]
            for runner in runners
            for (h, rel, t), r in table.items()
            if h == runner and rel == "locatedIn" and not r.get("optional") and t in back
        ]
        for place in c.of_type("Place"):
            gp = matched.get(id(place))
            r = where.get(gp["id"]) if gp is not None else None
            if r is not None and r.get("optional") and not required:
                continue
            right = r is not None and not r.get("optional")  # of several, the one that has to be found outranks those that may be
            yield Sample("locatedIn", frozenset(place_features(c, e, place, near)), int(right), group)


def _quantity(value: Any, unit: str) -> tuple[float, str]:
    number, unit = float(value), unit.lstrip("余多")
    while unit and unit[0] in MULTIPLIERS:
        number *= MULTIPLIERS[unit[0]]
        unit = unit[1:].lstrip("余多")
    return round(number, 6), unit


def _measures(group: int, c: Context, gold: list[dict[str, Any]], matched: dict[int, dict[str, Any]]) -> Iterable[Sample]:
    owners: dict[tuple[float, str], set[str]] = defaultdict(set)
    for a in gold:
        for m in a.get("measures") or []:
            owners[_quantity(m["value"], m.get("unit") or "")].add(m["subject"])
    optional = {_quantity(m["value"], m.get("unit") or "") for a in gold for m in a.get("measures") or [] if m.get("optional")}
    required = {_quantity(m["value"], m.get("unit") or "") for a in gold for m in a.get("measures") or [] if not m.get("optional")}
    for f in figures(c):
        q = (round(float(f.value), 6), f.unit)
        if q in optional and q not in required:
            continue
        subjects = owners.get(q, set())
        view = View(c, f)
        for e in c.linked.entities:
            if id(e) not in c.by_entity:
                continue
            g = matched.get(id(e))
            features = owner_features(f.unit, e.type, view.signs(e))
            yield Sample("measure", frozenset(features), int(g is not None and g["id"] in subjects), group)


def fit(found: list[Sample]) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Weights and thresholds per task; thresholds are those of best F1 on held-out files."""
    weights, thresholds = {}, {}
    by_task: dict[str, list[Sample]] = defaultdict(list)
    for s in found:
        by_task[s.task].append(s)
    for task, rows in sorted(by_task.items()):
        y = np.array([s.label for s in rows])
        if y.sum() < 5:
            continue
        held, x, names = _held_out(rows)
        thresholds[task] = FIXED.get(task) or max(LEAST, _best_threshold(held, y))
        model = _model(task).fit(x, y)
        table = {n: round(float(w), 3) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) >= 0.02}
        weights[task] = {"": round(float(model.intercept_[0]), 3), **dict(sorted(table.items()))}
        p = held >= thresholds[task]
        tp = int((p & (y == 1)).sum())
        counts = f"{len(rows):6} samples {int(y.sum()):5} positive  threshold {thresholds[task]:.2f}"
        quality = f"P {tp / max(1, int(p.sum())):.3f} R {tp / int(y.sum()):.3f}"
        print(f"{task:20} {counts}  {quality}  {len(table)} weights")
    return weights, thresholds


def _held_out(rows: list[Sample]) -> tuple[np.ndarray, Any, list[str]]:
    """Of the samples of one task: chances from models that have not seen the file, the matrix of features and their names."""
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform([dict.fromkeys(s.features, 1.0) for s in rows])
    keep = np.asarray((x > 0).sum(axis=0)).ravel() >= 3
    x = x[:, keep]
    names = [n for n, k in zip(vectorizer.get_feature_names_out(), keep, strict=True) if k]
    y = np.array([s.label for s in rows])
    held = np.zeros(len(rows))
    for train, test in GroupKFold(5).split(x, y, np.array([s.group for s in rows])):
        held[test] = _model(rows[0].task).fit(x[train], y[train]).predict_proba(x[test])[:, 1]
    return held, x, names


def _model(task: str) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH.get(task, 0.15), max_iter=300, solver="liblinear", random_state=0)


def _best_threshold(p: np.ndarray, y: np.ndarray) -> float:
    """The middle of the thresholds whose F1 is within half a point of the best: the peak itself is noise."""
    grid = np.arange(0.2, 0.71, 0.02)
    scores = np.array([2 * ((p >= t) & (y == 1)).sum() / max(1, (p >= t).sum() + y.sum()) for t in grid])
    return round(float(np.median(grid[scores >= scores.max() - 0.005])), 2)


def main(arguments: list[str]) -> int:
    from graph.learn.split import training_files

    paths = training_files()
    with tempfile.TemporaryDirectory() as folder:
        proposals = propose_all(paths, Path(arguments[0] if arguments else folder))
    write(FOLDER / "judge.json", *fit(list(judge_samples(proposals))))
    write(MODEL, *fit(pair_samples(link_all(proposals, Logistic(FOLDER / "judge.json")))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
