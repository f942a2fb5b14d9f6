"""Runs a command and watches how long it takes and how much memory its processes hold."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class Run:
    """What was seen: seconds on the wall and of the processor (all processes, and hardly changed by what else the machine does),
    and the most megabytes that the first process and all together held at one time."""

    seconds: float
    worked: float
    first: float
    together: float
    output: str


def watch(*command: str, check: bool = True) -> Run:
    """Run a command with this repository's package in its path.

    Memory is the resident set less what is mapped from files and shared, as /proc tells it (elsewhere: the resident set).
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}
    began, before = time.perf_counter(), os.times()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    peaks = [0.0, 0.0]
    ended = threading.Event()

    def sample() -> None:
        while not ended.wait(_EVERY):
            try:
                held = [_megabytes(p) for p in (psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True))]
            except psutil.Error:  # it has just ended
                continue
            peaks[:] = max(peaks[0], held[0]), max(peaks[1], sum(held))

    thread = threading.Thread(target=sample)
    thread.start()
    output, _ = process.communicate()
    ended.set()
    thread.join()
    if check and process.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{output}")
    after = os.times()
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(time.perf_counter() - began, worked, *peaks, output)


def _megabytes(process: psutil.Process) -> float:
    try:
        memory = process.memory_info()
    except psutil.Error:
        return 0.0
    return float(memory.rss - getattr(memory, "shared", 0)) / 1e6


def unionkg(*arguments: object) -> Run:
    """Watch one run of the command."""
    return watch(sys.executable, "-m", "graph", *map(str, arguments))


def machine() -> str:
    """The machine and the day, for tables."""
    model = "unknown processor"
    for path in (Path("/proc/cpuinfo"),):
        if path.exists():
            model = next((line.partition(":")[2].strip() for line in path.read_text().splitlines() if line.startswith("model name")), model)
    load = os.getloadavg()[0]
    python = ".".join(map(str, sys.version_info[:3]))
    return f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores ({model}), Python {python}, load before {load:.1f}"
