"""The graph as it stood at a time."""

from __future__ import annotations

import pytest
from factory import Story, sample
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UsageError
from graph.export import render
from graph.knowledge import KnowledgeGraph
from graph.timeline import after


def story() -> KnowledgeGraph:
    one = Story("三亚市总工会举办三亚工匠学院。", date="2022-05-01")
    city, school = one.entity("Union", "三亚市总工会", code="460200"), one.entity("Program", "三亚工匠学院", scope="460200")
    one.claim(city, "runs", school, start="2018", end="2018")
    contest = one.entity("Program", "劳动竞赛", scope="460200")
    one.claim(city, "runs", contest, start="2020-03", end="2021-06")
    plan = one.entity("Program", "求职平台", scope="460200")
    one.claim(city, "runs", plan, start="2025", planned=True)
    two = Story("三亚市总工会与法院合作。", date="2024-01-09")
    court = two.entity("Institution", "三亚市中级人民法院", scope="460200")
    two.claim(two.entity("Union", "三亚市总工会", code="460200"), "partnerOf", court)
    return KnowledgeGraph.of([one.extraction, two.extraction])


def facts(kg: KnowledgeGraph) -> set[str]:
    return {next(e.name for e in (f.object, f.subject) if e.code != "460200") for f in kg.facts()}


@pytest.mark.parametrize(
    ("when", "known"),
    [
        ("2021", set()),
        ("2022", {"三亚工匠学院"}),
        ("2022-04", set()),
        ("2023-12-31", {"三亚工匠学院"}),
        ("2024-01", {"三亚工匠学院", "三亚市中级人民法院"}),
        ("2025", {"三亚工匠学院", "三亚市中级人民法院", "求职平台"}),
    ],
)
def test_what_was_printed_and_had_begun_and_had_not_ended(when: str, known: set[str]) -> None:
    assert facts(story().as_of(when)) == known


def test_what_has_no_date_stays() -> None:
    kg = sample()
    undated = {a.id for a in kg.articles.values() if not a.date}
    assert set(kg.as_of("1999").articles) == undated
    assert render(kg.as_of("2999"), "turtle") == render(kg, "turtle")


@pytest.mark.parametrize("bad", ["", "last year", "2023-13", "2023-6", "2023-06-32", "２０２３"])
def test_what_is_no_date_is_refused(bad: str) -> None:
    with pytest.raises(UsageError, match="is no date: write a year"):
        story().as_of(bad)


dates = st.dates().map(lambda d: d.isoformat()).flatmap(lambda d: st.sampled_from([d[:4], d[:7], d]))


@given(dates, dates)
def test_of_two_dates_at_most_one_is_after_the_other(one: str, two: str) -> None:
    assert not (after(one, two) and after(two, one))
    assert not after(one, one)
    assert not after("", two), "what is not known is after nothing"
