"""What a notebook shows: cards, summaries, neighbourhoods; as text wherever a name would like to be more."""

from __future__ import annotations

import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import networkx
import pytest
from conftest import ROOT
from factory import HOSTILE, hostile, large, sample

from graph.knowledge import KnowledgeGraph
from graph.view.blocks import unblock
from graph.view.notebook import SHOWN, Inline, Neighbourhood, entity_card, show, summary
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
    assert "计划" in Text(entity_card(kg["工会通求职模块"])).text


def test_card_of_what_only_the_gazetteer_knows() -> None:
    assert "仅来自行政区划" in Text(entity_card(sample()["海南省"])).text


@pytest.mark.parametrize("view", [entity_card, lambda e: Neighbourhood(hostile(), e, 1)._repr_html_()])
def test_hostile_names_stay_text(view) -> None:  # type: ignore[no-untyped-def]
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
