"""Soak: articles added, changed, removed and asked for in a loop, with faults at random, until time is over.

    nice -n 19 python fuzz/soak.py --articles 20000 --minutes 60 [--seed 1]

Faults: a process killed in the middle of a change, a full disk, files that are no text, files that vanish.  At the end the graph
must be that of a fresh build of what is in, and memory must not have grown.  Prints one line a minute and a summary.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import TEXTS  # noqa: E402

from graph.query import run as ask  # noqa: E402
from graph.store import Store, load  # noqa: E402
from graph.upkeep import add, rebuild, remove  # noqa: E402

BAD = (b"", b"\x00\x01", "三亚".encode()[:-1], b"\xff\xfe\x00", "三亚\x1b市".encode())


def text(rng: random.Random) -> bytes:
    more = f"记者了解到,第{rng.randrange(10**9)}次活动已覆盖职工{rng.randrange(1, 10**6)}人。\n"
    return (rng.choice(list(TEXTS.values())) + more).encode()


class Soak:
    def __init__(self, home: Path, articles: int, seed: int) -> None:
        self.rng = random.Random(seed)
        self.texts, self.out = home / "texts", home / "out"
        self.articles, self.done = articles, Counter[str]()
        self.inside: dict[Path, bytes] = {}
        """What the graph must hold: file → its last good bytes."""
        self.texts.mkdir()

    def path(self) -> Path:
        number = self.rng.randrange(self.articles)
        folder = self.texts / f"{number % 100:02}"
        folder.mkdir(exist_ok=True)
        return folder / f"{number:05}.txt"

    def begin(self) -> None:
        path = self.path()
        path.write_bytes(text(self.rng))
        rebuild(self.out, [str(path)], workers=1)
        self.inside[path] = path.read_bytes()

    def step(self) -> None:
        rng = self.rng
        action = rng.choices(["add", "remove", "query", "bad", "kill", "full"], [60, 20, 10, 5, 3, 2])[0]
        self.done[action] += 1
        getattr(self, "_" + action)()

    def _batch(self) -> list[Path]:
        paths = sorted({self.path() for _ in range(self.rng.choice((1, 1, 5, 50)))})
        for path in paths:
            path.write_bytes(text(self.rng))
        return paths

    def _add(self) -> None:
        paths = self._batch()
        update = add(self.out, [str(p) for p in paths], workers=1)
        assert not update.faults, update.faults
        self.inside |= {p: p.read_bytes() for p in paths}
        self.done["articles added"] += len(paths)

    def _remove(self) -> None:
        if len(self.inside) < 2:
            return
        paths = self.rng.sample(sorted(self.inside), min(len(self.inside) - 1, self.rng.choice((1, 1, 5, 30))))
        assert not remove(self.out, [str(p) for p in paths]).faults
        for path in paths:
            del self.inside[path]
            path.unlink()
        self.done["articles removed"] += len(paths)

    def _query(self) -> None:
        assert Store.open(self.out).count()[0] == len(set(self.inside.values()))
        if len(self.inside) < 500 or self.rng.random() < 0.05:
            assert ask(load(self.out), "ASK { ?a a ukg:Article }")

    def _bad(self) -> None:
        path = self.path()
        path.write_bytes(self.rng.choice(BAD))
        update = add(self.out, [str(path), str(self.texts / "vanished.txt")], workers=1)
        assert len(update.faults) == 2
        if path in self.inside:
            path.write_bytes(self.inside[path])  # what it said stays in the graph
        else:
            path.unlink()

    def _kill(self) -> None:
        """Kill the change at a random moment; what it began is then done again."""
        paths = self._batch()
        process = self._command("", paths)
        time.sleep(self.rng.uniform(0.2, 3.0))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert Store.open(self.out).count()[0] > 0
        self._again(paths)

    def _full(self) -> None:
        paths = self._batch()
        size = os.path.getsize(Store.open(self.out).path) + 4096
        process = self._command(f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))", paths)
        said = process.communicate()[1]
        assert "Traceback" not in said and "internal error" not in said, said
        self._again(paths)

    def _command(self, setup: str, paths: list[Path]) -> subprocess.Popen[str]:
        code = f"import sys; {setup}\nfrom graph.cli import main; sys.exit(main(sys.argv[1:]))"
        return subprocess.Popen(
            [sys.executable, "-c", code, "add", *map(str, paths), "-o", str(self.out), "--workers", "1"],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip

    def _again(self, paths: list[Path]) -> None:
        assert not add(self.out, [str(p) for p in paths], workers=1).faults
        self.inside |= {p: p.read_bytes() for p in paths}

    def finish(self, home: Path) -> bool:
        """Is the graph that of a fresh build?"""
        fresh = home / "fresh"
        rebuild(fresh, [str(p) for p in sorted(self.inside)], workers=1)
        return (fresh / "graph.ttl").read_bytes() == (self.out / "graph.ttl").read_bytes()


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--articles", type=int, default=20_000)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=1)
    args = arguments.parse_args()
    home = Path(tempfile.mkdtemp(prefix="unionkg-soak-"))
    try:
        soak = Soak(home, args.articles, args.seed)
        soak.begin()
        began = told = time.monotonic()
        memory = []
        while time.monotonic() - began < args.minutes * 60:
            soak.step()
            if time.monotonic() - told > 60:
                told = time.monotonic()
                memory.append(psutil.Process().memory_info().rss >> 20)
                print(f"{(told - began) / 60:5.1f} min  {len(soak.inside)} articles in  {memory[-1]} MB  {dict(soak.done)}", flush=True)
        equal = soak.finish(home)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(f"{dict(soak.done)}; {len(soak.inside)} articles in")
        print(f"memory {memory[:1]} … {memory[-1:]} MB, peak {peak} MB with the fresh build")
        print("equal to a fresh build" if equal else "DIFFERS FROM A FRESH BUILD")
        return 0 if equal else 1
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
