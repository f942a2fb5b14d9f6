"""Mentions → entities: bare names completed, short and long names drawn together, namesakes kept apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stages import entity, linked, meant, reading

from graph.find.places import find_places
from graph.find.unions import find_unions
from graph.identity import entity_iri, iri
from graph.link.desk import Desk
from graph.link.entities import Linked, link
from graph.link.firms import abbreviates
from graph.link.names import at_level, core, federation_name, federation_names, level_prefix, name_scope, place_names, placed_names
from graph.link.nesting import owner_in
from graph.link.programs import same_on_page
from graph.model import ENTITY_TYPES, LocalEntity, Mention, Span
from graph.world.gazetteer import gazetteer


def partner(table: dict[int, LocalEntity], e: LocalEntity) -> str:
    return table[id(e)].name if id(e) in table else ""


# ---------------------------------------------------------------- federations


@pytest.mark.parametrize("printed", ["三亚市总工会", "三亚市总", "海南省三亚市总工会", "海南三亚市总", "三亚总工会"])
def test_a_federation_is_the_same_under_every_name(printed: str) -> None:
    union = entity(linked(f"近日,{printed}出台措施。"), printed)
    assert entity_iri(union.key) == iri("union", "460200") == "https://w3id.org/unionkg/id/union/460200"
    assert union.name == "三亚市总工会"


def test_a_federation_of_a_district_carries_its_city() -> None:
    one = entity(linked("天津市和平区总工会开展活动。"), "天津市和平区总工会")
    two = entity(linked("沈阳市和平区总开展活动。"), "沈阳市和平区总工会")
    assert {entity_iri(one.key), entity_iri(two.key)} == {iri("union", "120101"), iri("union", "210102")}


def test_a_zone_that_names_its_city_does_so_once() -> None:
    union = entity(linked("保定高新区总工会成立。"), "保定高新区总工会")
    assert union.name == "保定高新技术产业开发区总工会"
    assert not [n for n in union.aliases if n.count("保定") > 1]


def test_a_federation_lies_where_its_name_says() -> None:
    of = linked("海南省三亚市总工会出台措施。")
    assert partner(of.located, entity(of, "三亚市总工会")) == "三亚市"


def test_the_national_federation() -> None:
    of = linked("中华全国总工会发布文件。全总要求落实,全国总工会将检查。")
    union = entity(of, "中华全国总工会")
    assert union.aliases == {"全国总工会", "全总"}
    assert meant(of, "全总").entity is union


@pytest.mark.parametrize("phrase", ["工会服务水平", "维权援助等服务", "阵地力量下沉"])
def test_a_phrase_names_no_programme(phrase: str) -> None:
    of = linked(f"三亚市总工会推动{phrase}。", ("Program", phrase))
    assert not [e for e in of.entities if e.type == "Program"]
    assert [r.what for r in of.rejections] == [phrase]


def test_a_programme_is_one_without_its_head_noun_too() -> None:
    of = linked("三亚市总工会实施创新驱动工程。创新驱动见成效。", ("Program", "创新驱动工程"), ("Program", "创新驱动"))
    assert [e.name for e in of.entities if e.type == "Program"] == ["创新驱动工程"]


@pytest.mark.parametrize("printed", ["团市委", "三亚团市委", "共青团三亚市委", "共青团三亚市委员会"])
def test_committees_of_the_youth_league_are_one(printed: str) -> None:
    of = linked(f"海南省三亚市总工会联合{printed}举办活动。", ("Institution", printed))
    assert [e.name for e in of.entities if e.type == "Institution"] == ["共青团三亚市委"]


def test_a_zone_that_no_gazetteer_knows_has_its_federation_too() -> None:
    of = linked("三亚市高新区总工会成立。区总工会设立专区,区总提供支持。")
    assert [m.entity.name for m in of.mentions if m.entity.type == "Union"] == ["三亚市高新区总工会"] * 3


@pytest.mark.parametrize(
    ("text", "local", "name"),
    [
        ("海南省三亚市总工会出台措施。市总每年安排资金。", "市总", "三亚市总工会"),
        ("海南省三亚市总工会出台措施。省总要求落实。", "省总", "海南省总工会"),
        ("天津市和平区总工会开展活动。区总表示支持。", "区总", "天津市和平区总工会"),
        ("山东嘉祥县总走访企业。县总工会主席介绍。", "县总工会", "嘉祥县总工会"),
        ("新疆维吾尔自治区阿克苏地区库车市总工会开展活动。自治区总工会支持。", "自治区总工会", "新疆维吾尔自治区总工会"),
        ("平湖市林埭镇总工会成立。镇总工会主席到场。", "镇总工会", "林埭镇总工会"),
        ("平湖市总工会开展活动。市总还走访企业。", "市总", "平湖市总工会"),
    ],
)
def test_a_bare_federation_is_completed_from_its_article(text: str, local: str, name: str) -> None:
    of = linked(text)
    mention = meant(of, local, 1 if text.index(local) < text.index("。") else 0)
    assert (mention.entity.name, mention.how) == (name, "local")


def test_of_two_cities_a_bare_federation_is_the_one_last_named() -> None:
    of = linked("海口市总工会开展活动。三亚市总工会开展活动。三亚市总走访企业,市总还支持职工。")
    assert meant(of, "市总", 3).entity.name == "三亚市总工会"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("吉安市总工会启动行动。新干县总工会派人。\n在永新县,县总办班。", "永新县总工会"),  # the place that the paragraph opens with
        ("徐州市总工会启动行动。\n邳州市总工会备赛。\n新沂市另开赛场,市总主办。", "新沂市总工会"),
        ("徐州市总工会启动行动。徐州市总工会拨款。\n邳州市总工会备赛。\n总结会上,市总表示满意。", "徐州市总工会"),  # a new paragraph: home
        ("张掖市总工会启动行动。\n山丹县总工会备赛。\n花期短,县总抓紧。", "山丹县总工会"),  # home is no county: the one named last
    ],
)
def test_a_bare_level_is_that_of_its_paragraph(text: str, name: str) -> None:
    bare = text[text.rindex("总") - 1 : text.rindex("总") + 1]
    of = linked(text)
    at = text.rindex(bare)
    assert [m.entity.name for m in of.mentions if m.span.start == at and m.entity.type == "Union"] == [name]


@pytest.mark.parametrize("ending", ["镇", "经济区"])
def test_a_place_that_no_gazetteer_knows_has_its_federation(ending: str) -> None:
    name = f"花口沿{ending}总工会"
    of = linked(f"大连市总工会开会。{name}派人参加。", ("Union", name))
    union = entity(of, name)
    assert partner(of.located, union) == f"花口沿{ending}"
    assert union.key != entity(of, "大连市总工会").key


@pytest.mark.parametrize("printed", ["各镇总工会", "两县总工会", "开发区总工会", "自治区总工会", "希望镇总工会"])
def test_a_bare_kind_of_place_is_no_place(printed: str) -> None:
    of = linked(f"大连市总工会开会。{printed}派人参加。", ("Union", printed))
    assert [e.name for e in of.entities if e.type == "Union"] == ["大连市总工会"]


@pytest.mark.parametrize("firm", ["三亚港务有限公司", "四川蜀川能源有限公司", "两江机械有限公司"])
def test_names_that_begin_with_a_numeral_are_no_counts(firm: str) -> None:
    of = linked(f"{firm}工会开展活动。", ("Union", firm + "工会"))
    assert [e.name for e in of.entities if e.type == "Union"] == [firm + "工会"]


@pytest.mark.parametrize("order", [0, 1])
def test_a_league_is_one_under_its_short_name(order: int) -> None:
    full, short = "泗洪县河蟹行业工会联合会", "河蟹行业工会联合会"
    first, second = (full, short)[:: 1 - 2 * order]
    of = linked(f"泗洪县总工会指导{first}协商。今年,{second}签约。", ("Union", full), ("Union", short))
    assert [e.name for e in of.entities if e.type == "Union" and "联合会" in e.name] == [full]


def test_a_league_is_known_by_its_last_noun() -> None:
    of = linked("泗洪县河蟹行业工会联合会签约。联合会主席到场。", ("Union", "泗洪县河蟹行业工会联合会"))
    assert meant(of, "联合会", 1).entity.name == "泗洪县河蟹行业工会联合会"


@pytest.mark.parametrize("text", ["近日,市总工会开展活动。", "近日,公司工会开展活动。", "天津市总工会开展活动。近日,县总帮助职工。"])
def test_what_nothing_completes_is_rejected_with_a_reason(text: str) -> None:
    of = linked(text)
    (rejection,) = of.rejections
    assert rejection.stage == "link"
    assert rejection.reason
    assert rejection.evidence is not None
    assert rejection.what in rejection.evidence.exact
    assert all(e.type != "Union" or e.name == "天津市总工会" for e in of.entities)


@pytest.mark.parametrize(
    "text", ["海南省三亚市总工会出台措施。市总工会、省总、该市总工会参加。", "天津市和平区总工会开展活动。区总、区总工会。"]
)
def test_local_names_stay_inside_their_article(text: str) -> None:
    of = linked(text)
    for e in of.entities:
        assert not [n for n in {e.name, *e.aliases} if level_prefix(n) and n.endswith(("总", "总工会"))]
    assert any(e.local for e in of.entities)


# ---------------------------------------------------------------- other unions


def test_an_industry_union_is_placed_by_its_name_or_by_the_article() -> None:
    of = linked("江苏省教育科技工会印发文件。省教育科技工会要求落实。中国国防邮电工会发言。")
    union = entity(of, "江苏省教育科技工会")
    assert union.local == {"省教育科技工会"}
    assert partner(of.located, union) == "江苏省"
    assert entity(of, "中国国防邮电工会").scope == ""


def test_an_enterprise_union_serves_its_company() -> None:
    of = linked("珠海松下马达有限公司工会开展活动。", ("Union", "珠海松下马达有限公司工会"))
    union = entity(of, "珠海松下马达有限公司工会")
    assert partner(of.serves, union) == "珠海松下马达有限公司"
    assert entity(of, "珠海松下马达有限公司").type == "Company"


def test_the_companys_union_is_that_of_the_company_named_before() -> None:
    of = linked("珠海松下马达有限公司开展活动。公司工会帮助职工。", ("Company", "珠海松下马达有限公司"))
    union = meant(of, "公司工会").entity
    assert union.name == "珠海松下马达有限公司工会"
    assert union.local == {"公司工会"}
    assert "公司工会" not in union.aliases
    assert partner(of.serves, union) == "珠海松下马达有限公司"


def test_a_union_of_an_institution_serves_an_institution() -> None:
    of = linked("武汉市第一医院工会举办活动。", ("Union", "武汉市第一医院工会"))
    union = entity(of, "武汉市第一医院工会")
    assert of.serves[id(union)].type == "Institution"


def test_a_union_of_a_community_is_placed_there() -> None:
    of = linked("平湖市联营社区工会服务职工。")
    assert partner(of.located, entity(of, "联营社区工会")) == "联营社区"


# ---------------------------------------------------------------- companies


def test_short_and_long_names_of_a_company_are_one() -> None:
    names = ("Company", "珠海松下马达有限公司"), ("Company", "松下马达公司")
    for text in ("珠海松下马达有限公司开展活动。松下马达公司职工参加。", "松下马达公司开展活动。珠海松下马达有限公司职工参加。"):
        of = linked(text, *names)
        company = entity(of, "珠海松下马达有限公司")
        if text.startswith("珠海"):
            assert entity(of, "松下马达公司") is company
    of = linked("松下马达公司开展活动。珠海松下马达公司职工参加。", ("Company", "松下马达公司"), ("Company", "珠海松下马达公司"))
    assert entity(of, "松下马达公司").name == "珠海松下马达公司"


FULL = "江苏捷顺物流科技有限公司"


@pytest.mark.parametrize(
    ("short", "full", "same"),
    [
        ("捷顺", FULL, True),  # the brand
        ("捷顺物流", FULL, True),
        ("捷顺公司", FULL, True),
        ("江苏捷顺公司", FULL, True),
        ("捷顺科技公司", FULL, True),  # characters in their order
        ("安捷顺物流", FULL, False),
        ("捷顺集团", FULL, False),  # a group is no single firm
        ("海南捷顺公司", FULL, False),  # another place
        ("捷顺南通分公司", FULL, False),
        ("捷顺南通分公司", FULL + "南通分公司", True),
        ("捷顺公司", FULL + "南通分公司", False),  # the firm is not its branch
        ("南通分公司", FULL + "南通分公司", True),
        ("捷顺防城港项目部", FULL + "防城港海上风电项目部", True),
        ("恒源鞋业", "恒源鞋业(福建)有限公司", True),
        ("恒源鞋业有限公司", "恒源鞋业(福建)有限公司", False),  # legal names differ by every character
        ("新疆天业", "新疆天业(集团)有限公司", True),
        ("天业集团", "新疆天业(集团)有限公司", True),
        ("天业集团", "新疆天业集团化工有限公司", False),  # the daughter
        ("中国电信", "中国电信天翼云科技有限公司", False),
        ("农行鞍山分行", "中国农业银行鞍山分行", True),
        ("锦州工务段", "鞍山工务段", False),
        ("大连工务段", "大连工务段海城线路车间", False),
        ("德邦", "德邦物流", True),
        ("海南捷顺达公司", "江苏捷顺达物流有限公司", False),  # another place
        ("湖州安达公司", "安达物流有限公司", False),  # two characters are too few without the place
        ("中国移动", "中国移动通信集团有限公司", True),
        ("捷顺", "捷顺南通物流有限公司", False),  # the daughter there
        ("捷顺", "捷顺第二建筑有限公司", False),
        ("绿洲食品", "金绿洲食品有限公司", True),  # the end of it
    ],
)
def test_which_short_name_means_which_firm(short: str, full: str, same: bool) -> None:
    assert abbreviates(short, full) is same


def test_of_two_firms_a_bare_unit_is_that_of_the_one_named_last() -> None:
    one, two = "三亚煤业有限公司红沙矿", "平湖煤业有限公司新埭矿"
    of = linked(f"{one}停产。{two}复工。新埭矿职工满意。", ("Company", one), ("Company", two), ("Company", "新埭矿"))
    assert meant(of, "新埭矿", 1).entity.name == two


def test_of_two_firms_a_short_name_means_the_one_named_last() -> None:
    one, two = "捷顺物流有限公司", "捷顺电子有限公司"
    of = linked(f"{one}停产。{two}复工。捷顺职工满意。", ("Company", one), ("Company", two), ("Company", "捷顺"))
    assert meant(of, "捷顺", 2).entity.name == two


@pytest.mark.parametrize("late", [True, False])
def test_the_union_of_a_firm_in_short_is_that_of_the_firm(late: bool) -> None:
    full, short = "铜岭冶金有限公司", "铜岭冶金"
    text = f"{short}工会举办比赛。{full}出资。" if late else f"{full}出资。{short}工会举办比赛。"
    of = linked(text, ("Company", full), ("Union", short + "工会"))
    union = entity(of, short + "工会")
    assert union.name == full + "工会"
    assert partner(of.serves, union) == full


def test_the_end_of_two_names_means_neither() -> None:
    leagues = "平湖市童装行业工会联合会", "嘉善县童装行业工会联合会"
    of = linked(f"{leagues[0]}、{leagues[1]}成立。", *(("Union", n) for n in leagues))
    desk = Desk(of.reading, of.places, {})
    desk.linked = of
    short = LocalEntity("Union", "童装行业工会联合会", "", set(), set())
    of.entities.append(short)
    desk.join_tails()
    assert short in of.entities
    of.entities.remove(entity(of, leagues[1]))
    desk.join_tails()
    assert short not in of.entities


def test_the_end_of_a_name_means_it_where_only_one_ends_so() -> None:
    league = "平湖市童装行业工会联合会"
    of = linked(f"{league}成立。后来,童装行业工会联合会开会。", ("Union", league), ("Union", "童装行业工会联合会"))
    assert entity(of, "童装行业工会联合会").name == league


@pytest.mark.parametrize("unit", ["安全环保部", "机修车间", "二公司"])
def test_a_bare_unit_bears_the_name_of_its_firm(unit: str) -> None:
    type_ = "Institution" if unit.endswith("部") else "Company"
    of = linked(f"三亚港务有限公司举办比赛。三亚港务有限公司工会说,{unit}得奖。", ("Company", "三亚港务有限公司"), (type_, unit))
    part = entity(of, unit)
    assert part.name == "三亚港务有限公司" + unit
    assert partner(of.parents, part) == "三亚港务有限公司"


def test_a_unit_goes_with_its_firm_when_the_full_name_comes_late() -> None:
    names = [("Company", name) for name in ("港务公司", "机修车间", "三亚港务有限公司")]
    of = linked("港务公司停产。机修车间抢修。三亚港务有限公司复工。", *names)
    assert entity(of, "机修车间").name == "三亚港务有限公司机修车间"


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("凯里学院美术与设计学院", "凯里学院"),
        ("凯里学院镇远分院", "凯里学院"),
        ("凯里学院镇远教学点", "凯里学院"),
        ("凯里学院镇远校区", "凯里学院"),
        ("凯里学院书法教研室", "凯里学院"),
        ("凯里学院焊接实训基地", "凯里学院"),
        ("平湖市图书馆新埭分馆", "平湖市图书馆"),
        ("凯里学院", ""),
    ],
)
def test_the_owner_in_the_name_of_a_part(name: str, owner: str) -> None:
    found = owner_in(name)
    assert (found[0] if found else "") == owner


def test_a_branch_is_part_of_its_parent() -> None:
    of = linked("国网冀北电力有限公司秦皇岛供电分公司举办活动。", ("Company", "国网冀北电力有限公司秦皇岛供电分公司"))
    branch = entity(of, "国网冀北电力有限公司秦皇岛供电分公司")
    assert partner(of.parents, branch) == "国网冀北电力有限公司"
    assert entity(of, "国网冀北电力有限公司") is not branch


@pytest.mark.parametrize(
    ("part", "type_", "owners"),
    [
        ("平湖学院陶瓷与设计学院", "Institution", ["平湖学院"]),
        ("平湖市人民法院新埭法庭", "Institution", ["平湖市人民法院"]),
        ("三亚港务集团有限公司机修车间", "Company", ["三亚港务集团有限公司"]),
        ("三亚煤业集团红沙矿掘进工区", "Company", ["三亚煤业集团红沙矿", "三亚煤业集团"]),
        ("三亚港务集团海棠物流公司", "Company", ["三亚港务集团"]),
        ("平湖学院法学院", "Institution", ["平湖学院"]),
        ("平湖矿业大学(三亚)采矿学院", "Institution", ["平湖矿业大学(三亚)"]),
        ("平湖开放大学新埭分校", "Institution", ["平湖开放大学"]),
        ("平湖市图书馆新埭分馆", "Institution", ["平湖市图书馆"]),
        ("三亚港务集团有限公司", "Company", []),
        ("三亚市公安局交通警察支队", "Institution", []),
    ],
)
def test_an_organisation_inside_the_name_of_its_part_is_one_of_its_own(part: str, type_: str, owners: list[str]) -> None:
    of = linked(f"{part}举办活动。", (type_, part))
    chain, e = [], entity(of, part)
    while id(e) in of.parents:
        e = of.parents[id(e)]
        chain.append(e.name)
    assert chain == owners
    assert {e.name for e in of.entities if e.type in ("Company", "Institution")} == {part, *owners}


@pytest.mark.parametrize("first", ["江苏连云港港瑞集装箱码头公司", "港瑞集装箱码头公司"])
def test_a_short_name_that_comes_first_is_the_company_all_the_same(first: str) -> None:
    full = "连云港市港瑞集装箱码头有限公司"
    of = linked(f"{first}工会送清凉。连云港市总工会走访{full}。", ("Company", first), ("Company", full), ("Union", first + "工会"))
    assert [e.name for e in of.entities if e.type == "Company"] == [full]
    assert [e.name for e in of.entities if e.type == "Union" and not e.code] == [full + "工会"]


def test_a_company_is_one_wherever_it_is_named() -> None:
    iris = {
        entity_iri(entity(linked(text, ("Company", "珠海松下马达有限公司")), "珠海松下马达有限公司").key)
        for text in ("珠海松下马达有限公司开展活动。", "三亚市总工会走访珠海松下马达有限公司。")
    }
    assert len(iris) == 1


def test_anaphors_mean_the_nearest_of_their_kind() -> None:
    of = linked(
        "珠海松下马达有限公司与三亚技师学院合作。该公司职工参加,该学院支持。",
        ("Company", "珠海松下马达有限公司"), ("Institution", "三亚技师学院"),
    )  # fmt: skip
    assert (meant(of, "该公司").entity.name, meant(of, "该公司").how) == ("珠海松下马达有限公司", "anaphor")
    assert "该公司" not in entity(of, "珠海松下马达有限公司").aliases


# ---------------------------------------------------------------- institutions


def test_a_bare_organ_is_completed_from_the_articles_home() -> None:
    of = linked("江苏省总工会、省教育厅联合印发文件。", ("Institution", "省教育厅"))
    organ = entity(of, "江苏省教育厅")
    assert organ.local == {"省教育厅"}
    assert partner(of.located, organ) == "江苏省"


def test_an_organ_goes_by_its_short_and_its_official_name() -> None:
    of = linked("三亚市总工会与三亚市人社局签约。", ("Institution", "三亚市人社局"))
    assert entity(of, "三亚市人社局") is entity(of, "三亚市人力资源和社会保障局")


def test_courts_of_two_districts_of_one_name_stay_apart() -> None:
    iris = [
        entity_iri(entity(linked(f"{city}和平区总工会与和平区人民法院合作。", ("Institution", "和平区人民法院")), "和平区人民法院").key)
        for city in ("天津市", "沈阳市")
    ]
    assert len(set(iris)) == 2


def test_a_district_organ_is_one_whether_printed_bare_or_in_full() -> None:
    full = linked("天津市和平区总工会与和平区人社局合作。", ("Institution", "和平区人社局"))
    bare = linked("天津市和平区总工会与区人社局合作。", ("Institution", "区人社局"))
    assert entity(full, "和平区人社局").key == entity(bare, "区人社局").key


@pytest.mark.parametrize("first", ["三亚市人力资源和社会保障局", "三亚市人社局"])
def test_an_organ_is_one_in_its_article_whatever_it_is_called_first(first: str) -> None:
    of = linked(f"三亚市总工会与{first}签约。市人社局派员参加。", ("Institution", first), ("Institution", "市人社局"))
    assert [e.name for e in of.entities if e.type == "Institution"] == [first]


# ---------------------------------------------------------------- programmes, persons, documents


@pytest.mark.parametrize(
    ("short", "full", "programmes"),
    [
        ("创新驱动", "创新驱动工程", 1),
        ("金剪刀", "第三届金剪刀服装技能大赛", 1),
        ("金剪刀", "金剪刀服装工作室", 2),  # a house called after something is another thing
        ("三色卡", "集体合同三色卡评价机制", 1),
        ("两清单", "两清单、两报告制度", 2),  # 、 joins things of their own
        ("链上工匠学校", "链上工匠学校仁和分校", 2),
        ("嘉禾工匠学院", "嘉禾工匠学院技能竞赛", 2),  # a school is not its contest
    ],
)
def test_a_programme_goes_by_the_stem_of_its_name(short: str, full: str, programmes: int) -> None:
    of = linked(f"三亚市总工会开展{full}。今年,“{short}”惠及职工。", ("Program", full), ("Program", short))
    assert len([e for e in of.entities if e.type == "Program"]) == programmes


@pytest.mark.parametrize(
    ("text", "programmes"),
    [
        ("她用的“于工码”,是于都县总工会推出的职工综合服务平台。", 1), ("“于工码”——由于都县总工会推出的职工综合服务平台。", 1),
        ("“于工码”让人想起职工综合服务平台。", 2), ("“于工码”是好事,于都县总工会打造职工综合服务平台。", 1),
        ("“于工码”是好事。于都县总工会打造职工综合服务平台。", 2), ("“于工码”是职工综合服务平台的模块。", 2),
    ],
)  # fmt: skip
def test_what_a_definition_says_of_a_programme_is_no_second_one(text: str, programmes: int) -> None:
    of = linked(text, ("Program", "于工码"), ("Program", "职工综合服务平台"))
    assert len([e for e in of.entities if e.type == "Program"]) == programmes


@pytest.mark.parametrize(("other", "programmes"), [("“雅江托管”项目", 1), ("“雅江托管”服务日活动", 2)])
def test_what_is_quoted_alike_and_called_a_project_is_one(other: str, programmes: int) -> None:
    house = "“雅江托管”职工子女驿站"
    of = linked(f"三亚市总工会打造{house}。{other}惠及职工。", ("Program", house), ("Program", other))
    assert len([e for e in of.entities if e.type == "Program"]) == programmes


def test_a_project_quoted_as_two_things_are_is_neither() -> None:
    names = "“雅江托管”职工子女驿站", "“雅江托管”服务日活动", "“雅江托管”项目"
    of = linked(f"三亚市总工会打造{names[0]},举办{names[1]}。{names[2]}惠及职工。", *(("Program", n) for n in names))
    assert len([e for e in of.entities if e.type == "Program"]) == 3


@pytest.mark.parametrize(("name", "bare", "means"), [("割胶夜校", "夜校", True), ("骑手帮扶", "帮扶", False)])
def test_the_last_word_of_a_coined_name_means_it(name: str, bare: str, means: bool) -> None:
    of = linked(f"三亚市总工会打造{name}。今年,{bare}由工会办。", ("Program", name))
    found = [m.entity.name for m in of.mentions if of.reading.cut(m.span) == bare]
    assert found == ([name] if means else [])


def test_that_factory_is_what_is_called_a_factory() -> None:
    names = ("Company", "三亚钢铁有限公司炼铁厂"), ("Company", "平湖煤业有限公司")
    of = linked("三亚钢铁有限公司炼铁厂停产。平湖煤业有限公司复工。该厂职工满意。", *names)
    assert meant(of, "该厂").entity.name == "三亚钢铁有限公司炼铁厂"


@pytest.mark.parametrize(("headline", "programmes"), [("船员热线", 1), ("船员联盟", 2), ("骑手热线", 2)])
def test_what_only_the_headline_names_goes_by_what_it_is_like(headline: str, programmes: int) -> None:
    text = f"{headline}开通\n三亚市总工会开通船员娘家热线。"
    r = reading(text)
    r.article.headlines[:] = [Span(0, len(headline) + 2)]
    names = [Mention(Span(text.index(n), text.index(n) + len(n)), "Program", n, "test", 0.9) for n in (headline, "船员娘家热线")]
    places = find_places(r)
    of = link(r, places, find_unions(r, places), [], {}, names)
    assert len([e for e in of.entities if e.type == "Program"]) == programmes


def test_programmes_called_alike_on_one_page_are_one() -> None:
    def program(name: str, scope: str, *local: str) -> LocalEntity:
        return LocalEntity("Program", name, scope, set(), set(local))

    page = [
        [program("窑火夜校", "370300"), program("职工服务中心", "370300")],
        [program("窑火夜校", "320904", "夜校"), program("职工服务中心", "320904")],
    ]
    same_on_page(page)
    assert [[e.scope for e in entities] for entities in page] == [["320904", "370300"], ["320904", "320904"]]


def test_academies_of_two_cities_stay_apart() -> None:
    iris = {
        entity_iri(entity(linked(f"{city}总工会举办工匠学院。", ("Program", "工匠学院")), "工匠学院").key) for city in ("三亚市", "海口市")
    }
    assert len(iris) == 2


def test_platforms_of_one_name_in_two_cities_stay_apart() -> None:
    iris = {
        entity_iri(entity(linked(f"{city}总工会打造“慧协商”平台。", ("Program", "“慧协商”平台")), "慧协商平台").key)
        for city in ("三亚市", "海口市")
    }
    assert len(iris) == 2


def test_a_quoted_core_means_its_programme() -> None:
    of = linked("三亚市总工会打造“慧协商”赋能平台。“慧协商”帮助职工。该平台上线。", ("Program", "“慧协商”赋能平台"), ("Program", "慧协商"))
    program = entity(of, "慧协商赋能平台")
    assert "慧协商" in program.aliases
    assert meant(of, "该平台").entity is program
    assert "该平台" not in program.aliases
    assert program.kind == "platform"


@pytest.mark.parametrize(
    ("second", "programmes"), [("“云履职”平台", 1), ("“云履职”小程序", 1), ("“云履职”学历提升班", 2), ("“云履职”志愿服务队", 2)]
)
def test_one_system_goes_by_several_heads(second: str, programmes: int) -> None:
    text = f"三亚市总工会打造“云履职”应用场景。{second}上线。"
    of = linked(text, ("Program", "“云履职”应用场景"), ("Program", second))
    assert len([e for e in of.entities if e.type == "Program"]) == programmes


def test_a_programme_goes_without_the_place_before_it_wherever_the_article_is_at_home() -> None:
    of = linked("三亚市总工会开会。珠海市建会入会全覆盖专项行动启动。三亚市职工参加。", ("Program", "珠海市建会入会全覆盖专项行动"))
    assert "建会入会全覆盖专项行动" in entity(of, "珠海市建会入会全覆盖专项行动").aliases


@pytest.mark.parametrize("home", ["三亚市", "珠海市"])
def test_a_national_union_is_one_wherever_it_is_named(home: str) -> None:
    of = linked(f"{home}总工会开会。中国教科文卫体工会来访。", ("Union", "中国教科文卫体工会"))
    assert entity(of, "中国教科文卫体工会").key == ("Union", "", "中国教科文卫体工会")


def test_a_programme_is_named_after_its_owner_in_full() -> None:
    of = linked("清河县总工会打造县总职工健康服务站。", ("Program", "县总职工健康服务站"))
    program = entity(of, "县总职工健康服务站")
    assert program.name == "清河县总工会职工健康服务站"
    assert "县总职工健康服务站" not in program.aliases


def test_a_document_is_known_by_its_short_name_only_here() -> None:
    of = linked("三亚市总工会印发《关于加强工匠培养的指导意见》(以下简称《意见》)。《意见》提出要求。")
    document = entity(of, "关于加强工匠培养的指导意见")
    assert meant(of, "《意见》", 1).entity is document
    assert "意见" in document.local - document.aliases


def test_authors_are_no_entities() -> None:
    of = linked("三亚市总工会出台措施。张伟说,很好。", ("Person", "张伟"))
    assert entity(of, "张伟").scope == "460200"


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "level"), [("省教育厅", "省"), ("自治区总工会", "自治区"), ("市场监管局", ""), ("区域联盟", ""), ("县域经济", "")]
)
def test_the_bare_level_of_a_name(name: str, level: str) -> None:
    assert level_prefix(name) == level


@pytest.mark.parametrize(
    ("home", "level", "code"),
    [
        ("330482", "市", "330482"), ("330482", "省", "330000"), ("120101", "区", "120101"), ("120101", "市", "120000"),
        ("330482107", "镇", "330482107"), ("460200", "县", ""), ("222400", "州", "222400"), ("nowhere", "市", ""),
    ],
)  # fmt: skip
def test_a_level_above_home(home: str, level: str, code: str) -> None:
    assert at_level(home, level) == code


def test_official_names() -> None:
    assert federation_name("460200") == "三亚市总工会"
    assert federation_name("120101") == "天津市和平区总工会"
    assert {"三亚市总", "海南省三亚市总工会"} <= federation_names("460200")
    assert placed_names("330482", "人社局") == (
        "平湖市人社局",
        {h + r for h in ("平湖", "平湖市", "嘉兴市平湖市") for r in ("人社局", "人力资源和社会保障局")},
    )
    assert core("“慧协商”赋能平台") == "慧协商"
    assert core("赋能平台") == ""
    assert (name_scope("120101"), name_scope("460200"), name_scope("")) == ("120101", "", "")


CODES = sorted(p.code for p in gazetteer().places.values() if p.kind != "town")


@given(st.sampled_from(CODES))
def test_names_of_a_place_hold_its_official_name(code: str) -> None:
    names = place_names(code)
    assert gazetteer()[code].name in names
    assert all(len(n) > 1 for n in names)
    assert federation_name(code).endswith("总工会")


# ---------------------------------------------------------------- laws

CLAUSES = (
    "海南省三亚市总工会出台措施。", "市总联合市人社局开展活动。", "省总要求落实。", "天津市和平区总工会与和平区人民法院合作。",
    "区总表示支持。", "公司工会帮助职工。", "松下马达公司职工参加。", "珠海松下马达有限公司工会主席张伟说。", "该公司支持。",
    "打造“慧协商”赋能平台。", "该平台上线。", "印发《关于工匠的意见》(以下简称《意见》)。", "《意见》提出要求。",
    "平湖市林埭镇祥中村职工到场。",
    "全总检查。", "举办工匠学院。",
)  # fmt: skip
NAMES = (
    ("Institution", "市人社局"), ("Institution", "和平区人民法院"), ("Company", "松下马达公司"), ("Union", "珠海松下马达有限公司工会"),
    ("Person", "张伟"), ("Program", "“慧协商”赋能平台"), ("Program", "工匠学院"),
)  # fmt: skip


def check(of: Linked) -> None:
    keys = [e.key for e in of.entities]
    assert len(keys) == len(set(keys)), "one entity, one key"
    known = {id(e) for e in of.entities}
    for m in of.mentions:
        assert id(m.entity) in known
        assert 0 <= m.span.start < m.span.end <= len(of.reading.text)
        assert 0 < m.score <= 1
    for e in of.entities:
        assert e.type in ENTITY_TYPES
        assert e.name
        assert e.name not in e.aliases
        assert entity_iri(e.key).startswith("https://w3id.org/unionkg/id/")


@given(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=7))
def test_entities_and_mentions_fit_together(clauses: list[str]) -> None:
    text = "".join(clauses)
    check(linked(text, *(n for n in NAMES if n[1] in text)))


@given(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=6))
def test_linking_is_deterministic(clauses: list[str]) -> None:
    text = "".join(clauses)
    names = [n for n in NAMES if n[1] in text]
    assert linked(text, *names).entities == linked(text, *names).entities
