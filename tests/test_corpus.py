"""The bundled corpus, built: what holds for every graph holds for a real one."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from graph.builder import bundled
from graph.export import render
from graph.knowledge import KnowledgeGraph
from graph.model import RELATIONS, SIGNATURES, Evidence
from graph.read.decode import decode
from graph.sources.paths import find_inputs


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """File name → text as decoded."""
    inputs, faults = find_inputs(bundled())
    assert not faults
    return {i.name: decode(i.name, Path(i.path or "").read_bytes()).text for i in inputs}


def test_it_is_a_corpus(kg: KnowledgeGraph, pages: dict[str, str]) -> None:
    assert not kg.faults
    assert len(pages) == 5
    assert len(kg.articles) >= 40
    assert {f.predicate for f in kg.facts()} >= set(RELATIONS) - {"about"}


def test_every_piece_of_evidence_stands_where_it_says(kg: KnowledgeGraph, pages: dict[str, str]) -> None:
    told: list[tuple[str, Evidence]] = []
    for extraction in kg.extractions.values():
        page = extraction.article.document
        told += [(page, c.evidence) for c in extraction.claims if not c.inferred]
        told += [(page, m.evidence) for m in extraction.measures]
        told += [(page, r.evidence) for r in extraction.rejections if r.evidence]
        told += [(page, s) for s in extraction.silent]
    assert len(told) > 500
    wrong = [(page, e) for page, e in told if pages[page][e.start : e.end] != e.exact or not e.exact]
    assert not wrong


def test_every_fact_is_of_the_kind_that_its_relation_allows(kg: KnowledgeGraph) -> None:
    wrong = [
        (f.subject.type, f.predicate, f.object.type)
        for f in kg.facts()
        if f.subject.type not in SIGNATURES[f.predicate][0] or f.object.type not in SIGNATURES[f.predicate][1]
    ]
    assert not wrong


def test_figures_are_printed_where_they_are_read(kg: KnowledgeGraph) -> None:
    figures = [m for e in kg.entities.values() for _, m in e.figures]
    assert len(figures) > 50
    assert not [m for m in figures if "".join(m.printed.split()) not in "".join(m.evidence.exact.split())]
    assert not [m for m in figures if not 0 < m.confidence <= 1]


def test_it_conforms_to_the_shapes(kg: KnowledgeGraph) -> None:
    pytest.importorskip("pyshacl", reason="needs the extra validate")
    from graph.validate import validate

    report = validate(kg)
    assert report, str(report)


def test_turtle_holds_what_rdflib_is_given(kg: KnowledgeGraph) -> None:
    import rdflib
    from rdflib.compare import to_isomorphic

    assert to_isomorphic(rdflib.Graph().parse(data=render(kg, "turtle"), format="turtle")) == to_isomorphic(kg.rdf)


def test_the_readme_shows_what_is_there(kg: KnowledgeGraph) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("三亚市总工会", "慧协商赋能平台"):
        assert name in readme
        assert name in kg
