"""Figures: value in base units, unit, what is counted; and the numbers that are none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stages import linked

from graph.gold import quantity
from graph.relate.context import Context
from graph.relate.measures import MULTIPLIERS, Figure, figures, what_is_counted
from graph.relate.owners import View
from graph.world.lexicon import lexicon


def found(text: str, *names: tuple[str, str]) -> list[Figure]:
    return figures(Context(linked(text, *names)))


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit", "approximate"),
    [
        ("投入1588余万元。", "1588余万元", "15880000", "元", True),
        ("投入5000多万元。", "5000多万元", "50000000", "元", True),
        ("补贴2亿元以上。", "2亿元以上", "200000000", "元", True),
        ("服务3.2万人次。", "3.2万人次", "32000", "人次", False),
        ("满意率达96.5%。", "96.5%", "96.5", "%", False),
        ("增长3个百分点。", "3个百分点", "3", "个百分点", False),
        ("培训职工约1,200人。", "1,200人", "1200", "人", True),
        ("近3万名职工参加。", "3万名", "30000", "名", True),
        ("300多名宣讲员。", "300多名", "300", "名", True),
        ("提供岗位7215个。", "7215个", "7215", "个", False),
        ("超过50家企业入驻。", "50家", "50", "家", True),
        ("开展10余场活动。", "10余场", "10", "场", True),
        ("累计１２３人参加。", "１２３人", "123", "人", False),
        ("注册用户12.3万人。", "12.3万人", "123000", "人", False),
        ("面积30平方米。", "30平方米", "30", "平方米", False),
    ],
)
def test_figure(text: str, printed: str, value: str, unit: str, approximate: bool) -> None:
    (figure,) = found(text)
    assert (figure.printed, figure.value, figure.unit, figure.approximate) == (printed, Decimal(value), unit, approximate)
    assert str(figure.value) == value, "base units, no exponent"


@pytest.mark.parametrize(
    "text",
    [
        "拨打12351热线。", "建设5G网络。", "2024年11月25日,活动举行。", "截至2024年底。", "第3届大赛开幕。", "建立“1+5”机制。",
        "上午9点开始。",
        "早上8点半开门。", "历时3个月。", "2个工作日内办结。", "6年来,职工受益。", "24小时热线开通。", "8级大风来袭。", "住在1号楼。",
        "编号A12人。",
        "第100家企业入驻。", "11月25日至27日。", "下转第4版。",
    ],
)  # fmt: skip
def test_no_figure(text: str) -> None:
    assert found(text) == []


def test_a_number_in_a_name_is_none() -> None:
    text = "实施百企1000个岗位行动,提供岗位500个。"
    assert [f.printed for f in found(text)] == ["1000个", "500个"]
    assert [f.printed for f in found(text, ("Program", "百企1000个岗位行动"))] == ["500个"]


def test_figures_stand_in_text_order_each_in_its_sentence() -> None:
    of = linked("三亚市总工会投入1588余万元,服务3.2万人次。满意率达96.5%。")
    all_figures = figures(Context(of))
    assert [f.printed for f in all_figures] == ["1588余万元", "3.2万人次", "96.5%"]
    assert [f.sentence.index for f in all_figures] == [0, 0, 1]
    assert all(of.reading.cut(f.span) == f.printed for f in all_figures)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("提供岗位7215个。", "提供岗位"),
        ("300多名职工宣讲员上岗。", "职工宣讲员"),
        ("满意率达96.5%。", "满意率"),
        ("服务职工近3.2万人次。", "服务职工"),
        ("平台已注册企业360家。", "平台已注册企业"),
        ("100元。", "元"),
    ],
)
def test_what_is_counted(text: str, what: str) -> None:
    c = Context(linked(text))
    (figure,) = figures(c)
    assert what_is_counted(c, figure) == what


def test_the_owner_is_asked_for_by_how_it_stands_to_the_figure() -> None:
    of = linked("三亚市总工会投入50万元。海口市总工会来访。")
    c = Context(of)
    (figure,) = figures(c)
    sanya, haikou = (next(e for e in of.entities if e.name == n) for n in ("三亚市总工会", "海口市总工会"))
    assert {"in-sentence", "before", "nearest-before", "same-clause", "main"} <= View(c, figure).signs(sanya)
    assert "in-sentence" not in View(c, figure).signs(haikou)


def test_who_was_named_last_and_who_opens_the_clause() -> None:
    of = linked("三亚市总工会出台措施。海口市总工会投入50万元,培训30人。")
    c = Context(of)
    sanya, haikou = (next(e for e in of.entities if e.name == n) for n in ("三亚市总工会", "海口市总工会"))
    money, people = (View(c, f) for f in figures(c))
    assert {"clause-first", "sentence-first", "type-rank1", "back0"} <= money.signs(haikou)
    assert {"clause-other", "sentence-other:Un", "type-rank2", "back1"} <= money.signs(sanya)
    assert "sentence-first" in people.signs(haikou)
    assert "clause-first" not in people.signs(haikou)


# ---------------------------------------------------------------- law

UNITS = sorted(u for u in lexicon().units if u in ("元", "人", "人次", "家", "名", "个", "件", "场", "平方米", "公里", "%"))
NUMBERS = st.one_of(
    st.integers(1, 99999).map(str), st.decimals("0.1", "999.9", places=1).map(str), st.integers(1000, 9999999).map("{:,}".format)
)


@given(NUMBERS, st.sampled_from(["", "余", "多"]), st.sampled_from(["", "万", "亿", "百", "千", "百万"]), st.sampled_from(UNITS))
def test_value_times_multiplier_in_base_units(number: str, about: str, multiplier: str, unit: str) -> None:
    (figure,) = found(f"共计{number}{about}{multiplier}{unit}。")
    factor = 1
    for sign in multiplier:
        factor *= MULTIPLIERS[sign]
    assert figure.value == Decimal(number.replace(",", "")) * factor
    assert (figure.unit, figure.approximate) == (unit, bool(about))
    assert "E" not in str(figure.value)
    assert (float(figure.value), unit) == quantity(number, about + multiplier + unit)  # the gold graphs count alike


ACADEMY, FIRM, PERSON = ("Program", "三亚工匠学院"), ("Company", "松下马达公司"), ("Person", "王明")


def framed(text: str, owner: str, *names: tuple[str, str]) -> set[str]:
    """How the owner stands to the only figure of the text."""
    of = linked(text, *names)
    c = Context(of)
    (figure,) = figures(c)
    return View(c, figure).signs(next(e for e in of.entities if owner in {e.name, *e.aliases, *e.local}))


@pytest.mark.parametrize(
    ("text", "owner", "sign"),
    [
        ("三亚市总工会开会;松下马达公司捐了30台。", "松下马达公司", "opens-part"),
        ("松下马达公司还捐了30台。", "松下马达公司", "acts-too"),
        ("三亚市总工会主席王明说,松下马达公司招了30人。", "松下马达公司", "told-of"),
        ("三亚市总工会主席王明说,松下马达公司招了30人。", "王明", "speaks"),
        ("三亚市总工会主席王明说,松下马达公司招了30人。", "三亚市总工会", "speaks-for"),
        ("三亚市总工会、松下马达公司等30家获评。", "松下马达公司", "one-of-them"),
        ("三亚市总工会、松下马达公司等30家获评。", "三亚市总工会", "one-of-them"),
        ("三亚工匠学院开课。今年学院招了30人。", "三亚工匠学院", "called-so"),
        ("《工匠公约》约定,每人补30元。", "工匠公约", "states"),
        ("三亚市总工会“三亚工匠学院”毕业30人。", "三亚市总工会", "owner-of-quoted"),
        ("三亚市总工会举办三亚工匠学院,收了30人。", "三亚工匠学院", "introduced"),
        ("三亚市总工会选派30名教师组建“三亚工匠学院”。", "三亚工匠学院", "made-of"),
        ("王明来了,他拿到30元。", "王明", "pronoun-money"),
    ],
)
def test_how_the_words_around_a_figure_single_out_its_owner(text: str, owner: str, sign: str) -> None:
    assert sign in framed(text, owner, *(n for n in (ACADEMY, FIRM, PERSON) if n[1] in text))


def test_the_union_of_a_firm_has_no_wages_of_its_own() -> None:
    text = "松下马达公司工会说,工资涨了30元。"
    names = ("Union", "松下马达公司工会"), FIRM
    assert "labour-of-firm" in framed(text, "松下马达公司工会", *names)
    assert "labour-of-staff" in framed(text, "松下马达公司", *names)
    assert "other-introduced" not in framed(text, "松下马达公司", *names)


@pytest.mark.parametrize(
    ("text", "owner", "signs"),
    [
        ("三亚市总工会在松下马达公司;招了30人。", "松下马达公司", {"nx:;", "pv:在", "over;"}),
        ("今年,三亚市总工会开会,松下马达公司招了30人。", "松下马达公司", {"opener-last", "opener-alone"}),
        ("今年,三亚市总工会开会,松下马达公司招了30人。", "三亚市总工会", {"opener-first"}),
        ("三亚市总工会、松下马达公司招了30人。", "三亚市总工会", {"nx:、", "over、"}),
        ("松下马达公司工会招了30人。", "松下马达公司", {"union-here"}),
        ("三亚工匠学院开课。各学院招了30人。", "三亚工匠学院", {"bare-noun", "bare-noun-clause"}),
        ("三亚市总工会开会。全市招了30人。", "三亚市总工会", {"area-level"}),
    ],
)
def test_what_stands_directly_beside_the_owner(text: str, owner: str, signs: set[str]) -> None:
    names = [n for n in (ACADEMY, FIRM) if n[1] in text] + ([("Union", "松下马达公司工会")] if "公司工会" in text else [])
    assert signs <= framed(text, owner, *names)
