"""The notebooks run from top to bottom, and show what they promise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("nbclient", "ipykernel", "matplotlib", "pandas"):
        pytest.importorskip(module, reason="needs the extra notebook")
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=180, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = {c["id"]: c.get("outputs", []) for c in notebook.cells if c["cell_type"] == "code"}
    kinds = {kind for shown in outputs.values() for o in shown for kind in o.get("data", {})}
    assert {"text/html", "image/png"} <= kinds
    assert "<iframe" in json.dumps(outputs), "the neighbourhood is a picture"
    tables = [o["data"]["text/html"] for shown in outputs.values() for o in shown if "<table" in str(o.get("data", {}).get("text/html"))]
    assert len([t for t in tables if t.count("<tr") > 1]) >= 4, "three answers and a data frame, none of them empty"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.name)
def test_notebook_is_kept_without_outputs(path: Path) -> None:
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    assert not [c for c in notebook["cells"] if c.get("outputs") or c.get("execution_count")]
