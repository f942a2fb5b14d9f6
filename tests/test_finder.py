"""An entity found in a store without loading the graph is told as the loaded graph would tell it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import quick
from factory import Story, echo, heping, hostile, sanya
from hypothesis import given, settings
from hypothesis import strategies as st

import graph.pipeline
import graph.upkeep
from graph import commands
from graph.catalogue import Entry
from graph.cli import main
from graph.finder import Found, find, found_in
from graph.knowledge import KnowledgeGraph
from graph.model import Extraction
from graph.outputs import update_turtle
from graph.printings import SCHEMA as PRINTINGS
from graph.printings import Printings
from graph.reprints import reprints, sketch, stories, versions
from graph.show import card
from graph.stages import Stages
from graph.store import Store
from graph.upkeep import add, rebuild, remove


def namesakes() -> Story:
    """Two places of one name, a place that was called otherwise, a name that is part of others, a county without article."""
    story = Story("天津市和平区和沈阳市和平区都有工匠学院。信都区、定陶区、桥西区职工参加，“邢台县”展览开幕。", document="d.txt")
    for code in ("120101", "210102"):
        place = story.entity("Place", "和平区", code=code, kind="county")
        story.claim(story.entity("Program", "工匠学院", scope=code, kind="training"), "locatedIn", place)
    story.entity("Place", "信都区", code="130503", kind="county")
    story.entity("Place", "定陶区", code="371703", kind="county")
    story.entity("Program", "邢台县", kind="campaign")
    story.entity("Program", "🙂", kind="campaign")
    union = story.entity("Union", "三亚市总工会", code="460200", aliases=("三亚总工会",))
    story.entity("Union", "佛山总工会").printed = "佛山總工會"
    story.claim(union, "partnerOf", union)
    return story


def told(found: Found) -> tuple[str, list[Entry]]:
    return card(found.kg, found.entity, found.stories, True) if found.entity else "", found.others


def asked(kg: KnowledgeGraph) -> list[str]:
    """Whatever one may ask of a graph: names, parts of names, old names, IRIs, and what is not there."""
    names = {n for e in kg.entities.values() for n in (*e.names, *(f.name for f in e.former))}
    parts = {n[i : i + size] for n in names for size in (1, 2, 3) for i in range(len(n))}
    return sorted(names | parts | set(kg.entities) | {"三亞市總工會", "總工", "", "“", '"', "没有这个名字", "工 会", "ＵＮＩＯＮ", "\x00"})


def agree(store: Store) -> None:
    kg = store.graph()
    assert kg.entities
    for name in asked(kg):
        assert told(find(store, name)) == told(found_in(kg, name)), name


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """After this call no graph is loaded whole."""

    def loaded(_: Store) -> KnowledgeGraph:
        raise AssertionError("the graph was loaded")

    return lambda: monkeypatch.setattr(Store, "graph", loaded)


def stored(folder: Path, stories: list[Extraction]) -> Store:
    store = Store.create(folder)
    for e in stories:
        store.put(e.article.digest, [e], e.article.document)
    store.settle()
    store.install()
    return store


def test_it_tells_what_the_loaded_graph_tells(tmp_path: Path) -> None:
    agree(stored(tmp_path, [s().extraction for s in (sanya, heping, echo, namesakes)]))


def test_hostile_names_are_found_like_others(tmp_path: Path) -> None:
    store = stored(tmp_path, list(hostile().extractions.values()))
    kg = store.graph()
    for name in [n for e in kg.entities.values() for n in e.names]:
        assert told(find(store, name)) == told(found_in(kg, name))


def test_it_follows_every_change(tmp_path: Path) -> None:
    first, second, third = (s().extraction for s in (sanya, heping, namesakes))
    store = stored(tmp_path, [first, second])
    update_turtle(store, Stages())
    store.put(third.article.digest, [third], "d.txt")
    longer = replace(first, entities=[replace(e, name="海南省" + e.name) if e.code == "460200" else e for e in first.entities])
    store.put(first.article.digest, [longer], first.article.document)  # now it has another name everywhere
    store.commit()
    assert store.is_behind()
    assert told(find(store, "海南省三亚市总工会")) == told(found_in(store.graph(), "海南省三亚市总工会")), "also before all is written"
    update_turtle(store, Stages())
    agree(store)
    store.forget([second.article.document, "d.txt"])
    store.settle()
    store.commit()
    update_turtle(store, Stages())
    agree(store)
    assert find(store, "四方联动机制").entity is None


def test_a_register_is_obeyed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.pipeline, "extract", quick.extract)
    monkeypatch.setattr(graph.upkeep, "update_views", lambda *_: [])
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(quick.story(number), encoding="utf-8")
    out = tmp_path / "out"
    rebuild(out, [str(tmp_path / "0.txt"), str(tmp_path / "1.txt")])
    assert main(["review", "-o", str(out), "--same", "第0号工程", "第1号工程"]) == 0
    add(out, [str(tmp_path / "2.txt")])
    assert find(Store.open(out), "第0号工程").entity is not None
    agree(Store.open(out))
    remove(out, [str(tmp_path / "0.txt")])
    agree(Store.open(out))


def test_the_command_loads_nothing(tmp_path: Path, unread: Callable[[], None], capsys: pytest.CaptureFixture[str]) -> None:
    kg = stored(tmp_path, [s().extraction for s in (sanya, heping, echo)]).graph()
    unread()
    assert main(["show", "三亚市总工会", "-o", str(tmp_path)]) == 0
    assert capsys.readouterr().out == card(kg, kg["三亚市总工会"], 2)
    assert main(["show", "工会", "-o", str(tmp_path)]) == 0
    listed = capsys.readouterr().out.splitlines()
    found = kg.search("工会")
    assert listed[0] == f"{len(found)} entities have 工会 in a name:"
    assert listed[1:] == [f"  {e.name}  [{e.type}]  {len(e.facts)} facts  {e.iri}" for e in found[: commands._LISTED]]


# ---------------------------------------------------------------- printings of one article

CHARACTERS = "".join(chr(0x4E00 + n) for n in range(0, 4000, 7))
BASES = [CHARACTERS[i : i + 120] for i in range(0, 360, 90)]  # neighbours share some of their wording
wordings = st.builds(
    lambda base, head, tail: base[head : len(base) - tail] + base[:head],
    st.sampled_from(BASES), st.integers(0, 12), st.integers(0, 25),
)  # fmt: skip


@given(st.lists(wordings, min_size=1, max_size=12), st.data())
@settings(max_examples=40)
def test_printings_are_counted_without_looking_at_all_articles(texts: list[str], data: st.DataObject) -> None:
    extractions = []
    for number, text in enumerate(texts):
        extraction = Story(text, document=f"{number}.txt", number=number).extraction
        record = replace(extraction.article, sketch=sketch(text), digest=f"{number:016}", id=f"{number:016}-1")
        extractions.append(replace(extraction, article=record))
    chosen = data.draw(st.sets(st.sampled_from(extractions).map(lambda e: e.article.id), min_size=1))
    records = [e.article for e in extractions]
    db = sqlite3.connect(":memory:")
    db.executescript(PRINTINGS)
    printings = Printings(db)
    printings.enter(records)
    assert printings.stories(sorted(chosen)) == stories(chosen, versions(reprints(records)))
    gone, left = records[:1], records[1:]
    printings.leave(gone)
    ids = [a.id for a in left]
    assert printings.stories(ids) == stories(ids, versions(reprints(left)))


def test_a_name_of_its_own_comes_before_a_longer_one(tmp_path: Path) -> None:
    story = Story("工匠学院和三亚工匠学院。", document="e.txt")
    long = story.entity("Program", "三亚工匠学院")
    story.entity("Program", "工匠学院")
    story.claim(story.entity("Union", "甲工会"), "runs", long)
    story.claim(story.entity("Union", "乙工会"), "runs", long)
    store = stored(tmp_path, [story.extraction])
    found = [e.name for e in store.catalogue.holding("工匠学院")]
    assert found == [e.name for e in store.graph().search("工匠学院")] == ["工匠学院", "三亚工匠学院"]
