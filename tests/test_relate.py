"""What the sentences claim: posts with their titles, whose union it is, which union is under which."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stages import entity, linked

from graph.link.entities import Linked
from graph.logistic import Logistic
from graph.model import ORGANISATIONS, ROLES, SIGNATURES, ArticleRecord, Claim, Extraction, LocalEntity, Rejection
from graph.relate import PAIRWISE, candidates, relate
from graph.relate.consistency import consistent
from graph.relate.context import Context
from graph.relate.features import pair_features
from graph.relate.grammar import plain_statements
from graph.relate.hierarchy import superiors
from graph.relate.lists import pool_lists
from graph.relate.posts import posts
from graph.relate.seats import seats
from graph.relate.venues import venues
from graph.relate.whereabouts import place_features


def held(of: Linked) -> set[tuple[str, str, str]]:
    """(person, organisation, title) of every post."""
    names = {e.key: e.name for e in of.entities}
    return {(names[c.subject], names[c.object], c.title) for c in posts(Context(of))}


def extraction(of: Linked) -> Extraction:
    article = of.reading.article
    return Extraction(ArticleRecord(article.id, article.title, "page.txt", "test", 0), of.entities)


def under(*texts: str) -> set[tuple[str, str]]:
    """(union, its superior) in a document of several articles."""
    articles = [linked(t) for t in texts]
    extractions = [extraction(of) for of in articles]
    superiors(articles, extractions)
    names = {e.key: e.name for of in articles for e in of.entities}
    claims = [c for x in extractions for c in x.claims]
    assert all(c.predicate == "subUnionOf" and c.inferred for c in claims)
    return {(names[c.subject], names[c.object]) for c in claims}


# ---------------------------------------------------------------- posts


def test_the_title_is_as_printed() -> None:
    of = linked("三亚市总工会党组书记、常务副主席李明出席。", ("Person", "李明"))
    assert held(of) == {("李明", "三亚市总工会", "党组书记、常务副主席")}


def test_two_posts_in_two_organisations() -> None:
    of = linked(
        "菏泽市定陶区南王店镇党委副书记、镇总工会主席赵弟浩说,很好。", ("Institution", "菏泽市定陶区南王店镇党委"), ("Person", "赵弟浩")
    )
    assert held(of) == {("赵弟浩", "南王店镇党委", "副书记"), ("赵弟浩", "南王店镇总工会", "主席")}


def test_a_post_in_an_organisation_that_the_article_completes() -> None:
    of = linked("海南省三亚市总工会出台措施。市总女职工部部长李明说,很好。", ("Person", "李明"))
    assert held(of) == {("李明", "三亚市总工会", "女职工部部长")}


def test_plain_employees_hold_posts_too() -> None:
    of = linked(
        "国网大连供电公司职工闻革提出建议。该公司二次检修工区职工张伟说。",
        ("Company", "国网大连供电公司"),
        ("Person", "闻革"),
        ("Person", "张伟"),
    )
    assert held(of) == {("闻革", "国网大连供电公司", "职工"), ("张伟", "国网大连供电公司", "二次检修工区职工")}


def test_of_two_persons_in_a_row_each_has_a_title_of_his_own() -> None:
    of = linked(
        "珠海松下马达有限公司工会主席王明、职工李四参加。", ("Union", "珠海松下马达有限公司工会"), ("Person", "王明"), ("Person", "李四")
    )
    assert {(p, t) for p, _, t in held(of)} == {("王明", "主席"), ("李四", "职工")}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("珠海松下马达有限公司车工李明说,很好。", "车工"),
        ("珠海松下马达有限公司车间主任、全国五一劳动奖章获得者李明说,很好。", "车间主任"),
        ("珠海松下马达有限公司的管家李明说,很好。", "管家"),
    ],
)
def test_titles_as_people_have_them(text: str, title: str) -> None:
    of = linked(text, ("Company", "珠海松下马达有限公司"), ("Person", "李明"))
    assert {t for _, _, t in held(of)} == {title}


@pytest.mark.parametrize(
    "text",
    [
        "三亚市总工会联合企业走访李明。",
        "三亚市总工会举办活动,主席李明出席。",
        "三亚市总工会说李明。",
        "三亚市总工会主席出席。李明参加。",
        "三亚市总工会李明。",
    ],
)
def test_no_title_right_before_the_name_no_post(text: str) -> None:
    assert held(linked(text, ("Person", "李明"))) == set()


def test_a_post_has_its_sentence_for_evidence() -> None:
    of = linked("活动开始。三亚市总工会主席李明出席。活动结束。", ("Person", "李明"))
    (claim,) = posts(Context(of))
    assert claim.evidence.exact == "三亚市总工会主席李明出席。"
    assert of.reading.article.document.text[claim.evidence.start : claim.evidence.end] == claim.evidence.exact


MILL = ("Company", "三亚钢铁有限公司"), ("Company", "三亚钢铁有限公司炼铁厂"), ("Company", "三亚钢铁有限公司炼铁厂机修车间")


def test_who_works_in_a_workshop_works_for_the_mill() -> None:
    of = linked("三亚钢铁有限公司炼铁厂机修车间电工李明说,很好。", MILL[2], ("Person", "李明"))
    assert held(of) == {
        ("李明", "三亚钢铁有限公司炼铁厂机修车间", "电工"), ("李明", "三亚钢铁有限公司炼铁厂", "机修车间电工"),
    }  # fmt: skip
    of = linked("三亚钢铁有限公司平湖项目部经理李明说,很好。", ("Company", "三亚钢铁有限公司平湖项目部"), ("Person", "李明"))
    assert held(of) == {("李明", "三亚钢铁有限公司平湖项目部", "经理")}
    of = linked("三亚钢铁有限公司炼铁厂厂长李明说,很好。", MILL[1], ("Person", "李明"))
    assert held(of) == {("李明", "三亚钢铁有限公司炼铁厂", "厂长")}


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("在三亚钢铁有限公司的休息室里,装置操作工李明看报。", "装置操作工"),
        ("三亚钢铁有限公司炉台上,刚交完班的李明笑了。", "职工"),
        ("记者走进三亚钢铁有限公司。李明笑了。", ""),
        ("三亚钢铁有限公司里,人们都说,李明很好。", ""),
        ("在三亚钢铁有限公司门口把奖牌挂上,李明笑了。", ""),
    ],
)
def test_who_is_shown_at_work_in_a_firm_works_there(text: str, post: str) -> None:
    of = linked(text, MILL[0], ("Person", "李明"))
    assert held(of) == ({("李明", "三亚钢铁有限公司", post)} if post else set())


# ---------------------------------------------------------------- said outright


def said(text: str, *names: tuple[str, str]) -> set[tuple[str, str, str, str]]:
    """(actor, relation, object, role) of what needs no model."""
    return {(p.actor.name, p.relation, p.object.name, p.role) for p in plain_statements(Context(linked(text, *names)))}


ACADEMY, SCHOOL = ("Program", "三亚工匠学院"), ("Institution", "三亚技师学院")
UNION = "三亚市总工会"


@pytest.mark.parametrize(
    ("text", "partners"),
    [
        ("三亚市总工会与三亚技师学院签约。", True),
        ("三亚市总工会还与三亚技师学院签订合作协议。", True),
        ("三亚市总工会和三亚技师学院共建基地。", True),
        ("三亚市总工会出台措施。与三亚技师学院签约。", True),
        ("三亚市总工会走访三亚技师学院。", False),
        ("三亚市总工会与三亚技师学院相距不远。", False),
        ("三亚市总工会指导企业与三亚技师学院的职工签订工资集体合同。", False),
    ],
)
def test_who_agrees_with_whom(text: str, partners: bool) -> None:
    found = {(a, b) for a, relation, b, _ in said(text, SCHOOL) if relation == "partnerOf"}
    assert found == ({("三亚市总工会", "三亚技师学院")} if partners else set())


def test_who_does_what() -> None:
    assert said("三亚市总工会打造三亚工匠学院。", ACADEMY) == {(UNION, "runs", "三亚工匠学院", "builder")}


def test_by_whom_it_is_done() -> None:
    assert said("三亚工匠学院由三亚市总工会主办,三亚技师学院承办。", ACADEMY, SCHOOL) == {
        (UNION, "runs", "三亚工匠学院", "host"), ("三亚技师学院", "runs", "三亚工匠学院", "organizer"),
    }  # fmt: skip


@pytest.mark.parametrize("verb", ["去年9月发起", "共同建", "2024年打造"])
def test_by_whom_it_was_done_and_when(verb: str) -> None:
    assert {(a, r) for a, r, _, _ in said(f"三亚工匠学院由三亚市总工会{verb}。", ACADEMY)} == {(UNION, "runs")}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("这是由三亚市总工会、三亚技师学院共建的三亚工匠学院。", "builder"),
        ("由三亚市总工会和三亚技师学院联合举办的“三亚工匠学院”开课。", "host"),
        ("三亚市总工会、三亚技师学院走进共建的三亚工匠学院。", ""),
        ("由三亚市总工会、三亚技师学院说起,共建的三亚工匠学院。", ""),
    ],
)
def test_built_by_all_of_a_list(text: str, role: str) -> None:
    found = {(a, role_) for a, relation, _, role_ in said(text, ACADEMY, SCHOOL) if relation == "runs"}
    assert found == ({(UNION, role), ("三亚技师学院", role)} if role else set())


@pytest.mark.parametrize(
    ("text", "honoured"),
    [
        ("三亚市总工会、三亚技师学院双双荣获优秀组织奖。", True), ("三亚市总工会、三亚技师学院被授予“优秀组织奖”。", True),
        ("三亚市总工会、三亚技师学院设立优秀组织奖。", False),
    ],
)  # fmt: skip
def test_who_is_honoured_takes_part_in_the_award(text: str, honoured: bool) -> None:
    found = {(a, o) for a, relation, o, _ in said(text, SCHOOL, ("Program", "优秀组织奖")) if relation == "participatesIn"}
    assert found == ({(UNION, "优秀组织奖"), ("三亚技师学院", "优秀组织奖")} if honoured else set())


def test_together_with_whom() -> None:
    assert {(a, r) for a, r, _, _ in said("三亚市总工会联合三亚技师学院举办三亚工匠学院。", ACADEMY, SCHOOL)} == {
        (UNION, "runs"), ("三亚技师学院", "runs"),
    }  # fmt: skip


def test_all_of_a_list_issue_a_document() -> None:
    assert said("三亚市总工会、三亚市人社局联合印发《关于工匠培养的意见》。", ("Institution", "三亚市人社局")) == {
        (UNION, "issued", "关于工匠培养的意见", ""), ("三亚市人社局", "issued", "关于工匠培养的意见", ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text", ["三亚市总工会参加三亚工匠学院。", "三亚市总工会主席介绍,打造三亚工匠学院。", "三亚市总工会走访企业,了解三亚工匠学院。"]
)
def test_what_is_not_said_outright_is_left_to_the_model(text: str) -> None:
    assert said(text, ACADEMY) == set()


@pytest.mark.parametrize(
    ("text", "runners"),
    [
        ("三亚工匠学院开课。这所学院由三亚市总工会联合三亚技师学院开办。", {UNION, "三亚技师学院"}),
        ("三亚工匠学院开课,由三亚市总工会主办,三亚技师学院承办。", {UNION, "三亚技师学院"}),
        ("三亚工匠学院开课,其中一个试点,由三亚市总工会主办。", set()),
        ("这所学院由三亚市总工会开办。", set()),
        ("三亚工匠学院、爱心驿站开放,由三亚市总工会主办。", set()),  # which of the two?
    ],
)
def test_by_whom_what_was_named_is_done(text: str, runners: set[str]) -> None:
    names = [n for n in (ACADEMY, SCHOOL, ("Program", "爱心驿站")) if n[1] in text]
    assert {a for a, relation, _, _ in said(text, *names) if relation == "runs"} == runners


@pytest.mark.parametrize(
    ("text", "winner"),
    [
        ("三亚工匠大赛落幕。王明夺得冠军。", "王明"),
        ("三亚工匠大赛落幕。王明来了。当年,他拿下第一名。", "王明"),
        ("三亚工匠大赛落幕。王明看着李四夺得冠军。", "李四"),
        ("王明夺得冠军。", ""),
        ("三亚工匠大赛落幕。王明很高兴。", ""),
    ],
)
def test_who_wins_took_part_in_the_contest(text: str, winner: str) -> None:
    names = [n for n in (("Program", "三亚工匠大赛"), ("Person", "王明"), ("Person", "李四")) if n[1] in text]
    found = {(a, o) for a, relation, o, _ in said(text, *names) if relation == "participatesIn"}
    assert found == ({(winner, "三亚工匠大赛")} if winner else set())


def test_a_programme_is_run_by_whose_name_it_bears() -> None:
    text = "平湖市总工会职工学堂开课。熊桂枝很忙。熊桂枝创新工作室开放。"
    names = ("Program", "平湖市总工会职工学堂"), ("Program", "熊桂枝创新工作室"), ("Person", "熊桂枝")
    assert said(text, *names) == {
        ("平湖市总工会", "runs", "平湖市总工会职工学堂", "host"), ("熊桂枝", "runs", "熊桂枝创新工作室", "host"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names", "pairs"),
    [
        ("推行一庭两室。劳动法庭、调解室、咨询室开放。", ("一庭两室", "劳动法庭", "调解室", "咨询室"), {"劳动法庭", "调解室", "咨询室"}),
        ("推行一庭一室。劳动法庭、调解室、咨询室开放。", ("一庭一室", "劳动法庭", "调解室", "咨询室"), {"劳动法庭"}),  # two are too many
        ("“三屋”开放,听音屋、说事屋都在。", ("三屋", "听音屋", "说事屋"), {"听音屋", "说事屋"}),
        ("“两屋”开放,听音屋、说事屋、换气屋都在。", ("两屋", "听音屋", "说事屋", "换气屋"), set()),
    ],
)
def test_parts_that_a_numeral_counts(text: str, names: tuple[str, ...], pairs: set[str]) -> None:
    found = said(text, *(("Program", n) for n in names))
    assert {part for part, relation, whole, _ in found if relation == "partOf" and whole == names[0]} == pairs


def test_mines_are_parts_of_the_only_group_and_chambers_of_the_only_court() -> None:
    text = "三亚能源集团开会。红沙煤矿停产。三亚市人民法院开庭。红星法庭调解。"
    names = ("Company", "三亚能源集团"), ("Company", "红沙煤矿"), ("Institution", "三亚市人民法院"), ("Institution", "红星法庭")
    assert {(a, b) for a, relation, b, _ in said(text, *names) if relation == "partOf"} == {
        ("红沙煤矿", "三亚能源集团"), ("三亚市红星法庭", "三亚市人民法院"),
    }  # fmt: skip
    assert said("平湖矿业集团来访。" + text, ("Company", "平湖矿业集团"), *names[:2]) == set()
    legal = ("Company", "平湖煤业有限公司红沙矿")
    assert said("三亚能源集团开会。平湖煤业有限公司红沙矿停产。", names[0], legal) == set()


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("三亚市总工会与海口市总工会商量。两市总工会签署《互助协议》。", {UNION, "海口市总工会"}),
        ("海南省总工会与海口市总工会商量。两市总工会签署《互助协议》。", set()),  # one is of a province
        ("三亚市总工会与三亚技师学院商量。双方签订《互助协议》。", {UNION, "三亚技师学院"}),
        ("三亚市总工会与三亚技师学院商量。三方签订《互助协议》。", set()),
    ],
)
def test_issuers_that_a_numeral_sums_up(text: str, issuers: set[str]) -> None:
    names = [SCHOOL] if SCHOOL[1] in text else []
    assert {a for a, relation, _, _ in said(text, *names) if relation == "issued"} == issuers


def test_the_contract_of_a_trade_is_its_unions() -> None:
    league = ("Union", "平湖市童装行业工会联合会")
    text = "平湖市童装行业工会联合会成立。大家谈成《平湖市童装行业集体合同》。"
    assert said(text, league) == {(league[1], "issued", "平湖市童装行业集体合同", "")}


# ---------------------------------------------------------------- where programmes lie


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("海口市总工会举办技能大赛,大赛在三亚市天涯区举行。", ""),  # 大赛 is not linked here: nobody says which
        ("海口市总工会的工匠学堂在三亚市天涯区揭牌。", "天涯区"),
        ("海口市总工会在三亚市设立工匠学堂。", "三亚市"),
        ("海口市总工会在三亚市、儋州市设立工匠学堂。", ""),  # two places
        ("海口市总工会将在三亚市设立工匠学堂。", ""),
        ("海口市总工会在三亚市举行了第2期工匠学堂。", ""),  # the next may be elsewhere
        ("三亚市的“工匠学堂”开课。", "三亚市"),
    ],
)
def test_where_a_programme_lies_is_said_outright(text: str, place: str) -> None:
    of = linked(text, *([("Program", "工匠学堂")] if "工匠学堂" in text else []))
    found = {e.name: p.name for e, p, _, _ in venues(Context(of), {})}
    assert found.get("工匠学堂", "") == place


def test_a_programme_lies_where_its_owner_and_its_name_say() -> None:
    text = "平湖市召开会议。海南省总工会的“琼工惠”上线。海南省总工会职工学堂开课。"
    of = linked(text, ("Program", "琼工惠"), ("Program", "海南省总工会职工学堂"))
    hainan = entity(of, "海南省")
    found = {e.name: p.name for e, p, _, _ in venues(Context(of), {id(entity(of, "海南省总工会")): hainan})}
    assert found == {"琼工惠": "海南省", "海南省总工会职工学堂": "海南省"}


def test_a_contest_is_held_anywhere_and_what_is_known_better_stays() -> None:
    of = linked("三亚市总工会开会。三亚市总工会职工技能大赛落幕。", ("Program", "三亚市总工会职工技能大赛"))
    assert venues(Context(of), {}) == []
    of = linked("三亚市天涯区开会。三亚市的“工匠学堂”开课。", ("Program", "工匠学堂"))
    school, district = entity(of, "工匠学堂"), entity(of, "天涯区")
    assert venues(Context(of), {id(school): district}) == []
    assert [p.name for _, p, _, _ in venues(Context(of), {})] == ["三亚市"]


def test_short_names_of_towns_inside_names_and_seats_of_parts_are_seen() -> None:
    text = "宿迁市泗洪县半城镇开会。泗洪县人民法院半城人民法庭调解。"
    of = linked(text, ("Institution", "泗洪县人民法院"), ("Institution", "泗洪县人民法院半城人民法庭"))
    c, chamber, town = Context(of), entity(of, "泗洪县人民法院半城人民法庭"), entity(of, "半城镇")
    assert {"stem", "stem-after-parent", "stem&town"} <= set(place_features(c, chamber, town, []))
    assert "stem-of-other" in place_features(c, chamber, entity(of, "宿迁市"), [])
    court = entity(of, "泗洪县人民法院")
    assert any(f.startswith("io:in&") for f in place_features(c, court, town, []))  # named only inside its chamber's name


# ---------------------------------------------------------------- lists, and what cannot be true together


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("三亚工匠学院开课。爱心驿站开放。松下马达公司来了。", False),  # the station was named in between
        ("三亚工匠学院开课。松下马达公司来了。爱心驿站开放。", True),
        ("爱心驿站开放。三亚工匠学院开课。松下马达公司来了。", True),
        ("三亚工匠学院开课。优秀组织奖颁发。松下马达公司来了。", True),  # a prize is given in passing
    ],
)
def test_who_is_overtaken_takes_no_part(text: str, kept: bool) -> None:
    of = linked(text, ACADEMY, *(("Program", n) for n in ("爱心驿站", "优秀组织奖") if n in text), ("Company", "松下马达公司"))
    c = Context(of)
    evidence = of.reading.article.evidence(c.sentences[0].span)
    joins = Claim(entity(of, "松下马达公司").key, "participatesIn", entity(of, "三亚工匠学院").key, "a", evidence, "pair-model", 0.6)
    assert bool(consistent(c, [joins], [])) is kept


@pytest.mark.parametrize(("runner", "kept"), [("平湖市总工会", True), ("浙江省总工会", False)])
def test_a_programme_is_not_run_by_another_union_than_its_name_says(runner: str, kept: bool) -> None:
    of = linked("浙江省总工会来访。平湖市总工会职工学堂开课。平湖市总工会很高兴。", ("Program", "平湖市总工会职工学堂"))
    c = Context(of)
    evidence = of.reading.article.evidence(c.sentences[0].span)
    runs = Claim(entity(of, runner).key, "runs", entity(of, "平湖市总工会职工学堂").key, "a", evidence, "pair-model", 0.6)
    assert bool(consistent(c, [runs], [])) is kept


@pytest.mark.parametrize(("programme", "kept"), [("三亚工匠服务站", False), ("三亚工匠大赛", True)])
def test_officials_take_no_part_in_what_they_speak_of(programme: str, kept: bool) -> None:
    of = linked(f"三亚市总工会主席王明说,{programme}很好。", ("Program", programme), ("Person", "王明"))
    c = Context(of)
    evidence = of.reading.article.evidence(c.sentences[0].span)
    joins = Claim(entity(of, "王明").key, "participatesIn", entity(of, programme).key, "a", evidence, "pair-model", 0.6)
    claims = [*posts(c), joins]
    assert (joins in consistent(c, claims, [])) is kept


def test_members_of_a_list_are_heard_together() -> None:
    of = linked("三亚市总工会打造三亚工匠学院。海口市、儋州市观望。海口市、儋州市和海南省派人。平湖市观望。", ACADEMY)
    c = Context(of)
    academy = entity(of, "三亚工匠学院")
    chances = {(id(entity(of, n)), id(academy)): {"participatesIn": p} for n, p in (("海口市", 0.9), ("儋州市", 0.5), ("平湖市", 0.2))}
    alone = {pair: dict(x) for pair, x in chances.items()}
    pool_lists(c, alone)  # of the list of three, one is not asked about: the list of two counts
    assert [x["participatesIn"] for x in alone.values()] == [pytest.approx(0.75), pytest.approx(0.75), 0.2]
    chances[id(entity(of, "海南省")), id(academy)] = {"participatesIn": 0.1}
    pool_lists(c, chances)
    one, two, other, three = (x["participatesIn"] for x in chances.values())
    assert one == two == three == pytest.approx(0.5)  # the longer list counts: nine to one, even, one to nine
    assert other == 0.2


def test_what_is_refused_is_rejected_once() -> None:
    school = ("Program", "三亚市总工会职工学堂")
    text = "三亚市总工会来访。三亚钢铁有限公司三亚分公司工会走进三亚市总工会职工学堂。"
    of = linked(text, school, ("Union", "三亚钢铁有限公司三亚分公司工会"))
    c = Context(of)
    evidence = of.reading.article.evidence(c.sentences[0].span)
    branch, program = entity(of, "三亚钢铁有限公司三亚分公司").key, entity(of, school[1]).key
    runs = Claim(branch, "runs", program, "a", evidence, "pair-model", 0.6)
    rejections: list[Rejection] = []
    assert consistent(c, [runs], rejections) == []
    assert len(rejections) == 1  # though it is refused twice over: named inside another's name, and the school bears a union's


def test_claims_that_cannot_stand_beside_each_other() -> None:
    of = linked("三亚钢铁有限公司炼铁厂机修车间开课。三亚钢铁有限公司三亚分公司工会与三亚市总工会签约,办起三亚工匠学院。", MILL[2], ACADEMY,
                ("Union", "三亚钢铁有限公司三亚分公司工会"))  # fmt: skip
    c = Context(of)
    key = {e.name: e.key for e in of.entities}
    evidence = of.reading.article.evidence(c.sentences[0].span)

    def claim(subject: str, relation: str, object_: str) -> Claim:
        return Claim(key[subject], relation, key[object_], "a", evidence, "test", 0.8)

    shop, works, firm = MILL[2][1], MILL[1][1], MILL[0][1]
    branch = "三亚钢铁有限公司三亚分公司"
    good = [
        claim(shop, "partOf", works),
        claim(works, "partOf", firm),
        claim(UNION, "partnerOf", branch + "工会"),
        claim(UNION, "runs", "三亚工匠学院"),
    ]
    bad = [claim(shop, "partOf", firm), claim(branch, "partnerOf", UNION), claim(branch, "runs", "三亚工匠学院")]
    rejections: list[Rejection] = []
    assert consistent(c, [*bad, *good], rejections) == good
    assert {r.what for r in rejections} == {f"{x.subject[2]} {x.predicate} {x.object[2]}" for x in bad}


# ---------------------------------------------------------------- hierarchy


def test_the_nearest_superior_that_is_named() -> None:
    assert under("中华全国总工会、海南省总工会、三亚市总工会、三亚市天涯区总工会签约。") == {
        ("三亚市天涯区总工会", "三亚市总工会"), ("三亚市总工会", "海南省总工会"), ("海南省总工会", "中华全国总工会"),
    }  # fmt: skip


def test_levels_that_nobody_names_are_skipped() -> None:
    assert under("海南省总工会与三亚市天涯区总工会签约。") == {("三亚市天涯区总工会", "海南省总工会")}


def test_strangers_are_under_nobody() -> None:
    assert under("海口市总工会与三亚市总工会签约。") == set()


def test_the_superior_may_stand_in_another_article_of_the_document() -> None:
    assert under("海南省总工会出台措施。", "三亚市总工会走访企业。") == {("三亚市总工会", "海南省总工会")}


def test_the_national_federation_is_above_those_who_name_it() -> None:
    assert under("中华全国总工会发布文件。", "海南省总工会走访企业。") == set()
    assert under("中华全国总工会发布文件。海南省总工会走访企业。") == {("海南省总工会", "中华全国总工会")}
    assert under("中华全国总工会发布文件。中国国防邮电工会走访企业。") == {("中国国防邮电工会", "中华全国总工会")}


def test_an_industry_union_is_under_the_federation_of_its_place() -> None:
    assert under("江苏省总工会、江苏省教育科技工会联合印发文件。") == {("江苏省教育科技工会", "江苏省总工会")}
    assert under("江苏省总工会走访企业。徐州市教育工会开会。") == set(), "a city's union is not directly the province's"
    assert under("福建省海员工会与中国海员建设工会签约。") == {("福建省海员工会", "中国海员建设工会")}


def test_an_enterprise_union_is_under_the_federation_where_its_company_is() -> None:
    of = linked("珠海市总工会走访企业。珠海松下马达有限公司工会开展活动。", ("Union", "珠海松下马达有限公司工会"))
    x = extraction(of)
    superiors([of], [x])
    assert [(c.subject, c.object) for c in x.claims] == [(entity(of, "珠海松下马达有限公司工会").key, ("Union", "", "#440400"))]


@pytest.mark.parametrize("part", ["红沙煤矿", "海棠林业局公司", "亚龙热电厂"])
def test_the_union_of_a_mine_or_plant_is_under_that_of_the_only_group(part: str) -> None:
    group = "三亚能源集团有限公司"
    of = linked(f"三亚市总工会开会。{group}工会开展活动。{part}工会开展活动。", ("Union", group + "工会"), ("Union", part + "工会"))
    x = extraction(of)
    superiors([of], [x])
    names = {e.key: e.name for e in of.entities}
    assert {(names[c.subject], names[c.object]) for c in x.claims} == {(part + "工会", group + "工会"), (group + "工会", "三亚市总工会")}


def test_a_zone_is_under_the_city_that_its_name_says() -> None:
    told = "徐州市总工会、铜山区总工会、徐州高新技术产业开发区总工会开会。"
    assert ("徐州高新技术产业开发区总工会", "徐州市总工会") in under(told)


CITIES = ("海南省", "三亚市", "三亚市天涯区", "海口市", "江苏省", "南京市", "南京市江宁区", "浙江省", "嘉兴市平湖市", "平湖市林埭镇")


@given(st.lists(st.sampled_from(CITIES), min_size=1, max_size=6, unique=True))
def test_nobody_has_two_superiors_and_no_circle_closes(cities: list[str]) -> None:
    pairs = under("".join(f"{c}总工会开展活动。" for c in cities))
    above = dict(pairs)
    assert len(above) == len(pairs)
    for union in above:
        seen = {union}
        while union in above:
            union = above[union]
            assert union not in seen
            seen.add(union)


# ---------------------------------------------------------------- pairs

STORY = (
    "江苏省总工会与省教育厅印发《关于工匠的意见》。珠海松下马达有限公司工会主席王明说,“慧协商”赋能平台设培训中心。公司与三亚技师学院合作,"
    "“慧协商”惠及职工100人。"
)
NAMES = (
    ("Institution", "省教育厅"), ("Union", "珠海松下马达有限公司工会"), ("Person", "王明"), ("Program", "“慧协商”赋能平台"),
    ("Institution", "三亚技师学院"), ("Program", "慧协商"),
)  # fmt: skip


@pytest.fixture(scope="module")
def context() -> Context:
    return Context(linked(STORY, *NAMES))


@pytest.mark.parametrize("relation", PAIRWISE)
def test_candidates_obey_the_signature(context: Context, relation: str) -> None:
    heads, tails = SIGNATURES[relation]
    pairs = candidates(context, relation)
    assert pairs
    for head, tail in pairs:
        assert head is not tail
        assert head.type in heads
        assert tail.type in tails


def test_partners_are_asked_about_once(context: Context) -> None:
    pairs = {frozenset((id(h), id(t))) for h, t in candidates(context, "partnerOf")}
    assert len(pairs) == len(candidates(context, "partnerOf"))


def test_features_are_words_and_know_their_sentence(context: Context) -> None:
    for head, tail in combinations(context.linked.entities, 2):
        for feature, where in pair_features(context, head, tail).items():
            assert feature.strip() == feature != ""
            assert where is None or where[1] in where[0].mentions


def test_features_do_not_depend_on_chance(context: Context) -> None:
    head, tail = entity(context.linked, "珠海松下马达有限公司"), entity(context.linked, "慧协商赋能平台")
    assert list(pair_features(context, head, tail)) == list(pair_features(context, head, tail))


def test_a_place_in_the_name_speaks_for_lying_there(context: Context) -> None:
    company, union = entity(context.linked, "珠海松下马达有限公司"), entity(context.linked, "江苏省总工会")
    zhuhai, jiangsu = entity(context.linked, "珠海市"), entity(context.linked, "江苏省")
    assert "located" in place_features(context, company, zhuhai, [])
    assert "located-elsewhere" in place_features(context, company, jiangsu, [])
    assert {"named-finest", "name-starts"} <= set(place_features(context, union, jiangsu, []))


def test_the_place_named_last_is_known() -> None:
    of = linked("海南省三亚市召开会议。宜昌市猇亭区里,珠海松下马达有限公司开工。", ("Company", "珠海松下马达有限公司"))
    c, firm = Context(of), entity(of, "珠海松下马达有限公司")
    assert {"last-first-same", "scene-off"} <= set(place_features(c, firm, entity(of, "猇亭区"), []))
    assert {"last-first-over", "scene-off"} <= set(place_features(c, firm, entity(of, "宜昌市"), []))
    assert {"last-first-off", "scene-same"} <= set(place_features(c, firm, entity(of, "三亚市"), []))


def test_a_firm_and_its_union_lie_in_one_place() -> None:
    of = linked("珠海松下马达有限公司工会在三亚市开会。", ("Union", "珠海松下马达有限公司工会"))
    c = Context(of)
    firm, union = entity(of, "珠海松下马达有限公司"), entity(of, "珠海松下马达有限公司工会")
    zhuhai, sanya = entity(of, "珠海市"), entity(of, "三亚市")
    says = {(id(firm), id(zhuhai)): 0.9, (id(firm), id(sanya)): 0.1, (id(union), id(zhuhai)): 0.4, (id(union), id(sanya)): 0.6}

    class Told(Logistic):
        """A model that says what the table above says."""

        def __init__(self) -> None:
            self.thresholds = {"locatedIn": 0.3}
            self.asked = iter([says[id(e), id(p)] for e in c.of_type(*ORGANISATIONS) for p in c.of_type("Place")])

        def probability(self, task: str, features: Iterable[str], prefix: str = "") -> float:
            return next(self.asked)

    assert {(e.name, place.name) for e, place, _, _ in seats(c, Told(), {})} == {(firm.name, "珠海市"), (union.name, "珠海市")}


# ---------------------------------------------------------------- what stands around


def around(text: str, head: str, tail: str, *names: tuple[str, str]) -> set[str]:
    of = linked(text, *names)
    return set(pair_features(Context(of), entity(of, head), entity(of, tail)))


def test_chairmen_speak_of_a_programme_and_welders_are_shown_in_it() -> None:
    text = "三亚市总工会打造三亚工匠学院。三亚市总工会主席王明说,很好。焊工李四来上课。"
    people = ("Person", "王明"), ("Person", "李四")
    assert {"~Pe:speaks", "~Pe:speaks-for:Union", "~Pe:post:主席"} <= around(text, "王明", "三亚工匠学院", ACADEMY, *people)
    assert {"~Pe:silent", "~Pe:post:焊工"} <= around(text, "李四", "三亚工匠学院", ACADEMY, *people)


def test_the_paragraph_ties_an_actor_to_a_programme() -> None:
    text = "三亚工匠学院开课。\n\n三亚技师学院派出教师,三亚工匠学院很高兴。\n\n海南省总工会来访。"
    assert "~In:paragraph:one-of-1-here*" in around(text, "三亚技师学院", "三亚工匠学院", ACADEMY, SCHOOL)
    assert "~Un:paragraph:none-topic*" in around(text, "海南省总工会", "三亚工匠学院", ACADEMY, SCHOOL)


def test_partners_have_a_frame() -> None:
    found = around("三亚市总工会出台措施,又携手海南省总工会、三亚技师学院签约。", "三亚市总工会", "三亚技师学院", SCHOOL)
    assert {"~both 携手", "~both 携手&v:签约"} <= found


# ---------------------------------------------------------------- all together


@pytest.fixture
def related(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Extraction:
    """The story under a model that believes everything: what holds now holds for any weights."""
    weights: dict[str, dict[str, float]] = {task: {"": 2.0, "shared1": 0.5} for task in (*PAIRWISE, "measure")}
    weights["locatedIn"] = {"": 0.5, "located": 3.0}
    (tmp_path / "all.json").write_text(json.dumps({"weights": weights}), encoding="utf-8")
    monkeypatch.setattr("graph.relate.relation_model", lambda: Logistic(tmp_path / "all.json"))
    of = linked(STORY, *NAMES)
    return relate(of, extraction(of))


def test_a_model_without_weights_claims_what_is_certain_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.relate.relation_model", lambda: Logistic(tmp_path / "none.json"))
    of = linked(STORY, *NAMES)
    x = relate(of, extraction(of))
    assert {"holdsPost", "unionOf"} <= {c.predicate for c in x.claims}
    assert not [c for c in x.claims if c.rule.endswith("-model")]
    assert x.measures == []
    assert [r.what for r in x.rejections] == ["100人"]


def test_who_issues_a_document_named_after_a_programme_runs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.relate.relation_model", lambda: Logistic(tmp_path / "none.json"))
    text = "三亚市总工会、三亚市人社局印发《关于建设三亚工匠学院的意见》。三亚工匠学院今年开课。"
    of = linked(text, ACADEMY, ("Institution", "三亚市人社局"))
    runs = [c for c in relate(of, extraction(of)).claims if c.predicate == "runs"]
    assert {c.subject for c in runs} == {entity(of, UNION).key, entity(of, "三亚市人社局").key}
    assert {(c.object[2], c.rule, c.role) for c in runs} == {("三亚工匠学院", "title-of-document", "host")}


def test_a_part_is_called_after_its_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.relate.relation_model", lambda: Logistic(tmp_path / "none.json"))
    names = ("一学两坊", "绣花坊", "一学两坊打版坊")
    of = linked("推行一学两坊。绣花坊、一学两坊打版坊开放。", *(("Program", n) for n in names))
    relate(of, extraction(of))
    assert "一学两坊绣花坊" in entity(of, "绣花坊").aliases
    assert not entity(of, "一学两坊打版坊").aliases


def test_claims_obey_the_signatures(related: Extraction) -> None:
    types = {e.key: e.type for e in related.entities}
    assert related.claims
    for c in related.claims:
        heads, tails = SIGNATURES[c.predicate]
        assert types[c.subject] in heads
        assert types[c.object] in tails
        assert 0 < c.confidence <= 1
        assert c.rule


def test_a_union_of_a_company_says_so_by_its_name(related: Extraction) -> None:
    served = [(c.subject[2], c.object[2]) for c in related.claims if c.predicate == "unionOf"]
    assert served == [("珠海松下马达有限公司工会", "珠海松下马达有限公司")]


def test_one_relation_of_acting_for_a_pair_and_no_circle_of_parts(related: Extraction) -> None:
    acting = [(c.subject, c.object) for c in related.claims if c.predicate in ("runs", "participatesIn")]
    parts = {(c.subject, c.object) for c in related.claims if c.predicate == "partOf"}
    assert len(acting) == len(set(acting))
    assert not [p for p in parts if p[::-1] in parts]
    assert {c.predicate for c in related.claims} >= set(PAIRWISE)
    assert all(c.role in ROLES for c in related.claims if c.predicate == "runs")


def test_everything_lies_in_one_place_at_most(related: Extraction) -> None:
    where = [c.subject for c in related.claims if c.predicate == "locatedIn"]
    assert len(where) == len(set(where))
    assert [c.object for c in related.claims if c.predicate == "locatedIn" and c.subject == ("Union", "", "#320000")] == [
        ("Place", "", "#320000")
    ]


def test_every_figure_has_one_owner(related: Extraction) -> None:
    assert [(m.printed, m.unit, str(m.value)) for m in related.measures] == [("100人", "人", "100")]


def test_evidence_is_exact(related: Extraction) -> None:
    told: list[Claim] = related.claims
    text = STORY
    for evidence in [c.evidence for c in told] + [m.evidence for m in related.measures] + related.silent:
        assert text[evidence.start : evidence.end] == evidence.exact


def test_a_sentence_is_heard_or_silent() -> None:
    of = linked("三亚市总工会主席李明出席。今天天气很好。", ("Person", "李明"))
    x = relate(of, extraction(of))
    assert [e.exact for e in x.silent] == ["今天天气很好。"]


def test_the_subject_of_a_sentence_is_carried_on() -> None:
    c = Context(linked("三亚市总工会开展活动。活动吸引职工。由海口市总工会指导。"))
    assert [(s.subject.name if s.subject else "", s.carried) for s in c.sentences] == [
        ("三亚市总工会", False), ("三亚市总工会", True), ("三亚市总工会", True),
    ]  # fmt: skip


def test_the_main_organisation_is_the_one_that_is_told_of_most() -> None:
    c = Context(linked("三亚市总工会开展活动。三亚市总走访企业。海口市总工会来访。"))
    assert isinstance(c.main, LocalEntity)
    assert c.main.name == "三亚市总工会"
    assert c.main.type in ORGANISATIONS


def test_a_chance_does_not_hang_on_the_order_of_its_features(tmp_path: Path) -> None:
    """Sets have no order, and floating-point sums do: one unit in the last place decides between two owners that are alike."""
    weights = {"": 0.1} | {f"f{i}": w for i, w in enumerate((1e9, 0.1, -1e9, 0.7, 1e-7, -0.3))}
    path = tmp_path / "model.json"
    path.write_text(json.dumps({"weights": {"task": weights}}), encoding="utf-8")
    model = Logistic(path)
    assert len({model.probability("task", order) for order in permutations([f for f in weights if f])}) == 1
