"""The page in a real browser: fixtures that open it and keep what it said and asked for.

Needs Debian's chromium (or any Chrome) and the Python package playwright, whose own browsers are not used; tests that ask for
these fixtures are skipped where either is missing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from factory import hostile, large, sample

from graph.view.page import write_page

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"))), None
)
PATIENCE = 60
"""Seconds that something may take on a busy machine before it counts as missing."""

ID = "https://w3id.org/unionkg/id/"


def wait_until(page: Any, expression: str, arg: object = None) -> None:
    """Ask until the answer is yes.  Playwright's own waiting evaluates strings inside the page, which its policy forbids."""
    for _ in range(PATIENCE * 50):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(20)
    raise AssertionError(f"still not so after {PATIENCE} seconds: {expression}")


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
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.goto(file.as_uri() + fragment)
        self.page.wait_for_selector("html[data-ready]", state="attached")

    def settle(self) -> None:
        """Wait until what the link asks for is shown."""
        wait_until(self.page, "document.documentElement.dataset.shown === location.hash.slice(1)")

    def go(self, fragment: str) -> None:
        self.page.evaluate("hash => { location.hash = hash }", fragment)
        self.settle()

    def click(self, selector: str) -> None:
        self.page.click(selector)
        self.settle()

    def search(self, text: str) -> None:
        """Type, and wait for the answer."""
        self.page.fill("#query", "")
        self.page.fill("#query", text)
        wait_until(self.page, "!document.querySelector('#results').hidden")

    def pick(self, text: str) -> None:
        self.search(text)
        self.page.press("#query", "Enter")
        self.settle()

    def title(self) -> str:
        self.settle()
        return str(self.page.inner_text("#card h2"))

    def card(self) -> str:
        self.settle()
        return str(self.page.inner_text("#card"))

    def scene(self, expression: str) -> Any:
        """What the picture shows: `expression` may name `scene`, `picture` and `graph`."""
        self.settle()
        names = "const { graph, pictures } = unionkg, picture = pictures.shown, { scene } = picture;"
        return self.page.evaluate(f"(() => {{ {names} return {expression}; }})()")

    def drawn(self) -> int:
        return int(self.scene("scene.spots.length"))

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def kept(self, item: str) -> bytes:
        """What the menu of downloads gives."""
        self.page.click(".menu summary")
        with self.page.expect_download() as download:
            self.page.click(f".menu button >> text={item}")
        content = Path(download.value.path()).read_bytes()
        self.requests[:] = [url for url in self.requests if not url.startswith("blob:")]
        return content


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs the package playwright")
    if not CHROMIUM:
        pytest.skip("needs chromium: apt-get install chromium, or set CHROMIUM to a browser's path")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Files of the pages that tests open, each made when first asked for."""
    folder = tmp_path_factory.mktemp("pages")
    graphs = {"sample": sample, "hostile": hostile, "large": lambda: large(1600)}

    def page(name: str) -> Path:
        file = folder / f"{name}.html"
        return file if file.exists() else write_page(graphs[name](), file)

    return page


@pytest.fixture
def visit(browser: Any, pages: Callable[[str], Path]) -> Iterator[Any]:
    """Open a page; after the test, it must have asked for nothing and complained about nothing."""
    visits: list[Visit] = []

    def open_page(name: str = "sample", fragment: str = "", **settings: Any) -> Visit:
        visits.append(Visit(browser, pages(name), fragment, **settings))
        return visits[-1]

    yield open_page
    for v in visits:
        # A software renderer reports its own slowness; that is not the page's doing.
        assert [c for c in v.complaints if "GL Driver Message" not in c] == []
        assert [url for url in v.requests if not url.startswith(("file:", "data:"))] == []
        assert len([url for url in v.requests if url.startswith("file:")]) == 1, "the page is one file"
        v.context.close()
