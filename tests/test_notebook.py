"""The notebooks run from top to bottom and show what they promise; what is kept of them can be read on a code host."""

from __future__ import annotations

import base64
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from graph.knowledge import KnowledgeGraph

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

SHOWS = {
    "01-quickstart": ("frame", 5),
    "02-unions-and-programmes": ("drawing", 8),
    "03-networks": ("frame", 4),
    "04-rdf-and-sparql": ("", 6),
}
"""Notebook → what it draws, if anything, and how many tables with rows it has at least."""

named = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)


@named
def test_notebook_runs(path: Path, kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("nbclient", "ipykernel", "matplotlib", "pandas"):
        pytest.importorskip(module, reason="needs the extra notebook")
    monkeypatch.syspath_prepend(str(ROOT / "notebooks"))
    from execute import executed, outputs

    shown = [o.data for o in outputs(executed(path, kg, tmp_path))]
    html = [data["text/html"] for data in shown if "text/html" in data]
    draws, tables = SHOWS[path.stem]
    assert len([h for h in html if h.count("<tr") > 1]) >= tables
    assert {"frame": "<iframe", "drawing": "<svg", "": ""}[draws] in "".join(html)
    assert not (tmp_path / "work" / "out").exists()
    assert not list((tmp_path / "work").iterdir()), "a notebook leaves nothing behind"


@named
def test_what_is_kept_can_be_read_on_a_code_host(path: Path) -> None:
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    cells = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    assert [c["execution_count"] for c in cells] == list(range(1, len(cells) + 1)), "run at once, from top to bottom"
    kept = [o for c in cells for o in c["outputs"]]
    assert {o["output_type"] for o in kept} <= {"execute_result", "display_data", "stream"}
    assert not [o for o in kept if o.get("name") == "stderr"]
    html = "".join("".join(o["data"].get("text/html", "")) for o in kept if "data" in o)
    assert not re.search(r"<(?:iframe|svg|script|style)\b(?! scoped)", html), "code hosts leave these out"
    pictures = [base64.b64decode(o["data"]["image/png"]) for o in kept if "image/png" in o.get("data", {})]
    assert all(p.startswith(b"\x89PNG") for p in pictures)
    assert path.stat().st_size < 500_000
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert not re.search(r"0x[0-9a-f]{8,}|/tmp/|/home/|/root/", json.dumps(kept)), "differs from run to run, or from machine to machine"


@named
def test_prose_states_no_result(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    prose = "".join("".join(c["source"]) + "\n" for c in notebook["cells"] if c["cell_type"] == "markdown")
    plain = re.sub(r"`[^`]*`|\]\([^)]*\)|SPARQL 1\.1", "", prose)
    assert not re.search(r"\b\d", plain), "numbers are computed and printed: written down, they rot"


def test_charts_are_chinese_with_a_font_and_english_without() -> None:
    pytest.importorskip("matplotlib", reason="needs the extra notebook")
    from factory import sample

    from graph.view.charts import Style

    without = Style(fonts=())
    kg = sample()
    assert [without.word(w) for w in ("Union", "platform", "runs", "other")] == ["Union", "platform", "runs", "other"]
    assert without.name(kg["三亚市总工会"]) == "Union 460200"
    assert all(without.name(e).isascii() for e in kg.entities.values())
    with_font = Style(fonts=("DejaVu Sans",))  # comes with matplotlib: any font that is there
    assert [with_font.word(w) for w in ("Union", "platform", "runs", "other")] == ["工会", "平台", "主办", "其他"]
    assert with_font.name(kg["三亚市总工会"]) == "三亚市总工会"


def test_names_in_charts_are_no_formulas() -> None:
    pytest.importorskip("matplotlib", reason="needs the extra notebook")
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    from graph.view.charts import Style

    figure, axes = plt.subplots()
    Style().bars(axes, {r"$\frac{$": 3, "乙": 1234}, "$")
    figure.canvas.draw()
    assert [t.get_text() for t in axes.texts] == ["3", "1,234"]
    plt.close(figure)


def test_charts_say_what_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    from graph.errors import UnionkgError
    from graph.view.charts import Style

    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UnionkgError, match=r"unionkg\[notebook\]"):
        Style()
