"""What was renamed, raised or merged keeps its history, and its old name leads to it."""

from __future__ import annotations

import pytest
from factory import Story

from graph.knowledge import KnowledgeGraph
from graph.query import run
from graph.show import card


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    story = Story("定陶区总工会和吴江区总工会交流。信都区、桥西区职工参加。")
    dingtao = story.entity("Place", "定陶区", code="371703", kind="county")
    story.claim(story.entity("Union", "定陶区总工会", code="371703"), "locatedIn", dingtao)
    story.entity("Union", "吴江区总工会", code="320509")
    story.entity("Place", "信都区", code="130503", kind="county")
    story.entity("Place", "桥西区", code="130104", kind="county")
    return KnowledgeGraph.of([story.extraction])


def test_an_old_name_leads_to_the_present_place_and_union(kg: KnowledgeGraph) -> None:
    assert kg["定陶县"].code == "371703"
    assert kg["吴江市总工会"].name == "吴江区总工会"
    assert kg["桥西区"].code == "130104", "a place that bears the name now comes before one that bore it"


def test_history_stands_in_the_graph(kg: KnowledgeGraph) -> None:
    rows = run(
        kg,
        """SELECT ?old ?code ?until ?change ?now WHERE {
             ?o dcterms:isReplacedBy ?n ; skos:prefLabel ?old ; dcterms:identifier ?code ; schema:endDate ?until ;
                schema:description ?change .
             ?n skos:prefLabel ?now } ORDER BY ?until ?old""",
    ).rows
    assert ("吴江市总工会", "320584", "2012", "to_district", "吴江区总工会") in rows
    assert ("定陶县", "371727", "2016", "to_district", "定陶区") in rows
    assert ("邢台县", "130521", "2020", "merged", "信都区") in rows


def test_history_is_no_place_or_union_of_today(kg: KnowledgeGraph) -> None:
    assert not run(kg, "ASK { ?o dcterms:isReplacedBy ?n ; a ?c . FILTER(?c IN (ukg:Place, ukg:Union)) }")


def test_show_tells_the_history(kg: KnowledgeGraph) -> None:
    assert "  until 2016: 定陶县 (371727, to district)\n" in card(kg, kg["定陶区"], 1)
    assert "until" not in card(kg, kg["桥西区"], 1)
