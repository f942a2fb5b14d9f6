"""How long until the command answers: help, and the first article of a build.

    python benchmarks/startup.py [--rounds 7]

Fresh processes, the best of some rounds: time on the wall, and processor time, which a busy machine changes less.  Beside it an
interpreter that does nothing, and one that loads jieba.posseg and tags a sentence.  The first article counts as read when it
stands in the journal of the unfinished build.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from watch import ROOT, machine

ARTICLE = ROOT / "seeds" / "gold" / "a01.txt"
PEER = "import jieba.posseg; jieba.setLogLevel(60); jieba.posseg.lcut('三亚市总工会列出十条硬措施')"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    print(machine())
    best: dict[str, tuple[float, float]] = {}
    what: dict[str, Callable[[], tuple[float, float]]] = {
        "an interpreter that does nothing": lambda: run("-c", "pass"),
        "unionkg --help": lambda: run("-m", "graph", "--help"),
        "first article of a build": first_article,
        "jieba.posseg, first sentence": lambda: run("-W", "ignore", "-c", PEER),
    }
    for _ in range(rounds):
        for name, work in what.items():
            seen = work()
            best[name] = tuple(map(min, best.get(name, seen), seen))  # type: ignore[assignment]
    print(f"{'':<34} {'wall':>8} {'processor':>10}")
    for name, (wall, processor) in best.items():
        print(f"{name:<34} {wall:>6.3f} s {processor:>8.3f} s")
    return 0


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def run(*arguments: str) -> tuple[float, float]:
    """Seconds on the wall and of the processor."""
    began, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, *arguments], env=environment(), check=True, capture_output=True)
    after = os.times()
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, worked


def first_article() -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        journal = Path(folder) / "out" / "unfinished.jsonl"
        command = [sys.executable, "-m", "graph", "build", str(ARTICLE), "--workers", "1", "-o", str(journal.parent)]
        began = time.perf_counter()
        process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
        try:
            while not (journal.exists() and journal.read_bytes().count(b"\n") > 1):
                if process.poll() is not None:
                    sys.exit("the build was over before its journal was seen")
                time.sleep(0.001)
            seconds, worked = time.perf_counter() - began, psutil.Process(process.pid).cpu_times()
            return seconds, worked.user + worked.system
        finally:
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
