"""graph.html: what it holds, that nothing in it can act, and that the same graph gives the same bytes."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
import subprocess
import sys
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from factory import HOSTILE, Story, echo, heping, hostile, large, sample, sanya
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import StoreError
from graph.knowledge import KnowledgeGraph
from graph.model import ENTITY_TYPES, RELATIONS, ROLES
from graph.view import words
from graph.view.layout import arrange
from graph.view.page import html_page, write_page
from graph.view.picture import library
from graph.view.tables import CORE, tables
from graph.view.words import visible


class Reader(HTMLParser):
    """Elements with their attributes in order, and what stands inside scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = (tag, dict(attrs)) if tag in ("script", "style") else None
        if self._open:
            self.raw.append((*self._open, ""))

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, attributes, text = self.raw[-1]
            self.raw[-1] = (tag, attributes, text + data)

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def json(self, name: str) -> Any:
        return json.loads(next(text for _, attributes, text in self.raw if attributes.get("id") == name))

    @property
    def policy(self) -> str:
        return next(str(a["content"]) for t, a in self.elements if t == "meta" and a.get("http-equiv") == "Content-Security-Policy")


@pytest.fixture(scope="module")
def page() -> Reader:
    return Reader(html_page(sample()))


# ------------------------------------------------------------------ what it holds


def test_every_entity_and_fact_is_in_the_page(page: Reader) -> None:
    kg = sample()
    data = page.json("graph-data")
    assert {row[2] for row in data["entities"]} == {e.name for e in kg.entities.values()}
    assert len(page.json("graph-nodes")) == len(kg.entities)
    names = [row[2] for row in data["entities"]]
    relations = [row[0] for row in data["relations"]]
    shown = {(names[e["from"]], relations[f[0]], names[e["to"]]) for f, e in zip(data["facts"], page.json("graph-edges"), strict=True)}
    assert {(f.subject.name, f.predicate, f.object.name) for f in kg.facts()} <= shown
    assert ("三亚市", "partOf", "海南省") in shown, "the gazetteer's hierarchy belongs to the picture"


def test_every_claim_leads_to_its_sentence_and_article(page: Reader) -> None:
    data = page.json("graph-data")
    texts = {s.id: s.text for s in (sanya(), heping(), echo())}
    claims = [c for f in data["facts"] for c in f[1:]]
    assert len(claims) == sum(len(f.claims) for f in sample().facts())
    for claim in claims:
        article, exact, start, end = data["evidence"][claim[0]]
        assert texts[data["articles"][article][0]][start:end] == exact


def test_figures_keep_value_unit_and_print(page: Reader) -> None:
    data = page.json("graph-data")
    rows = {row[2]: row[7] for row in data["entities"]}
    assert rows["工会通平台"][1][:5] == ["每年投入", "15880000", "元", "1588余万元", 1]


def test_iris_can_be_restored(page: Reader) -> None:
    data = page.json("graph-data")
    for kg, rows in ((sample(), data["entities"]), (hostile(), Reader(html_page(hostile())).json("graph-data")["entities"])):
        restored = {re.sub(r"[^\x00-\x7f]", lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), data["id"] + row[1]) for row in rows}
        assert restored == set(kg.entities)


def test_a_part_of_a_graph_holds_only_that_part() -> None:
    kg = sample()
    near = [kg["三亚市总工会"], kg["三亚工匠学院"], kg["三亚市"]]
    data = Reader(html_page(kg, near, near[1])).json("graph-data")
    assert {row[2] for row in data["entities"]} == {e.name for e in near}
    assert len(data["facts"]) == 3
    assert data["entities"][data["start"]][2] == "三亚工匠学院"


def test_an_empty_graph_has_a_page() -> None:
    assert Reader(html_page(KnowledgeGraph())).json("graph-data")["entities"] == []


def test_words_cover_the_model() -> None:
    assert set(words.TYPES) == set(words.HUES) == set(ENTITY_TYPES)
    assert set(words.RELATIONS) == set(RELATIONS)
    assert set(words.ROLES) == set(ROLES)


# ------------------------------------------------------------------ that nothing in it can act


def test_hostile_names_make_no_elements(page: Reader) -> None:
    bad = Reader(html_page(hostile()))
    assert [tag for tag, _ in bad.elements] == [tag for tag, _ in page.elements]
    ours = [{k: v for k, v in a.items() if k != "content"} for _, a in page.elements]
    assert [{k: v for k, v in a.items() if k != "content"} for _, a in bad.elements] == ours


def test_hostile_names_arrive_as_text() -> None:
    data = Reader(html_page(hostile())).json("graph-data")
    names = {row[2] for row in data["entities"]}
    assert {visible(bad) for bad in HOSTILE} <= names
    assert not [n for n in names if any(c in n for c in "\u202e\u2066\u200b\x00\x1b")]


def test_scripts_are_the_same_whatever_the_graph(page: Reader) -> None:
    def scripts(reader: Reader) -> list[str]:
        return [text for tag, a, text in reader.raw if tag == "script" and a.get("type") != "application/json"]

    assert scripts(Reader(html_page(hostile()))) == scripts(page)


def test_policy_allows_our_scripts_and_styles_only(page: Reader) -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in page.policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in page.policy
    assert "http" not in page.policy

    def digest(text: str) -> str:
        return "'sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    run = [text for tag, a, text in page.raw if tag == "script" and a.get("type") != "application/json"]
    assert rules["script-src"].split() == [digest(text) for text in run]
    assert rules["style-src"].split() == [digest(text) for tag, _, text in page.raw if tag == "style"]


def test_no_address_leads_out_of_the_page(page: Reader) -> None:
    for tag, attributes in page.elements:
        assert "src" not in attributes, tag
        assert str(attributes.get("href", "#")).startswith(("#", "data:,")), attributes
        assert not [a for a in attributes if a.startswith("on")]
    assert "sourceMappingURL" not in library()


@given(st.text(st.characters(exclude_categories=())))
def test_visible_text_hides_nothing(text: str) -> None:
    shown = visible(text)
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]", shown)
    shown.encode("utf-8")


@given(st.text(st.characters(categories=("L", "N", "P", "S"))))
def test_visible_leaves_plain_text_alone(text: str) -> None:
    assert visible(text) == text


# ------------------------------------------------------------------ same graph, same bytes; size; writing


def test_order_of_articles_does_not_matter() -> None:
    stories = [sanya(), heping(), echo()]
    assert html_page(KnowledgeGraph.of(s.extraction for s in stories)) == html_page(KnowledgeGraph.of(s.extraction for s in stories[::-1]))


def test_hash_seed_does_not_matter() -> None:
    program = "import hashlib, factory, graph.view.page as p; print(hashlib.sha256(p.html_page(factory.sample()).encode()).hexdigest())"
    digests = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))}
        digests.add(subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True).stdout)
    assert len(digests) == 1


def test_a_page_of_1500_entities_stays_below_two_megabytes() -> None:
    kg = large(1500)
    assert len(kg) >= 1500
    assert len(html_page(kg).encode()) < 2_000_000


def test_written_file_is_utf8_and_whole(tmp_path: Path) -> None:
    path = write_page(sample(), tmp_path / "graph.html")
    text = path.read_bytes().decode("utf-8")
    assert text == html_page(sample())
    assert text.rstrip().endswith("</html>")
    assert list(tmp_path.iterdir()) == [path]


def test_unwritable_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"graph\.html"):
        write_page(sample(), tmp_path / "file" / "graph.html")


# ------------------------------------------------------------------ where things stand


def test_best_connected_come_first_with_their_neighbours() -> None:
    shown = tables(large(600))
    first = shown.data["entities"][:CORE]
    assert shown.weights[0] == max(shown.weights)
    linked = {n for a, b in shown.edges if a < CORE and b < CORE for n in (a, b)}
    assert len(linked) > CORE * 0.8, "an overview of hubs without anything around them tells nothing"
    assert {row[0] for row in first} != {first[0][0]}


def test_provinces_are_known_by_code_scope_and_neighbours() -> None:
    shown = tables(sample())
    groups = dict(zip((row[2] for row in shown.data["entities"]), shown.groups, strict=True))
    assert groups["三亚市总工会"] == "海南"
    assert groups["三亚工匠学院"] == "海南"
    assert groups["三亚大酒店有限公司"] == "海南"
    assert groups["和平区人民法院"] == "天津"


def test_nationwide_organisations_stand_apart() -> None:
    story = Story("中华全国总工会指导三亚市总工会。")
    top = story.entity("Union", "中华全国总工会", code="000000")
    city = story.entity("Union", "三亚市总工会", code="460200")
    story.claim(city, "subUnionOf", top)
    shown = tables(KnowledgeGraph.of([story.extraction]))
    assert dict(zip((row[2] for row in shown.data["entities"]), shown.groups, strict=True))["中华全国总工会"] == ""


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sampled_from((12.0, 30.0, 66.0))), min_size=1, max_size=40), st.randoms())
def test_nodes_stand_inside_their_islands_and_apart(nodes: list[tuple[str, float]], chance: Any) -> None:
    groups, rooms = [g for g, _ in nodes], [r for _, r in nodes]
    edges = [(chance.randrange(len(nodes)), chance.randrange(len(nodes))) for _ in nodes]
    positions, islands = arrange(groups, edges, rooms, {"甲": (110, 20), "乙": (118, 36)})
    assert (positions, islands) == arrange(groups, edges, rooms, {"甲": (110, 20), "乙": (118, 36)})
    by_name = {i.name: i for i in islands}
    for (x, y), group in zip(positions, groups, strict=True):
        assert math.dist((x, y), (by_name[group].x, by_name[group].y)) < by_name[group].radius
    for i, a in enumerate(islands):
        for b in islands[:i]:
            assert math.dist((a.x, a.y), (b.x, b.y)) > a.radius + b.radius - 3
    assert len(set(positions)) == len(positions)


def test_a_crowded_island_leaves_no_node_on_another() -> None:
    rooms = [66.0] * 50 + [12.0] * 550
    edges = [(i % 50, i) for i in range(50, 600)]
    positions, [island] = arrange(["甲"] * 600, edges, rooms, {})
    assert len(set(positions)) == 600
    assert all(math.dist(p, (island.x, island.y)) < island.radius for p in positions)
    near = [math.dist(positions[a], positions[b]) for a, b in edges]
    assert sum(near) / len(near) < island.radius / 2, "neighbours stand together"


def test_islands_lie_as_on_a_map() -> None:
    anchors = {"黑龙江": (126.6, 45.7), "海南": (110.3, 20.0), "新疆": (87.6, 43.8), "上海": (121.5, 31.2)}
    groups = [name for name in anchors for _ in range(5)]
    _, islands = arrange(groups, [], [40.0] * len(groups), anchors)
    at = {i.name: i for i in islands}
    assert at["黑龙江"].y < at["上海"].y < at["海南"].y
    assert at["新疆"].x < at["海南"].x < at["上海"].x
