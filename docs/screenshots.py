"""Take the pictures of docs/ again, of a folder built by `unionkg build -o DIR`; needs playwright and Chromium.

python docs/screenshots.py DIR
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

DOCS = Path(__file__).resolve().parent
CITY = "e=https%3A%2F%2Fw3id.org%2Funionkg%2Fid%2Funion%2F460200"
"""三亚市总工会, whose IRI is the same in every graph."""

PICTURES = {
    "screenshot": ("", "light", False),
    "card": (CITY, "light", False),
    "map": ("v=map", "light", False),
    "dark": (CITY + "&h=2", "dark", False),
    "phone": (CITY, "light", True),
}
"""File → fragment, colour scheme, on a phone?"""


def take(browser: Browser, page: Path, name: str, fragment: str, scheme: str, phone: bool) -> None:
    """One picture, taken when the page says that it is ready."""
    small = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    context = browser.new_context(color_scheme=scheme, **(small if phone else {"viewport": {"width": 1360, "height": 820}}))
    tab = context.new_page()
    tab.goto(page.resolve().as_uri() + ("#" + fragment if fragment else ""))
    tab.wait_for_selector("html[data-ready]", state="attached")
    tab.wait_for_timeout(400)
    tab.screenshot(path=str(DOCS / f"{name}.png"))
    context.close()


def main(folder: Path) -> None:
    with sync_playwright() as play:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, (fragment, scheme, phone) in PICTURES.items():
            take(browser, folder / "graph.html", name, fragment, scheme, phone)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
