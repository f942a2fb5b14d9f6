"""Take the pictures of docs/ again, of a folder built by `unionkg build -o DIR`; needs playwright and Chromium.

    python docs/screenshots.py DIR
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parent


def main(folder: Path) -> None:
    with sync_playwright() as play:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1360, "height": 820})
        page.goto((folder / "graph.html").resolve().as_uri())
        page.wait_for_timeout(2500)
        page.screenshot(path=str(DOCS / "screenshot.png"))
        page.fill("input[type=search]", "三亚市总工会")
        page.wait_for_timeout(600)
        page.keyboard.press("Enter")
        page.wait_for_timeout(1800)
        page.screenshot(path=str(DOCS / "card.png"))
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out"))
