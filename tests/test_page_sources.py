"""The page's sources in web/: the package holds what they build, they are typed, and their own tests pass."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

WEB = ROOT / "web"
PAGE = ROOT / "graph" / "view" / "page"
NODE = shutil.which("node")

needs_node = pytest.mark.skipif(not NODE, reason="needs node 20: the built page is in the package, only its makers need this")
needs_modules = pytest.mark.skipif(not (WEB / "node_modules" / "esbuild").is_dir(), reason="needs the build tools: npm ci in web/")


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=WEB, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@needs_node
@needs_modules
def test_the_package_holds_what_the_sources_build(tmp_path: Path) -> None:
    run(str(NODE), "build.mjs", str(tmp_path))
    built = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()}
    assert built.keys() == {"page.js", "page.css", "overview.js"}
    for name, text in built.items():
        assert (PAGE / name).read_text(encoding="utf-8") == text, f"{name} is older than its source: npm run build in web/"


@needs_node
@needs_modules
def test_the_sources_are_typed() -> None:
    run(str(NODE), "node_modules/typescript/bin/tsc", "-p", ".")


@needs_node
def test_the_sources_pass_their_own_tests() -> None:
    run(str(NODE), "--test")


def test_every_tool_and_library_is_pinned() -> None:
    package = json.loads((WEB / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((WEB / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert "dependencies" not in package, "users need no node"
    for name, version in package["devDependencies"].items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert lock[f"node_modules/{name}"]["version"] == version
        assert lock[f"node_modules/{name}"]["integrity"].startswith("sha512-")


def test_sources_are_small_and_make_no_markup_of_text() -> None:
    for path in sorted((WEB / "src").glob("*.js")):
        source = path.read_text(encoding="utf-8")
        assert source.count("\n") <= 260, path.name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", source), path.name
        assert source.startswith("/**"), f"{path.name} does not say what it is"
