"""The work of a small build does not grow unnoticed (benchmarks/guard.py)."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "guard.py"


@pytest.fixture(scope="module")
def guard() -> ModuleType:
    specification = importlib.util.spec_from_file_location("guard", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_work_of_a_build_has_not_grown() -> None:
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True)
    if "no accepted figures" in done.stdout:
        pytest.skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout + done.stderr


def test_growth_is_told_with_the_file_that_grew(guard: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    before = {"find/crf.py": 5000, "link/desk.py": 5000}
    assert not guard.compared("reading", before, {"find/crf.py": 5900, "link/desk.py": 5000})
    assert "+9.0%" in capsys.readouterr().out
    assert guard.compared("reading", before, {"find/crf.py": 6100, "link/desk.py": 5000})
    assert "find/crf.py: 5,000 → 6,100" in capsys.readouterr().out


def test_only_our_own_bytecodes_count(guard: ModuleType) -> None:
    from graph.identity import normal

    def work(times: int) -> int:
        return sum(sum(guard.traced(lambda: [normal("三亚市总工会") for _ in range(times)], guard.Counter()).values()) for _ in range(2))

    assert work(0) == 0
    assert work(20) == 2 * work(10) > 0
