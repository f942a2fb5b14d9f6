"""Nothing that a text says can act in a browser, and everybody can use the page: hostile names, policy, accessibility."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from factory import HOSTILE

from graph.view.words import visible

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"


def test_hostile_names_are_shown_as_text_and_never_act(visit: Any) -> None:
    v = visit("hostile")
    for bad in HOSTILE:
        if visible(bad).strip():
            v.search(visible(bad))
            v.page.press("#query", "Enter")
            v.settle()
            assert v.page.locator("#card h2").inner_text(), bad
            if v.page.locator("#card .quote a").count():
                v.click("#card .quote a >> nth=0")
    for tab in ("graph", "map", "time", "table", "ask"):
        v.go(f"v={tab}")
    for question in v.page.evaluate("[...document.querySelectorAll('.questions a')].map((a) => a.getAttribute('href'))"):
        v.go(question[1:])
    v.go("v=table&rows=entities")
    assert set(map(visible, HOSTILE)) <= set(v.page.locator("td:first-child bdi").all_inner_texts())
    assert v.page.evaluate("window.pwned") is None
    assert v.page.locator("main img, main script, main iframe, main [onload], main [onerror], main [onmouseover]").count() == 0
    assert v.page.evaluate("[...document.querySelectorAll('a')].every((a) => a.getAttribute('href').startsWith('#'))")


def test_hostile_names_stay_text_in_what_is_kept(visit: Any) -> None:
    v = visit("hostile", "#v=table")
    table = v.kept("CSV").decode("utf-8-sig")
    assert "<script>window.pwned=1</script>" in table
    v.go("")
    drawing = v.kept("SVG").decode("utf-8")
    assert "<script" not in drawing
    assert "&lt;script" in drawing


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


VIEWS = ("", "#n=groups", "#e=https://w3id.org/unionkg/id/union/460200", "#v=map", "#v=time", "#v=table", "#v=ask&q=planned", "ARTICLE")


@pytest.mark.parametrize(("scheme", "views", "options"), [("light", VIEWS, "{}"), ("dark", VIEWS[2::3], "{ runOnly: ['color-contrast'] }")])
def test_axe_finds_no_serious_violation(visit: Any, scheme: str, views: tuple[str, ...], options: str) -> None:
    if not AXE.is_file():
        pytest.skip("needs axe-core: npm ci in web/")
    source = Path(AXE).read_text(encoding="utf-8")
    v = visit(color_scheme=scheme)
    v.page.evaluate(source)
    found = {}
    for fragment in views:
        if fragment == "ARTICLE":
            v.go("e=https://w3id.org/unionkg/id/union/460200")
            v.click("#card .quote a >> nth=0")
        else:
            v.go(fragment[1:])
        report = v.page.evaluate(f"axe.run({options})")
        bad = [x for x in report["violations"] if x["impact"] in ("serious", "critical")]
        found |= {(fragment, x["id"]): [n["html"][:120] for n in x["nodes"]][:3] for x in bad}
    assert found == {}
