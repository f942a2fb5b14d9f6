"""CPU seconds until the page of a graph is ready, and its size, beside plain pyvis on the same graph in the same run.

    python benchmarks/page.py [--sizes 2000,20000] [--repeat N] [--whole 100000]

The graphs are made up (tests/factory.py).  CPU is that of all processes of the browser from the address bar to ready, and for
two seconds after it, so that work put off counts as well; the best of N rounds is taken of both.  Plain pyvis is what its manual
shows: add_node and add_edge, physics switched off on the positions of our page, so that it need not settle.  For pyvis, ready is
when its network has drawn once.  Needs chromium, playwright and psutil; no GPU is used.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from factory import large

from graph.knowledge import KnowledgeGraph
from graph.view import picture
from graph.view.page import write_page
from graph.view.tables import tables

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome-stable")
AFTER = 2.0
"""Seconds after ready that count as well."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--sizes", default="2000,20000", help="entities of the graphs, about (default 2000,20000)")
    arguments.add_argument("--whole", type=int, default=100000, help="a graph that only our page opens; 0: none (default 100000)")
    arguments.add_argument("--repeat", type=int, default=3, help="rounds, of which the best counts (default 3)")
    args = arguments.parse_args()
    if not CHROMIUM:
        print("needs chromium: apt-get install chromium, or set CHROMIUM to a browser's path", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        print(f"{'entities':>9} {'page':>12} {'MB':>6} {'CPU s':>7} {'ready s':>8}")
        for size in map(int, args.sizes.split(",")):
            kg = large(size)
            ours = write_page(kg, Path(folder) / "ours.html")
            plain = write_plain(kg, Path(folder) / "plain.html")
            best = [measure(play, file, ready, args.repeat) for file, ready in ((ours, OURS), (plain, PLAIN))]
            for name, file, (cpu, wall) in zip(("ours", "plain pyvis"), (ours, plain), best, strict=True):
                print(f"{len(kg):9,} {name:>12} {file.stat().st_size / 1e6:6.2f} {cpu:7.2f} {wall:8.2f}")
            smaller = plain.stat().st_size / ours.stat().st_size
            print(f"{'':9} {'ratio':>12} {smaller:6.1f} {best[1][0] / best[0][0]:7.1f} {best[1][1] / best[0][1]:8.1f}")
        if args.whole:
            kg = large(args.whole)
            ours = write_page(kg, Path(folder) / "whole.html")
            cpu, wall = measure(play, ours, OURS, 1)
            print(f"{len(kg):9,} {'ours':>12} {ours.stat().st_size / 1e6:6.2f} {cpu:7.2f} {wall:8.2f}")
    return 0


OURS = "document.documentElement.dataset.ready === 'yes'"
PLAIN = "window.drawnOnce === true"


def write_plain(kg: KnowledgeGraph, path: Path) -> Path:
    """The same nodes and edges by pyvis alone."""
    from pyvis.network import Network

    shown = tables(kg)
    net, _ = picture.network(shown)
    plain = Network(directed=True, cdn_resources="in_line")
    names = shown.core["entities"]["name"]
    for node in net.nodes:
        plain.add_node(node["id"], label=names[node["id"]], x=node["x"], y=node["y"], size=node["size"], group=node["group"])
    for a, b in shown.edges:
        plain.add_edge(a, b)
    plain.toggle_physics(False)
    # Its pages ask a CDN for a style sheet even in line; a page without a network would wait for it.
    html = plain.generate_html().replace("network = new vis.Network(container, data, options);", _ONCE)
    path.write_text("\n".join(line for line in html.split("\n") if "cdnjs" not in line and "cdn.jsdelivr" not in line), encoding="utf-8")
    return path


_ONCE = """network = new vis.Network(container, data, options);
network.once("afterDrawing", () => { window.drawnOnce = true; });"""


def measure(play: Any, file: Path, ready: str, rounds: int) -> tuple[float, float]:
    """(CPU seconds, seconds until ready), the best of each."""
    cpus, walls = [], []
    for _ in range(rounds):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1360, "height": 820})
        page.wait_for_timeout(500)
        before, began = spent(), time.perf_counter()
        page.goto(file.as_uri(), timeout=600_000)
        while not page.evaluate(ready):
            page.wait_for_timeout(50)
        walls.append(time.perf_counter() - began)
        page.wait_for_timeout(AFTER * 1000)
        cpus.append(spent() - before)
        browser.close()
    return min(cpus), min(walls)


def spent() -> float:
    """CPU seconds of the browser and all its processes so far."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            if "chrom" in process.name():
                times = process.cpu_times()
                total += times.user + times.system
        except psutil.NoSuchProcess:
            continue
    return total


if __name__ == "__main__":
    sys.exit(main())
