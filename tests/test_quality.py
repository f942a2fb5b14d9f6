"""The measuring of quality: reassembly against gold lines, calibration, and switches that do switch something off."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, TEXTS
from factory import sanya

from graph.errors import InputError
from graph.evaluate import Score, evaluate
from graph.knowledge import KnowledgeGraph
from graph.model import Article, Document
from graph.pipeline import extract
from graph.read.decode import decode
from graph.reassembly import Reassembly, reassembly, reassembly_of

sys.path.insert(0, str(ROOT / "benchmarks"))  # they are programs, not part of the package

from ablation import COMPONENTS, Component, ablation
from quality import filled, markdown
from reliability import Judged, bins, expected_calibration_error, judged

# ---------------------------------------------------------------- reassembly

PAGE = """甲市总工会开班
甲市总工会办起工匠学院。
乙市总工会送凉
乙市总工会送去清凉。
学院已开三期。
清凉到了工地。
没有人引用这一行。
"""
"""Two articles whose lines alternate."""


def gold() -> dict[str, Any]:
    def article(name: str, start: str, *quotes: str) -> dict[str, Any]:
        return {"id": name, "title": start, "start": start, "relations": [{"evidence": q} for q in quotes], "measures": []}

    return {
        "doc": "page.txt",
        "articles": [
            article("a1", "甲市总工会开班", "甲市总工会办起工匠学院", "学院已开三期"),
            article("a2", "乙市总工会送凉", "乙市总工会送去清凉", "清凉到了工地", "总工会"),
        ],
    }


def read_as(*groups: tuple[int, ...]) -> list[Article]:
    """Articles that hold these lines of the page; the first line is the title."""
    document = Document("page.txt", PAGE)
    lines = PAGE.splitlines(keepends=True)
    starts = [sum(map(len, lines[:i])) for i in range(len(lines))]
    articles = []
    for n, group in enumerate(groups):
        offsets = [starts[i] + k for i in group for k in range(len(lines[i]))]
        articles.append(Article(str(n), document, lines[group[0]].strip(), "".join(lines[i] for i in group), offsets))
    return articles


def score(*groups: tuple[int, ...]) -> Reassembly:
    return reassembly(Document("page.txt", PAGE), gold(), read_as(*groups))


def test_a_page_put_together_rightly_scores_full() -> None:
    r = score((0, 1, 4), (2, 3, 5, 6))
    assert (r.lines, r.lost, r.unclear) == (4, 0, 0), "the last line is quoted by nobody, 总工会 stands on the page more than once"
    assert r.together == Score(2, 0, 0)
    assert r.borders == Score(3, 0, 0)
    assert r.joins == Score(2, 0, 0)
    assert (r.heads, r.titles) == (Score(2, 0, 0), Score(2, 0, 0))


def test_articles_that_are_glued_lose_precision_and_borders() -> None:
    r = score((0, 1, 2, 3, 4, 5, 6))
    assert r.together == Score(2, 4, 0)
    assert r.borders == Score(0, 0, 3)
    assert r.joins == Score(0, 0, 2)
    assert r.titles.found == 1


def test_articles_that_are_cut_lose_recall_and_continuations() -> None:
    r = score((0, 1), (2, 3), (4,), (5, 6))
    assert r.together == Score(0, 0, 2)
    assert r.borders == Score(3, 0, 0)
    assert r.joins == Score(0, 0, 2)


def test_a_continuation_joined_to_the_wrong_article_is_wrong_and_missed() -> None:
    r = score((0, 1, 5), (2, 3, 4))
    assert r.together == Score(0, 2, 2)
    assert r.joins == Score(0, 1, 2)


def test_a_line_that_no_article_holds_is_lost_and_a_headline_elsewhere_is_missed() -> None:
    r = score((1, 4), (0, 2, 3))
    assert r.lost == 1
    assert r.heads == Score(1, 0, 1)
    assert r.titles.found == 0


def test_pages_add_up_and_own_pages_can_be_scored(tmp_path: Path) -> None:
    whole = score((0, 1, 4), (2, 3, 5, 6)) + score((0, 1), (2, 3), (4,), (5, 6))
    assert (whole.lines, whole.together) == (8, Score(2, 0, 2))
    own = reassembly_of(ROOT / "seeds" / "corpus" / "page-1.json")
    assert own.lines > 30
    assert own.together.f1 > 0.5
    (tmp_path / "x.json").write_text(json.dumps(gold()))
    with pytest.raises(InputError, match="must lie beside"):
        reassembly_of(tmp_path / "x.json")
    (tmp_path / "x.json").write_text("[]")
    with pytest.raises(InputError, match="not a gold graph"):
        reassembly_of(tmp_path / "x.json")


# ---------------------------------------------------------------- calibration


def test_facts_are_judged_by_the_gold_and_sorted_by_confidence(tmp_path: Path) -> None:
    kg = KnowledgeGraph.of([sanya().extraction])
    ids = {"三亚市总工会": "u", "三亚工匠学院": "p", "海南省总工会": "v"}
    types = {"u": "Union", "p": "Program", "v": "Union"}
    article = {
        "id": "a", "entities": [{"id": i, "type": types[i], "name": n} for n, i in ids.items()],
        "relations": [{"head": "u", "rel": "runs", "tail": "p"}, {"head": "v", "rel": "runs", "tail": "p", "optional": True}],
    }  # fmt: skip
    (tmp_path / "gold.json").write_text(json.dumps({"doc": "x", "articles": [article]}))
    scores = evaluate(kg, [tmp_path / "gold.json"])
    assert sum(scores.verdicts.values()) == scores.relations["all"].found == 1
    assert len(scores.verdicts) == 1 + scores.relations["all"].wrong
    facts = judged(kg, scores)
    assert sum(f.right for f in facts) == 1
    assert len(facts) == len(scores.verdicts)


def test_bins_hold_every_fact_once_and_the_error_is_the_mean_distance() -> None:
    facts = [Judged(c, "r" if c > 0.5 else "s", right) for c, right in ((1.0, True), (0.95, False), (0.31, False), (0.39, True))]
    table = bins(facts)
    assert [(b.name, b.count, b.precision) for b in table] == [("0.3 to 0.4", 2, 0.5), ("0.9 to 1.0", 2, 0.5)]
    assert expected_calibration_error(table) == pytest.approx((0.15 + 0.475) / 2)
    assert [b.name for b in bins(facts, lambda f: f.rule)] == ["r", "s"]
    assert expected_calibration_error([]) == 0.0


# ---------------------------------------------------------------- ablation


class Tripped(Exception):
    """Somebody has used what stands in a component's place."""


class Wire:
    """A value that cannot be called, compared, reckoned with or gone through without being noticed."""

    def _trip(self, *_: object, **__: object) -> Any:
        raise Tripped

    __call__ = __iter__ = __lt__ = __le__ = __gt__ = __ge__ = __mul__ = __rmul__ = __sub__ = __rsub__ = __add__ = __radd__ = _trip
    __array_ufunc__ = _trip  # an array reckons with itself


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda c: c.name)
def test_every_switch_stands_where_reading_passes(component: Component) -> None:
    page = decode("page-1.txt", (ROOT / "seeds" / "corpus" / "page-1.txt").read_bytes())
    with replace(component, neutral=Wire()).off(), pytest.raises(Tripped):
        extract(page)


def test_what_was_off_is_on_again() -> None:
    text = decode("sanya.txt", TEXTS["sanya.txt"].encode())
    before = extract(text)
    with next(c for c in COMPONENTS if c.name == "grammar of union names").off():
        assert extract(text) != before
    assert extract(text) == before


def test_the_table_begins_with_everything_on() -> None:
    text = decode("sanya.txt", TEXTS["sanya.txt"].encode())
    table = dict(ablation(lambda: [float(len(KnowledgeGraph.of(extract(text)).facts()))]))
    assert list(table) == ["everything", *(c.name for c in COMPONENTS)]
    assert table["everything"] > table["place model"]


# ---------------------------------------------------------------- the document


def test_tables_go_between_their_marks_and_nowhere_else() -> None:
    document = "before\n<!-- scores -->\nold 1\n<!-- end -->\nbetween\n<!-- causes -->\nold 2\n<!-- end -->\n"
    assert filled(document, {"causes": r"new \1"}) == document.replace("old 2", r"new \1")
    with pytest.raises(SystemExit, match="no place for the table 'ablation'"):
        filled(document, {"ablation": "x"})
    assert markdown(["a", "b"], [[0.5, "x|y"]]) == "| a | b |\n| --- | --- |\n| 0.500 | x\\|y |"


def test_the_page_on_quality_has_a_place_for_every_table() -> None:
    text = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    tables = dict.fromkeys(("scores", "reassembly", "reliability", "causes", "ablation"), "| x |")
    assert filled(text, tables).count("| x |") == len(tables)
