"""Has the work of a small build grown?  Counts instructions, which a busy machine does not change, and compares.

    python benchmarks/guard.py             compare with the accepted figures; status 1 where one has grown by more than 10 %
    python benchmarks/guard.py --accept    accept what is counted now

Two builds run under valgrind: one article, which is nearly all start, and five; their difference is the reading of four
articles.  Figures depend on the processor's kind, on Python and on the libraries, so each such combination has its own; where
valgrind or an accepted figure is missing the guard says so and is content.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ACCEPTED = ROOT / "benchmarks" / "instructions.json"
ALLOWED = 1.10
ARTICLES = [ROOT / "seeds" / "gold" / f"a0{n}.txt" for n in range(1, 6)]
LIBRARIES = ("numpy", "onnxruntime", "pyoxigraph")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept", action="store_true", help="accept what is counted now")
    accept = parser.parse_args().accept
    if shutil.which("valgrind") is None:
        print("guard: valgrind is not installed (apt-get install valgrind); nothing was counted")
        return 0
    known = json.loads(ACCEPTED.read_text()) if ACCEPTED.exists() else {}
    here = environment()
    if not accept and here not in known:
        print(f"guard: no accepted figures for {here}; `make accept` counts and accepts them")
        return 0
    one, five = instructions(1), instructions(5)
    counted = {"start and one article": one, "four articles more": five - one}
    if accept:
        known[here] = counted
        ACCEPTED.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
    status = 0
    for what, number in counted.items():
        before = known[here][what]
        grown = number > before * ALLOWED
        status |= grown
        print(f"guard: {what}: {number / 1e6:,.0f} million instructions, {number / before - 1:+.1%} {'TOO MUCH' if grown else ''}".rstrip())
    return status


def environment() -> str:
    """What the figures depend on besides the code."""
    flags = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    vector = "avx2" if re.search(r"\bavx2\b", flags) else "no avx2"
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{platform.machine()} {vector}, Python {platform.python_version()}, {libraries}"


def instructions(articles: int) -> int:
    """Instructions of a build of so many articles in one process."""
    variables = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as folder:
        command = [
            "valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
            sys.executable, "-m", "graph", "build", *map(str, ARTICLES[:articles]), "--workers", "1", "-o", folder,
        ]  # fmt: skip
        done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    found = re.search(r"I\s+refs:\s+([\d,]+)", done.stderr)
    if done.returncode or not found:
        sys.exit(f"guard: the build under valgrind ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return int(found[1].replace(",", ""))


if __name__ == "__main__":
    sys.exit(main())
