"""The grammar of union names: every form that the press prints, and the words that only look like one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stages import reading, unions

from graph.find.places import find_places
from graph.find.unions import find_unions
from graph.world.gazetteer import gazetteer
from graph.world.lexicon import lexicon


def found(text: str) -> list[tuple[str, str]]:
    """(form, as printed) of every union, in text order."""
    return [(u.form, u.text) for u in unions(text)]


@pytest.mark.parametrize(
    ("text", "printed", "code"),
    [
        ("三亚市总工会开展活动。", "三亚市总工会", "460200"),
        ("三亚市总推出措施。", "三亚市总", "460200"),
        ("海南省三亚市总出台措施。", "海南省三亚市总", "460200"),
        ("珠海工会开展服务。", "珠海工会", "440400"),
        ("山东嘉祥县总走访企业。", "山东嘉祥县总", "370829"),
        ("沈阳市和平区总开展活动。", "沈阳市和平区总", "210102"),
        ("新疆维吾尔自治区总工会开展活动。", "新疆维吾尔自治区总工会", "650000"),
        ("雄安新区总工会成立。", "雄安新区总工会", "xiongan-xinqu"),
        ("平湖市林埭镇总工会成立。", "平湖市林埭镇总工会", "330482107"),
        ("南京市江宁区东山街道总工会揭牌。", "南京市江宁区东山街道总工会", "320115001"),
        ("芷江县总工会开展活动。", "芷江县总工会", "431228"),
        ("海港区委总工会打造彩绘。", "海港区委总工会", "130302"),
    ],
)
def test_federation(text: str, printed: str, code: str) -> None:
    (union,) = unions(text)
    assert (union.form, union.text) == ("federation", printed)
    assert union.place is not None
    assert union.place.code == code


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("近日,市总出台措施。", "市总"),
        ("近日,区总工会开展活动。", "区总工会"),
        ("近日,省总联合企业开展活动。", "省总"),
        ("县总每年安排资金。", "县总"),
        ("该市总工会表示支持。", "市总工会"),
    ],
)
def test_local(text: str, printed: str) -> None:
    assert found(text) == [("local", printed)]


@pytest.mark.parametrize("printed", ["中华全国总工会", "全国总工会", "全总"])
def test_national(printed: str) -> None:
    assert found(f"近日,{printed}发布文件。") == [("national", printed)]


@pytest.mark.parametrize(
    ("text", "printed", "code"),
    [
        ("江苏省教育科技工会印发文件。", "江苏省教育科技工会", "320000"),
        ("深圳市交通运输工会成立。", "深圳市交通运输工会", "440300"),
        ("中国国防邮电工会召开会议。", "中国国防邮电工会", ""),
        ("近日,省教育工会召开会议。", "省教育工会", ""),
    ],
)
def test_industry(text: str, printed: str, code: str) -> None:
    (union,) = unions(text)
    assert (union.form, union.text) == ("industry", printed)
    assert (union.place.code if union.place else "") == code


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("珠海松下马达有限公司工会开展活动。", "珠海松下马达有限公司"),
        ("武汉市第一医院工会举办活动。", "武汉市第一医院"),
        ("长江大学工会举办活动。", "长江大学"),
    ],
)
def test_enterprise(text: str, base: str) -> None:
    (union,) = unions(text)
    r = reading(text)
    assert (union.form, union.text) == ("enterprise", base + "工会")
    assert union.base is not None
    assert r.cut(union.base) == base


@pytest.mark.parametrize("printed", ["公司工会", "该公司工会", "学校工会", "本单位工会", "该企业工会"])
def test_self(printed: str) -> None:
    """The union of an organisation named before."""
    assert found(f"近日,{printed}开展活动。") == [("self", printed)]


@pytest.mark.parametrize(
    ("text", "printed"), [("平湖市林埭镇工会成立。", "平湖市林埭镇工会"), ("平湖市联营社区工会服务职工。", "联营社区工会")]
)
def test_area(text: str, printed: str) -> None:
    assert found(text) == [("area", printed)]


def test_several_in_one_sentence() -> None:
    assert found("三亚市总、海口市总和省总签约。") == [("federation", "三亚市总"), ("federation", "海口市总"), ("local", "省总")]


# ---------------------------------------------------------------- 总 and what follows


@pytest.mark.parametrize(
    "rest",
    [
        "计划每年开展活动", "有关负责人介绍", "要求落实", "会同企业开展活动", "部署工作", "结合实际开展活动", "支持企业", "统筹推进",
        "指导企业", "面向职工开展活动", "负责人介绍", "和企业签约", "联合企业开展活动", "组织职工培训", "委托高校培训", "投入经费50万元",
        "与企业签约", "把服务送到一线", "数字化平台上线", "职工服务中心启用",
    ],
)  # fmt: skip
def test_an_abbreviated_federation_may_act_in_any_way(rest: str) -> None:
    assert found(f"近日,三亚市总{rest}。")[:1] == [("federation", "三亚市总")]


@pytest.mark.parametrize(
    "text",
    [
        "公司总经理讲话。", "总体来看形势好。", "三亚市总量居前。", "三亚市总共有5家企业。", "三亚市总人口100万。", "北京市总部经济发展。",
        "三亚市总面积1921平方公里。", "三亚市总医院开展义诊。", "该省总书记视察。", "全市总投资达10亿元。", "工程总承包单位进场。",
        "县总督办案件。",
        "全市总数为5家。", "三亚市总和为100。",
    ],
)  # fmt: skip
def test_words_with_the_sign_for_total_are_no_unions(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "各级工会要发挥作用。", "基层工会参加活动。", "全市工会干部参加活动。", "企业工会要维权。", "我国工会十八大召开。",
        "工会法宣传启动。",
        "三亚市工会干部学校开班。", "京津冀工会签约。", "组建工会,吸收会员。", "工会会员报名。", "各区总工会参加活动。", "乡镇总工会成立。",
        "各设区市总工会参加活动。", "全总会计参加培训。", "会员缴纳工会经费。",
    ],
)  # fmt: skip
def test_unions_in_general_are_no_union(text: str) -> None:
    assert found(text) == []


# ---------------------------------------------------------------- laws

PLACES = sorted(p.code for p in gazetteer().places.values() if p.kind in ("province", "city", "county") and p.name[-1] in "省市区县州旗")


@given(st.sampled_from(PLACES), st.sampled_from(["总工会", "总"]))
def test_every_place_has_a_federation(code: str, ending: str) -> None:
    g = gazetteer()
    upper = g.parent(code)
    text = f"近日,{g[upper].name if upper else ''}{g[code].name}{ending}开展活动。"
    (union,) = unions(text)
    assert union.form == "federation"
    assert union.place is not None
    assert union.place.code == code
    assert union.text.endswith(g[code].name + ending)


@given(st.sampled_from(sorted(lexicon().industries)), st.sampled_from(["江苏省", "深圳市", "三亚市"]))
def test_every_industry_of_the_lexicon_has_unions(word: str, place: str) -> None:
    assert (("industry", f"{place}{word}工会")) in found(f"近日,{place}{word}工会召开会议。")


WORDS = st.sampled_from(
    ["三亚市", "和平区", "总", "工会", "总工会", "市", "公司", "全国", "教育", "联合", "职工", ",", "。", "和", "计划", "该", "中国", "镇"]
)


@given(st.lists(WORDS, min_size=1, max_size=12).map("".join))
def test_mentions_are_printed_where_they_say_and_do_not_overlap(text: str) -> None:
    r = reading(text)
    mentions = find_unions(r, find_places(r))
    for m in mentions:
        assert r.cut(m.span) == m.text
        assert m.text.endswith(("总", "总工会", "工会", "工会联合会"))
        assert m.base is None or (m.base.start >= m.span.start and m.base.end <= m.span.end)
    for before, after in pairwise(mentions):
        assert before.span.end <= after.span.start
