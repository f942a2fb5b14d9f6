"""Asking the page: filters, paths, the library's questions, tables, map, timeline, and pictures to keep."""

from __future__ import annotations

import csv
import io
import struct
import xml.etree.ElementTree as ET
from typing import Any

from factory import sample
from visits import ID

from graph.query import ask, questions

CITY = "e=" + ID + "union/460200"


def test_filters_by_type_relation_province_and_kind(visit: Any) -> None:
    v = visit()
    everything = v.drawn()
    v.click("#filters .toggle >> text=工会")
    assert v.drawn() == everything - 4
    v.click("#filters button.reset")
    assert v.drawn() == everything
    links = v.scene("scene.links.length")
    v.click("#filters .toggle >> text=主办")
    assert v.scene("scene.links.length") == links - 6
    v.click("#filters button.reset")
    v.page.select_option("#province", label="天津（6）")
    assert v.drawn() == 6
    v.page.select_option("#kind", label="机制（1）")
    assert v.drawn() == 5
    for i in range(7):
        v.click(f"#filters ul >> nth=0 >> .toggle >> nth={i}")
    assert "没有可画的实体" in v.text("#nothing")


def test_filters_by_date_confidence_and_inference(visit: Any) -> None:
    v = visit()
    links = v.scene("scene.links.length")
    v.page.uncheck("#filters input[type=checkbox]")
    assert v.scene("scene.links.length") < links
    v.click("#filters button.reset")
    v.page.fill("#filters [data-key=from]", "2024-11")
    v.page.press("#filters [data-key=from]", "Enter")
    shown = set(v.scene("scene.links.map((l) => graph.entities[l.from].name)"))
    assert "三亚市总工会" in shown
    assert "天津市和平区总工会" not in shown, "that article is of October"
    v.click("#filters button.reset")
    v.page.fill("#surety", "85")
    assert v.scene("scene.links.every((l) => graph.entities[l.from].name !== '关于工匠培养的意见')")
    assert "0.85" in v.text("#filters output")


def test_filters_are_part_of_the_link(visit: Any) -> None:
    v = visit()
    v.click("#filters .toggle >> text=地方")
    v.page.select_option("#province", label="天津（6）")
    left = v.drawn()
    again = visit(fragment="#" + v.page.url.split("#")[1])
    assert again.drawn() == left
    assert again.page.get_attribute("#filters .toggle >> text=地方 >> xpath=..", "aria-pressed") == "false"


def test_the_path_between_two_entities(visit: Any) -> None:
    v = visit(fragment="#" + CITY)
    v.page.fill("#card .path input", "三亚大酒店有限公司")
    v.page.click("#ends [role=option] >> text=三亚大酒店有限公司 >> nth=0")
    v.settle()
    if v.text("#card h2").split(" → ")[1] == "三亚大酒店有限公司工会":
        raise AssertionError("the name in full comes first")
    assert v.scene("scene.spots.map((s) => s.name)") == ["三亚市总工会", "三亚工匠学院", "三亚大酒店有限公司工会", "三亚大酒店有限公司"]
    assert "3 步" in v.card()
    assert "三亚大酒店有限公司工会参加学院培训。" in v.card()
    v.click("#filters .toggle >> text=项目")
    assert v.scene("scene.spots.map((s) => s.name)") == ["三亚市总工会", "三亚大酒店有限公司"], "what is filtered out is no way"
    assert "没有路径" in v.card()


def test_every_question_of_the_library_has_its_answer(visit: Any) -> None:
    v = visit(fragment="#v=ask")
    assert v.page.locator(".questions a").count() == sum(not q.compares for q in questions())
    assert "哪些工会办了工匠学院" in v.text("#sheet")
    v.click(".questions a >> text=哪些工会办了工匠学院")
    rows = [row[0] for row in ask(sample(), "craftsman-academies").rows]
    assert v.page.locator("#sheet tbody tr td:first-child").all_inner_texts() == rows
    v.click("#sheet tbody a >> text=天津市和平区总工会")
    assert v.title() == "天津市和平区总工会"


def test_an_answer_can_be_narrowed_and_kept(visit: Any) -> None:
    v = visit(fragment="#v=ask&q=participants")
    kept = list(csv.reader(io.StringIO(v.kept("CSV").decode("utf-8-sig"))))
    answer = ask(sample(), "participants")
    assert kept == [list(answer.columns), *([str(c) for c in row] for row in answer.rows)]
    v.go("v=ask&q=programmes-by-kind&l=en")
    assert "platform" in v.text("#sheet tbody")
    v.go("v=ask&q=programmes-by-kind")
    assert "平台" in v.text("#sheet tbody")


def test_the_table_lists_what_is_shown(visit: Any) -> None:
    v = visit(fragment="#v=table&" + CITY)
    near = sample().neighbourhood("三亚市总工会")
    rows = list(csv.DictReader(io.StringIO(v.kept("CSV").decode("utf-8-sig"))))
    assert len(rows) == v.page.locator("#sheet tbody tr").count()
    assert {(f.subject.name, f.object.name) for f in near.facts} <= {(r["主体"], r["客体"]) for r in rows}
    texts = {f.subject.name + f.object.name: f.claims[0][1].evidence.exact for f in near.facts}
    assert all(r["原文"] == texts[r["主体"] + r["客体"]] for r in rows if r["主体"] + r["客体"] in texts)
    v.click("#sheet a >> text=实体")
    assert v.page.locator("#sheet tbody tr").count() == len(near.entities)


def test_cells_that_begin_a_formula_are_guarded(visit: Any) -> None:
    v = visit("hostile", "#v=table&rows=entities")
    cells = [cell for row in csv.reader(io.StringIO(v.kept("CSV").decode("utf-8-sig"))) for cell in row]
    assert not [c for c in cells if c[:1] in ("=", "+", "@", "\t", "\r")]


def test_the_map_shows_unions_and_programmes_where_they_are(visit: Any) -> None:
    v = visit(fragment="#v=map")
    names = v.page.locator("#sheet .spot").evaluate_all("list => list.map((a) => a.getAttribute('aria-label'))")
    assert "三亚市 · 工会 1 · 项目 3" in names
    place = "list => list.map((a) => [a.getAttribute('aria-label').split(' ')[0], a.getBoundingClientRect().y])"
    heights = dict(v.page.locator("#sheet .spot").evaluate_all(place))
    assert heights["和平区"] < heights["三亚市"], "the north is above"
    size = "list => list.map((a) => a.getBoundingClientRect().width)"
    before = v.page.locator("#sheet .spot circle").evaluate_all(size)
    for _ in range(3):
        v.page.click("#zoom button >> nth=0")
    again = dict(v.page.locator("#sheet .spot").evaluate_all(place))
    assert again["三亚市"] - again["和平区"] > 2 * (heights["三亚市"] - heights["和平区"]), "nearer is further apart"
    after = v.page.locator("#sheet .spot circle").evaluate_all(size)
    assert [round(a - b) for a, b in zip(after, before, strict=True)] == [0] * len(before), "but no larger"
    v.page.click("#zoom button >> nth=2")
    v.page.locator("#sheet .spot[aria-label^=三亚市]").dispatch_event("click")
    v.settle()
    assert v.title() == "三亚市"
    assert "三亚工匠学院" in v.card()
    v.page.click("#filters .toggle >> text=项目")
    v.settle()
    assert v.page.locator("#sheet .spot[aria-label='三亚市 · 工会 1']").count() == 1


def test_the_timeline_puts_programmes_in_their_years(visit: Any) -> None:
    v = visit(fragment="#v=time")
    bars = v.page.locator("#sheet .bar").evaluate_all("list => list.map((a) => [a.getAttribute('aria-label'), a.getAttribute('class')])")
    told = dict(bars)
    assert told["工会通求职模块 2025"] == "bar planned"
    assert told["四方联动机制 2024-10"] == "bar reported"
    place = "list => list.map((a) => [a.getAttribute('aria-label'), a.querySelector('rect, circle').getBoundingClientRect().x])"
    where = dict(v.page.locator("#sheet .bar").evaluate_all(place))
    assert where["四方联动机制 2024-10"] < where["工会通求职模块 2025"]
    v.page.locator("#sheet .bar[aria-label^=四方联动机制]").dispatch_event("click")
    assert v.title() == "四方联动机制"


def test_pictures_can_be_kept(visit: Any) -> None:
    v = visit(fragment="#" + CITY)
    drawing = ET.fromstring(v.kept("SVG"))
    texts = {t.text for t in drawing.iter("{http://www.w3.org/2000/svg}text")}
    assert {"三亚市总工会", "三亚工匠学院"} <= texts
    assert len(list(drawing.iter("{http://www.w3.org/2000/svg}circle"))) == v.drawn()
    for fragment in (CITY, "v=map", "v=time"):
        v.go(fragment)
        picture = v.kept("PNG")
        assert picture.startswith(b"\x89PNG")
        width, height = struct.unpack(">II", picture[16:24])
        assert width > 1000
        assert height > 100
