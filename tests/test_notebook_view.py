"""What a notebook shows: cards, summaries, neighbourhoods; as text wherever a name would like to be more."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest
from conftest import ROOT
from factory import HOSTILE, Story, hostile, large, sample

from graph.errors import UnionkgError, UsageError
from graph.knowledge import Entity, KnowledgeGraph
from graph.listing import Entities, Facts
from graph.view.blocks import unblock
from graph.view.cards import entity_card, summary
from graph.view.maps import map_of
from graph.view.notebook import SHOWN, Inline, Neighbourhood, show
from graph.view.times import periods, timeline_of
from graph.view.words import visible


class Text(HTMLParser):
    """The text of some HTML, and the names of its elements and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.text += data


PLAIN = {
    "div", "p", "b", "i", "bdi", "small", "span", "details", "summary", "table", "thead", "tbody", "tr", "th", "td",
    "style", "title", "open",
}  # fmt: skip
"""Elements and attributes that a card may consist of: nothing that runs, loads or links."""


def test_card_tells_names_kind_facts_and_sentences() -> None:
    card = Text(entity_card(sample()["三亚市总工会"])).text
    for words in ("三亚市总工会", "又称 三亚市总", "主办的项目", "三亚工匠学院", "上级工会", "推断", "党组书记、常务副主席", "2 篇报道"):
        assert words in card
    assert "三亚市总工会主办三亚工匠学院，海南省总工会指导。" in card


def test_card_shows_figures_and_plans() -> None:
    kg = sample()
    card = Text(entity_card(kg["工会通平台"])).text
    assert "≈ 15,880,000 元" in card
    assert "1588余万元" in card
    assert "数值 value" in card, "headings are in both languages, as in the other tables"
    assert "计划" in Text(entity_card(kg["工会通求职模块"])).text


def test_card_of_what_only_the_gazetteer_knows() -> None:
    assert "仅来自行政区划" in Text(entity_card(sample()["海南省"])).text


@pytest.mark.parametrize(
    "view",
    [
        entity_card,
        lambda e: Neighbourhood(hostile(), e, 1)._repr_html_(),
        lambda e: Entities([e])._repr_html_(),
        lambda e: Facts(e.facts)._repr_html_(),
        lambda e: e.facts[0]._repr_html_() + e.facts[-1]._repr_html_(),
    ],
    ids=["card", "neighbourhood", "entities", "facts", "fact"],
)
def test_hostile_names_stay_text(view: Callable[[Entity], str]) -> None:
    kg = hostile()
    for entity in kg.entities.values():
        read = Text(view(entity))
        assert read.names <= PLAIN
        assert visible(entity.name) in read.text
        assert "\u202e" not in read.text
    assert len(kg) == 3 * len(HOSTILE)


def test_summary_counts_and_stays_text() -> None:
    kg = sample()
    text = Text(summary(kg)).text
    assert f"{len(kg)} 个实体 · {len(kg.facts())} 条事实 · 4 个数字 · 3 篇报道" in text
    assert "三亚市总工会" in text
    assert Text(summary(hostile())).names <= PLAIN
    assert "0 个实体" in Text(summary(KnowledgeGraph())).text


def test_representations_are_wired() -> None:
    kg = sample()
    assert kg._repr_html_() == summary(kg)
    assert kg["三亚市"]._repr_html_() == entity_card(kg["三亚市"])
    assert "三亚工匠学院" in Text(kg.search("学院")._repr_html_()).text
    assert "三亚市总主办的三亚工匠学院迎来新学员500人。" in Text(kg.facts("runs")._repr_html_()).text


def test_a_fact_shows_every_sentence_that_states_it() -> None:
    kg = sample()
    fact = next(f for f in kg.facts("runs") if len(f.claims) == 2)
    read = Text(fact._repr_html_()).text
    for _, claim in fact.claims:
        assert claim.evidence.exact in read


def test_console_shows_a_line_each_and_never_the_whole_graph() -> None:
    kg = sample()
    assert repr(kg) == f"<KnowledgeGraph: {len(kg)} entities, {len(kg.facts())} facts, 3 articles>"
    assert repr(kg["三亚市总"]).startswith("<Union 三亚市总工会: ")
    assert "<三亚市总工会 runs 三亚工匠学院 0.90>" in map(repr, kg["三亚市总"].facts)
    lines = repr(kg.search("学院")).splitlines()
    assert lines[0].split()[:3] == ["name", "type", "kind"]
    assert {line.split()[0] for line in lines[2:]} == {"三亚工匠学院", "和平工匠学院"}
    assert repr(kg.search("没有")) == "<no entities>"
    assert all("\x1b" not in repr(hostile().search(name)) for name in HOSTILE)


def test_lists_can_be_cut_filtered_and_put_into_a_data_frame() -> None:
    pandas = pytest.importorskip("pandas", reason="needs the extra notebook")
    facts = sample().facts()
    assert type(facts[:2]) is Facts
    assert len(facts[:2]) == 2
    planned = facts.where(lambda f: f.planned)
    assert [f.object.name for f in planned] == ["工会通平台"]
    frame = planned.to_dataframe()
    assert isinstance(frame, pandas.DataFrame)
    assert frame.loc[0, ["subject", "relation", "object"]].tolist() == ["工会通求职模块", "partOf", "工会通平台"]


def test_without_pandas_a_table_stays_and_a_data_frame_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    facts = sample().facts("runs")
    assert "<table" in facts._repr_html_()
    with pytest.raises(UnionkgError, match="pip install pandas"):
        facts.to_dataframe()


def test_tab_completes_every_name() -> None:
    offered = sample()._ipython_key_completions_()
    assert {"三亚市总工会", "三亚市总", "工会通"} <= set(offered)
    assert offered == sorted(set(offered))


def test_a_relation_that_does_not_exist_is_named() -> None:
    with pytest.raises(UsageError, match="'run' is no relation: there are locatedIn"):
        sample().facts("run")


@pytest.mark.parametrize(("hops", "names"), [
    (0, {"三亚大酒店有限公司"}),
    (1, {"三亚大酒店有限公司", "三亚大酒店有限公司工会"}),
    (2, {"三亚大酒店有限公司", "三亚大酒店有限公司工会", "三亚工匠学院"}),
])  # fmt: skip
def test_neighbourhood_grows_with_hops(hops: int, names: set[str]) -> None:
    near = sample().neighbourhood("三亚大酒店有限公司", hops)
    assert {e.name for e in near.entities} == names
    assert near.entities[0].name == "三亚大酒店有限公司"
    assert {f.predicate for f in near.facts} == [set(), {"unionOf"}, {"unionOf", "participatesIn"}][hops]


def test_neighbourhood_follows_the_hierarchy_of_places() -> None:
    assert "海南省" in {e.name for e in sample().neighbourhood("三亚市", 1).entities}


def test_neighbourhood_as_networkx_is_a_graph_of_its_own() -> None:
    kg = sample()
    near = kg.neighbourhood("三亚市总工会", 1)
    assert isinstance(near.nx, networkx.MultiDiGraph)
    assert set(near.nx) == {e.iri for e in near.entities}
    near.nx.clear()
    assert len(kg.nx) == len(kg)


def test_hops_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="hops is -1"):
        sample().neighbourhood("三亚市", -1)


def test_picture_is_a_sandboxed_frame_with_the_page_in_it() -> None:
    shown = sample().neighbourhood("三亚市总工会", 1).show()
    html = shown._repr_html_()
    assert html.count("<") == 2, "everything of the page is inside the attribute"
    assert 'sandbox="allow-scripts"' in html
    assert unescape(html.split('srcdoc="')[1].split('"')[0]) == shown.html
    assert "Jupyter" in repr(shown)


def test_picture_can_be_saved(tmp_path: Path) -> None:
    path = Inline("<p>三亚</p>").save(tmp_path / "picture.html")
    assert path.read_text(encoding="utf-8") == "<p>三亚</p>"


def test_a_large_graph_is_shown_in_part() -> None:
    kg = large(SHOWN + 200)
    core = unblock(show(kg).html.partition('id="block-core">')[2].partition("</script>")[0])
    assert 0 < len(core["entities"]["name"]) <= SHOWN < len(kg)


def test_cards_need_no_ipython() -> None:
    program = (
        "import sys; sys.modules['IPython'] = None; import factory; kg = factory.sample(); "
        "print(len(kg._repr_html_()), len(kg['三亚市']._repr_html_()), len(kg.neighbourhood('三亚市')._repr_html_()))"
    )
    env = {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert len(done.stdout.split()) == 3


# ---------------------------------------------------------------- drawings

SVG = {
    "svg", "g", "title", "path", "circle", "rect", "line", "text", "xmlns", "viewbox", "width", "height", "role", "aria-label",
    "font-family", "font-size", "fill", "fill-opacity", "style", "d", "stroke", "stroke-opacity", "stroke-width", "stroke-linecap",
    "stroke-linejoin", "stroke-dasharray", "paint-order", "text-anchor", "cx", "cy", "r", "x", "y", "x1", "x2", "y1", "y2", "rx",
}  # fmt: skip
"""Elements and attributes of a drawing: nothing that runs, loads or links."""


def test_map_holds_every_union_and_programme_that_has_a_place() -> None:
    kg = sample()
    html = kg.map()._repr_html_()
    bubbles = [Text(t).text for t in re.findall("<title>(.*?)</title>", html, re.DOTALL)]
    assert any(b.startswith("三亚市\n") and "三亚市总工会" in b and "工会通平台" in b for b in bubbles)
    assert any(b.startswith(("天津市和平区\n", "和平区\n")) for b in bubbles)
    assert "三亚大酒店有限公司工会" not in "".join(bubbles)
    assert "无地点 without a place: 1" in Text(html).text
    assert repr(kg.map(kg.search("三亚工匠学院"))).startswith("<map: 1 unions and programmes in 1 places;")


def test_islands_of_the_map_lie_as_the_places_do() -> None:
    html = sample().map()._repr_html_()
    at = {name: float(y) for y, name in re.findall(r'<text x="[^"]*" y="([^"]*)"[^>]*>([^<]*)<', html)}
    assert at["和平区"] < at["三亚市"], "north is up"


def test_timeline_takes_told_periods_before_the_date_of_the_article() -> None:
    kg = sample()
    drawn = {p.name: p for p in periods(kg, kg.entities.values())[0]}
    module, school = drawn["工会通求职模块"], drawn["三亚工匠学院"]
    assert (module.begin, module.end, module.told, module.planned, module.text) == (2025, 2026, True, True, "2025")
    assert (school.told, school.text) == (False, "2024-11-20")
    html = kg.timeline()._repr_html_()
    assert "stroke-dasharray" in html
    assert "工会通求职模块" in Text(html).text


def test_an_empty_graph_can_be_drawn() -> None:
    assert repr(KnowledgeGraph().map()).startswith("<map: 0 unions")
    assert repr(KnowledgeGraph().timeline()).startswith("<timeline: 0 programmes;")


def test_drawings_of_hostile_names_stay_drawings() -> None:
    kg = hostile()
    for drawing in (kg.map(), kg.timeline(), map_of(placed()), timeline_of(placed_graph(), placed_graph().entities.values())):
        read = Text(drawing._repr_html_())
        assert read.names <= SVG, read.names - SVG
        assert "\u202e" not in read.text
        ElementTree.fromstring(drawing._repr_html_())


def placed_graph() -> KnowledgeGraph:
    """Hostile names that have a place and a time, so that they are drawn."""
    stories = []
    for number, bad in enumerate(HOSTILE):
        story = Story(f"{bad}。", number=number, date="2024")
        story.entity("Program", bad, scope="460200", kind=bad)
        stories.append(story.extraction)
    return KnowledgeGraph.of(stories)


def placed() -> list[Entity]:
    return list(placed_graph().entities.values())


def test_drawing_can_be_saved(tmp_path: Path) -> None:
    path = sample().timeline().save(tmp_path / "times.svg")
    root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
    assert root.tag.endswith("svg")
    assert root[0].attrib["fill"] == "#fff"
