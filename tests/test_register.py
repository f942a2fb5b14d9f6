"""The alias register: what always means the same, what never does."""

from __future__ import annotations

import pytest

from graph.errors import SeedError
from graph.identity import entity_iri
from graph.model import LocalEntity
from graph.pipeline import extract
from graph.read.decode import decode
from graph.world.register import Register, register


def unions(text: str) -> dict[str, LocalEntity]:
    return {e.name: e for x in extract(decode("a.txt", text.encode())) for e in x.entities if e.type == "Union"}


def test_a_registered_alias_leads_to_the_official_name_and_stays_a_name() -> None:
    found = unions("本报讯 近日,中国国防邮电工会启动活动。据了解,国防邮电工会将继续推进这项工作。")
    assert "国防邮电工会" not in found
    assert "中国国防邮电工会" in found
    full = unions("本报讯 近日,中国国防邮电工会启动活动。")["中国国防邮电工会"]
    short = unions("本报讯 近日,中国国防邮电工会启动活动。国防邮电工会负责。")["中国国防邮电工会"]
    assert entity_iri(full.key) == entity_iri(short.key)


def test_forbidden_pairs_hold_in_both_directions_and_through_aliases() -> None:
    parent, listed = "中国石油天然气集团有限公司", "中国石油天然气股份有限公司"
    r = Register({("Company", "中石油"): parent}, {("Company", parent, listed)})
    assert r.forbidden("Company", listed, "中石油")
    assert not r.forbidden("Institution", listed, "中石油")


def test_contradictions_are_refused() -> None:
    with pytest.raises(SeedError, match="both an official name and an alias"):
        Register({("Company", "甲"): "乙", ("Company", "乙"): "丙"}, set())
    with pytest.raises(SeedError, match="same and distinct"):
        Register({("Company", "甲"): "乙"}, {("Company", "甲", "乙")})


def test_every_row_of_the_bundled_register_holds() -> None:
    assert register().official("Union", "全总") == "中华全国总工会"
    assert register().official("Union", "三亚市总工会") == "三亚市总工会"
    assert register().forbidden("Company", "国家电网", "南方电网")
