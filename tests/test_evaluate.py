"""Scores against gold graphs: numbers counted by hand, and the same as the reference scorer's where it is at hand."""

from __future__ import annotations

import copy
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from factory import Story, heping, sample, sanya

from graph.errors import InputError
from graph.evaluate import Score, Scores, evaluate
from graph.gold import fold, quantity
from graph.knowledge import KnowledgeGraph

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def entity(id: str, type: str, name: str, *aliases: str, optional: bool = False) -> dict[str, Any]:
    return {"id": id, "type": type, "name": name, "aliases": list(aliases), "local": [], "kind": None, "optional": optional}


def relation(head: str, rel: str, tail: str, *, optional: bool = False, **more: str) -> dict[str, Any]:
    return {"head": head, "rel": rel, "tail": tail, "optional": optional, "evidence": "", **more}


def measure(subject: str, value: float | str, unit: str, what: str = "", *, optional: bool = False) -> dict[str, Any]:
    return {"subject": subject, "value": value, "unit": unit, "what": what, "optional": optional, "evidence": ""}


GOLD: dict[str, Any] = {
    "doc": "a.txt",
    "articles": [
        {
            "id": "a1",
            "title": "",
            "place": "三亚市",
            "start": "",
            "entities": [
                entity("u1", "Union", "三亚市总工会", "三亚市总"),
                entity("u2", "Union", "海南省总"),  # the graph calls it 海南省总工会, alias 海南省总
                entity("u3", "Union", "三亚市吉阳区总工会"),  # missed
                entity("u4", "Union", "三亚大酒店有限公司工会", optional=True),
                entity("l1", "Place", "三亚市", "三亚"),
                entity("l2", "Place", "海南省"),  # in the graph only by the gazetteer: missed
                entity("c1", "Company", "三亚大酒店有限公司", optional=True),
                entity("i1", "Institution", "三亚市中级人民法院"),
                entity("p1", "Program", "“三亚”工匠学院"),  # equal when folded
                entity("p2", "Program", "工会通平台"),
                entity("h1", "Person", "李明"),
                entity("d1", "Document", "《关于工匠培养的意见》", optional=True),
            ],
            "relations": [
                relation("u1", "locatedIn", "l1"),
                relation("u1", "subUnionOf", "u2"),
                relation("u3", "subUnionOf", "u1"),  # missed
                relation("u1", "runs", "p1", role="host"),
                relation("u1", "runs", "p2", role="host"),  # found; the graph says builder
                relation("u2", "runs", "p1", optional=True),
                relation("p1", "locatedIn", "l1"),
                relation("u1", "partnerOf", "i1"),
                relation("u1", "issued", "d1"),  # required, but one end is optional
                relation("h1", "holdsPost", "u1", title="党组书记、 常务副主席"),
                relation("u4", "unionOf", "c1", optional=True),
                relation("l1", "partOf", "l2"),
                relation("d1", "about", "p1"),
            ],
            "measures": [
                measure("p2", 12.3, "万人", "注册用户"),
                measure("p2", "1,588", "余万元", "投入", optional=True),
                measure("p1", 7, "个", "基地"),  # missed
                measure("p1", "数十", "名", "学员"),  # no number: left out
            ],
        }
    ],
    "systems": [],
}

# What the story of 三亚 holds against this: entities Union 三亚市总工会 海南省总工会 三亚大酒店有限公司工会(optional), Place 三亚市,
# Company (optional), Institution, Program 三亚工匠学院 工会通平台 工会通求职模块(wrong), Person, Document(optional).
BY_TYPE = {
    "Union": Score(2, 0, 1),
    "Place": Score(1, 0, 1),
    "Company": Score(0, 0, 0),
    "Institution": Score(1, 0, 0),
    "Program": Score(2, 1, 0),
    "Person": Score(1, 0, 0),
    "Document": Score(0, 0, 0),
    "all": Score(7, 1, 2),
}
# locatedIn: the union and the academy found, the platform wrong; partOf: the module of the platform is wrong; participatesIn
# comes from an optional union, issued leads to an optional document: neither counts.
BY_RELATION = {
    "locatedIn": Score(2, 1, 0),
    "subUnionOf": Score(1, 0, 1),
    "unionOf": Score(0, 0, 0),
    "runs": Score(2, 0, 0),
    "participatesIn": Score(0, 0, 0),
    "partnerOf": Score(1, 0, 0),
    "issued": Score(0, 0, 0),
    "partOf": Score(0, 1, 0),
    "holdsPost": Score(1, 0, 0),
    "all": Score(7, 2, 1),
}


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    return write(tmp_path / "gold" / "a.json", GOLD)


def write(path: Path, gold: dict[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.of([sanya().extraction])


def test_entities_and_relations_are_counted_as_by_hand(kg: KnowledgeGraph, gold: Path) -> None:
    scores = evaluate(kg, [gold])
    assert scores.entities == BY_TYPE
    assert scores.relations == BY_RELATION


def test_figures_titles_roles_and_evidence_are_counted_as_by_hand(kg: KnowledgeGraph, gold: Path) -> None:
    scores = evaluate(kg, [gold])
    assert scores.measures == Score(1, 0, 1)  # users found, the optional money neither, bases missed
    assert scores.measure_values == 0.5
    assert scores.titles == 1.0
    assert scores.roles == 0.5
    assert scores.evidence == 1.0


def test_precision_recall_and_f1() -> None:
    score = Score(found=6, wrong=2, missed=4)
    assert (score.precision, score.recall) == (0.75, 0.6)
    assert score.f1 == pytest.approx(2 / 3)
    assert (Score().precision, Score().recall, Score().f1) == (0.0, 0.0, 0.0)


def test_misses_name_what_was_missed_and_what_was_wrong(kg: KnowledgeGraph, gold: Path) -> None:
    assert evaluate(kg, [gold]).misses == [
        "- Union 三亚市吉阳区总工会",
        "- Place 海南省",
        "+ Program 工会通求职模块",
        "+ locatedIn 工会通平台 → 三亚市",
        "- subUnionOf 三亚市吉阳区总工会 → 三亚市总工会",
        "+ partOf 工会通求职模块 → 工会通平台",
        "- figure “三亚”工匠学院 7 个 基地",
    ]


def test_a_graph_a_file_and_a_folder_score_the_same(kg: KnowledgeGraph, gold: Path, tmp_path: Path) -> None:
    file = kg.export(tmp_path / "out" / "graph.ttl")
    assert evaluate(file, [gold]) == evaluate(str(file.parent), [gold.parent]) == evaluate(kg, [gold])


def test_a_partnership_counts_in_either_direction(kg: KnowledgeGraph, tmp_path: Path) -> None:
    turned = copy.deepcopy(GOLD)
    for r in turned["articles"][0]["relations"]:
        if r["rel"] == "partnerOf":
            r["head"], r["tail"] = r["tail"], r["head"]
    assert evaluate(kg, [write(tmp_path / "b.json", turned)]).relations["partnerOf"] == Score(1, 0, 0)


def test_an_entity_annotated_under_two_names_counts_once(kg: KnowledgeGraph, tmp_path: Path) -> None:
    twice = copy.deepcopy(GOLD)
    twice["articles"].append({"id": "a2", "entities": [entity("x1", "Union", "三亚市总")], "relations": [], "measures": []})
    assert evaluate(kg, [write(tmp_path / "b.json", twice)]).entities["Union"] == Score(2, 0, 1)


def test_one_gold_entity_is_found_by_one_node_only(tmp_path: Path) -> None:
    story = Story("某学院。某学院。")
    for scope in ("460200", "120101"):
        story.entity("Program", "某学院", scope=scope)
    gold = {"doc": "", "articles": [{"id": "a1", "entities": [entity("p", "Program", "某学院")], "relations": []}]}
    scores = evaluate(KnowledgeGraph.of([story.extraction]), [write(tmp_path / "b.json", gold)])
    assert scores.entities["Program"] == Score(1, 1, 0)


def test_a_figure_on_the_wrong_subject_is_wrong(tmp_path: Path) -> None:
    story = Story("某学院培训50人，某平台服务60人。")
    school, platform = story.entity("Program", "某学院"), story.entity("Program", "某平台")
    story.measure(school, "60", "人", "服务", "60人")
    story.measure(platform, "60", "", "服务", "60人")  # no unit: agrees with any
    entities = [entity("p", "Program", "某学院"), entity("q", "Program", "某平台")]
    article = {"id": "a1", "entities": entities, "relations": [], "measures": [measure("p", 50, "人"), measure("q", 60, "人")]}
    scores = evaluate(KnowledgeGraph.of([story.extraction]), [write(tmp_path / "b.json", {"doc": "", "articles": [article]})])
    assert scores.measures == Score(1, 1, 1)
    assert "+ figure 某学院 60 人" in scores.misses


def test_nothing_against_nothing_is_zero(tmp_path: Path) -> None:
    scores = evaluate(KnowledgeGraph(), [write(tmp_path / "b.json", {"doc": "", "articles": []})])
    assert scores.entities["all"] == scores.relations["all"] == scores.measures == Score()
    assert (scores.titles, scores.roles, scores.evidence, scores.misses) == (0.0, 0.0, 0.0, [])


def test_scores_are_shown_and_become_json(kg: KnowledgeGraph, gold: Path) -> None:
    scores = evaluate(kg, [gold])
    assert "entities  all                0.875   0.778   0.824      7      1       2" in str(scores)
    plain = json.loads(json.dumps(scores.to_dict()))
    assert plain["relations"]["runs"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "found": 2, "wrong": 0, "missed": 0}
    assert set(plain) | {"misses", "verdicts"} == set(Scores.__slots__)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "not JSON"),
        ("[]", "not a gold graph"),
        ('{"articles": [{"id": "a", "entities": [], "relations": [{"head": "x", "rel": "runs", "tail": "y"}]}]}', "not a gold graph"),
    ],
)
def test_bad_gold_is_one_line_that_names_the_file(kg: KnowledgeGraph, tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(content)
    with pytest.raises(InputError, match=rf"bad\.json: {says}") as error:
        evaluate(kg, [path])
    assert "\n" not in str(error.value)


def test_what_is_missing_or_no_turtle_is_named(kg: KnowledgeGraph, gold: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.json: cannot be read"):
        evaluate(kg, [tmp_path / "gone.json"])
    with pytest.raises(InputError, match=r"gone\.ttl: cannot be read"):
        evaluate(tmp_path / "gone.ttl", [gold])
    (tmp_path / "bad.ttl").write_text("三亚市总工会")
    with pytest.raises(InputError, match=r"bad\.ttl: not Turtle"):
        evaluate(tmp_path / "bad.ttl", [gold])


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (100, "万元", (1_000_000.0, "元")),
        ("1,588", "余万元", (15_880_000.0, "元")),
        (3, "亿多元", (300_000_000.0, "元")),
        (1.2, "百万余人次", (1_200_000.0, "人次")),
        (96.5, "％", (96.5, "%")),
        (5, "", (5.0, "")),
    ],
)
def test_quantities_are_in_base_units(value: object, unit: str, expected: tuple[float, str]) -> None:
    assert quantity(value, unit) == expected


def test_labels_are_folded() -> None:
    assert fold("“慧协商” 赋能平台（ＡＩ）") == "慧协商赋能平台(ai)"


# ---------------------------------------------------------------- the reference scorer


def reference(gold: list[Path], turtle: Path) -> dict[str, Any]:
    path = SHARED / "gold" / "score.py"
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    spec = importlib.util.spec_from_file_location("reference_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    scored: dict[str, Any] = module.score([str(g) for g in gold], str(turtle))[0]
    return scored


def ours(scores: Scores) -> dict[str, Any]:
    """Our scores under the names of the reference."""

    def plain(s: Score) -> dict[str, float]:
        return {"p": s.precision, "r": s.recall, "f1": s.f1, "tp": s.found, "fp": s.wrong, "fn": s.missed}

    return {
        "entities": {k: plain(s) for k, s in scores.entities.items()},
        "relations": {k: plain(s) for k, s in scores.relations.items()},
        "measures": plain(scores.measures),
        "measure_values_recall": scores.measure_values,
        "titles_right": scores.titles,
        "roles_right": scores.roles,
        "relations_with_evidence": scores.evidence,
    }


def test_the_reference_scorer_gives_the_same_numbers(gold: Path, tmp_path: Path) -> None:
    turtle = sample().export(tmp_path / "graph.ttl")
    assert ours(evaluate(turtle, [gold])) == reference([gold], turtle)


def imitate(gold: dict[str, Any]) -> KnowledgeGraph:
    """A graph that holds most of a gold graph, with errors of every sort at fixed intervals."""
    story = Story("全文。", document=gold["doc"])
    made = {}
    for article in gold["articles"]:
        for i, e in enumerate(article["entities"]):
            name = e["name"] if i % 7 else e["name"] + "分"
            made[e["id"]] = story.entity(e["type"], name, aliases=tuple((e.get("aliases") or [])[: i % 3]))
    for article in gold["articles"]:
        for i, r in enumerate(article["relations"]):
            if i % 5:
                title = r.get("title") or "" if i % 4 else "职工"
                story.claim(made[r["head"]], r["rel"], made[r["tail"]], role=(r.get("role") or "") if i % 3 else "guide", title=title)
        for i, m in enumerate(article.get("measures") or []):
            try:
                value, unit = quantity(m["value"], m.get("unit") or "")
            except ValueError:
                continue
            story.measure(made[m["subject"]], str(int(value * 100) / 100), unit if i % 6 else "", m.get("what") or "", "全文")
    return KnowledgeGraph.of([story.extraction, heping().extraction])


@pytest.mark.parametrize("name", ["000.json", "002.json"])
def test_the_reference_scorer_gives_the_same_numbers_on_whole_pages(name: str, tmp_path: Path) -> None:
    path = SHARED / "gold" / name
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    turtle = imitate(json.loads(path.read_text(encoding="utf-8"))).export(tmp_path / "graph.ttl")
    scores = evaluate(turtle, [path])
    assert 0.5 < scores.entities["all"].f1 < 1
    assert 0 < scores.titles < 1
    assert ours(scores) == reference([path], turtle)
