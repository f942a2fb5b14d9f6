"""Printings of one article are told, whatever was changed a little, and different articles stay apart."""

from __future__ import annotations

import random
import sqlite3
from base64 import b64encode
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
import rdflib
from conftest import ROOT, TEXTS
from factory import printed_again
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.namespace import DCTERMS

import graph
from graph.export import render
from graph.export.rows import nodes
from graph.identity import article_iri
from graph.model import ArticleRecord, Source
from graph.printings import SCHEMA, Printings
from graph.report import report
from graph.reprints import reprints, sketch, stories, versions
from graph.upkeep import add, rebuild, remove
from graph.view.cards import summary
from graph.view.tables import tables

LONG = (
    "近日,海南省三亚市总工会打造的三亚工匠学院开班,来自全市各行业的一百余名职工参加首期培训。学院由三亚技师学院承办,开设无人机、电焊、"
    "新能源汽车等课程,采取线上开课、线下实训的方式进行。三亚市总工会有关负责人表示,学院每年投入专项资金用于师资和设备,"
    "计划三年内培养工匠一千名,让更多一线职工走上技能成才之路,为自由贸易港建设提供人才支撑。"
)
OTHER = (
    "连日来,山东省青岛市总工会的职工法律服务工作站里人来人往,律师和调解员轮流值守,为快递员、货车司机等新就业形态劳动者解答劳动合同、"
    "工伤认定、社会保险等方面的问题。青岛市总工会联合人民法院、司法局建立诉调对接机制,今年已化解劳动争议案件三百余件。"
    "下一步,服务站将延伸到乡镇、街道和园区,让职工在家门口就能得到专业的帮助。"
)


def article(text: str, id_: str, date: str = "") -> ArticleRecord:
    return ArticleRecord(id_, text[:10], f"{id_}.txt", id_, 0, date, sources=[Source(f"{id_}.txt")], sketch=sketch(text))


@pytest.mark.parametrize(
    "changed",
    [
        "三亚工匠学院开班\n" + LONG,
        LONG.replace(",", "，").replace("。", "。\n"),
        LONG.replace("近日,", "").replace("一百余名", "100余名"),
        LONG[: len(LONG) * 9 // 10],
        LONG.replace("三亚市总工会有关负责人", "三亚市总主席王明"),
    ],
)
def test_small_changes_do_not_hide_a_reprint(changed: str) -> None:
    (group,) = reprints([article(LONG, "b"), article(OTHER, "c"), article(changed, "a", "2024-06-11")])
    assert [a.id for a in group] == ["a", "b"], "the dated one was printed first as far as we know"
    assert stories("abc", versions([group])) == 2


def test_different_articles_and_short_ones_stay_apart() -> None:
    corpus = sorted((ROOT / "seeds" / "gold").glob("a*.txt"))[:60]
    assert len(corpus) > 20
    assert not reprints(article(p.read_text(encoding="utf-8"), p.stem) for p in corpus)
    assert sketch("图为职工在车间示范焊接。") == ""
    assert not reprints([article("图为职工在车间示范焊接。", "a"), article("图为职工在车间示范焊接!", "b")])


@given(st.permutations(range(6)))
def test_the_answer_does_not_depend_on_the_order(order: list[int]) -> None:
    texts = [LONG, LONG[10:], LONG[:-15], OTHER, "据悉," + OTHER, TEXTS["sanya.txt"]]
    articles = [article(text, str(i)) for i, text in enumerate(texts)]
    assert [[a.id for a in g] for g in reprints(articles[i] for i in order)] == [["0", "1", "2"], ["3", "4"]]


def test_a_pattern_printed_a_thousand_times_does_not_cost_the_square() -> None:
    rng = random.Random(7)
    words = [chr(0x4E00 + rng.randrange(3000)) for _ in range(4000)]
    articles = [replace(article(LONG, f"{i:04}"), sketch=sketch(LONG[:60] + "".join(rng.sample(words, 60)))) for i in range(1000)]
    assert len(reprints(articles)) < 50


def test_the_report_counts_a_reprint_once_and_names_all_places(tmp_path: Path) -> None:
    (tmp_path / "2024-06-11.txt").write_text("三亚工匠学院开班\n本报讯 " + LONG, encoding="utf-8")
    (tmp_path / "copy.txt").write_text("工匠学院在三亚开班\n本报讯 " + LONG + "\n", encoding="utf-8")
    kg = graph.build(tmp_path)
    told = report(kg)
    assert (told["counts"]["articles"], told["counts"]["stories"]) == (2, 1)
    (group,) = told["reprints"]
    assert [(p["date"], p["sources"]) for p in group["printings"]] == [("2024-06-11", ["2024-06-11.txt"]), ("", ["copy.txt"])]
    apart = graph.build(tmp_path / "copy.txt").merge(graph.build(tmp_path / "2024-06-11.txt"))
    assert report(apart)["reprints"] == told["reprints"]


# ---------------------------------------------------------------- in the graph


def test_the_graph_says_what_was_printed_again_and_counts_it_once() -> None:
    kg = printed_again()
    (again, first), *more = kg.versions.items()
    assert not more
    assert (kg.articles[again].document, kg.articles[first].document) == ("c.txt", "a.txt")
    asked = kg.sparql("SELECT ?a ?f WHERE { ?a dcterms:isVersionOf ?f }")
    assert [(row["a"], row["f"]) for row in asked] == [(article_iri(again), article_iri(first))]
    count = "SELECT (COUNT(?a) AS ?n) WHERE { ?u ukg:adminCode '460200' ; ukg:mentionedIn ?a FILTER NOT EXISTS { %s } }"
    once = kg.sparql(count % "?a dcterms:isVersionOf ?first")
    assert [row["n"] for row in once] == [1]
    places = kg.sparql(f"SELECT ?s WHERE {{ ?a dcterms:isVersionOf? <{article_iri(first)}> ; dcterms:source ?s }}")
    assert {row["s"] for row in places} == {"a.txt", "b.txt", "c.txt"}
    union = kg["三亚市总工会"]
    assert len(union.articles) == 2, "both are kept as sources"
    assert dict(nodes(kg))[union.iri]["mentions"] == 1
    shown = tables(kg).core["entities"]
    assert dict(zip(shown["name"], shown["named"], strict=True))["三亚市总工会"] == 1
    assert "1 篇报道" in summary(kg)


@pytest.mark.parametrize("format", ["trig", "nquads"])
def test_that_it_was_printed_again_stands_in_no_article(format: str) -> None:
    data = rdflib.Dataset()
    data.parse(data=render(printed_again(), format), format=format)
    (quad,) = data.quads((None, DCTERMS.isVersionOf, None, None))
    assert quad[3] in (None, data.default_graph.identifier)


def test_tables_tell_printings(tmp_path: Path) -> None:
    kg = printed_again()
    ((again, first),) = kg.versions.items()
    kg.export(tmp_path / "csv", "csv")
    assert (tmp_path / "csv" / "reprints.csv").read_text() == f"{article_iri(again)},{article_iri(first)},isVersionOf\n"
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra [parquet] is not installed")
    kg.export(tmp_path / "parquet", "parquet")
    articles = parquet.read_table(tmp_path / "parquet" / "articles.parquet").to_pylist()
    assert {a["iri"]: a["version_of"] for a in articles} == {article_iri(again): article_iri(first), article_iri(first): None}


FAMILY = ["三亚工匠学院开班\n本报讯 " + LONG, "工匠学院在三亚开班\n本报讯 " + LONG + "\n", LONG + "记者了解到,报名仍在继续。\n"]


@pytest.mark.parametrize("order", [*permutations(range(3))][::2])
def test_adding_and_removing_printings_equals_a_fresh_build(tmp_path: Path, order: tuple[int, ...]) -> None:
    names = ["2024-06-11.txt", "b.txt", "c.txt", "other.txt"]
    for name, text in zip(names, [*FAMILY, OTHER], strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    alone = render(graph.build(tmp_path / "other.txt"), "turtle")
    assert b"isVersionOf" not in alone
    out = tmp_path / "out"
    inside = ["other.txt"]
    rebuild(out, [str(tmp_path / "other.txt")])
    for n in order:
        add(out, [str(tmp_path / names[n])])
        inside.append(names[n])
        assert (out / "graph.ttl").read_bytes() == render(graph.build(*(tmp_path / i for i in inside)), "turtle")
    assert (out / "graph.ttl").read_bytes().count(b"isVersionOf") == 2
    for n in order:  # the first printing goes sooner or later: another one is then the first
        remove(out, [str(tmp_path / names[n])])
        inside.remove(names[n])
        assert (out / "graph.ttl").read_bytes() == render(graph.build(*(tmp_path / i for i in inside)), "turtle")
    assert (out / "graph.ttl").read_bytes() == alone


def test_a_date_that_becomes_known_makes_another_printing_the_first(tmp_path: Path) -> None:
    for name, text in zip(("a.txt", "b.txt"), FAMILY[1:], strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    rebuild(out, [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    before = (out / "graph.ttl").read_bytes()
    (tmp_path / "b.txt").rename(tmp_path / "2024-06-11.txt")
    add(out, [str(tmp_path / "2024-06-11.txt")])
    remove(out, [str(tmp_path / "b.txt")])
    now = (out / "graph.ttl").read_bytes()
    assert now == render(graph.build(tmp_path / "a.txt", tmp_path / "2024-06-11.txt"), "turtle") != before
    assert now.count(b"isVersionOf") == 1


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_printings_kept_in_a_table_are_those_of_all_articles_at_once(data: st.DataObject) -> None:
    """Whatever comes and goes, and also where more share a band than are compared with each other."""
    rng = random.Random(data.draw(st.integers(0, 99)))
    base = [[rng.randrange(1 << 32) for _ in range(48)] for _ in range(2)]
    known = {}
    for number in range(14):
        family, changed = base[number % 2], rng.choice((0, 6, 12, 16, 24))
        hashes = [rng.randrange(1 << 32) if i < changed else h for i, h in enumerate(family)]
        row = b64encode(b"".join(h.to_bytes(4, "little") for h in hashes)).decode()
        known[number] = ArticleRecord(f"{number:02}", "", f"{rng.randrange(99)}.txt", "", 0, rng.choice(("", "2024")), sketch=row)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("graph.reprints.CROWD", data.draw(st.sampled_from((1, 2, 3, 256))))
        db = sqlite3.connect(":memory:")
        db.executescript(SCHEMA)
        kept, inside = Printings(db), set[int]()
        for some in data.draw(st.lists(st.sets(st.integers(0, 13), min_size=1, max_size=4), max_size=14)):
            before = {n: kept.first(known[n].id) for n in inside}
            going, coming = some & inside, some - inside
            told = kept.leave([known[n] for n in sorted(going)]) | kept.enter([known[n] for n in sorted(coming)])
            inside = (inside | coming) - going
            wanted = versions(reprints(known[n] for n in inside))
            assert {known[n].id: kept.first(known[n].id) for n in inside} == {known[n].id: wanted.get(known[n].id, "") for n in inside}
            assert {known[n].id for n in inside & set(before) if kept.first(known[n].id) != before[n]} <= told
        kept.settle_all()
        assert {known[n].id: f for n in inside if (f := kept.first(known[n].id))} == versions(reprints(known[n] for n in inside))
