"""graph.html: what it holds, that nothing in it can act, and that the same graph gives the same bytes."""

from __future__ import annotations

import hashlib
import math
import os
import re
import subprocess
import sys
import unicodedata
import zlib
from base64 import b64decode, b64encode
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
from graph.model import ENTITY_TYPES, RELATIONS, ROLES, Evidence
from graph.query import ask, questions
from graph.view import words
from graph.view.blocks import unblock
from graph.view.communities import communities
from graph.view.layout import arrange
from graph.view.page import html_page, write_page
from graph.view.picture import library
from graph.view.ranking import CORE
from graph.view.tables import tables
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

    def block(self, name: str) -> Any:
        return unblock(next(text for _, attributes, text in self.raw if attributes.get("id") == f"block-{name}"))

    @property
    def scripts(self) -> list[str]:
        """What runs: scripts as they stand, and the packed libraries."""
        plain = [text for tag, a, text in self.raw if tag == "script" and "type" not in a]
        packed = [next(text for _, a, text in self.raw if a.get("id") == f"block-{name}") for name in ("vis", "sigma")]
        return plain + [zlib.decompress(b64decode(text)).decode() for text in packed]

    @property
    def policy(self) -> str:
        return next(str(a["content"]) for t, a in self.elements if t == "meta" and a.get("http-equiv") == "Content-Security-Policy")


@pytest.fixture(scope="module")
def page() -> Reader:
    return Reader(html_page(sample()))


# ------------------------------------------------------------------ what it holds


def test_every_entity_and_fact_is_in_the_page(page: Reader) -> None:
    kg = sample()
    core = page.block("core")
    names = core["entities"]["name"]
    assert sorted(names) == sorted(e.name for e in kg.entities.values())
    relations = [row[0] for row in core["relations"]]
    facts = core["facts"]
    shown = {(names[a], relations[r], names[b]) for r, a, b in zip(facts["relation"], facts["from"], facts["to"], strict=True)}
    assert {(f.subject.name, f.predicate, f.object.name) for f in kg.facts()} <= shown
    assert ("三亚市", "partOf", "海南省") in shown, "the gazetteer's hierarchy belongs to the picture"


def sentence(page: Reader, article: int, number: int) -> list[Any]:
    """[start, end, words] of a sentence."""
    rows = page.block("detail")["articles"]
    place = rows[article][5]
    first = next(i for i, row in enumerate(rows) if row[5] == place)
    found: list[Any] = page.block(f"text-{place}")[article - first][number]
    return found


def test_every_claim_leads_to_its_sentence_and_article(page: Reader) -> None:
    detail = page.block("detail")
    texts = {s.id: s.text for s in (sanya(), heping(), echo())}
    claims = [c for rows in detail["claims"] for c in rows]
    assert len(claims) == sum(len(f.claims) for f in sample().facts())
    for article, number, *_ in claims:
        start, end, words = sentence(page, article, number)
        assert texts[detail["articles"][article][0]][start:end] == words


def test_sentences_that_tell_nothing_are_there_too() -> None:
    story = sanya()
    quiet = Evidence("三亚今天天气晴朗。", 900, 909)
    story.extraction.silent.append(quiet)
    reader = Reader(html_page(KnowledgeGraph.of([story.extraction])))
    assert [900, 909, quiet.exact] in reader.block("text-0")[0]


def test_figures_keep_value_unit_and_print(page: Reader) -> None:
    names = page.block("core")["entities"]["name"]
    rows = [row[1:6] for row in page.block("detail")["figures"] if names[row[0]] == "工会通平台"]
    assert rows[1] == ["每年投入", "15880000", "元", "1588余万元", 1]


def restored(page: Reader) -> set[str]:
    """IRIs as the page puts them together again."""
    core, kept = page.block("core"), page.block("detail")["iri"]
    types = [core["types"][t][0].lower() for t in core["entities"]["type"]]
    names = ["".join(unicodedata.normalize("NFKC", n).split()).lower() for n in core["entities"]["name"]]
    tails = [k[1:] if k.startswith("/") else "/".join(p for p in (t, k, n) if p) for k, t, n in zip(kept, types, names, strict=True)]
    return {re.sub(r"[^\x00-\x7f]", lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), core["id"] + t) for t in tails}


def test_iris_can_be_restored(page: Reader) -> None:
    assert restored(page) == set(sample().entities)
    assert restored(Reader(html_page(hostile()))) == set(hostile().entities)


def test_a_part_of_a_graph_holds_only_that_part() -> None:
    kg = sample()
    near = [kg["三亚市总工会"], kg["三亚工匠学院"], kg["三亚市"]]
    core = Reader(html_page(kg, near, near[1])).block("core")
    assert set(core["entities"]["name"]) == {e.name for e in near}
    assert core["questions"] == 0, "what was asked of the whole graph is not answered by a part"
    assert len(core["facts"]["relation"]) == 3
    assert core["entities"]["name"][core["start"]] == "三亚工匠学院"


def test_questions_come_with_the_answers_of_the_library(page: Reader) -> None:
    given = {a["name"]: a for a in page.block("answers")}
    assert given.keys() == {q.name for q in questions() if not q.compares}
    answer = ask(sample(), "craftsman-academies")
    assert given["craftsman-academies"]["rows"] == [["" if c is None else str(c) for c in row] for row in answer.rows]


def test_unions_and_programmes_have_their_spot_on_the_map(page: Reader) -> None:
    names, chart = page.block("core")["entities"]["name"], page.block("map")
    spot = {name: chart["spots"][at] for name, at in zip(names, chart["at"], strict=True) if at >= 0}
    assert spot["三亚市总工会"] == spot["三亚工匠学院"]
    assert spot["三亚市总工会"][0] == "三亚市"
    assert spot["三亚市总工会"][3] > spot["和平工匠学院"][3], "south is below"
    assert "李明" not in spot


def test_an_empty_graph_has_a_page() -> None:
    assert Reader(html_page(KnowledgeGraph())).block("core")["entities"]["name"] == []


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
    names = set(Reader(html_page(hostile())).block("core")["entities"]["name"])
    assert {visible(bad) for bad in HOSTILE} <= names
    assert not [n for n in names if any(c in n for c in "\u202e\u2066\u200b\x00\x1b")]


def test_no_text_of_the_graph_stands_unpacked_in_the_page() -> None:
    html = html_page(hostile())
    assert not [bad for bad in HOSTILE if len(bad) > 12 and bad in html]


def test_scripts_are_the_same_whatever_the_graph(page: Reader) -> None:
    assert Reader(html_page(hostile())).scripts == page.scripts


def test_policy_allows_our_scripts_and_styles_only(page: Reader) -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in page.policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in page.policy
    assert "http" not in page.policy

    def digest(text: str) -> str:
        return "'sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    assert rules["script-src"].split() == [digest(text) for text in page.scripts]
    assert rules["style-src"].split() == [digest(text) for tag, _, text in page.raw if tag == "style"]


def test_licences_of_the_libraries_travel_with_them(page: Reader) -> None:
    sigma = page.scripts[2]
    for line in ("sigma 3", "graphology 0", "Permission is hereby granted, free of charge", "THE SOFTWARE IS PROVIDED"):
        assert line in sigma
    assert "vis-network" in page.scripts[1][:2000]


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


def test_a_page_of_1500_entities_stays_below_half_a_megabyte() -> None:
    kg = large(1500)
    assert len(kg) >= 1500
    assert len(html_page(kg).encode()) < 500_000


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
    first = shown.types[:CORE]
    assert shown.weights[0] == max(shown.weights)
    linked = {n for a, b in shown.edges if a < CORE and b < CORE for n in (a, b)}
    assert len(linked) > CORE * 0.8, "an overview of hubs without anything around them tells nothing"
    assert set(first) != {first[0]}


def province_of(kg: KnowledgeGraph) -> dict[str, str]:
    core = tables(kg).core
    names = [*core["provinces"], ""]
    return dict(zip(core["entities"]["name"], (names[p] for p in core["entities"]["province"]), strict=True))


def test_provinces_are_known_by_code_scope_and_neighbours() -> None:
    groups = province_of(sample())
    assert groups["三亚市总工会"] == "海南"
    assert groups["三亚工匠学院"] == "海南"
    assert groups["三亚大酒店有限公司"] == "海南"
    assert groups["和平区人民法院"] == "天津"


def test_nationwide_organisations_stand_apart() -> None:
    story = Story("中华全国总工会指导三亚市总工会。")
    top = story.entity("Union", "中华全国总工会", code="000000")
    city = story.entity("Union", "三亚市总工会", code="460200")
    story.claim(city, "subUnionOf", top)
    assert province_of(KnowledgeGraph.of([story.extraction]))["中华全国总工会"] == ""


def test_communities_hold_those_who_have_to_do_with_each_other() -> None:
    core = tables(sample()).core
    group = dict(zip(core["entities"]["name"], core["entities"]["community"], strict=True))
    assert group["三亚市总工会"] == group["三亚工匠学院"] != group["天津市和平区总工会"] == group["四方联动机制"]
    leaders = {core["entities"]["name"][n] for n in core["communities"]}
    assert {"三亚市总工会", "天津市和平区总工会"} <= leaders


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60))
def test_communities_do_not_cut_what_stands_alone(edges: list[tuple[int, int]]) -> None:
    found = communities(31, [(a, b, 1.0) for a, b in edges])
    assert found == communities(31, [(b, a, 1.0) for a, b in edges]), "direction does not matter"
    linked = {n for a, b in edges if a != b for n in (a, b)}
    alone = [n for n in range(31) if n not in linked]
    assert len({found[n] for n in alone}) == len(alone)
    reach = {n: n for n in range(31)}
    for _ in range(31):
        for a, b in edges:
            reach[a] = reach[b] = min(reach[a], reach[b])
    assert all(reach[a] == reach[b] for a in range(31) for b in range(31) if found[a] == found[b]), "none spans what nothing joins"


@given(st.lists(st.tuples(st.sampled_from((-1, 0, 1)), st.sampled_from((12.0, 30.0, 66.0))), min_size=1, max_size=40), st.randoms())
def test_nodes_stand_inside_their_islands_and_apart(nodes: list[tuple[int, float]], chance: Any) -> None:
    groups, rooms = [g for g, _ in nodes], [r for _, r in nodes]
    edges = [(chance.randrange(len(nodes)), chance.randrange(len(nodes))) for _ in nodes]
    anchors = {0: (110.0, 20.0), 1: (118.0, 36.0)} if chance.random() < 0.5 else {}
    positions, islands = arrange(groups, edges, rooms, anchors)
    assert (positions, islands) == arrange(groups, edges, rooms, anchors)
    by_name = {i.group: i for i in islands}
    for (x, y), group in zip(positions, groups, strict=True):
        assert math.dist((x, y), (by_name[group].x, by_name[group].y)) < by_name[group].radius
    for i, a in enumerate(islands):
        for b in islands[:i]:
            assert math.dist((a.x, a.y), (b.x, b.y)) > a.radius + b.radius - 3
    assert len(set(positions)) == len(positions)


def test_a_crowded_island_leaves_no_node_on_another() -> None:
    rooms = [66.0] * 50 + [12.0] * 550
    edges = [(i % 50, i) for i in range(50, 600)]
    positions, [island] = arrange([0] * 600, edges, rooms, {})
    assert len(set(positions)) == 600
    assert all(math.dist(p, (island.x, island.y)) < island.radius for p in positions)
    near = [math.dist(positions[a], positions[b]) for a, b in edges]
    assert sum(near) / len(near) < island.radius / 2, "neighbours stand together"


def test_islands_lie_as_on_a_map() -> None:
    north, south, west, east = range(4)
    anchors = {north: (126.6, 45.7), south: (110.3, 20.0), west: (87.6, 43.8), east: (121.5, 31.2)}
    groups = [name for name in anchors for _ in range(5)]
    _, islands = arrange(groups, [], [40.0] * len(groups), anchors)
    at = {i.group: i for i in islands}
    assert at[north].y < at[east].y < at[south].y
    assert at[west].x < at[south].x < at[east].x
