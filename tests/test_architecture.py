"""The floors of the house: whoever stands higher may know who stands lower, never the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import __file__ as _package

FLOORS = (
    ("errors", "model", ""),  # "" is graph/__init__.py: the version, and names that are looked up when first used
    (
        "files", "gold", "logistic", "lookup", "ontology", "packing", "pieces", "spool", "stages", "tabular", "terminal",
        "timeline", "world",
    ),
    ("account", "identity", "listing", "push", "reprints", "result", "silence", "splice"),
    ("export", "find", "knowledge", "read"),
    ("catalogue", "link", "parts", "printings", "streamed"),
    ("prepared", "relate"),
    ("pipeline", "review"),
    ("evaluate", "learn", "query", "report", "scale", "show", "sources", "store", "validate"),
    ("view",),
    ("builder", "finder", "outputs", "reassembly"),
    ("index", "upkeep"),
    ("commands",),
    ("cli",),
    ("__main__",),
)  # fmt: skip
"""Lowest first; rooms of one floor do not know each other."""

DOORS = {("listing", "view"), ("knowledge", "export"), ("knowledge", "query"), ("knowledge", "view")}
"""Ways up that are opened only when somebody goes through: methods of the public object that import when called."""

PACKAGE = Path(_package).parent
HEIGHT = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}


def modules() -> dict[str, Path]:
    names = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "_seeds" not in path.parts:
            parts = path.relative_to(PACKAGE).with_suffix("").parts
            names[".".join(p for p in parts if p != "__init__")] = path
    return names


MODULES = modules()


def imports(node: ast.AST, lazy: bool = False) -> Iterator[tuple[str, bool]]:
    """(module of ours below graph, is it imported inside a function?) of every import that happens at run time."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        inside = lazy or isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef))
        names = []
        if isinstance(child, ast.ImportFrom) and child.module:
            assert not child.level, "imports are absolute"
            names = [f"{child.module}.{alias.name}" for alias in child.names]
        elif isinstance(child, ast.Import):
            names = [alias.name for alias in child.names]
        for name in names:
            if name.split(".")[0] == "graph":
                below = name.removeprefix("graph").removeprefix(".")
                while below and below not in MODULES:  # the last part names an object in the module
                    below = below.rpartition(".")[0]
                yield below, inside
        yield from imports(child, inside)


IMPORTS = {module: set(imports(ast.parse(path.read_text(encoding="utf-8")))) for module, path in MODULES.items()}


def room(module: str) -> str:
    return module.partition(".")[0]


def test_every_room_has_a_floor() -> None:
    assert {room(m) for m in MODULES} <= set(HEIGHT)


def test_the_drawing_names_no_room_that_is_gone() -> None:
    assert set(HEIGHT) <= {room(m) for m in MODULES}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_import_goes_up(module: str) -> None:
    here = room(module)
    for target, lazy in sorted(IMPORTS[module]):
        there = room(target)
        if there == here or (lazy and (here, there) in DOORS):
            continue
        assert HEIGHT[there] < HEIGHT[here], f"graph.{module} imports graph.{target}, which does not stand lower"


def test_no_circle_among_modules() -> None:
    graph = {m: sorted({t for t, lazy in IMPORTS[m] if not lazy and t and t != m}) for m in MODULES}
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " → ".join((*above, module))
        if module not in done:
            for target in graph[module]:
                visit(target, (*above, module))
            done.add(module)

    for module in graph:
        visit(module, ())


def test_the_model_does_no_input_or_output() -> None:
    tree = ast.parse(MODULES["model"].read_text(encoding="utf-8"))
    used = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    assert not used & {"open", "print", "input"}
    assert not [t for t, _ in IMPORTS["model"]]
