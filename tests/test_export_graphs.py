"""The networkx graph, GraphML and GEXF: attributes that other tools can read, whatever the text holds."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import networkx
import pytest
from factory import Story, echo, sample, sanya

from graph.export import render
from graph.export.gexf import COLOURS, day
from graph.export.networkx import to_networkx
from graph.identity import article_iri
from graph.knowledge import KnowledgeGraph
from graph.model import ENTITY_TYPES
from graph.ontology.vocabulary import ID

NS = {"g": "http://graphml.graphdrawing.org/xmlns"}
UNION = ID + "union/460200"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return sample()


def node(kg: KnowledgeGraph, name: str) -> str:
    return kg[name].iri


def test_nodes_are_entities_with_plain_attributes(kg: KnowledgeGraph) -> None:
    graph = to_networkx(kg)
    assert list(graph.nodes) == list(kg.entities)
    assert graph.nodes[UNION] == {
        "label": "三亚市总工会",
        "type": "Union",
        "kind": "",
        "code": "460200",
        "aliases": "三亚市总",
        "articles": " | ".join(sorted(article_iri(i) for i in kg[UNION].articles)),
        "mentions": 2,
        "figures": "",
    }
    figures = graph.nodes[node(kg, "工会通平台")]["figures"].split(" | ")
    assert sorted(figures) == ["每年投入 15880000 元", "注册用户 123000 人"]


def test_edges_are_facts_keyed_by_relation(kg: KnowledgeGraph) -> None:
    graph = to_networkx(kg)
    assert graph.number_of_edges() == len(kg.facts()) + len(kg.places)
    runs = graph.edges[UNION, node(kg, "三亚工匠学院"), "runs"]
    assert (runs["relation"], runs["role"], runs["claims"], runs["confidence"], runs["inferred"]) == ("runs", "host", 2, 0.9, False)
    post = graph.edges[node(kg, "李明"), UNION, "holdsPost"]
    assert (post["title"], post["from_date"]) == ("党组书记、常务副主席", "2024-05-01")
    assert post["evidence"] == sanya().text[post["start"] : post["end"]]


def test_places_lie_in_the_places_above(kg: KnowledgeGraph) -> None:
    edge = to_networkx(kg).edges[ID + "place/460200", ID + "place/460000", "partOf"]
    assert (edge["inferred"], edge["rule"], edge["evidence"]) == (True, "gazetteer", "")


def test_what_an_article_says_of_places_is_not_overwritten_by_the_gazetteer() -> None:
    story = Story("三亚市属于海南省。")
    town = story.entity("Place", "三亚市", code="460200", kind="city")
    province = story.entity("Place", "海南省", code="460000", kind="province")
    story.claim(town, "partOf", province)
    edge = to_networkx(KnowledgeGraph.of([story.extraction])).edges[ID + "place/460200", ID + "place/460000", "partOf"]
    assert (edge["inferred"], edge["evidence"]) == (False, "三亚市属于海南省。")


def test_graphml_is_read_by_an_xml_parser_with_unique_edge_ids(kg: KnowledgeGraph) -> None:
    root = ET.fromstring(render(kg, "graphml"))
    keys = {k.get("id"): k.get("attr.name") for k in root.findall("g:key", NS)}
    nodes = {n.get("id"): {keys[d.get("key")]: d.text or "" for d in n.findall("g:data", NS)} for n in root.iter(f"{{{NS['g']}}}node")}
    edges = list(root.iter(f"{{{NS['g']}}}edge"))
    assert nodes[UNION]["label"] == "三亚市总工会"
    assert len(nodes) == len(kg.entities)
    assert len({e.get("id") for e in edges}) == len(edges) == kg.nx.number_of_edges()
    assert {(e.get("source"), e.get("target")) for e in edges} == {(s, t) for s, t in kg.nx.edges()}


def test_graphml_read_back_by_networkx_has_the_same_attributes(kg: KnowledgeGraph) -> None:
    again = networkx.read_graphml(io.BytesIO(render(kg, "graphml")), force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(kg.nx.nodes(data=True))

    def edges(graph: networkx.MultiDiGraph) -> list[tuple[str, ...]]:
        return sorted((s, t, *(f"{k}={v}" for k, v in sorted(d.items()) if k != "id")) for s, t, d in graph.edges(data=True))

    assert edges(again) == edges(kg.nx)


def test_gexf_has_types_colours_and_time(kg: KnowledgeGraph) -> None:
    again = networkx.read_gexf(io.BytesIO(render(kg, "gexf")), version="1.3")
    assert set(again.nodes) == set(kg.entities)
    union = again.nodes[UNION]
    assert (union["label"], union["type"], union["code"], union["mentions"]) == ("三亚市总工会", "Union", "460200", 2)
    assert union["viz"]["color"] != again.nodes[ID + "place/460200"]["viz"]["color"]
    assert again.number_of_edges() == kg.nx.number_of_edges()
    post = again.edges[node(kg, "李明"), UNION]
    assert (post["relation"], post["start"], post["title"]) == ("holdsPost", "2024-05-01", "党组书记、常务副主席")
    assert again.edges[node(kg, "工会通求职模块"), node(kg, "工会通平台")]["start"] == "2025-01-01"
    runs = again.edges[UNION, node(kg, "三亚工匠学院")]
    assert runs["weight"] == runs["confidence"] == 0.9
    assert not {"start", "end"} & set(runs)
    sentence = (sanya() if runs["text_end"] == 24 else echo()).text[runs["text_start"] : runs["text_end"]]
    assert runs["evidence"] == sentence


def test_gexf_colours_every_type() -> None:
    assert set(COLOURS) == set(ENTITY_TYPES)
    assert len(set(COLOURS.values())) == len(COLOURS)


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-11-20", "2024-11-20", "2024-11-20"),
        ("2024-13", "", ""),
        ("2024-02-30", "", ""),
        ("0000", "", ""),
        ("去年", "", ""),
        ("", "", ""),
    ],
)
def test_a_month_or_year_stands_for_all_its_days(moment: str, first: str, last: str) -> None:
    assert (day(moment), day(moment, last=True)) == (first, last)
