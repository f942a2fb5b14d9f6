"""What must hold for every input, whatever its bytes: read → extract → merge → export, checked from outside.

    no exception but those that become a one-line fault; evidence stands in the text where it says; graph.ttl is read by rdflib;
    the page runs no script but its own.
"""

from __future__ import annotations

import hashlib
import re
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import rdflib

from graph.export import render
from graph.knowledge import KnowledgeGraph
from graph.model import Document
from graph.scale.local import extract_one
from graph.sources import documents
from graph.sources.types import Fault, Limits, Options, Raw
from graph.view.page import html_page

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from pages import docx, zipped

ENDINGS = (".txt", ".md", ".html", ".docx", ".csv", ".jsonl", ".zip", "")
LIMITS = Limits(size=1 << 20, expansion=1 << 21, members=50, characters=4000, lines=200, seconds=20)
_LINE = re.compile(r"[^\n\r]+")


class _Elements(HTMLParser):
    """Scripts that may run, and whatever else could start one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.doors: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {k: v or "" for k, v in attrs}
        kind = values.get("type", "").strip().lower()
        self._inside = tag == "script" and (kind in ("", "module", "importmap", "speculationrules") or "script" in kind)
        if self._inside:
            self.scripts.append("")
        for name, value in values.items():
            leads = name in ("href", "src", "action") and value.strip().lower().startswith(("javascript:", "data:text"))
            if name.startswith("on") or leads:
                self.doors.append(f"{tag} {name}={value[:80]}")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def _running(page: str) -> tuple[list[str], list[str]]:
    elements = _Elements()
    elements.feed(page)
    return [hashlib.sha256(s.encode("utf-8", "replace")).hexdigest() for s in elements.scripts], elements.doors


@cache
def _own() -> tuple[list[str], list[str]]:
    return _running(html_page(KnowledgeGraph()))


def wrapped(ending: str, data: bytes) -> Raw:
    """The input that some bytes stand for: inside a sound container where a format wants one."""
    if ending == ".docx":
        return Raw("input.docx", zipped({"word/document.xml": data}) if not data.startswith(b"=") else docx(data[1:].decode("latin-1")))
    if ending == ".zip" and not data.startswith(b"PK"):
        name, _, rest = data.partition(b"\n")
        return Raw("input.zip", zipped({name.decode("utf-8", "replace") or "a.txt": rest, "b.txt": rest}))
    return Raw("input" + ending, data)


def check(ending: str, data: bytes, *, page: bool = True) -> KnowledgeGraph:
    """Read some bytes as a file of this ending and hold what comes of it to all promises; AssertionError where one breaks."""
    extractions = []
    for document in documents(wrapped(ending, data), Options(LIMITS)):
        if isinstance(document, Fault):
            assert _LINE.fullmatch(document.reason), document.reason
            assert "internal error" not in document.reason, document.reason
            continue
        outcome = extract_one(document)
        assert not outcome.fault, outcome.fault
        for extraction in outcome.extractions:
            hold(document, [e.evidence for e in (*extraction.claims, *extraction.measures)] + extraction.silent)
        extractions += outcome.extractions
    kg = KnowledgeGraph.of(extractions)
    check_outputs(kg, page=page)
    return kg


def hold(document: Document, evidences: list) -> None:  # type: ignore[type-arg]
    for evidence in evidences:
        assert document.text[evidence.start : evidence.end] == evidence.exact, evidence


def check_outputs(kg: KnowledgeGraph, *, page: bool = True) -> None:
    """What a graph is written as must be read by others, and must not run."""
    turtle = render(kg, "turtle")
    rdflib.Graph().parse(data=turtle, format="turtle")
    if page:
        assert _running(html_page(kg)) == _own()
