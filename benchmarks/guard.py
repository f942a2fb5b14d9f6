"""Has the work of a small build grown?  Counts the bytecodes that our own code executes, which nothing else changes.

    python benchmarks/guard.py             compare with the accepted figures; status 1 where one has grown by more than 10 %
    python benchmarks/guard.py --accept    accept what is counted now

Counted are the start (imports, gazetteer, models, the first article), the reading of four more articles, and the writing of their
graph, in a process of its own.  Noise, processor, libraries and PYTHONHASHSEED do not enter; the minor version of Python does, and
each has its own figures.  What libraries do in C is seen only in the numbers that go into networks.  Benchmarks of time are
beside it: benchmarks/build.py, benchmarks/startup.py.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = ROOT / "benchmarks" / "guard.json"
ALLOWED = 1.10
ARTICLES = [ROOT / "seeds" / "gold" / f"a0{n}.txt" for n in range(1, 6)]
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

Figures = dict[str, dict[str, int]]
"""Part of the build → file of graph/, or "numbers into networks" → how many."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="accept what is counted now")
    parser.add_argument("--count", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.count:
        print(json.dumps(counted()))
        return 0
    known: dict[str, Figures] = json.loads(ACCEPTED.read_text()) if ACCEPTED.exists() else {}
    if not args.accept and PYTHON not in known:
        print(f"guard: no accepted figures for Python {PYTHON}; `make accept` counts and accepts them")
        return 0
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, __file__, "--count"], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    now: Figures = json.loads(done.stdout.splitlines()[-1])
    before = known.get(PYTHON, now)
    if args.accept:
        known[PYTHON] = now
        ACCEPTED.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    grown = [compared(part, before[part], now[part]) for part in now]
    return any(grown) and not args.accept


def compared(part: str, before: dict[str, int], now: dict[str, int]) -> bool:
    """Prints how much a part has grown, and by which files; is that too much?"""
    total, accepted = sum(now.values()), sum(before.values())
    grown = total > accepted * ALLOWED
    print(f"guard: {part}: {total / 1e6:.2f} million, {total / accepted - 1:+.1%} {'TOO MUCH' if grown else ''}".rstrip())
    most = sorted(now, key=lambda file: before.get(file, 0) - now[file])[:5] if grown else []
    for file in most:
        print(f"guard:   {file}: {before.get(file, 0):,} → {now[file]:,}")
    if grown:
        print("guard:   mend it, or say why it is worth it and run `make accept`")
    return grown


def counted() -> Figures:
    """The work of each part of a build, in this process, which has not yet imported anything of ours."""
    fed: Counter[str] = Counter()

    def start() -> None:
        import onnxruntime

        onnxruntime.InferenceSession.run = counting(onnxruntime.InferenceSession.run, fed)
        read(ARTICLES[:1])

    def read(paths: list[Path]) -> Any:
        from graph.builder import read
        from graph.review.register import Register
        from graph.sources.paths import find_inputs

        return read(find_inputs(map(str, paths))[0], workers=1).graph(Register())

    graphs: list[Any] = []

    def write() -> None:
        from graph.outputs import write_outputs

        with tempfile.TemporaryDirectory() as folder:
            write_outputs(graphs[0], Path(folder))

    return {
        "start and first article": traced(start, fed),
        "four articles more": traced(lambda: graphs.append(read(ARTICLES[1:])), fed),
        "files of these": traced(write, fed),
    }


def counting(run: Callable[..., Any], fed: Counter[str]) -> Callable[..., Any]:
    def counted_run(session: Any, outputs: Any, inputs: dict[str, Any], *more: Any) -> Any:
        fed["numbers into networks"] += sum(value.size for value in inputs.values())
        return run(session, outputs, inputs, *more)

    return counted_run


def traced(work: Callable[[], object], fed: Counter[str]) -> dict[str, int]:
    """Bytecodes executed in each file of graph/, and what was fed to networks meanwhile."""
    counts: Counter[str] = Counter()
    ours = str(ROOT / "graph") + os.sep
    fed.clear()

    def enter(frame: FrameType, event: str, argument: object) -> Any:
        if not frame.f_code.co_filename.startswith(ours):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        file = frame.f_code.co_filename[len(ours) :].replace(os.sep, "/")

        def step(frame: FrameType, event: str, argument: object) -> Any:
            if event == "opcode":
                counts[file] += 1
            return step

        return step

    sys._getframe().f_trace_opcodes = True  # Python 3.12 must have seen this once before it starts
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(None)
    return dict(counts + fed)


if __name__ == "__main__":
    sys.exit(main())
