"""unionkg: from Chinese trade-union news to a knowledge graph, offline.

    import graph

    kg = graph.build("seeds/corpus")        # or graph.load("out")
    kg["三亚市总工会"]                        # an Entity; shows as a card in Jupyter
    kg.search("工匠学院"); kg.sparql("SELECT …"); kg.facts(relation="runs")
    kg.neighbourhood("慧协商赋能平台").show(); kg.map(); kg.timeline()
    kg.nx, kg.rdf                           # networkx.MultiDiGraph, rdflib.Graph
    kg.export("graph.graphml")

All names below are imported when they are first used, so that ``import graph`` costs nothing.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# onnxruntime keeps a database below the home folder and reports to its maker, unless this is set before it is imported
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__all__ = [
    "Claim",
    "Document",
    "Entity",
    "Evidence",
    "Fact",
    "InputError",
    "KnowledgeGraph",
    "Measure",
    "QueryError",
    "RegisterError",
    "SeedError",
    "StoreError",
    "UnionkgError",
    "UsageError",
    "__version__",
    "build",
    "load",
]

if TYPE_CHECKING:
    from graph.builder import build
    from graph.errors import InputError, QueryError, RegisterError, SeedError, StoreError, UnionkgError, UsageError
    from graph.index import load
    from graph.knowledge import Entity, Fact, KnowledgeGraph
    from graph.model import Claim, Document, Evidence, Measure

_HOMES = {
    "build": "graph.builder",
    "load": "graph.index",
    **dict.fromkeys(("Entity", "Fact", "KnowledgeGraph"), "graph.knowledge"),
    **dict.fromkeys(("Claim", "Document", "Evidence", "Measure"), "graph.model"),
    **dict.fromkeys(("InputError", "QueryError", "RegisterError", "SeedError", "StoreError", "UnionkgError", "UsageError"), "graph.errors"),
}
"""Public name → module that defines it.  No module of the package may bear a public name: it would hide the object."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
