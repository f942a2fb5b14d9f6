"""Names in Traditional characters are kept as printed, and what they name is the same as in Simplified ones."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest
from factory import Story

import graph
from graph.export import render
from graph.knowledge import KnowledgeGraph
from graph.model import Answer
from graph.read.scripts import Page
from graph.review.answering import same_or_never
from graph.review.obey import reviewed
from graph.review.register import Register
from graph.upkeep import add, rebuild, remove

TRADITIONAL = (
    "本報訊 近日,海南省三亞市總工會打造的三亞工匠學院開班,職工踴躍參加。三亞市總工會與三亞技師學院聯合承辦。"
    "三亞市總工會主席王國強介紹,學院已培訓職工3400餘人次。\n"
)
SIMPLIFIED = "本报讯 近日,海南省三亚市总工会打造的三亚工匠学院开班,职工踊跃参加。\n"
SHORT = "本報訊 近日,三亞市總召開職工大會,市總主席出席,職工踴躍參加。\n"
UNION = "https://w3id.org/unionkg/id/union/460200"


def written(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "utf-16"])
def test_what_a_traditional_page_says_is_shown_as_printed(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes(TRADITIONAL.encode(encoding))
    kg = graph.build(tmp_path)
    union = kg.entities[UNION]
    assert (union.name, union.simplified) == ("三亞市總工會", "三亚市总工会")
    assert "三亚市总工会" in union.aliases
    assert kg["三亚市总工会"] is kg["三亞市總工會"] is union
    assert kg["三亞工匠學院"].name == "三亞工匠學院"
    said = [c.evidence for f in kg.facts() for _, c in f.claims if not c.inferred] + [m.evidence for _, m in union.figures]
    assert said
    assert all(TRADITIONAL[e.start : e.end] == e.exact for e in said)
    assert "總工會" in kg.articles[union.articles[0]].title
    assert "3400餘人次" in [m.printed for e in kg.entities.values() for _, m in e.figures]
    labels = kg.sparql(f"SELECT ?l ?a WHERE {{ <{UNION}> skos:prefLabel ?l ; skos:altLabel ?a }}")
    assert ("三亞市總工會", "三亚市总工会") in {(row["l"], row["a"]) for row in labels}


def test_one_thing_in_both_characters_is_one_entity(tmp_path: Path) -> None:
    both = graph.build(written(tmp_path, t=TRADITIONAL, s=SIMPLIFIED))
    alone = graph.build(tmp_path / "s.txt")
    union, school = both[UNION], both["三亚工匠学院"]
    assert (union.name, school.name) == ("三亚市总工会", "三亚工匠学院"), "a page prints them so"
    assert "三亞市總工會" in union.aliases
    assert len(union.articles) == len(school.articles) == 2
    assert school.iri == alone["三亚工匠学院"].iri
    assert both["三亞技師學院"].name == "三亞技師學院", "no page prints it otherwise"


def test_a_page_that_prints_a_short_name_only_does_not_change_the_characters(tmp_path: Path) -> None:
    kg = graph.build(written(tmp_path, t=TRADITIONAL, u=SHORT))
    assert len(kg[UNION].articles) == 2
    assert kg[UNION].name == "三亞市總工會"
    assert graph.build(tmp_path / "u.txt")[UNION].name == "三亚市总工会", "printed nowhere: the official name"


def test_names_do_not_depend_on_what_came_first(tmp_path: Path) -> None:
    texts = written(tmp_path, t=TRADITIONAL, s=SIMPLIFIED, u=SHORT)
    whole = render(graph.build(texts), "turtle")
    parts = [graph.build(texts / f"{name}.txt") for name in "stu"]
    for a, b, c in permutations(parts):
        assert render(a.merge(b).merge(c), "turtle") == whole
    out = tmp_path / "out"
    rebuild(out, [str(texts / "t.txt")])
    traditional = (out / "graph.ttl").read_bytes()
    add(out, [str(texts / "s.txt")])
    add(out, [str(texts / "u.txt")])
    assert (out / "graph.ttl").read_bytes() == whole
    remove(out, [str(texts / "u.txt"), str(texts / "s.txt")])
    assert (out / "graph.ttl").read_bytes() == traditional
    assert '"三亞市總工會"@zh'.encode() in traditional


def test_of_several_printed_forms_one_is_shown_and_the_others_kept() -> None:
    stories = [Story("臺北市總工會。"), Story("台北市總工會。"), Story("北市總。")]
    for story, printed in zip(stories, ("臺北市總工會", "台北市總工會", ""), strict=True):
        story.entity("Union", "台北市总工会", scope="710000", printed=printed)
    graphs = [KnowledgeGraph.of(s.extraction for s in order) for order in permutations(stories)]
    for kg in graphs:
        (union,) = kg.entities.values()
        assert union.name == "臺北市總工會"
        assert union.aliases == ["台北市总工会", "台北市總工會"]
        assert union.key == ("Union", "710000", "台北市总工会")


def test_a_name_nobody_prints_in_traditional_characters_is_found_by_them(tmp_path: Path) -> None:
    kg = graph.build(written(tmp_path, s=SIMPLIFIED))
    assert kg["三亞市總工會"].iri == UNION
    assert kg.search("工匠學院")[0].name == "三亚工匠学院"
    assert "三亞市總工會" in kg
    assert "臺北市總工會" not in kg


def test_quotation_marks_and_breaks_do_not_hide_what_is_printed() -> None:
    page = Page("“慧協商”賦\n能平台由三亞市總工會打造")
    assert page.name("慧协商赋能平台") == "慧協商賦能平台"
    assert page.words("三亚市总工会") == "三亞市總工會"
    assert page.name("三亚市总") == "三亞市總"
    assert page.name("海口市总工会") == ""


def test_the_register_knows_what_is_printed_in_traditional_characters() -> None:
    story = Story("雲帆平台由雲帆公司打造。")
    story.entity("Program", "云帆平台", scope="460200", aliases=("雲帆",), printed="雲帆平台")
    story.entity("Program", "云帆服务平台", scope="460200", printed="")
    kg = KnowledgeGraph.of([story.extraction])
    answer = same_or_never(kg, "same", "雲帆平台", "云帆服务平台")
    assert (answer.what, answer.other) == ("Program/460200/云帆平台", "Program/460200/云帆服务平台")
    (one,) = reviewed([story.extraction], Register((answer,))).entities.values()
    assert one.name == "云帆服务平台"
    assert {"雲帆平台", "云帆平台", "雲帆"} <= set(one.aliases)
    apart = same_or_never(kg, "never", "雲帆平台", "雲帆")
    assert apart == Answer("never", "Program/460200/云帆平台", "Program/460200/云帆")
    parted = reviewed([story.extraction], Register((apart,))).entities
    assert {e.name for e in parted.values()} >= {"雲帆平台", "雲帆"}
    assert all("雲帆" not in e.aliases for e in parted.values())
