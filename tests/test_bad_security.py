"""What SECURITY.md promises: no network, nothing in a file is run, no dangerous call in our code, sound licences."""

from __future__ import annotations

import ast
import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import audit
import pytest
from conftest import ROOT, TEXTS

import graph

PACKAGE = Path(graph.__file__).parent
CALLS = {
    module: [ast.unparse(node.func) for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    for module in sorted(PACKAGE.rglob("*.py"))
    if "_seeds" not in module.parts
}


def test_no_command_opens_a_connection(tmp_path: Path) -> None:
    """Sockets of the internet are refused from inside: a build, questions and all exports go on as if nothing were."""
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "page.html").write_text(f"<p>{TEXTS['sanya.txt']}<img src='http://example.org/x.png'></p>", encoding="utf-8")
    code = f"""
import socket, sys
def hook(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        raise SystemExit("network: " + event)
sys.addaudithook(hook)
from graph.cli import main
out = ["-o", {str(tmp_path / "out")!r}]
assert main(["build", {str(tmp_path)!r}, "--workers", "1", *out]) == 0
assert main(["query", "ASK {{}}", *out]) == 0
assert main(["export", "jsonld", *out]) == 0
"""
    home = {"HOME": str(tmp_path / "home"), "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    environment = {**os.environ, **home, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "home").exists(), "onnxruntime keeps its database there unless it is told not to report"


@pytest.mark.parametrize("module", CALLS, ids=lambda m: m.relative_to(PACKAGE).as_posix())
def test_no_dangerous_call(module: Path) -> None:
    names = set(CALLS[module])
    assert not names & {"eval", "exec", "compile", "os.system", "os.popen", "marshal.load", "marshal.loads", "yaml.load", "shelve.open"}
    assert "shell=True" not in module.read_text(encoding="utf-8")


def test_only_processes_of_ours_exchange_pickles() -> None:
    unsafe = {"pickle.load", "pickle.loads", "cloudpickle.load", "cloudpickle.loads", "pickle.Unpickler"}
    reading = {m.relative_to(PACKAGE).as_posix() for m, names in CALLS.items() if unsafe & set(names)}
    assert all(m.startswith("scale/") or m in ("spool.py", "streamed.py") for m in reading), "from a pipe or a private temporary file only"


def test_the_licences_of_what_we_need_go_with_ours() -> None:
    names = audit.requirements()
    assert {"networkx", "jieba", "pyvis", "rdflib", "lxml"} <= set(names)
    assert not {n: audit.licence(n) for n in names if audit.verdict(audit.licence(n)) == "bound"}


@pytest.mark.parametrize(
    ("said", "verdict"),
    [("MIT", "fine"), ("Apache-2.0 OR BSD-3-Clause", "fine"), ("GPL-3.0-only", "bound"), ("AGPL-3.0", "bound"), ("OSI Approved :: "
     "GNU General Public License v3 (GPLv3)", "bound"), ("", "unknown"), ("GPL-2.0 OR MIT", "fine")],
)  # fmt: skip
def test_licences_are_told_apart(said: str, verdict: str) -> None:
    assert audit.verdict(said) == verdict


def test_the_lock_pins_every_dependency_with_its_hashes() -> None:
    text = (ROOT / "requirements" / "ci.txt").read_text(encoding="utf-8")
    pinned = {audit._name(line) for line in text.splitlines() if re.match(r"[\w.-]+==", line)}
    blocks = re.split(r"\n(?=[\w.-]+==)", text)
    assert all("--hash=sha256:" in block for block in blocks if re.match(r"[\w.-]+==", block))
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    import tomllib

    data = tomllib.loads(project)["project"]
    wanted = {audit._name(r) for r in data["dependencies"]}
    assert wanted <= pinned, "run make lock"


def test_security_md_says_how_to_report() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    for word in ("Reporting", "--limit", "docs/bad-inputs.md", "make audit"):
        assert word in text


def test_tables_for_spreadsheets_are_one_row_a_record(tmp_path: Path) -> None:
    """Names of the sort =cmd|… stay inside one quoted cell: nothing in a name can begin a row or a cell of its own."""
    from factory import Story

    story = Story("某句话。")
    story.entity("Program", '=cmd|"/c calc"!A0\n@SUM(1)', aliases=("+1,-1",))
    folder = graph.KnowledgeGraph.of([story.extraction]).export(tmp_path / "tables", "csv")
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.reader(handle, strict=True))
        assert len({len(row) for row in rows}) <= 1, path.name
    assert any("=cmd" in path.read_text(encoding="utf-8") for path in folder.glob("*.csv"))
