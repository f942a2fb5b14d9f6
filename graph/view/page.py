"""graph.html: one offline page to find, see, read and ask a graph.

The page is assembled from page/ (template, style and script, built from the sources in web/), vis-network out of the pyvis
wheel, and the graph's tables in packed blocks.  Its Content-Security-Policy names the SHA-256 of each script and style and
allows nothing else: no request can leave it and no text of the graph can run.
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
from graph.view.answers import Answers, answers
from graph.view.blocks import block, pack
from graph.view.tables import tables
from graph.view.words import HUES


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


def html_page(
    kg: KnowledgeGraph, entities: Iterable[Entity] | None = None, start: Entity | None = None, asked: Answers | None = None
) -> str:
    """The page as text; of the whole graph, or of the part that `entities` span, opened at `start`.

    `asked` are the answers of the whole graph where they are known already.
    """
    shown = tables(kg, entities, start)
    net, islands = picture.network(shown)
    if asked is None:
        asked = answers(kg) if entities is None else []  # of the whole graph: of a part they would be wrong
    blocks = {
        "core": block(shown.core | {"drawing": picture.drawing(net, islands), "questions": len(asked)}),
        "detail": block(shown.detail),
        "map": block(shown.map),
        "answers": block(asked),
        **{f"text-{i}": block(text) for i, text in enumerate(shown.texts)},
        "vis": _packed(picture.library()),
        "sigma": _packed(_source("overview.js")),
    }
    style, script = _style(), "\n" + _source("page.js")
    # The two libraries are scripts as soon as the page unpacks them: the policy knows them already.
    scripts = " ".join(_digest(s) for s in (script, picture.library(), _source("overview.js")))
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src {_digest(style)}; img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    with as_file(files("graph.view") / "page") as folder:
        return picture.render(net, str(folder), {"policy": policy, "style": style, "script": script, "blocks": blocks})


def _digest(source: str) -> str:
    return "'sha256-" + b64encode(hashlib.sha256(source.encode("utf-8")).digest()).decode("ascii") + "'"


@cache
def _packed(source: str) -> str:
    return pack(source)


@cache
def _source(name: str) -> str:
    return (files("graph.view") / "page" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _style() -> str:
    light = "".join(f"--{kind}:{hue};" for kind, (hue, _) in HUES.items())
    dark = "".join(f"--{kind}:{hue};" for kind, (_, hue) in HUES.items())
    return f"\n:root{{{light}}}\n:root[data-theme=dark]{{{dark}}}\n{_source('page.css')}"
