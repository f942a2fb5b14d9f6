"""What is known beforehand: how tables are read, what the gazetteer and the lexicons answer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SeedError
from graph.world import seeds
from graph.world.gazetteer import RANK, Former, Gazetteer, GazetteerPlace, gazetteer
from graph.world.lexicon import lexicon

# ---------------------------------------------------------------- tables


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty table t.csv that `rows` reads."""
    monkeypatch.setattr(seeds, "seeds_dir", lambda: tmp_path)
    return tmp_path / "t.csv"


def test_rows_come_in_the_order_of_the_columns_without_comments(table: Path) -> None:
    table.write_text('word,what,note\n# a remark,,\n三亚,"a, b",x\n\n海口,c,y\n', encoding="utf-8")
    assert list(seeds.rows("t.csv", ("word", "what"))) == [("三亚", "a, b"), ("海口", "c")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("word,what\n三亚\n", r"t\.csv:2: 1 cells, expected 2"),
        ("word,what\n三亚,b\n海口,b,c\n", r"t\.csv:3: 3 cells, expected 2"),
        ("word,kind\n三亚,b\n", r"t\.csv:1: expected the columns word,what, found word,kind"),
        ("", r"t\.csv:1: expected the columns word,what"),
    ],
)
def test_a_bad_row_is_an_error_that_names_its_line(table: Path, text: str, complaint: str) -> None:
    table.write_text(text, encoding="utf-8")
    with pytest.raises(SeedError, match=complaint):
        list(seeds.rows("t.csv", ("word", "what")))


def test_a_missing_table_says_what_to_do(table: Path) -> None:
    with pytest.raises(SeedError, match=r"t\.csv: missing; reinstall"):
        list(seeds.rows("t.csv", ("word",)))


def test_seeds_are_found_beside_or_inside_the_package() -> None:
    assert (seeds.seeds_dir() / "gazetteer" / "divisions.csv").is_file()


# ---------------------------------------------------------------- gazetteer


@pytest.fixture
def small() -> Gazetteer:
    return Gazetteer(
        [
            GazetteerPlace("1", "甲省", "province", "", ("甲",)),
            GazetteerPlace("11", "乙市", "city", "1", ("乙", "甲乙")),
            GazetteerPlace("111", "和平区", "county", "11", ("和平",)),
            GazetteerPlace("2", "丙市", "province", "", ()),
            GazetteerPlace("21", "和平区", "county", "2", ()),
        ],
        [("111", Former("太平县", "119", "2016", "to_district")), ("999", Former("无此县", "998", "2016", "merged"))],
    )


def test_places_above(small: Gazetteer) -> None:
    assert [p.code for p in small.ancestors("111")] == ["11", "1"]
    assert small.parent("1") == small.parent("nowhere") == ""
    assert small.path("111") == "甲省乙市和平区"


def test_within(small: Gazetteer) -> None:
    assert small.within("111", "1")
    assert small.within("111", "111")
    assert not small.within("1", "111")
    assert not small.within("21", "1")


def test_one_name_many_places_highest_first(small: Gazetteer) -> None:
    assert small.named("和平区") == ["111", "21"]
    assert small.named("甲") == ["1"]
    assert small.named("丁") == []


def test_an_old_name_means_the_present_place_where_there_is_one(small: Gazetteer) -> None:
    assert small.named("太平县") == ["111"]
    assert small.named("无此县") == []


def test_a_place_knows_what_it_was(small: Gazetteer) -> None:
    assert [(f.name, f.until) for f in small.former("111")] == [("太平县", "2016")]
    assert small.former("11") == []
    assert [(f.name, f.code, f.until, f.change) for f in gazetteer().former("371703")] == [("定陶县", "371727", "2016", "to_district")]
    assert [f.name for f in gazetteer().former("320509")] == ["吴江市"]
    assert {f.name for f in gazetteer().former("130606")} == {"北市区", "南市区"}


def test_the_longest_name_is_found(small: Gazetteer) -> None:
    text = "去甲乙,再去甲省乙市和平区。"
    assert [text[s:e] for s, e in small.find(text)] == ["甲乙", "甲省", "乙市", "和平区"]
    assert small.find("甲") == [], "one character is no name in a text"


PLACES = sorted(gazetteer().places)


@given(st.sampled_from(PLACES))
def test_every_place_hangs_on_a_province_or_is_a_region(code: str) -> None:
    g = gazetteer()
    chain = [g[code], *g.ancestors(code)]
    assert chain[-1].kind in ("province", "region")
    assert all(RANK[lower.kind] >= RANK[upper.kind] for lower, upper in pairwise(chain))
    assert g.path(code).endswith(g[code].name)
    assert code in g
    assert code in g.named(g[code].name)


def test_well_known_places() -> None:
    g = gazetteer()
    assert g["460200"].name == "三亚市"
    assert g.path("371703") == "山东省菏泽市定陶区"
    assert {"120101", "210102"} <= set(g.named("和平区"))
    assert g.named("密云县") == ["110118"]
    assert g["460200"].lon == pytest.approx(109.5, abs=0.5)
    assert g["460200"].lat == pytest.approx(18.25, abs=0.5)


# ---------------------------------------------------------------- lexicon


@pytest.mark.parametrize(
    ("name", "suffix", "type_"),
    [
        ("珠海松下马达有限公司", "有限公司", "Company"),
        ("三亚市人民政府", "人民政府", "Institution"),
        ("慧协商赋能平台", "平台", "Program"),
        ("三亚工匠学院", "工匠学院", "Program"),
        ("三亚学院", "学院", "Institution"),
    ],
)
def test_the_longest_suffix_decides(name: str, suffix: str, type_: str) -> None:
    found = lexicon().suffix_of(name)
    assert found is not None
    assert (found.text, found.type) == (suffix, type_)


def test_no_suffix() -> None:
    assert lexicon().suffix_of("慧协商") is None
    assert lexicon().suffix_of("") is None


def test_words_of_the_trade() -> None:
    words = lexicon()
    assert words.organs["人社局"] == "人力资源和社会保障局"
    assert words.cues["承办"] == ("runs", "organizer")
    assert words.units["人次"] == "person-time"
    assert "主席" in words.posts
    assert "教育" in words.industries
    assert "平台" in words.generic
