"""Finding names by part of them."""

from __future__ import annotations

import pickle

from factory import sample
from hypothesis import given
from hypothesis import strategies as st

from graph.identity import normal
from graph.lookup import Names

texts = st.text(st.sampled_from('三亚工会总市a1é\u0301"＂·（+“😀 '), max_size=5)


@given(rows=st.lists(st.lists(texts, max_size=3), max_size=6), text=texts)
def test_what_is_found_is_what_holds_the_text(rows: list[list[str]], text: str) -> None:
    assert list(Names(rows).holding(text)) == [n for n, row in enumerate(rows) if any(text in name for name in row)]


def test_an_index_survives_pickling() -> None:
    names = Names([["三亚"]])
    assert list(pickle.loads(pickle.dumps(names)).holding("三亚")) == list(names.holding("三亚")) == [0]


def test_entities_are_found_by_part_of_a_name_equal_names_first() -> None:
    kg = sample()
    assert [e.name for e in kg.search("工匠学院")] == ["三亚工匠学院", "和平工匠学院"]
    assert kg.search("三亚市总")[0].name == "三亚市总工会"
    assert kg.search("三亚市")[0].name == "三亚市"
    everything = kg.search("市")
    assert [kg.search("市", limit=n) for n in (0, 1, 3)] == [everything[:n] for n in (0, 1, 3)]
    assert all(any("市" in normal(n) for n in e.names) for e in everything)
    assert kg.search("没有") == []
    assert len(kg.search("")) == len(kg)
    assert kg.search('"') == kg.search("＂") == []
