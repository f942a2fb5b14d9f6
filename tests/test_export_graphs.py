"""The networkx graph and GraphML: attributes that other tools can read, whatever the text holds."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET

import networkx
import pytest
from factory import Story, sample, sanya
from hypothesis import given
from hypothesis import strategies as st

from graph.export import render
from graph.export.graphml import dump
from graph.export.networkx import to_networkx
from graph.identity import article_iri
from graph.knowledge import KnowledgeGraph
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


def test_none_is_left_out_and_lists_are_joined() -> None:
    graph = networkx.MultiDiGraph()
    graph.add_node("a", none=None, many=["二", "一"], some={"b", "a"}, flag=True, number=1.5)
    again = networkx.read_graphml(io.BytesIO(dump(graph)))
    assert dict(again.nodes["a"]) == {"many": "二 | 一", "some": "a | b", "flag": True, "number": 1.5}


@given(st.text(st.characters(codec=None), max_size=20))
def test_any_text_gives_readable_xml(text: str) -> None:
    graph = networkx.MultiDiGraph()
    graph.add_edge("a", "b", key="runs", evidence=text)
    graph.nodes["a"]["label"] = text
    again = networkx.read_graphml(io.BytesIO(dump(graph)), force_multigraph=True)
    assert len(again.nodes["a"].get("label", "") or "") == len(text.replace("\r\n", "\n"))
    assert again.number_of_edges() == 1
