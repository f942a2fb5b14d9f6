"""Soak: articles added, changed, removed and asked for in a loop, with faults at random, until all of them are in.

    nice -n 19 python fuzz/soak.py HOME [--articles 20000] [--minutes 60] [--seed 1]

Faults: a process killed in the middle of a change, a full disk, files that are no text, files that vanish.  At the end graph.ttl
must be that of a fresh build of what is in, nothing else may lie about, and memory must not have grown.  What is in is written down
in HOME after every step, so that a run that was stopped, by time or by force, goes on where it was when it is started again.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from generator import articles as made  # noqa: E402

from graph.builder import build  # noqa: E402
from graph.files import write_atomic  # noqa: E402
from graph.outputs import TURTLE, VIEWS  # noqa: E402
from graph.store import Store  # noqa: E402
from graph.upkeep import add, rebuild, remove  # noqa: E402
from graph.world.seeds import rows  # noqa: E402

BAD = (b"", b"\x00\x01", "三亚".encode()[:-1], b"\xff\xfe\x00", "三亚\x1b市".encode())
ACTIONS = {"add": 50, "remove": 20, "query": 10, "bad": 8, "kill": 7, "full": 5}


@cache
def _traditional() -> dict[int, str]:
    return {ord(s): t for t, s in reversed(list(rows("lexicon/traditional.csv", ("traditional", "simplified"))))}


class Soak:
    def __init__(self, home: Path, articles: int, seed: int) -> None:
        self.home, self.articles, self.seed = home, articles, seed
        self.texts, self.out, self.state = home / "texts", home / "out", home / "state.json"
        self.made = [text for _, text in made(articles, seed=seed)]
        self.step, self.seconds, self.done, self.memory = 0, 0.0, Counter[str](), list[tuple[int, int]]()
        self.inside: dict[int, int] = {}
        """What the graph must hold: number of an article → its version."""
        self.redone = False
        """Was the process stopped in the middle of this very step?"""
        if self.state.exists():
            held = json.loads(self.state.read_text())
            self.step, self.seconds, self.done, self.memory = held["step"], held["seconds"], Counter(held["done"]), held["memory"]
            self.inside, self.redone = {int(n): v for n, v in held["inside"].items()}, True
        self.rng = Random()

    def text(self, number: int, version: int) -> bytes:
        """One article; some are in Traditional characters, some another article printed again with a sentence more."""
        text = self.made[number]
        if number % 20 == 7:
            text = self.made[number - 1] + "本报将继续关注。\n"
        if number % 20 == 13:
            text = text.translate(_traditional())
        return (text + f"记者了解到,第{version}次活动已覆盖职工{1000 + version}人。\n" * bool(version)).encode()

    def path(self, number: int) -> Path:
        return self.texts / f"{number % 100:02}" / f"{number:05}.txt"

    def write(self, numbers: list[int]) -> list[str]:
        """Write articles in a version that is not in, and say where."""
        for number in numbers:
            self.inside[number] = self.rng.randrange(1, 1000) if number in self.inside else 0
            self.path(number).parent.mkdir(parents=True, exist_ok=True)
            self.path(number).write_bytes(self.text(number, self.inside[number]))
        return [str(self.path(n)) for n in numbers]

    # ---------------------------------------------------------------- steps

    def run(self, minutes: float) -> bool:
        """Go on until all articles are in or the time is over; are all in?"""
        began, before, told = time.monotonic(), self.seconds, 0.0
        if not self.inside:
            self.rng = Random(f"{self.seed}-begin")
            rebuild(self.out, self.write([0]), workers=1)
        while len(self.inside) < self.articles and time.monotonic() - began < minutes * 60:
            self.rng = Random(f"{self.seed}-{self.step}")
            action = self.rng.choices([*ACTIONS], [*ACTIONS.values()])[0]
            getattr(self, "_" + action)()
            self.done[action] += 1
            self.step, self.redone, self.seconds = self.step + 1, False, before + time.monotonic() - began
            self.memory.append((len(self.inside), psutil.Process().memory_info().rss >> 20))
            keys = ("step", "seconds", "done", "memory", "inside")
            write_atomic(self.state, json.dumps({key: getattr(self, key) for key in keys}))
            if self.seconds - told > 60:
                told = self.seconds
                print(f"{told / 60:5.1f} min  {self.memory[-1][0]} in  {self.memory[-1][1]} MB  {dict(self.done)}", flush=True)
        return len(self.inside) >= self.articles

    def _batch(self) -> list[int]:
        """Mostly articles that are not in; every tenth is a changed one."""
        size, held = self.rng.choice((1, 1, 5, 50, 200, 400)), sorted(self.inside)
        changed = self.rng.sample(held, min(len(held), size // 10 + (self.rng.random() < 0.1)))
        out = [n for n in range(min(self.articles, len(held) + 1000)) if n not in self.inside]
        return sorted({*changed, *self.rng.sample(out, min(len(out), size))})

    def _add(self) -> None:
        numbers = self._batch()
        update = add(self.out, self.write(numbers), workers=1)
        assert not update.faults, update.faults
        self.done["articles added"] += len(numbers)

    def _remove(self) -> None:
        numbers = self.rng.sample(sorted(self.inside), min(len(self.inside) - 1, self.rng.choice((1, 1, 5, 30, 100))))
        if numbers:
            update = remove(self.out, [str(self.path(n)) for n in numbers])
            assert self.redone or not update.faults, update.faults
        for number in numbers:
            del self.inside[number]
            self.path(number).unlink(missing_ok=True)
        self.done["articles removed"] += len(numbers)

    def _query(self) -> None:
        assert Store.open(self.out).count()[0] == len(self.inside)
        if len(self.inside) < 500 or self.rng.random() < 0.05:
            asked = self._command("query", "SELECT (COUNT(?a) AS ?n) WHERE { ?a a ukg:Article }", "--format", "csv")
            assert asked.communicate()[0].split() == ["n", str(len(self.inside))]

    def _bad(self) -> None:
        number = self.rng.randrange(self.articles)
        path = self.path(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.rng.choice(BAD))
        update = add(self.out, [str(path), str(self.texts / "vanished.txt")], workers=1)
        assert len(update.faults) == 2, update.faults
        if number in self.inside:
            path.write_bytes(self.text(number, self.inside[number]))  # what it said stays in the graph
        else:
            path.unlink()

    def _kill(self) -> None:
        """Kill the change at a random moment; what it began is then done again."""
        paths = self.write(self._batch())
        process = self._command("add", *paths, "--workers", "1")
        time.sleep(self.rng.uniform(0.2, 3.0 + 0.05 * len(paths)))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        self.done["killed in time"] += process.returncode == -signal.SIGKILL
        self._again(paths)

    def _full(self) -> None:
        paths = self.write(self._batch())
        size = self.rng.choice((Store.open(self.out).path, self.out / TURTLE)).stat().st_size + 4096
        process = self._command("add", *paths, "--workers", "1", before=f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))")
        said = process.communicate()[1]
        assert "Traceback" not in said and "internal error" not in said, said
        self.done["found the disk full"] += process.returncode == 2
        self._again(paths)

    def _again(self, paths: list[str]) -> None:
        update = add(self.out, paths, workers=1)
        assert not update.faults, update.faults
        self.done["articles added"] += len(paths)

    def _command(self, verb: str, *words: str, before: str = "") -> subprocess.Popen[str]:
        code = f"import resource, sys; {before}\nfrom graph.cli import main; sys.exit(main(sys.argv[1:]))"
        return subprocess.Popen(
            [sys.executable, "-c", code, verb, *words, "-o", str(self.out)],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )  # fmt: skip

    # ---------------------------------------------------------------- the end

    def differences(self) -> Iterator[str]:
        """What is not as a fresh build of what is in, made in memory, leaves it."""
        fresh = build(self.texts, workers=1).export(self.home / "fresh.ttl")
        if not filecmp.cmp(fresh, self.out / TURTLE, shallow=False):
            yield f"{TURTLE} differs from that of a fresh build"
        expected = {TURTLE, *VIEWS, "store", "store/graph.db", "store/lock"}
        for path in sorted(self.out.rglob("*")):
            name = path.relative_to(self.out).as_posix()
            if name not in expected and not name.startswith("store/index-"):
                yield f"{name} lies about"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("home", type=Path, help="folder that holds everything; delete it to begin anew")
    arguments.add_argument("--articles", type=int, default=20_000)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=1)
    args = arguments.parse_args()
    args.home.mkdir(parents=True, exist_ok=True)
    soak = Soak(args.home, args.articles, args.seed)
    whole = soak.run(args.minutes)
    print(f"{soak.seconds / 60:.0f} minutes, {soak.step} steps: {dict(soak.done)}; {len(soak.inside)} articles in")
    tenth = max(1, len(soak.memory) // 10)
    print("MB by articles in:", ", ".join(f"{mb} ({n})" for n, mb in soak.memory[tenth - 1 :: tenth]))
    if not whole:
        print("not all in yet; start it again to go on")
        return 0
    different = list(soak.differences())
    print("\n".join(different) or "equal to a fresh build, nothing lies about")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
