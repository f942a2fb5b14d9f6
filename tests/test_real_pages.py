"""Five pages of a real newspaper, where they lie beside the checkout: nothing fails, evidence is exact, quality holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from graph.evaluate import Scores, evaluate
from graph.find.names import FOLDER
from graph.knowledge import KnowledgeGraph
from graph.model import SIGNATURES, Extraction
from graph.pipeline import extract
from graph.read.decode import decode

SHARED = ROOT.parent / "shared"
PAGES = sorted((SHARED / "seeds").glob("*.txt"))
GOLD = sorted((SHARED / "gold").glob("*.json"))

pytestmark = [
    pytest.mark.skipif(not (PAGES and GOLD), reason=f"{SHARED} with its pages and gold graphs is not here"),
    pytest.mark.skipif(not (FOLDER / "judge.json").exists(), reason="the recogniser has no weights; run make train"),
]

BARS = {"entities": 0.87, "relations": 0.72, "measures": 0.68}
"""F1 that a change must not fall below."""


@pytest.fixture(scope="module")
def pages() -> dict[Path, list[Extraction]]:
    return {path: extract(decode(path.name, path.read_bytes())) for path in PAGES}


def test_all_pages_are_here(pages: dict[Path, list[Extraction]]) -> None:
    assert len(pages) == 5
    assert sum(len(extractions) for extractions in pages.values()) >= 35


def test_every_page_says_something_of_every_kind(pages: dict[Path, list[Extraction]]) -> None:
    for path, extractions in pages.items():
        found = {c.predicate for x in extractions for c in x.claims}
        assert {"locatedIn", "runs", "holdsPost", "subUnionOf"} <= found, path.name
        assert [m for x in extractions for m in x.measures], path.name


def test_evidence_is_exact(pages: dict[Path, list[Extraction]]) -> None:
    for path, extractions in pages.items():
        text = decode(path.name, path.read_bytes()).text
        told = [c.evidence for x in extractions for c in x.claims] + [m.evidence for x in extractions for m in x.measures]
        told += [e for x in extractions for e in x.silent] + [r.evidence for x in extractions for r in x.rejections if r.evidence]
        assert len(told) > 100, path.name
        assert not [e for e in told if text[e.start : e.end] != e.exact or not e.exact], path.name


def test_claims_obey_the_signatures(pages: dict[Path, list[Extraction]]) -> None:
    for extractions in pages.values():
        for x in extractions:
            types = {e.key: e.type for e in x.entities}
            for c in x.claims:
                heads, tails = SIGNATURES[c.predicate]
                assert c.subject[0] in heads
                assert c.object[0] in tails
                assert c.subject in types


def test_no_entity_is_known_by_a_local_name(pages: dict[Path, list[Extraction]]) -> None:
    bare = {level + ending for level in ("省", "市", "区", "县", "镇", "自治区") for ending in ("总", "总工会")} | {
        "公司工会",
        "该公司",
        "该平台",
    }
    kg = KnowledgeGraph.of(x for extractions in pages.values() for x in extractions)
    assert not [e.name for e in kg.entities.values() if bare & {e.name, *e.aliases}]


@pytest.fixture(scope="module")
def scores(pages: dict[Path, list[Extraction]]) -> Scores:
    """Against the pages that have been annotated by hand."""
    numbers = {p.stem for p in GOLD}
    annotated = [x for path, extractions in pages.items() if path.name[:3] in numbers for x in extractions]
    return evaluate(KnowledgeGraph.of(annotated), GOLD)


def test_two_pages_are_annotated() -> None:
    assert len(GOLD) == 2


@pytest.mark.parametrize("group", sorted(BARS))
def test_quality_holds(group: str, scores: Scores) -> None:
    score = scores.measures if group == "measures" else getattr(scores, group)["all"]
    assert score.f1 >= BARS[group], str(scores)


def test_every_relation_has_evidence(scores: Scores) -> None:
    assert scores.evidence == 1.0
