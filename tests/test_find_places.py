"""Places: what is one, which of several of its name it is, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stages import places, reading

from graph.find.places import find_places
from graph.world.gazetteer import gazetteer


def found(text: str) -> list[tuple[str, str]]:
    """(name, code) of every place, in text order."""
    return [(m.name, m.code) for m in places(text)]


# ---------------------------------------------------------------- which one


@pytest.mark.parametrize(("before", "code"), [("天津市", "120101"), ("沈阳市", "210102"), ("辽宁省沈阳市", "210102"), ("天津", "120101")])
def test_the_place_before_it_says_which_heping_it_is(before: str, code: str) -> None:
    assert found(f"{before}和平区总工会开展活动。")[-1] == ("和平区", code)


def test_the_rest_of_the_article_says_which_heping_it_is() -> None:
    assert ("和平区", "120101") in found("天津市总工会开展活动。职工走进和平区参加培训。")
    assert ("和平区", "210102") in found("沈阳市总工会开展活动。职工走进和平区参加培训。")


def test_two_of_one_name_stay_apart_in_one_article() -> None:
    assert [c for n, c in found("天津市和平区总工会开展活动。沈阳市和平区总工会同日签约。") if n == "和平区"] == ["120101", "210102"]


def test_what_nothing_settles_stays_open() -> None:
    (place,) = places("在和平区,职工参加培训。")
    assert (place.code, place.kind, place.sure) == ("", "county", False)


def test_a_chain_is_resolved_from_both_ends() -> None:
    text = "浙江省嘉兴市平湖市林埭镇总工会成立。"
    assert [c for _, c in found(text)] == ["330000", "330400", "330482", "330482107"]


def test_the_chain_before_a_name_is_found() -> None:
    r = reading("近日,海南省三亚市总工会开展活动。")
    all_places = find_places(r)
    inner = all_places.by_end[r.text.index("总工会")]
    assert inner.code == "460200"
    assert all_places.chain_start(inner) == r.text.index("海南省")


def test_neighbours_that_are_no_chain_stay_two() -> None:
    r = reading("海口市三亚市总工会签约。")
    all_places = find_places(r)
    inner = all_places.by_end[r.text.index("总工会")]
    assert all_places.chain_start(inner) == r.text.index("三亚市")


# ---------------------------------------------------------------- short and old forms


def test_a_short_form_is_a_place_where_the_tagger_sees_one() -> None:
    assert found("三亚举办讲座,职工参加。") == [("三亚", "460200")]
    assert found("海南职工参加培训。") == [("海南", "460000")]


@pytest.mark.parametrize("text", ["他把握长治久安的要求。", "在秀峰看望职工。", "和平年代的劳动者。"])
def test_a_short_form_inside_ordinary_words_is_none(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("芷江县总工会开展活动。", "芷江县", "431228"),
        ("化隆县总工会开展活动。", "化隆县", "630224"),
        ("延边州总工会开展活动。", "延边州", "222400"),
        ("保定高新区总工会成立。", "保定高新区", "130671"),
    ],
)
def test_the_usual_form_of_a_long_official_name_is_a_place(text: str, name: str, code: str) -> None:
    assert (name, code) in found(text)


def test_a_name_of_former_days_means_its_successor() -> None:
    assert found("密云县总工会开展活动。") == [("密云县", "110118")]


def test_a_city_in_the_name_of_a_firm_is_a_place() -> None:
    assert found("国网大连供电公司开展服务。") == [("大连", "210200")]


def test_a_common_word_is_a_place_only_behind_the_city_that_has_it() -> None:
    assert found("阳泉市矿区总工会开展活动。")[-1] == ("矿区", "140303")
    assert found("三亚市矿区总工会开展活动。") == [("三亚市", "460200")]


# ---------------------------------------------------------------- what is none


@pytest.mark.parametrize("text", ["广西桂林市秀峰社区服务职工。", "走进秀峰社区看望职工。"])
def test_a_community_is_not_the_district_of_its_name(text: str) -> None:
    assert not [m for m in places(text) if m.kind == "county"]


def test_a_city_before_the_word_community_is_still_the_city() -> None:
    assert ("武汉", "420100") in found("湖北武汉社区工作者报名参加培训。")


@pytest.mark.parametrize(
    "text", ["各区总工会参加活动。", "全区职工参加活动。", "老城区和新区同步推进。", "高新区和开发区的职工都来了。", "走进社区、园区。"]
)
def test_kinds_of_places_are_no_places(text: str) -> None:
    assert found(text) == []


# ---------------------------------------------------------------- zones, regions, villages


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("雄安新区总工会成立。", "雄安新区", "zone"),
        ("山东省青岛西海岸新区总工会成立。", "青岛西海岸新区", "zone"),
        ("京津冀三地工会签约。", "京津冀", "region"),
        ("长三角地区职工参加活动。", "长三角地区", "region"),
    ],
)
def test_zones_and_regions_are_places(text: str, name: str, kind: str) -> None:
    assert (name, kind) in [(m.name, m.kind) for m in places(text)]


def test_a_zone_that_no_table_has_is_placed_by_what_stands_before_it() -> None:
    zone = next(m for m in places("菏泽市高新区总工会开展共建。") if m.kind == "zone")
    assert (zone.name, zone.code, zone.parent) == ("菏泽市高新区", "", "371700")


def test_a_village_knows_the_town_before_it() -> None:
    village = places("平湖市钟埭街道沈家弄社区服务点启用。")[-1]
    assert (village.name, village.kind, village.code, village.parent) == ("沈家弄社区", "village", "", "330482002")


def test_a_village_named_once_in_full_is_known_again() -> None:
    villages = [m for m in places("平湖市钟埭街道沈家弄社区服务点启用。随后,沈家弄社区职工报名。") if m.kind == "village"]
    assert [v.parent for v in villages] == ["330482002", "330482002"]


# ---------------------------------------------------------------- home


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("海南省三亚市总工会在三亚举办讲座。海口职工也来了。", "460200"),
        ("天津市和平区总工会开展活动。天津市民点赞。", "120101"),
        ("雄安新区总工会成立。", "xiongan-xinqu"),
        ("各级工会要发挥作用。", ""),
        ("长三角地区职工参加活动。", ""),
    ],
)
def test_an_article_is_at_home_where_its_union_is(text: str, home: str) -> None:
    assert find_places(reading(text)).home == home


# ---------------------------------------------------------------- law

CITIES = sorted(p.code for p in gazetteer().places.values() if p.kind in ("county", "city") and p.parent and p.name[-1] in "市区县旗州盟")


@given(st.sampled_from(CITIES))
def test_any_place_behind_its_superior_is_found_and_is_that_place(code: str) -> None:
    g = gazetteer()
    text = f"近日,{g[g.parent(code)].name}{g[code].name}总工会开展活动。"
    hits = [m for m in places(text) if m.span.end == text.index("总工会")]
    assert [m.code for m in hits] == [code]


@given(
    st.lists(
        st.sampled_from(
            ["天津市", "和平区", "三亚", "林埭镇", "秀峰", "社区", "高新区", "祥中村", "总工会", "职工", ",", "。", "的", "在"]
        ),
        max_size=14,
    )
)
def test_mentions_are_printed_where_they_say(words: list[str]) -> None:
    text = "".join(words) or "。"
    r = reading(text)
    for m in find_places(r).mentions:
        printed = r.cut(m.span)
        assert printed.endswith(m.name) or m.name.endswith(printed) or (m.kind == "zone" and m.name.startswith(printed[:1]))
        assert m.code == "" or m.code in gazetteer()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("泗洪县总工会会同县人社局走访。", ["泗洪县"]),
        ("湖南省怀化市会同县总工会走访。", ["湖南省", "怀化市", "会同县"]),
        ("香河县总工会和县家具商会走访。", ["香河县"]),
        ("马鞍山市和县总工会走访。", ["马鞍山市", "和县"]),
        ("永新县总工会开展“安康杯”竞赛,打造安康三道岗。", ["永新县"]),
        ("泗洪县农业农村局走访化工园区。", ["泗洪县"]),
        ("由县财政和县总按6比4分担。", []),
        ("新干县是箱包之乡。", ["新干县"]),
    ],
)
def test_words_that_are_names_of_places_as_well(text: str, found: list[str]) -> None:
    assert [p.name for p in places(text)] == found
