"""The page in a browser: people find what they look for, see it, read the words behind it, and can share what they see."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from factory import sample
from visits import ID, PATIENCE, wait_until

# ------------------------------------------------------------------ find


def test_search_finds_by_part_alias_pinyin_and_initials(visit: Any) -> None:
    v = visit()
    for typed, found in {
        "三亚市总工会": "三亚市总工会",
        "三亚市总": "三亚市总工会",
        "会通平": "工会通平台",
        "“工会通”": "工会通平台",
        "sysz": "三亚市总工会",
        "sanyashizong": "三亚市总工会",
        "syszgonghui": "三亚市总工会",
        "liming": "李明",
        "三亚总工会": "三亚市总工会",
    }.items():
        v.search(typed)
        wait_until(v.page, "name => document.querySelector('#results [role=option] bdi')?.textContent === name", found)
        v.page.press("#query", "Enter")
        assert v.title() == found, typed


def test_search_groups_by_type_and_says_when_nothing_is_found(visit: Any) -> None:
    v = visit()
    v.search("工")
    groups = v.page.locator("#results [role=group]").evaluate_all("list => list.map(g => g.getAttribute('aria-label'))")
    assert {"工会", "项目"} <= set(groups)
    v.search("火星")
    wait_until(v.page, "document.querySelector('#results').textContent.includes('没有名称含有“火星”的实体')")


# ------------------------------------------------------------------ see


def test_click_on_a_node_opens_its_card(visit: Any) -> None:
    v = visit()
    at = v.scene("""(() => {
        const spot = scene.spots.find((s) => s.name === '和平工匠学院');
        const [x, y] = picture.toScreen(spot.x, spot.y), box = picture.box.getBoundingClientRect();
        return [x + box.left, y + box.top];
    })()""")
    v.page.mouse.click(*at)
    wait_until(v.page, "document.querySelector('#card h2').innerText === '和平工匠学院'")
    assert "举办和平工匠学院" in v.card()


def test_neighbourhood_holds_what_is_near(visit: Any) -> None:
    v = visit()
    everything = v.drawn()
    v.pick("三亚大酒店有限公司工会")
    assert v.drawn() == 3
    v.click("text=两步邻域")
    assert 3 < v.drawn() < everything
    v.click("text=总览")
    assert v.drawn() == everything


def test_overview_by_province_by_community_and_as_groups(visit: Any) -> None:
    v = visit()
    titles = "scene.islands.map((i) => i.title)"
    assert set(v.scene(titles)) == {"海南", "天津"}
    v.click("#choices a >> text=群落")
    where = "JSON.stringify(scene.spots.map((s) => [s.x, s.y]))"
    by_community = v.scene(where)
    v.click("#choices a >> text=省份")
    assert v.scene(where) != by_community
    v.click("#choices a >> text=分组")
    groups = dict(s.split(" ") for s in v.scene("scene.spots.map((s) => s.name)"))
    assert groups.keys() == {"海南", "天津"}
    assert sum(map(int, groups.values())) == len(sample())
    v.page.evaluate("unionkg.pictures.shown.choose(unionkg.pictures.shown.scene.spots.find((s) => s.name.startsWith('天津')).id)")
    wait_until(v.page, "document.querySelector('#status').textContent.startsWith('画出 6 ')")
    assert "in=" in v.page.url


def test_a_large_graph_is_drawn_whole_and_does_not_move(visit: Any) -> None:
    v = visit("large")
    assert v.scene("picture.sigma !== undefined")
    assert v.drawn() == v.scene("graph.entities.length") > 1500
    v.click("text=前 400")
    assert v.drawn() == 400
    assert v.scene("picture.network !== undefined"), "as far as it is fluid, pyvis's library draws"
    still = "JSON.stringify(Object.values(picture.network.getPositions()))"
    before = v.scene(still)
    v.page.wait_for_timeout(150)
    assert v.scene(still) == before, "nothing jiggles"
    assert visit("large", "#n=400").scene(still) == before, "the same graph looks the same twice"


def test_without_webgl_the_most_telling_are_drawn(visit: Any, pages: Any, browser: Any) -> None:
    context = browser.new_context()
    context.add_init_script("""
        const get = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
            return kind.startsWith('webgl') ? null : get.call(this, kind, ...more);
        };
    """)
    page = context.new_page()
    page.goto(pages("large").as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    assert page.evaluate("unionkg.pictures.shown.scene.spots.length") == 400
    assert "WebGL" in page.inner_text("#status")
    context.close()


def test_names_do_not_cover_each_other(visit: Any) -> None:
    v = visit("large")
    for fragment in ("", "n=150", "g=community&n=400", "n=groups"):
        v.go(fragment)
        wait_until(v.page, "unionkg.pictures.shown.labels.length > 20")
        boxes = v.scene("picture.labels.map((l) => l.box)")
        for i, a in enumerate(boxes):
            for b in boxes[:i]:
                apart = a["left"] >= b["right"] or b["left"] >= a["right"] or a["top"] >= b["bottom"] or b["top"] >= a["bottom"]
                assert apart, (fragment, a, b)


# ------------------------------------------------------------------ read


def test_card_shows_facts_both_ways_with_sentences_and_figures(visit: Any) -> None:
    v = visit()
    v.pick("三亚市总工会")
    card = v.card()
    for words in ("又称", "三亚市总", "主办的项目", "三亚工匠学院", "上级工会", "推断", "人员", "党组书记、常务副主席", "2024-05-01 起"):
        assert words in card
    assert "三亚市总工会主办三亚工匠学院，海南省总工会指导。" in card
    assert "时间线" in card
    v.pick("工会通平台")
    assert "≈ 15,880,000 元" in v.text("#card table")
    assert v.page.get_attribute("#card td.value >> nth=1", "title") == "原文 1588余万元"


def test_planned_inferred_and_doubtful_facts_look_different(visit: Any) -> None:
    v = visit("large")
    v.page.evaluate("""() => {
        const wanted = unionkg.graph.facts.find((f) => f.doubtful);
        unionkg.pictures.shown.choose(wanted.object);
    }""")
    v.page.wait_for_selector(".fact.doubtful .badge.doubtful")
    v = visit()
    v.pick("工会通平台")
    dot = "getComputedStyle(document.querySelector('.fact.{} .dot')).borderTopStyle"
    assert v.page.evaluate(dot.format("planned")) == "dashed"
    assert v.page.evaluate(dot.format("stated")) == "none"
    assert v.page.locator(".fact.planned .badge.planned").inner_text() == "计划"
    v.pick("三亚市总工会")
    assert v.page.locator(".fact.inferred .badge.inferred").first.inner_text() == "推断"


def test_from_the_open_page_to_the_sentence_in_its_article_in_four_actions(visit: Any) -> None:
    v = visit()
    v.page.click("#query")  # 1
    v.page.keyboard.type("sygjxy")  # 2
    wait_until(v.page, "document.querySelectorAll('#results [role=option]').length > 0")
    v.page.keyboard.press("Enter")  # 3
    v.settle()
    assert v.title() == "三亚工匠学院"
    v.click("#card .fact .quote a >> nth=0")  # 4
    focus = v.text("#sentence span")
    claims = [c for f in sample()["三亚工匠学院"].facts for _, c in f.claims]
    assert focus in {c.evidence.exact for c in claims}
    assert "三亚工匠学院" in v.page.locator("#sentence mark").all_inner_texts()
    top, bottom = v.page.locator("#sentence").evaluate("(s) => [s.getBoundingClientRect().top, s.getBoundingClientRect().bottom]")
    assert 0 <= top < bottom <= 800


def test_an_article_is_read_whole_with_place_rule_and_facts_of_the_sentence(visit: Any) -> None:
    v = visit()
    v.pick("李明")
    v.click("#card .fact .quote a")
    evidence = sample()["李明"].facts[0].claims[0][1].evidence
    assert v.title() == "三亚市总打造工匠学院"
    box = v.text("#sentence")
    assert f"第 {evidence.start}–{evidence.end} 字" in box
    assert "规则 hand" in box
    text = "".join(v.page.locator("#card .sentences li > span").all_inner_texts())
    assert "三亚市总工会主办三亚工匠学院" in text, "the sentences around it are there too"
    assert "a.txt · 2024-11-20 · 要闻" in v.card()


# ------------------------------------------------------------------ manners


def test_links_and_back_button(visit: Any) -> None:
    v = visit(fragment="#e=" + ID + "union/460200")
    assert v.title() == "三亚市总工会"
    v.click("#card .fact .line a.entity >> text=三亚工匠学院")
    assert v.title() == "三亚工匠学院"
    link = v.page.url
    v.page.go_back()
    assert v.title() == "三亚市总工会"
    school = sample()["三亚工匠学院"].iri
    assert link.endswith("#e=" + quote(school, safe=""))
    assert visit(fragment="#e=" + school).title() == "三亚工匠学院"
    assert "没有这个链接所指的实体" in visit(fragment="#e=" + ID + "union/1").card()


BROKEN = ("#%E0%A4%A", "#e=%FF", "#v=x&n=-3&in=99&s=x&h=9", "#spot=999&v=map", "#q=__proto__&v=ask", "#fp=火星&fc=x")


def test_a_broken_link_opens_the_page_all_the_same(visit: Any) -> None:
    v = visit(fragment=BROKEN[0])
    for fragment in BROKEN:
        v.page.evaluate("hash => { location.hash = hash }", fragment)
        wait_until(v.page, "document.documentElement.dataset.shown === location.hash.slice(1)")
        assert v.text("#card h2"), fragment


def test_interface_in_english_with_chinese_tooltips(visit: Any) -> None:
    v = visit()
    v.pick("三亚工匠学院")
    assert v.page.get_attribute("#card h3 >> text=主办方", "title") == "Run by"
    v.click("#language")
    assert "Run by" in v.card()
    assert v.page.get_attribute("html", "lang") == "en"
    v.page.reload()
    v.page.wait_for_selector("html[data-ready]", state="attached")
    assert "Run by" in v.card(), "the language is part of the link"
    v.requests.pop()


def test_keyboard_alone_is_enough(visit: Any) -> None:
    v = visit()
    v.page.keyboard.press("/")
    v.page.keyboard.type("工匠学院")
    wait_until(v.page, "document.querySelectorAll('#results [role=option]').length > 1")
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
    v.settle()
    assert v.title() == target


def test_light_and_dark_follow_the_system_and_the_button(visit: Any) -> None:
    v = visit(color_scheme="dark")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    dark = v.page.evaluate(ground)
    v.page.click("#theme")
    light = v.page.evaluate(ground)
    assert sum(map(int, dark.strip("rgb()").split(","))) < 150 < sum(map(int, light.strip("rgb()").split(",")))
    assert visit(color_scheme="light").page.evaluate(ground) == light


def test_readable_on_a_phone(visit: Any) -> None:
    v = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    for tab in ("graph", "map", "time", "table", "ask"):
        v.go(f"v={tab}")
        assert v.page.evaluate("document.documentElement.scrollWidth") <= 390, tab
    v.pick("三亚市总工会")
    assert v.page.evaluate("document.documentElement.scrollWidth") <= 390
    size = v.page.evaluate("getComputedStyle(document.querySelector('.quote a')).fontSize")
    assert float(size.removesuffix("px")) >= 13


def test_prints_the_card_without_the_controls(visit: Any) -> None:
    v = visit(fragment="#e=" + ID + "union/460200")
    v.page.emulate_media(media="print")
    assert v.page.is_visible("#card .fact")
    assert not v.page.is_visible("header")
    assert not v.page.is_visible("#filters")
    assert v.page.locator("#card").evaluate("(card) => card.scrollHeight <= card.clientHeight + 1"), "nothing is cut off"


def test_inside_a_sandboxed_frame(browser: Any, tmp_path: Path) -> None:
    shown = sample().neighbourhood("三亚工匠学院", 1).show()
    file = tmp_path / "notebook.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><title>{escape('笔记')}</title>{shown._repr_html_()}", encoding="utf-8")
    page = browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text))
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(file.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator("#card h2 >> text=三亚工匠学院").wait_for()
    frame.locator("#card .line a.entity >> text=三亚市总工会").first.click()
    frame.locator("#card h2 >> text=三亚市总工会").wait_for()
    assert page.url == file.as_uri()
    assert complaints == []
    page.close()
