"""CPU seconds until the page of a graph is ready, and its size, beside plain pyvis on the same graph in the same run.

    python benchmarks/page.py [--sizes 2000,22000] [--repeat N] [--whole 114000]

The first line is the page of the bundled corpus.  The other graphs are made up (tests/factory.py); what they name twice is one
entity, so that a tenth fewer stand in the end.  CPU is that of all processes of the browser from the address bar to ready, and for
two seconds after it, so that work put off counts as well; the best of N rounds is taken of each.  "plain pyvis" is what its manual
shows, add_node and add_edge with its defaults, and ready when the picture stands still, or given up after two minutes of CPU: then
its figures and ratios are what it takes at least (>).  "pyvis, placed" has our positions and no physics, and is ready when it has
drawn once.  Needs chromium, playwright and psutil; no GPU is used.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from factory import large

import graph
from graph.knowledge import KnowledgeGraph
from graph.view import picture
from graph.view.page import write_page
from graph.view.tables import tables

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome-stable")
AFTER = 2.0
"""Seconds after ready that count as well."""
LIMIT = 120.0
"""CPU seconds after which a page that is not ready is given up."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--sizes", default="2000,22000", help="entities of the graphs, a tenth less in the end (default 2000,22000)")
    arguments.add_argument("--whole", type=int, default=114000, help="a graph that only our page opens; 0: none (default 114000)")
    arguments.add_argument("--repeat", type=int, default=3, help="rounds, of which the best counts (default 3)")
    args = arguments.parse_args()
    if not CHROMIUM:
        print("needs chromium: apt-get install chromium, or set CHROMIUM to a browser's path", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        print(f"{'entities':>9} {'page':>14} {'MB':>6} {'CPU s':>8} {'ready s':>8}")
        ours = write_page(kg := graph.build(), Path(folder) / "bundled.html")
        report(len(kg), "ours, bundled", ours, measure(play, ours, OURS, args.repeat))
        for size in map(int, args.sizes.split(",")):
            kg = large(size)
            ours = write_page(kg, Path(folder) / "ours.html")
            mine = measure(play, ours, OURS, args.repeat)
            report(len(kg), "ours", ours, mine)
            for name, placed in (("pyvis, placed", True), ("plain pyvis", False)):
                plain = write_plain(kg, Path(folder) / "plain.html", placed)
                theirs = measure(play, plain, PLAIN, args.repeat)
                report(len(kg), name, plain, theirs)
                smaller = plain.stat().st_size / ours.stat().st_size
                more = f"{theirs.sign}{theirs.cpu / mine.cpu:7.1f} {theirs.sign}{theirs.wall / mine.wall:7.1f}"
                print(f"{'':9} {'ratio':>14} {smaller:6.1f} {more}", flush=True)
        if args.whole:
            kg = large(args.whole)
            ours = write_page(kg, Path(folder) / "whole.html")
            report(len(kg), "ours", ours, measure(play, ours, OURS, 1))
    return 0


class Measured(NamedTuple):
    """The best CPU and wall-clock seconds of a page; `sign` is ">" if it was given up."""

    cpu: float
    wall: float
    sign: str = " "


def report(size: int, name: str, file: Path, measured: Measured) -> None:
    cpu, wall, sign = measured
    print(f"{size:9,} {name:>14} {file.stat().st_size / 1e6:6.2f} {sign}{cpu:7.2f} {sign}{wall:7.2f}", flush=True)


OURS = "document.documentElement.dataset.ready === 'yes'"
PLAIN = ""
"""Plain pyvis says so itself, on the console: while it settles it answers no question."""


def write_plain(kg: KnowledgeGraph, path: Path, placed: bool) -> Path:
    """The same nodes and edges by pyvis alone; `placed`: on our positions, without physics."""
    from pyvis.network import Network

    shown = tables(kg)
    net, _ = picture.network(shown)
    plain = Network(directed=True, cdn_resources="in_line")
    names = shown.core["entities"]["name"]
    for node in net.nodes:
        where = {"x": node["x"], "y": node["y"]} if placed else {}
        plain.add_node(node["id"], label=names[node["id"]], size=node["size"], group=node["group"], **where)
    for a, b in shown.edges:
        plain.add_edge(a, b)
    if placed:
        plain.toggle_physics(False)
    # Its pages ask a CDN for a style sheet even in line; a page without a network would wait for it.
    made = "network = new vis.Network(container, data, options);"
    event = "afterDrawing" if placed else "stabilized"
    html = plain.generate_html().replace(made, f'{made}\nnetwork.once("{event}", () => {{ console.log("stands"); }});')
    path.write_text("\n".join(line for line in html.split("\n") if "cdnjs" not in line and "cdn.jsdelivr" not in line), encoding="utf-8")
    return path


def measure(play: Any, file: Path, ready: str, rounds: int) -> Measured:
    """The best of some rounds; of a page that is given up, the first."""
    cpus, walls = [], []
    for _ in range(rounds):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1360, "height": 820})
        page.wait_for_timeout(500)
        said: list[str] = []
        page.on("console", lambda message, said=said: said.append(message.text))
        before, began = spent(), time.perf_counter()
        page.set_default_timeout(600_000)
        page.goto(file.as_uri())
        while not (stands := "stands" in said or (ready and page.evaluate(ready))) and spent() - before < LIMIT:
            page.wait_for_timeout(50)
        if not stands:
            given_up = Measured(spent() - before, time.perf_counter() - began, ">")
            browser.close()
            return given_up
        walls.append(time.perf_counter() - began)
        page.wait_for_timeout(AFTER * 1000)
        cpus.append(spent() - before)
        browser.close()
    return Measured(min(cpus), min(walls))


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
