"""Printings of one article are told, whatever was changed a little, and different articles stay apart."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, TEXTS
from hypothesis import given
from hypothesis import strategies as st

import graph
from graph.model import ArticleRecord, Source
from graph.report import report
from graph.reprints import reprints, sketch, stories

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
    assert stories("abc", [group]) == 2


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
