"""What several tests need: small texts, and the bundled corpus built once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from visits import browser, pages, visit  # noqa: F401  (fixtures)

import graph

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "unionkg",
    deadline=None,  # machines differ; a law is not about time
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("unionkg")

TEXTS = {
    "sanya.txt": """三亚工匠学院开班
本报讯(记者王明)3月5日,由海南省三亚市总工会主办、三亚技师学院承办的三亚工匠学院开班。三亚市总每年安排50万元用于打造三亚工匠学院。
三亚市总工会党组书记李四平表示,学院已培训职工1200余人。
""",
    "zhuhai.txt": """珠海市总上线“慧协商”赋能平台
本报讯(记者赵一)近日,广东省珠海市总工会打造的“慧协商”赋能平台上线。平台由珠海市总工会联合珠海市人力资源和社会保障局共同开发。
目前,“慧协商”赋能平台注册企业360家。
""",
    "heping.txt": """天津和平区总联合法院化解劳动争议
本报讯(记者孙二)天津市和平区总工会与和平区人民法院签署合作协议,建立“法院+工会”调解机制。去年,和平区总工会调解劳动争议215件。
""",
}
"""Short articles in the manner of the press: file name → text."""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with the files of `TEXTS`."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def kg() -> graph.KnowledgeGraph:
    """The graph of the bundled corpus."""
    return graph.build()


@pytest.fixture(scope="session")
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `unionkg` as a process of its own: command("build", …, env={…}, input=…)."""

    def run(*arguments: object, env: dict[str, str] | None = None, **more: object) -> subprocess.CompletedProcess[str]:
        paths = os.pathsep.join(p for p in (str(ROOT), os.environ.get("PYTHONPATH")) if p)
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            [sys.executable, "-m", "graph", *map(str, arguments)],
            capture_output=True, encoding="utf-8", timeout=300, env={**os.environ, "PYTHONPATH": paths, **(env or {})}, **more,
        )  # fmt: skip

    return run
