"""The page in a real browser: nothing is requested, nothing complains, and people find what they look for.

Needs Debian's chromium (or any Chrome) and the Python package playwright, whose own browsers are not used.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from factory import HOSTILE, hostile, large, sample

from graph.view.page import write_page
from graph.view.words import visible

playwright = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs chromium: apt-get install chromium, or set CHROMIUM to a browser's path")

ID = "https://w3id.org/unionkg/id/"



def wait_until(page: Any, expression: str, arg: object = None) -> None:
    """Ask until the answer is yes.  Playwright's own waiting evaluates strings inside the page, which its policy forbids."""
    for _ in range(200):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"still not so after five seconds: {expression}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {"sample": sample(), "hostile": hostile(), "large": large(700)}
    return {name: write_page(kg, folder / f"{name}.html") for name, kg in made.items()}


class Visit:
    """An open page, and everything it said or asked for."""

    def __init__(self, browser: Any, file: Path, fragment: str = "", **settings: Any) -> None:
        self.context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | settings))
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page = self.context.new_page()
        self.page.on("console", lambda m: self.complaints.append(m.text))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("dialog", lambda d: (self.complaints.append(d.message), d.dismiss()))
        self.page.on("request", lambda r: self.requests.append(r.url))
        self.page.set_default_timeout(8000)
        self.page.goto(file.as_uri() + fragment)
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def search(self, text: str) -> None:
        self.page.fill("#query", text)

    def pick(self, text: str) -> None:
        self.search(text)
        self.page.press("#query", "Enter")

    def title(self) -> str:
        wait_until(self.page, "fromHash(location.hash).entity === view.entity")  # a view is shown one turn after its link
        return str(self.page.inner_text("#card h2"))

    def drawn(self) -> int:
        return int(self.page.evaluate("picture.shown.length"))


@pytest.fixture
def visit(browser: Any, files: dict[str, Path]) -> Iterator[Any]:
    visits = []

    def open_page(name: str = "sample", fragment: str = "", **settings: Any) -> Visit:
        visits.append(Visit(browser, files[name], fragment, **settings))
        return visits[-1]

    yield open_page
    for v in visits:
        assert v.complaints == []
        assert [url for url in v.requests if not url.startswith(("file:", "data:"))] == []
        assert len([url for url in v.requests if url.startswith("file:")]) == 1, "the page is one file"
        v.context.close()


# ------------------------------------------------------------------ find, see, read


def test_search_finds_by_part_alias_and_initials(visit: Any) -> None:
    v = visit()
    for typed, found in {
        "三亚市总工会": "三亚市总工会",
        "三亚市总": "三亚市总工会",
        "会通平": "工会通平台",
        "“工会通”": "工会通平台",
        "sysz": "三亚市总工会",
        "三亚总工会": "三亚市总工会",
    }.items():
        v.search(typed)
        assert v.page.inner_text("#results [role=option] bdi") == found, typed
        v.page.press("#query", "Enter")
        wait_until(v.page, "name => document.querySelector('#card h2').textContent === name", arg=found)


def test_search_groups_by_type_and_says_when_nothing_is_found(visit: Any) -> None:
    v = visit()
    v.search("工")
    groups = v.page.locator("#results [role=group]").evaluate_all("list => list.map(g => g.getAttribute('aria-label'))")
    assert {"工会", "项目"} <= set(groups)
    v.search("火星")
    assert "没有名称含有“火星”的实体" in v.page.inner_text("#results")


def test_card_shows_facts_both_ways_with_sentences_and_figures(visit: Any) -> None:
    v = visit()
    v.pick("三亚市总工会")
    card = v.page.inner_text("#card")
    for words in ("又称", "三亚市总", "主办的项目", "三亚工匠学院", "上级工会", "推断", "人员", "党组书记、常务副主席", "2024-05-01 起"):
        assert words in card
    assert "三亚市总工会主办三亚工匠学院，海南省总工会指导。" in card
    v.pick("工会通平台")
    table = v.page.inner_text("#card table")
    assert "≈ 15,880,000 元" in table
    assert "1588余万元" in table
    assert "计划" in v.page.inner_text("#card")


def test_evidence_opens_to_headline_and_file_and_leads_to_the_article(visit: Any) -> None:
    v = visit()
    v.pick("李明")
    v.page.click("#card .fact .quote summary")
    source = v.page.inner_text("#card .fact .quote[open] .source")
    evidence = sample()["李明"].facts[0].claims[0][1].evidence
    assert f"a.txt · 第 {evidence.start}–{evidence.end} 字 · 2024-11-20 · 要闻" in source
    v.page.click("#card .fact .quote[open] .source a >> text=三亚市总打造工匠学院")
    assert v.title() == "三亚市总打造工匠学院"
    assert evidence.exact in v.page.inner_text("#card .sentences")


def test_click_on_a_node_opens_its_card(visit: Any) -> None:
    v = visit()
    at = v.page.evaluate("""() => {
        const node = picture.shown.find((s) => entities[s.entity].name === '和平工匠学院');
        const point = picture.network.canvasToDOM({ x: node.x, y: node.y });
        const box = picture.box.getBoundingClientRect();
        return [point.x + box.left, point.y + box.top];
    }""")
    v.page.mouse.click(*at)
    wait_until(v.page, "document.querySelector('#card h2').innerText === '和平工匠学院'")
    assert "举办和平工匠学院" in v.page.inner_text("#card")


def test_neighbourhood_holds_what_is_near(visit: Any) -> None:
    v = visit()
    everything = v.drawn()
    v.pick("三亚大酒店有限公司工会")
    assert v.drawn() == 3
    v.page.click("text=两步邻域")
    assert 3 < v.drawn() < everything
    v.page.click("text=总览")
    assert v.drawn() == everything


def test_links_and_back_button(visit: Any) -> None:
    v = visit(fragment="#e=" + ID + "union/460200")
    assert v.title() == "三亚市总工会"
    v.page.click("#card a.entity >> text=三亚工匠学院")
    assert v.title() == "三亚工匠学院"
    link = v.page.url
    v.page.go_back()
    assert v.title() == "三亚市总工会"
    school = sample()["三亚工匠学院"].iri
    assert link.endswith("#e=" + quote(school, safe=""))
    assert visit(fragment="#e=" + school).title() == "三亚工匠学院"
    assert "没有这个链接所指的实体" in visit(fragment="#e=" + ID + "union/1").page.inner_text("#card")


def test_filters_by_type_relation_and_province(visit: Any) -> None:
    v = visit()
    everything = v.drawn()
    v.page.click("#filters .toggle >> text=工会")
    assert v.drawn() == everything - 4
    v.page.click("#filters button.reset")
    assert v.drawn() == everything
    links = v.page.evaluate("picture.links.length")
    v.page.click("#filters .toggle >> text=主办")
    assert v.page.evaluate("picture.links.length") == links - 6
    v.page.click("#filters button.reset")
    v.page.select_option("#province", label="天津（6）")
    assert v.drawn() == 6
    for i in range(7):
        v.page.locator("#filters ul").first.locator(".toggle").nth(i).click()
    assert "没有可画的实体" in v.page.inner_text("#nothing")


def test_interface_in_english_with_chinese_tooltips(visit: Any) -> None:
    v = visit()
    v.pick("三亚工匠学院")
    assert v.page.get_attribute("#card h3 >> text=主办方", "title") == "Run by"
    v.page.click("#language")
    assert "Run by" in v.page.inner_text("#card")
    assert v.page.get_attribute("html", "lang") == "en"
    v.page.reload()
    assert "Run by" in v.page.inner_text("#card"), "the language is part of the link"
    v.requests.pop()


def test_keyboard_alone_is_enough(visit: Any) -> None:
    v = visit()
    v.page.keyboard.press("/")
    v.page.keyboard.type("工匠学院")
    v.page.keyboard.press("ArrowDown")
    v.page.keyboard.press("Enter")
    assert v.title() == "和平工匠学院"
    assert v.page.evaluate("document.activeElement.tagName") == "H2"
    for _ in range(12):
        v.page.keyboard.press("Tab")
        if v.page.evaluate("document.activeElement.matches('a.entity')"):
            break
    target = v.page.evaluate("document.activeElement.innerText")
    v.page.keyboard.press("Enter")
    assert v.title() == target


# ------------------------------------------------------------------ hostile names, sizes, frames


def test_hostile_names_are_text_everywhere(visit: Any) -> None:
    v = visit("hostile")
    for i, bad in enumerate(HOSTILE):
        number = v.page.evaluate("name => entities.find((e) => e.name === name).number", visible(bad))
        v.page.evaluate("n => go(toHash({ entity: n }))", number)
        wait_until(v.page, "n => view.entity === n", arg=number)
        assert v.page.evaluate("document.querySelector('#card h2').textContent") == visible(bad)
        v.page.evaluate("document.querySelectorAll('#card details').forEach((d) => { d.open = true; })")
        v.page.evaluate("n => go(toHash({ article: entities[n].articles[0] }))", number)
        if i < 3:
            v.search(bad)
            v.page.press("#query", "Escape")
    assert v.page.evaluate("window.pwned") is None
    assert v.page.locator("main img, main svg, main script, main [onload], main [onerror], main [onmouseover]").count() == 0
    assert v.page.evaluate("[...document.links].every((a) => a.getAttribute('href').startsWith('#'))")


def test_policy_stops_what_would_be_injected(visit: Any) -> None:
    v = visit()
    blocked = []
    v.page.on("requestfailed", lambda r: blocked.append((r.url, r.failure)))
    v.page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.pwned = 1';
        document.body.append(script);
        const image = new Image();
        image.src = 'https://example.invalid/x.png';
    }""")
    v.page.wait_for_timeout(100)
    assert v.page.evaluate("window.pwned") is None
    assert len(v.complaints) == 2
    assert blocked == [("https://example.invalid/x.png", "csp")]
    v.complaints.clear()
    v.requests.pop()


def test_a_large_graph_opens_with_its_best_connected(visit: Any) -> None:
    v = visit("large")
    assert v.drawn() == 150
    v.page.click("text=前 400")
    assert v.drawn() == 400
    still = "JSON.stringify(Object.values(picture.network.getPositions()))"
    before = v.page.evaluate(still)
    v.page.wait_for_timeout(150)
    assert v.page.evaluate(still) == before, "nothing jiggles"


def test_names_do_not_cover_each_other(visit: Any) -> None:
    v = visit("large")
    wait_until(v.page, "picture.labels.length > 20")
    boxes = v.page.evaluate("picture.labels.map((l) => l.box)")
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            apart = a["left"] >= b["right"] or b["left"] >= a["right"] or a["top"] >= b["bottom"] or b["top"] >= a["bottom"]
            assert apart, (a, b)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_readable_on_a_phone(visit: Any, scheme: str) -> None:
    v = visit(viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True, is_mobile=True)
    v.pick("三亚市总工会")
    assert v.page.evaluate("document.documentElement.scrollWidth") <= 390
    size = v.page.evaluate("getComputedStyle(document.querySelector('.quote summary')).fontSize")
    assert float(size.removesuffix("px")) >= 13
    colours = v.page.evaluate("(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle(document.documentElement))")
    ground, ink = (sum(map(int, c.strip("rgb()").split(","))) for c in colours)
    assert (ground > ink) == (scheme == "light")


def test_inside_a_sandboxed_frame(browser: Any, tmp_path: Path) -> None:
    shown = sample().neighbourhood("三亚工匠学院", 1).show()
    file = tmp_path / "notebook.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><title>{escape('笔记')}</title>{shown._repr_html_()}", encoding="utf-8")
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text))
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(file.as_uri())
    frame = page.frame_locator("iframe")
    assert frame.locator("#card h2").inner_text() == "三亚工匠学院"
    frame.locator("#card a.entity >> text=三亚市总工会").click()
    frame.locator("#card h2 >> text=三亚市总工会").wait_for()
    assert page.url == file.as_uri()
    assert complaints == []
    page.close()
