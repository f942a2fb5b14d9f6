"""graph.html: one offline page to explore, search and filter a graph and to read the evidence of each fact.

The page is assembled from page/ (template, style, scripts in a fixed order), vis-network out of the pyvis wheel, and the
graph's tables as JSON.  Its Content-Security-Policy names the SHA-256 of each script and style and allows nothing else:
no request can leave it and no text of the graph can run.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from graph.files import write_atomic
from graph.knowledge import Entity, KnowledgeGraph
from graph.view import picture
from graph.view.tables import tables
from graph.view.words import DOUBTFUL, HUES

SCRIPTS = (
    "dom.js", "text.js", "store.js", "search.js", "star.js", "labels.js", "picture.js", "card.js", "panel.js", "filters.js",
    "page.js",
)  # fmt: skip
"""Sources of the page's script, in the order in which they are joined."""


def write_page(kg: KnowledgeGraph, path: str | Path) -> Path:
    """Write the page of a graph.

    Parameters
    ----------
    kg
        the graph to show.
    path
        the file to write; it appears whole or not at all.

    Returns
    -------
    the path written.

    Raises
    ------
    StoreError
        the file cannot be written.
    """
    return write_atomic(path, html_page(kg))


def html_page(kg: KnowledgeGraph, entities: Iterable[Entity] | None = None, start: Entity | None = None) -> str:
    """The page as text; of the whole graph, or of the part that `entities` span, opened at `start`."""
    shown = tables(kg, entities, start)
    net, islands = picture.network(shown)
    data = shown.data | {
        "islands": [[i.name, i.x, i.y, i.radius] for i in islands],
        "doubtful": round(DOUBTFUL * 100),
    }
    style, script = _style(), _script()
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digest(picture.library())} {_digest(script)}",
            f"style-src {_digest(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    with as_file(files("graph.view") / "page") as folder:
        return picture.render(
            net,
            str(folder),
            {"policy": policy, "style": style, "library": picture.library(), "script": script, "data": picture.embed(data)},
        )


def _digest(source: str) -> str:
    return "'sha256-" + b64encode(hashlib.sha256(source.encode("utf-8")).digest()).decode("ascii") + "'"


@cache
def _source(name: str) -> str:
    return (files("graph.view") / "page" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _style() -> str:
    light = "".join(f"--{kind}:{hue};" for kind, (hue, _) in HUES.items())
    dark = "".join(f"--{kind}:{hue};" for kind, (_, hue) in HUES.items())
    return f"\n:root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{_source('page.css')}"


@cache
def _script() -> str:
    return '\n"use strict";\n' + "\n".join(_source(name) for name in SCRIPTS)
