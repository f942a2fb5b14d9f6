"""Every row of every table of seeds/, and every annotated graph, by the rules that their readers rely on."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from graph.gold import fold, quantity
from graph.learn.split import files
from graph.model import ENTITY_TYPES, RELATIONS, ROLES, SIGNATURES
from graph.world.gazetteer import RANK, gazetteer
from graph.world.lexicon import lexicon
from graph.world.seeds import rows, seeds_dir

Row = tuple[str, ...]
KINDS = {
    "Place": {"province", "city", "county", "town", "village", "zone", "region", "site"},
    "Program": {
        "platform", "campaign", "mechanism", "facility", "plan", "training", "competition", "award", "brand", "fund", "other",
    },
}  # fmt: skip


def doubles(words: list[str]) -> list[str]:
    return sorted(w for w, n in Counter(words).items() if n > 1)


# ---------------------------------------------------------------- gazetteer


@pytest.fixture(scope="module")
def divisions() -> list[Row]:
    return list(rows("gazetteer/divisions.csv", ("code", "name", "kind", "parent", "short", "lon", "lat")))


@pytest.fixture(scope="module")
def areas() -> list[Row]:
    return list(rows("gazetteer/areas.csv", ("id", "name", "kind", "parent", "short")))


def test_there_are_enough_divisions(divisions: list[Row]) -> None:
    kinds = Counter(kind for _, _, kind, *_ in divisions)
    assert len(divisions) >= 44_000
    assert kinds["province"] == 34
    assert kinds["city"] >= 330
    assert kinds["county"] >= 2_900
    assert set(kinds) == {"province", "city", "county", "town"}


def test_codes_are_unique(divisions: list[Row], areas: list[Row]) -> None:
    assert doubles([code for code, *_ in chain(divisions, areas)]) == []


def test_codes_have_the_length_of_their_kind(divisions: list[Row]) -> None:
    assert [r for r in divisions if not re.fullmatch(r"\d{9}" if r[2] == "town" else r"\d{6}", r[0])] == []


def test_areas_are_zones_and_regions_with_readable_ids(areas: list[Row]) -> None:
    assert [r for r in areas if not re.fullmatch(r"[a-z][a-z0-9-]+", r[0]) or r[2] not in ("zone", "region")] == []


def test_parents_exist_and_stand_higher(divisions: list[Row], areas: list[Row]) -> None:
    kind = {code: kind for code, _, kind, *_ in divisions}
    wrong = [
        (code, parent)
        for code, _, k, parent, *_ in chain(divisions, areas)
        if (k not in ("province", "region") and not parent)
        or (k == "province" and parent)
        or (parent and (parent not in kind or RANK[kind[parent]] > RANK[k] or parent == code))
    ]  # fmt: skip
    assert wrong == []


def test_names_are_written_in_chinese_without_blanks(divisions: list[Row], areas: list[Row]) -> None:
    wrong = [
        (code, name, short)
        for code, name, _, _, short, *_ in chain(divisions, areas)
        for n in (name, *short.split("|"))
        if n and not re.fullmatch(r"[\u3400-\u9fff\U00020000-\U0003ffff〇A-Z0-9（）()·\-—、\ue000-\uf8ff]+", n)
    ]
    assert wrong == []
    assert all(name for _, name, *_ in chain(divisions, areas))


def test_no_short_form_is_one_character_or_the_name_itself(divisions: list[Row], areas: list[Row]) -> None:
    wrong = [
        (code, s) for code, name, _, _, short, *_ in chain(divisions, areas) for s in short.split("|") if s and (len(s) < 2 or s == name)
    ]
    assert wrong == []


def test_coordinates_lie_in_china_and_come_in_pairs(divisions: list[Row]) -> None:
    assert [r for r in divisions if bool(r[5]) != bool(r[6])] == []
    assert [r for r in divisions if r[5] and not (73 < float(r[5]) < 136 and 3 < float(r[6]) < 54)] == []


def test_tables_are_sorted(divisions: list[Row], areas: list[Row]) -> None:
    for table in (divisions, areas):
        assert [r[0] for r in table] == sorted(r[0] for r in table)


def test_changes_lead_to_places_that_are(divisions: list[Row]) -> None:
    names = {code: name for code, name, *_ in divisions}
    kinds = {"renamed", "county_to_city", "to_district", "prefecture_to_city", "upgraded", "recoded", "merged", "split"}
    changes = list(rows("gazetteer/changes.csv", ("code", "old_name", "new_code", "new_name", "year", "kind")))
    assert len(changes) > 300
    for code, old, new, name, year, kind in changes:
        assert names.get(new) == name, (code, old)
        assert old
        assert re.fullmatch(r"\d{6}", code)
        assert 2009 <= int(year) <= 2026
        assert kind in kinds


def test_short_forms_set_by_hand_are_those_of_the_table(divisions: list[Row]) -> None:
    short = {code: s for code, _, _, _, s, *_ in divisions}
    overrides = list(rows("gazetteer/overrides.csv", ("code", "short", "comment")))
    assert doubles([code for code, *_ in overrides]) == []
    assert [code for code, s, _ in overrides if short.get(code) != s] == []


def test_the_gazetteer_holds_every_row(divisions: list[Row], areas: list[Row]) -> None:
    g = gazetteer()
    assert len(g.places) == len(divisions) + len(areas)
    for code, name, _, _, short, *_ in chain(divisions, areas):
        assert all(code in g.named(n) for n in (name, *short.split("|")) if n)


# ---------------------------------------------------------------- lexicons

TABLES = {
    "cues": ("word", "relation", "role"), "generic": ("word",), "industries": ("word",), "organs": ("short", "full", "what"),
    "posts": ("word", "rank"), "qualities": ("word",), "suffixes": ("suffix", "type", "kind", "strength"), "units": ("unit", "what"),
    "traditional": ("traditional", "simplified"), "acts": ("word", "act"), "surnames": ("word",), "given": ("word", "kind"),
    "honours": ("word", "where"), "heads": ("word",), "phrases": ("word", "where"),
    "departments": ("word",), "placewords": ("word", "needs"),
}  # fmt: skip


def test_every_lexicon_is_tested() -> None:
    assert {p.stem for p in (seeds_dir() / "lexicon").glob("*.csv")} == set(TABLES)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_lexicon_words_are_unique_and_clean(name: str) -> None:
    table = list(rows(f"lexicon/{name}.csv", TABLES[name]))
    assert len(table) > (10 if name in ("heads", "phrases") else 30)
    assert doubles([r[0] for r in table]) == []
    assert [r for r in table for cell in r if cell != cell.strip()] == []
    assert all(r[0] for r in table)


def test_cues_speak_of_known_relations_and_roles() -> None:
    for word, (relation, role) in lexicon().cues.items():
        assert relation in RELATIONS, word
        assert role in ROLES if relation == "runs" else role == "", word


def test_place_words_need_the_place_above_somewhere() -> None:
    assert set(lexicon().place_words.values()) == {"before", "article", "level", "never"}


def test_suffixes_belong_to_known_types() -> None:
    for suffix in lexicon().suffixes.values():
        assert suffix.type in ENTITY_TYPES
        assert suffix.strength in (1, 2, 3)
        if suffix.type == "Program":
            assert suffix.kind in KINDS["Program"]


def test_organs_have_a_longer_official_name() -> None:
    for short, full in lexicon().organs.items():
        assert len(full) >= len(short)
        assert short not in lexicon().generic or len(short) <= 3


# ---------------------------------------------------------------- gold graphs

GOLD = sorted((ROOT / "seeds" / "gold").glob("*.json"))
CORPUS = sorted((ROOT / "seeds" / "corpus").glob("*.json"))


def load(path: Path) -> tuple[dict[str, Any], str]:
    gold = json.loads(path.read_text(encoding="utf-8"))
    return gold, path.with_name(gold["doc"]).read_text(encoding="utf-8")


def test_there_are_enough_annotated_articles() -> None:
    assert sum(len(load(p)[0]["articles"]) for p in CORPUS) >= 40
    assert sum(len(load(p)[0]["articles"]) for p in GOLD) >= 120


def test_every_text_has_its_graph_and_every_graph_its_text() -> None:
    for folder in ("gold", "corpus"):
        here = ROOT / "seeds" / folder
        assert {p.stem for p in here.glob("*.txt")} == {p.stem for p in here.glob("*.json")}


def test_no_text_is_there_twice() -> None:
    assert doubles([fold(load(p)[1]) for p in (*GOLD, *CORPUS)]) == []


def test_splits_name_exactly_the_files_there_are() -> None:
    with (seeds_dir() / "gold" / "splits.csv").open(encoding="utf-8", newline="") as f:
        table = [(r["file"], r["split"]) for r in csv.DictReader(f)]
    assert doubles([name for name, _ in table]) == []
    assert {(seeds_dir() / "gold" / name).resolve() for name, _ in table} == {p.resolve() for p in (*GOLD, *CORPUS)}
    assert {split for _, split in table} == {"train", "test"}


def test_nothing_is_tested_on_what_was_trained_on() -> None:
    train, test = set(files("train")), set(files("test"))
    assert len(test) >= 20
    assert not train & test
    starts = {fold(a["start"]) for p in train for a in load(p)[0]["articles"]}
    assert not [p.name for p in test for a in load(p)[0]["articles"] if fold(a["start"]) in starts]


@pytest.mark.parametrize("path", [*GOLD, *CORPUS], ids=lambda p: p.stem)
def test_gold_follows_the_guideline(path: Path) -> None:
    gold, text = load(path)
    assert set(gold) == {"doc", "articles", "systems"}
    assert gold["doc"] == path.with_suffix(".txt").name
    entities: dict[str, dict[str, Any]] = {}
    assert doubles([a["id"] for a in gold["articles"]]) == []
    for article in gold["articles"]:
        assert set(article) == {"id", "title", "place", "start", "entities", "relations", "measures"}
        assert article["start"] in text
        assert article["title"]
        for e in article["entities"]:
            assert e["id"] not in entities, "ids are unique inside the file"
            entities[e["id"]] = e
            check_entity(e, text)
    for article in gold["articles"]:
        for r in article["relations"]:
            check_relation(r, entities, text)
        for m in article["measures"]:
            check_measure(m, entities, text)
        assert doubles([json.dumps(r, sort_keys=True) for r in article["relations"]]) == []
    for system in gold["systems"]:
        assert entities[system["entity"]]["type"] == "Program"
        assert system["article"] in {a["id"] for a in gold["articles"]}
        assert re.search(r"[A-Za-z]{3}", system["gist"]), "one English line"


def check_entity(e: dict[str, Any], text: str) -> None:
    where = f"{e['id']} {e['name']}"
    names = [e["name"], *e["aliases"], *e["local"]]
    assert e["type"] in ENTITY_TYPES, where
    assert e["kind"] in KINDS.get(e["type"], {None}), where
    assert isinstance(e["optional"], bool), where
    assert all(n and n == n.strip() for n in names), where
    assert not set(e["aliases"]) & set(e["local"]), where
    assert any(fold(n) in fold(text) for n in names), f"{where}: none of its names is in the text"
    if e["type"] == "Program":
        assert not re.search("[“”《》]", e["name"]), f"{where}: quotation marks stay out of names"


def check_relation(r: dict[str, Any], entities: dict[str, dict[str, Any]], text: str) -> None:
    where = f"{r['head']} {r['rel']} {r['tail']}"
    head, tail = entities[r["head"]], entities[r["tail"]]
    assert r["rel"] in RELATIONS, where
    assert head["type"] in SIGNATURES[r["rel"]][0], where
    assert tail["type"] in SIGNATURES[r["rel"]][1], where
    assert r["head"] != r["tail"], where
    assert (r.get("role") in ROLES) == (r["rel"] == "runs"), where
    assert bool(r.get("title")) == (r["rel"] == "holdsPost"), where
    assert r["optional"] or not (head["optional"] or tail["optional"]), f"{where}: required between optional entities"
    assert 0 < len(r["evidence"]) <= 60, where
    assert fold(r["evidence"]) in fold(text), f"{where}: {r['evidence']}"


def check_measure(m: dict[str, Any], entities: dict[str, dict[str, Any]], text: str) -> None:
    where = f"{m['subject']} {m['value']} {m['unit']}"
    assert m["subject"] in entities, where
    assert quantity(m["value"], m["unit"] or "")[0] >= 0, where
    assert m["what"], where
    assert fold(m["evidence"]) in fold(text), f"{where}: {m['evidence']}"
    assert m["optional"] or str(m["value"]).replace(",", "") in m["evidence"].replace(",", ""), where
