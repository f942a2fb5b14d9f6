"""The pages of docs/: generated ones are current, every query in them runs and gives what is printed, links lead somewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

import graph

DOCS = Path(__file__).resolve().parent.parent / "docs"
sys.path.insert(0, str(DOCS))

pytest.importorskip("duckdb", reason="the extra [dev] is not installed")
pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")

from example import ARTICLE, example, several  # noqa: E402
from generate import EXECUTED, executed, pages, unrun  # noqa: E402
from reference import CLASSES, Reference  # noqa: E402

from graph.model import RELATIONS  # noqa: E402
from graph.ontology.vocabulary import UKG  # noqa: E402
from graph.validate import validate  # noqa: E402

PAGES = sorted(p.name for p in DOCS.glob("*.md"))


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize("name", ["ontology.md", "model.md", "walkthrough.md", "cookbook.md", "questions.md"])
def test_a_page_is_what_its_sources_make_of_it(made: dict[str, str], name: str) -> None:
    assert made[name] == (DOCS / name).read_text(encoding="utf-8"), "run: python docs/generate.py"


@pytest.mark.parametrize("name", EXECUTED)
def test_no_query_stands_there_without_being_run(name: str) -> None:
    assert unrun((DOCS / name).read_text(encoding="utf-8")) == []


def test_every_recipe_of_the_cookbook_finds_something(made: dict[str, str]) -> None:
    results = re.findall(r"```\n\n```(?:text|turtle)\n(.*?)```\n", made["cookbook.md"], re.DOTALL)
    assert len(results) >= 20
    assert [r for r in results if len(r.splitlines()) < 1 + ("──" in r) * 2] == []


def test_a_result_that_has_changed_is_noticed() -> None:
    page = '```sparql\nSELECT ?n WHERE { ?p a ukg:Person ; skos:prefLabel ?n }\n```\n\n```text\nn\n──\n某人\n```\n'
    assert "蒋秀珠" in executed(page, example())
    assert "某人" not in executed(page, example())


def test_the_example_is_read_from_the_article_and_conforms() -> None:
    text = ARTICLE.read_text(encoding="utf-8")
    for fact in example().facts():
        for _, claim in fact.claims:
            assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.exact
    assert validate(several())


def test_the_reference_has_every_term(made: dict[str, str]) -> None:
    headed = re.findall(r'^### <a id="(\w+)"></a>', made["ontology.md"], re.MULTILINE)
    assert sorted(headed) == sorted(UKG.__annotations__)
    assert set(re.findall(r"\]\(#(\w+)\)", made["ontology.md"])) <= set(headed)


def test_the_drawing_has_every_class_and_relation() -> None:
    drawing = Reference().drawing()
    assert set(re.findall(r"<br/>ukg:(\w+)", drawing)) == set(CLASSES)
    assert {name for label in re.findall(r" -->\|(.+?)\|", drawing) for name in label.split(" · ")} == set(RELATIONS)


@pytest.mark.parametrize("name", PAGES)
def test_links_between_files_lead_somewhere(name: str) -> None:
    text = re.sub(r"```.*?```", "", (DOCS / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [t.partition("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in t]
    assert [t for t in targets if t and not (DOCS / t).exists()] == []


def test_the_ontology_bears_the_version_of_the_package() -> None:
    assert f'owl:versionInfo "{graph.__version__}"' in (DOCS.parent / "graph/ontology/unionkg.ttl").read_text(encoding="utf-8")
