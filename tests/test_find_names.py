"""Names that no grammar spells out: documents, persons, and how the recogniser and the judge come to a decision."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stages import reading

from graph.find import apart, propose
from graph.find.documents import find_documents
from graph.find.features import CRF, NETWORK, Columns, Marks, strings
from graph.find.formal import find_formal, firms_within, separated, trim
from graph.find.judge import Candidates, judge
from graph.find.names import FOLDER, LABELS, NameModel, balanced, best_path
from graph.find.numbering import Numbering
from graph.find.people import find_people
from graph.find.places import find_places
from graph.find.reading import Reading
from graph.find.tagger import tagger
from graph.find.unions import find_unions
from graph.logistic import Logistic
from graph.model import Mention, Span

# ---------------------------------------------------------------- documents


@pytest.mark.parametrize(
    "name",
    [
        "关于加强工匠培养的意见",
        "三亚市深化产业工人队伍建设改革措施(试行)",
        "珠海安广大厦楼宇集体合同",
        "女职工权益保护专项集体合同",
        "意见",
    ],
)
def test_what_title_marks_hold_is_a_document(name: str) -> None:
    r = reading(f"近日,三亚市总工会印发《{name}》。")
    (document,) = find_documents(r)[0]
    assert (document.type, document.text, r.cut(document.span)) == ("Document", name, f"《{name}》")


@pytest.mark.parametrize("text", ["《工人日报》报道了此事。", "他读《红楼梦》。", "职工合唱《咱们工人之歌》。", "《》。"])
def test_papers_books_and_songs_are_none(text: str) -> None:
    assert find_documents(reading(text))[0] == []


@pytest.mark.parametrize("text", ["《关于工匠培养的指导意见》(以下简称《意见》)出台。", "《关于工匠培养的指导意见》（简称“意见”）出台。"])
def test_a_short_name_is_learned_where_it_is_given(text: str) -> None:
    assert find_documents(reading(text))[1] == {"意见": "关于工匠培养的指导意见"}


def test_an_unmarked_document_is_found_where_it_is_drawn_up() -> None:
    found, _ = find_documents(reading("公司工会出台女职工“数智木兰”技能提升规划,推进工作。"))
    assert [(d.text, d.rule) for d in found] == [("女职工“数智木兰”技能提升规划", "drawn-up")]
    assert find_documents(reading("公司工会出台措施,推进工作。"))[0] == []


# ---------------------------------------------------------------- persons


def people(text: str) -> dict[str, float]:
    return {p.text: p.score for p in find_people(reading(text))}


def test_who_speaks_or_has_a_post_is_surely_a_person() -> None:
    plain_mention = people("近日,张伟获奖。")["张伟"]
    assert people("张伟说,学院很好。")["张伟"] > plain_mention
    assert people("三亚市总工会主席张伟获奖。")["张伟"] > plain_mention


def test_pseudonyms_are_doubtful() -> None:
    assert people("崔某是一名骑手。")["崔某"] < 0.5


def test_a_doctrine_is_no_person() -> None:
    assert people("在习近平新时代中国特色社会主义思想指引下,职工参加活动。") == {}


def test_authors_are_no_actors() -> None:
    r = reading("本报讯(记者王建国)近日,张伟获奖。")
    assert "王建国" in {p.text for p in find_people(r)}
    r.article.bylines.append(Span(0, r.text.index(")") + 1))
    assert {p.text for p in find_people(r)} == {"张伟"}


# ---------------------------------------------------------------- tokens

SENTENCES = st.lists(
    st.sampled_from(["三亚市总工会", "打造", "“慧协商”", "赋能平台", "张伟", "说", ",", "。", "5G", "１２", "？", "（", "）", "\t", "𠮷"]),
    min_size=1,
    max_size=10,
).map("".join)


@given(st.lists(SENTENCES, max_size=5))
def test_tokens_cover_each_sentence_without_gaps(sentences: list[str]) -> None:
    for sentence, tagged in zip(sentences, tagger().tag(sentences), strict=True):
        assert "".join(t.text for t in tagged.tokens) == sentence
        assert [t.start for t in tagged.tokens] == [0, *(t.end for t in tagged.tokens[:-1])]
        assert len(tagged.states) == len(sentence)


def test_a_sentence_is_read_the_same_in_any_company() -> None:
    sentence = "三亚市总工会打造“慧协商”赋能平台。"
    alone = tagger().tag([sentence])[0]
    among = tagger().tag(["职工参加。", sentence, "在" + sentence, sentence, "近日," + sentence])  # one batch
    assert among[1].tokens == alone.tokens == among[3].tokens
    assert np.allclose(among[1].states, alone.states, atol=1e-4)
    assert [t.text for t in among[2].tokens] == ["在", *(t.text for t in alone.tokens)]


def test_a_sentence_of_any_length_is_read_whole() -> None:
    long = "三亚市总工会开展活动," * 60
    (tagged,) = tagger().tag([long])
    assert "".join(t.text for t in tagged.tokens) == long


# ---------------------------------------------------------------- features


def marks(r: Reading) -> Marks:
    places = find_places(r)
    return Marks(r, places, find_unions(r, places), find_documents(r)[0], find_people(r))


def test_rules_leave_marks_for_the_recogniser() -> None:
    r = reading("三亚市总工会印发《关于工匠的意见》,张伟说。")
    m = marks(r)
    assert m.rule[r.text.index("总工会")] == "Ui"  # a union outweighs the place in it
    assert m.rule[r.text.index("《")] == "Db"
    assert m.rule[r.text.index("》")] == "De"
    assert m.rule[r.text.index("张伟")] == "Hb"
    assert m.rule[r.text.index("印")] == "O"


def test_quotation_marks_and_suffixes_are_seen() -> None:
    r = reading("打造“慧协商”赋能平台。")
    m = marks(r)
    assert [m.quote[r.text.index(c)] for c in "“慧”赋打"] == ["s(", "s", "s)", "a", "o"]
    assert m.suffix[r.text.index("台")].startswith("Pr")


@given(SENTENCES)
def test_every_character_has_its_features(text: str) -> None:
    r = reading(text)
    m = marks(r)
    rows = strings(Columns([(r, m, s) for s in r.article.sentences]), [*CRF, *NETWORK])
    assert len(rows) == sum(map(len, r.article.sentences))
    assert all(len(row) == len(CRF) + len(NETWORK) for row in rows)


def test_a_character_is_seen_with_its_neighbours() -> None:
    r = reading("三亚市总工会打造“慧协商”平台。")
    m = marks(r)
    rows = strings(Columns([(r, m, s) for s in r.article.sentences]), CRF)
    first, last = dict(zip(CRF, rows[0], strict=True)), dict(zip(CRF, rows[-1], strict=True))
    assert (first["c-{c-1}"], first["b+{b}"], first["b++{b+1}"], first["b--{b-2}"]) == ("c-^", "b+三亚", "b++亚市", "b--^^")
    assert (last["c+{c+1}"], last["b-{b-1}"], last["t+{t}{p}>{t+1}"]) == ("c+$", "b-台。", "t+wS>$")
    assert first["w{w}{p}"][:2] == "w三"
    assert first["w-{w-1}{p}"] == "w-^" + first["w{w}{p}"][-1]


FEATURES = st.sampled_from(["c三", "w总工会b", "b-三亚", "b--^^", "rO", "t-^>wS", "s++-"])


@given(st.lists(SENTENCES, min_size=1, max_size=4), st.sets(FEATURES))
def test_features_have_the_numbers_of_their_strings(texts: list[str], known: set[str]) -> None:
    numbers = {feature: i for i, feature in enumerate(sorted(known))}
    numbering = Numbering(CRF, [numbers] * len(CRF), len(numbers))
    for text in texts:  # what one text leaves in the tables must not disturb the next
        r = reading(text)
        m = marks(r)
        columns = Columns([(r, m, s) for s in r.article.sentences])
        assert numbering(columns).tolist() == [[numbers.get(f, len(numbers)) for f in row] for row in strings(columns, CRF)]


# ---------------------------------------------------------------- the recogniser's decision


def test_the_network_runs_on_whole_numbers() -> None:
    """In floating point it takes two and a half times as long: `graph.learn.network.write` rounds what it writes."""
    assert b"DynamicQuantizeLSTM" in (FOLDER / "names.onnx").read_bytes()


@given(st.integers(1, 12), st.randoms(use_true_random=False))
def test_the_best_path_is_legal(length: int, chance: object) -> None:
    scores = np.array([[chance.random() for _ in LABELS] for _ in range(length)])  # type: ignore[attr-defined]
    path = [LABELS[k] for k in best_path(scores)]
    assert len(path) == length
    assert path[0][0] != "I"
    for before, after in pairwise(path):
        assert after[0] != "I" or before[1:] == after[1:]


@given(st.lists(st.sampled_from([k for k, label in enumerate(LABELS) if label[0] != "I"]), min_size=1, max_size=10))
def test_the_best_path_is_the_best_where_it_is_legal(wanted: list[int]) -> None:
    p = np.full((len(wanted), len(LABELS)), 0.01)
    p[np.arange(len(wanted)), wanted] = 0.9
    assert best_path(p) == wanted


@pytest.mark.parametrize(
    ("text", "inner", "outer"),
    [
        ("打造“慧协商”平台。", "慧协商”平台", "“慧协商”平台"),
        ("打造平台“慧协商”。", "平台“慧协商", "平台“慧协商”"),
        ("打造“慧协商”平台。", "慧协商", "慧协商"),
        ("打造“慧协商”平台。", "“慧协商”平台", "“慧协商”平台"),
    ],
)
def test_quotation_marks_come_in_pairs(text: str, inner: str, outer: str) -> None:
    at = text.index(inner)
    span = balanced(text, Span(at, at + len(inner)))
    assert text[span.start : span.end] == outer


class Silent(NameModel):
    """A recogniser that proposes what a test tells it to."""

    def __init__(self, *names: Mention) -> None:
        self.names = list(names)

    def find(self, readings: list[Reading], marks: list[Marks]) -> list[list[Mention]]:
        return [list(self.names) for _ in readings]


def named(text: str, name: str, type_: str, score: float) -> Mention:
    at = text.index(name)
    return Mention(Span(at, at + len(name)), type_, name, "test", score)


def test_persons_of_the_tagger_stand_where_the_recogniser_says_nothing_firm() -> None:
    text = "三亚市总工会主席张伟说,学院很好。"
    assert [m.text for m in propose([reading(text)], Silent())[0].names] == ["张伟"]
    firm = named(text, "主席张伟", "Program", 0.9)
    assert [m.text for m in propose([reading(text)], Silent(firm))[0].names] == ["主席张伟"]


def test_a_person_at_the_edge_of_a_quotation_is_none() -> None:
    assert propose([reading("“周周送”活动开展。")], Silent())[0].names == []


def test_conjunctions_at_the_edge_belong_to_no_name() -> None:
    text = "三亚技师学院和海口大学参加。"
    found = propose([reading(text)], Silent(named(text, "三亚技师学院和", "Institution", 0.9)))[0]
    assert [m.text for m in found.names if m.type == "Institution"] == ["三亚技师学院"]


def test_of_crossing_names_the_likelier_stands() -> None:
    text = "三亚技师学院工匠班开班。"
    long, short, other = (
        named(text, "三亚技师学院", "Institution", 0.9), named(text, "学院工匠班", "Program", 0.7),
        named(text, "技师学院", "Institution", 0.5),
    )  # fmt: skip
    assert apart([short, other, long]) == [long]


def test_a_name_within_a_name_of_another_kind_may_stand() -> None:
    text = "三亚技师学院工匠班开班。"
    inner, outer = named(text, "三亚技师学院", "Institution", 0.9), named(text, "三亚技师学院工匠班", "Program", 0.7)
    assert set(apart([inner, outer])) == {inner, outer}


# ---------------------------------------------------------------- the judge


def model(tmp_path: Path, weights: dict[str, dict[str, float]], thresholds: dict[str, float]) -> Logistic:
    path = tmp_path / "judge.json"
    path.write_text(json.dumps({"weights": weights, "thresholds": thresholds}), encoding="utf-8")
    return Logistic(path)


def test_the_judge_parts_names_at_the_threshold(tmp_path: Path) -> None:
    text = "打造“慧协商”赋能平台,职工参加培训平台。"
    names = [named(text, "“慧协商”赋能平台", "Program", 0.9), named(text, "培训平台", "Program", 0.4)]
    judged = model(tmp_path, {"Program": {"": -1.0, "quoted:part": 3.0}}, {"Program": 0.5})
    accepted, refused = judge(reading(text), names, judged)
    assert [(m.text, m.score) for m in accepted] == [("“慧协商”赋能平台", 0.881)]
    assert [m.text for m in refused] == ["培训平台"]


def test_a_judge_without_weights_accepts_nothing(tmp_path: Path) -> None:
    text = "打造“慧协商”赋能平台。"
    accepted, refused = judge(reading(text), [named(text, "“慧协商”赋能平台", "Program", 0.9)], Logistic(tmp_path / "none.json"))
    assert accepted == []
    assert len(refused) == 1


def test_quoted_names_in_a_row_stand_or_fall_together(tmp_path: Path) -> None:
    text = "平台设“工价库”“算一算”和“说一说”3个模块,另有“看一看”。"
    names = [named(text, n, "Program", 0.9) for n in ("工价库", "算一算", "说一说", "看一看")]
    sure = {"": 0.0, "first:工价": 3.0}  # the others are even
    accepted, _ = judge(reading(text), names, model(tmp_path, {"Program": sure}, {"Program": 0.7}))
    assert [m.text for m in accepted] == ["工价库", "算一算", "说一说"]
    accepted, _ = judge(reading(text), names, model(tmp_path, {"Program": {"": 0.0}}, {"Program": 0.7}))
    assert accepted == []
    hopeless = sure | {"first:算一": -2.0}
    accepted, _ = judge(reading(text), names, model(tmp_path, {"Program": hopeless}, {"Program": 0.7}))
    assert [m.text for m in accepted] == ["工价库", "说一说"]


@pytest.mark.parametrize(
    ("text", "name", "threshold", "accepted"),
    [
        ("三亚“一码通”上线\n“一码通”惠及职工。", "一码通", 0.6, True),  # a headline, which the article comes back to
        ("让“老师傅”走进校园\n职工很高兴。", "老师傅", 0.6, False),  # one that it never comes back to
        ("职工都说好。开展“一码通”攻关行动。", "“一码通”攻关行动", 0.6, True),  # half in quotation marks
        ("职工都说好。开展“一码通”攻关行动。", "“一码通”攻关行动", 0.8, False),
        ("职工都说好。开展“一码通”攻关行动。", "攻关行动", 0.6, False),
    ],
)
def test_where_the_judge_is_lenient(tmp_path: Path, text: str, name: str, threshold: float, accepted: bool) -> None:
    r = reading(text)
    r.article.headlines[:] = [Span(0, text.index("\n"))] if "\n" in text else []
    found, _ = judge(r, [named(text, name, "Program", 0.9)], model(tmp_path, {"Program": {"": 0.0}}, {"Program": threshold}))
    assert bool(found) is accepted


def test_the_judge_sees_how_programmes_stand_beside_each_other() -> None:
    text = "平台设“工价库”“算一算”“说一算”3个模块,另有“看”。工价库开放。"
    names = [named(text, n, "Program", s) for n, s in (("工价库", 0.9), ("算一算", 0.5), ("说一算", 0.3), ("看", 0.2))]
    seen = Candidates(reading(text), names)
    features = seen.features(names[1])
    assert {"row3", "row-best9", "row-mean6", "row-ends-alike", "row-long-alike", "row-counted", "row-of:设"} <= features
    assert {"siblings1", "sibling3", "shape3", "times1", "core-times1", "share4"} <= features
    assert {"row1", "siblings0"} <= seen.features(names[3])
    assert {"times2", "share2"} <= seen.features(names[0])  # printed twice, proposed once


def test_the_judge_sees_edges_suffix_and_neighbours() -> None:
    text = "近日,“慧协商”赋能平台上线,“慧协商”赋能平台注册企业。"
    m = named(text, "“慧协商”赋能平台", "Program", 0.9)
    features = Candidates(reading(text), [m]).features(m)
    assert {"count1", "quoted:part", "last:平台", "first:慧协", "after:上", "suffix:Program2platform"} <= features
    assert not [f for f in features if not f]


# ---------------------------------------------------------------- names told by form, and edges


@pytest.mark.parametrize(
    ("text", "type_", "proposed", "name"),
    [
        ("市总联合人社局走访。", "Institution", "联合人社局", "人社局"),
        ("赋能中心集培训中心、交流中心于一体。", "Program", "赋能中心集培训中心", "培训中心"),
        ("赋能中心集培训中心开张。", "Program", "赋能中心集培训中心", "赋能中心集培训中心"),
        ("联合大学走访。", "Institution", "联合大学", "联合大学"),  # 大学 is no organ of a place
        ("企业联合会走访。", "Institution", "企业联合会", "企业联合会"),
        ("省(区)委教育工委走访。", "Institution", "区)委教育工委", None),  # begins inside brackets
        ("中国矿业大学(北京)走访。", "Institution", "中国矿业大学(北京)", "中国矿业大学(北京)"),
    ],
)
def test_what_is_cut_off_the_edges_of_a_name(text: str, type_: str, proposed: str, name: str | None) -> None:
    r = reading(text)
    at = text.index(proposed)
    kept = trim(r, Mention(Span(at, at + len(proposed)), type_, proposed, "test", 0.9))
    assert (kept.text if kept is not None else None) == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("“三屋”是听音屋、换气屋和说事屋。", ["听音屋", "换气屋", "说事屋"]),
        ("工会设了三张榜:攻关榜、“缺工榜”、绝活榜,", ["攻关榜", "缺工榜", "绝活榜"]),
        ("“三屋”是听音屋、换气屋。", []),  # one is missing
        ("“三单”是职工报单、工会派工、企业回单。", []),  # not all are called so
        ("两人是王师傅的徒弟、李师傅的工人。", []),
        ("“三坊”是老王的设计坊、打版坊、绣花坊。", []),  # 的: said of it, no name
        ("“三单”是职工报单、工会派单、企业回单。", []),  # deeds
        ("设计坊、打版坊、绣花坊,合称“三坊”。", ["设计坊", "打版坊", "绣花坊"]),
        ("学院有“一院两坊”,分设打样坊和水漆坊。", ["打样坊", "水漆坊"]),
    ],
)
def test_as_many_names_as_the_numeral_says(text: str, names: list[str]) -> None:
    r = reading(text)
    places = find_places(r)
    assert [m.text for m in find_formal(r, places, find_unions(r, places)) if m.type == "Program"] == names


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("难题共享池”“专家共享库", ["难题共享池", "专家共享库"]), ("“权益联保”、“四联”工作法", ["“权益联保", "四联”工作法"]),
        ("“慧协商”赋能平台", ["“慧协商”赋能平台"]),
    ],
)  # fmt: skip
def test_names_quoted_side_by_side_are_several(name: str, parts: list[str]) -> None:
    found = separated(Mention(Span(7, 7 + len(name)), "Program", name, "test", 0.9))
    assert [m.text for m in found] == parts
    assert all(name[m.span.start - 7 : m.span.end - 7] == m.text for m in found)


def test_a_firm_inside_the_name_of_its_department_is_proposed_and_gives_way_to_it() -> None:
    department = Mention(Span(0, 14), "Company", "三亚港务有限公司机修车间二", "test", 0.6)
    (firm,) = firms_within([department])
    assert (firm.type, firm.text) == ("Company", "三亚港务有限公司")
    assert apart([department, firm]) == [department]  # likelier though the firm is
    branch = Mention(Span(0, 13), "Company", "三亚港务有限公司平湖分公司", "test", 0.6)
    assert firms_within([branch]) == []


@pytest.mark.parametrize(("text", "found"), [("徐州市总工会开班。工会干校授课。", 1), ("徐州市总工会开班。各级工会干校授课。", 0)])
def test_the_school_of_the_federation_needs_no_place(text: str, found: int) -> None:
    r = reading(text)
    places = find_places(r)
    assert len([m for m in find_formal(r, places, find_unions(r, places)) if m.text == "工会干校"]) == found
