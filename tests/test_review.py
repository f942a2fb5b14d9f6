"""Review: what is doubted, what answers do, and that builds obey the register whatever was added and removed when."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from factory import Story, echo, heping, sanya
from test_build_laws import content

import graph
from graph.cli import main
from graph.errors import RegisterError, UsageError
from graph.export import render
from graph.identity import entity_iri, entity_key, entity_text, review_id
from graph.knowledge import KnowledgeGraph
from graph.model import Answer, Extraction
from graph.outputs import refresh
from graph.review.answering import same_or_never, verdict
from graph.review.dialogue import ask, listing
from graph.review.doubts import Doubt, doubts
from graph.review.obey import ONE_THING, REJECTED, reviewed
from graph.review.register import COLUMNS, Register
from graph.review.sheet import read_sheet, write_sheet
from graph.store import Store
from graph.upkeep import add, answer, rebuild, remove

Run = Callable[..., tuple[int, str, str]]


def kiosk() -> Story:
    """A short common name that was taken for the long name of one kiosk, and a platform that does use its short name."""
    story = Story(
        "南宁市建设工会在全市建成11个工会驿站。王倩在五象大道体强路口工会驿站休息。工会驿站配有微波炉300台。南宁市建设工会上线工友惠平台。",
        document="kiosk.txt",
    )
    union = story.entity("Union", "南宁市建设工会", scope="450100")
    one = story.entity("Program", "五象大道体强路口工会驿站", scope="450100", kind="facility", aliases=("工会驿站",))
    platform = story.entity("Program", "工友惠平台", scope="450100", kind="platform")
    person = story.entity("Person", "王倩", scope="450100")
    story.claim(union, "runs", one, "建成", role="builder")
    story.claim(person, "participatesIn", one, "王倩", confidence=0.4)
    story.claim(union, "runs", platform, "上线")
    story.claim(platform, "partOf", one, "上线", confidence=0.3)
    story.measure(one, "300", "台", "微波炉", "300台")
    return story


def ambiguous() -> Story:
    """和平区, and nothing in the article that says which."""
    story = Story("和平区总工会举办技能竞赛。", document="which.txt")
    place = story.entity("Place", "和平区", code="210102", kind="county")
    union = story.entity("Union", "沈阳市和平区总工会", code="210102")
    story.claim(union, "locatedIn", place)
    return story


def obey(*answers: Answer, stories: tuple[Story, ...] = ()) -> KnowledgeGraph:
    return reviewed([s.extraction for s in stories or (sanya(), heping(), echo())], Register(answers))


def of_kind(kg: KnowledgeGraph, kind: str) -> list[Doubt]:
    return [d for d in doubts(kg) if d.kind == kind]


def facts(kg: KnowledgeGraph) -> set[tuple[str, str, str]]:
    return {(f.subject.name, f.predicate, f.object.name) for f in kg.facts()}


# ---------------------------------------------------------------- ids


def test_the_id_of_a_claim_outlives_whatever_does_not_change_what_it_says() -> None:
    said = sanya().extraction.claims[2]
    moved = Story("今天有雪。" + sanya().text, document="other.txt")
    for e in sanya().extraction.entities:
        moved.entity(e.type, e.name, scope=e.scope, code=e.code)
    by_name = {e.name: e for e in moved.extraction.entities}
    again = moved.claim(by_name["三亚市总工会"], "runs", by_name["三亚工匠学院"], "主办", confidence=0.1, rule="else")
    assert again.evidence.start != said.evidence.start
    moved_sentence = moved.evidence("主办")
    assert moved_sentence.exact == said.evidence.exact
    assert review_id(again) == review_id(said)
    other = moved.claim(by_name["海南省总工会"], "runs", by_name["三亚工匠学院"], "主办")
    assert review_id(other) != review_id(said)


@pytest.mark.parametrize(
    "key", [("Union", "", "#460200"), ("Program", "460200", "工匠学院"), ("Company", "", "甲/乙公司"), ("Person", "1", "a/b")]
)
def test_entities_are_written_so_that_they_can_be_read(key: tuple[str, str, str]) -> None:
    assert entity_key(entity_text(key)) == key


# ---------------------------------------------------------------- accept, reject


def test_what_is_rejected_leaves_the_graph_and_stays_in_the_report() -> None:
    claim = sanya().extraction.claims[2]
    kg = obey(Answer("reject", review_id(claim)))
    assert ("三亚市总工会", "runs", "三亚工匠学院") in facts(kg), "another article says it too"
    assert len(kg.facts("runs")[0].claims) == 1
    (kept,) = [r for x in kg.extractions.values() for r in x.rejections if r.reason == REJECTED]
    assert kept.what == "三亚市总工会 runs 三亚工匠学院 (host)"
    assert kept.evidence == claim.evidence
    figure = heping().extraction.measures[0]
    assert not obey(Answer("reject", review_id(figure)))["四方联动机制"].figures


def test_what_is_accepted_is_certain_and_says_that_somebody_confirmed_it() -> None:
    claim = sanya().extraction.claims[3]
    kg = obey(Answer("accept", review_id(claim)))
    (fact,) = [f for f in kg.facts("runs") if f.subject.name == "海南省总工会"]
    assert (fact.confidence, fact.reviewed) == (1.0, True)
    turtle = render(kg, "turtle").decode()
    assert turtle.count("ukg:reviewed true") == 1
    assert graph_conforms(kg)


def graph_conforms(kg: KnowledgeGraph) -> bool:
    from graph.validate import validate

    return bool(validate(kg))


# ---------------------------------------------------------------- same, never


def test_two_entities_that_are_the_same_become_one_under_the_second_name() -> None:
    kg = obey(Answer("same", "Program/120101/和平工匠学院", "Program/120101/四方联动机制"))
    assert "和平工匠学院" in kg["四方联动机制"].aliases
    assert entity_iri(("Program", "120101", "和平工匠学院")) not in kg.entities
    assert ("天津市和平区总工会", "runs", "四方联动机制") in facts(kg)
    (once,) = [f for f in kg.facts("locatedIn") if f.subject.name == "四方联动机制"]
    assert len(once.claims) == 2


def test_a_fact_between_two_that_are_one_is_kept_as_rejected() -> None:
    kg = obey(Answer("same", "Program/460200/工会通求职模块", "Program/460200/工会通平台"))
    assert not kg.facts("partOf")
    assert [r.reason for x in kg.extractions.values() for r in x.rejections] == [ONE_THING]


def test_same_as_goes_all_the_way_and_only_where_it_counts() -> None:
    chain = [Answer("same", f"Program/1/{a}", f"Program/1/{b}") for a, b in ("甲乙", "乙丙")]
    assert Register(tuple(chain)).same_in("any")["Program", "1", "甲"] == ("Program", "1", "丙")
    only = Answer("same", "Place/#210102", "Place/#120101", article="one")
    assert not Register((only,)).same_in("other")
    assert Register((only,)).same_in("one")


def test_a_name_that_never_meant_the_entity_takes_its_own_sentences_with_it() -> None:
    answer = Answer("never", "Program/450100/五象大道体强路口工会驿站", "Program/450100/工会驿站")
    kg = obey(answer, stories=(kiosk(),))
    assert ("南宁市建设工会", "runs", "工会驿站") in facts(kg)
    assert ("王倩", "participatesIn", "五象大道体强路口工会驿站") in facts(kg)
    assert "工会驿站" not in kg["五象大道体强路口工会驿站"].aliases
    assert [m.name for _, m in kg["工会驿站"].figures] == ["微波炉"]
    assert not kg["五象大道体强路口工会驿站"].figures
    assert kg.answers[answer] == {kiosk().id}
    assert graph_conforms(kg)


def test_a_place_that_is_another_one_in_this_article_takes_its_federation_along() -> None:
    (doubt,) = of_kind(obey(stories=(ambiguous(),)), "place")
    assert "天津市和平区 (120101)" in doubt.why
    kg = obey(*doubt.answers["120101"], stories=(ambiguous(), heping()))
    assert facts(kg) >= {("天津市和平区总工会", "locatedIn", "和平区")}
    assert not [e for e in kg.entities.values() if e.code == "210102"]
    assert not of_kind(obey(*doubt.answers["accept"], stories=(ambiguous(),)), "place")


# ---------------------------------------------------------------- laws


def every_answer() -> tuple[Answer, ...]:
    story = sanya().extraction
    return (
        Answer("reject", review_id(story.claims[2])),
        Answer("accept", review_id(story.claims[3])),
        Answer("same", "Program/120101/和平工匠学院", "Program/120101/四方联动机制"),
        Answer("never", "Program/450100/五象大道体强路口工会驿站", "Program/450100/工会驿站"),
        Answer("reject", "0123456789ab"),
    )


def test_merging_reviewed_graphs_is_reviewing_the_merged_one() -> None:
    stories = (sanya(), heping(), echo(), kiosk())
    whole = obey(*every_answer(), stories=stories)
    for cut in range(1, 4):
        a, b = obey(*every_answer(), stories=stories[:cut]), obey(*every_answer(), stories=stories[cut:])
        merged = b.merge(a)
        assert render(merged, "turtle") == render(whole, "turtle")
        assert merged.answers == whole.answers


def test_obeying_twice_is_obeying_once() -> None:
    once = obey(*every_answer(), stories=(sanya(), heping(), kiosk()))
    twice = reviewed(once.extractions.values(), Register(every_answer()))
    assert render(twice, "turtle") == render(once, "turtle")


def test_the_texts_say_what_they_said_however_they_are_answered() -> None:
    story = kiosk()
    before = repr(story.extraction)
    obey(*every_answer(), stories=(story,))
    assert repr(story.extraction) == before


def test_adding_and_removing_with_answers_equals_a_fresh_build(texts: Path, tmp_path: Path) -> None:
    out, register = tmp_path / "out", tmp_path / "answers.csv"
    rebuild(out, [str(texts / "sanya.txt")])
    store = Store.open(out)
    claims = [c for x in store.read() for c in x.claims]
    Register((Answer("reject", review_id(claims[0])), Answer("accept", review_id(claims[-1])))).write(register)
    add(out, [str(texts)], register=register)
    remove(out, [str(texts / "heping.txt")])
    grown = content(out)
    assert json.loads(grown["report.json"])["register"]["applied"]
    rebuild(out, [str(texts / name) for name in ("sanya.txt", "zhuhai.txt")])
    assert content(out) == grown, "the folder remembers its register"
    fresh = graph.build(texts / "sanya.txt", texts / "zhuhai.txt", register=register)
    assert render(fresh, "turtle") == (out / "graph.ttl").read_bytes()
    assert render(graph.load(out), "turtle") == render(fresh, "turtle")


def test_taking_a_row_out_brings_back_what_it_changed(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rebuild(out, [str(texts)])
    before = (out / "graph.ttl").read_bytes()
    claim = next(c for x in Store.open(out).read() for c in x.claims)
    answer(out, [Answer("reject", review_id(claim))])
    assert (out / "graph.ttl").read_bytes() != before
    Register().write(out / "register.csv")
    rebuild(out, [str(texts)])
    assert (out / "graph.ttl").read_bytes() == before


# ---------------------------------------------------------------- the register file


def test_a_register_comes_back_as_it_was_written(tmp_path: Path) -> None:
    register = Register(every_answer())
    again = Register.read(register.write(tmp_path / "register.csv"))
    assert set(again.answers) == set(register.answers)
    assert Register.read(tmp_path / "none.csv") == Register()
    by_hand = tmp_path / "hand.csv"
    by_hand.write_text("answer,what\n# a comment\n\nREJECT,0123456789ab\n", encoding="utf-8-sig")
    assert Register.read(by_hand).answers == (Answer("reject", "0123456789ab"),)


def test_a_later_answer_takes_the_place_of_the_one_it_contradicts() -> None:
    pair = ("Program/1/甲", "Program/1/乙")
    register = Register((Answer("accept", "0123456789ab"), Answer("same", *pair)))
    later = register.extended([Answer("reject", "0123456789ab"), Answer("never", *reversed(pair))])
    assert {a.answer for a in later.answers} == {"reject", "never"}


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("answer,what\nmaybe,0123456789ab\n", ":2: unknown answer 'maybe'"),
        ("answer,what\naccept,三亚市总工会\n", ":2: '三亚市总工会' is no id"),
        ("what,answer\n", ":1: expected the columns"),
        ("answer,what,other\nsame,Program/1/甲,乙\n", ":2: 乙: expected TYPE"),
        ("answer,what,other\nsame,Program/1/甲,Person/1/甲\n", ":2: a Program and a Person"),
        ("answer,what,other\nnever,Program/1/甲,Program/1/甲\n", ":2: Program/1/甲 is itself"),
        ("answer,what\naccept,0123456789ab\nreject,0123456789ab\n", ":3: 0123456789ab is both accepted and rejected"),
        ("answer,what,other\nsame,Program/1/甲,Program/1/乙\nnever,Program/1/乙,Program/1/甲\n", ":3: .* declared the same"),
        ("answer,what,other\nsame,Program/1/甲,Program/1/乙\nsame,Program/1/乙,Program/1/甲\n", "go in a circle"),
        ("answer,what,other\nsame,Program/1/甲,Program/1/乙\nsame,Program/1/甲,Program/1/丙\n", ":3: .* the same as Program/1/乙 too"),
        ("answer,what\naccept,0123456789ab,,,,,\n", ":2: 7 cells"),
    ],
)
def test_a_row_that_does_not_hold_is_named(tmp_path: Path, rows: str, complaint: str) -> None:
    path = tmp_path / "register.csv"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(RegisterError, match=complaint):
        Register.read(path)
    path.write_bytes(b"answer,what\n\xff\xfe,x\n")
    with pytest.raises(RegisterError, match="not UTF-8"):
        Register.read(path)


# ---------------------------------------------------------------- doubts


def test_doubts_are_what_is_unsure_inferred_or_against_something() -> None:
    kg = obey(stories=(sanya(), kiosk(), ambiguous()))
    low = {"王倩 participatesIn 五象大道体强路口工会驿站", "工友惠平台 partOf 五象大道体强路口工会驿站"}
    assert {d.says for d in of_kind(kg, "low")} == low
    assert [d.says for d in of_kind(kg, "inferred")] == ["三亚市总工会 subUnionOf 海南省总工会"]
    assert [d.says for d in of_kind(kg, "name")] == ["工会驿站 means 五象大道体强路口工会驿站"]
    assert len(of_kind(kg, "place")) == 1
    assert len(doubts(kg, kinds=("low",))) == 2
    assert len(doubts(kg, below=0.35, kinds=("low",))) == 1
    for d in doubts(kg):
        assert d.evidence is not None
        text = next(s.text for s in (sanya(), kiosk(), ambiguous()) if s.id == d.article)
        assert text[d.evidence.start : d.evidence.end] == d.evidence.exact


def test_contradictions_are_doubted_with_what_they_contradict() -> None:
    first, second = Story("甲公司位于三亚市。已有3人。", document="1.txt"), Story("甲公司在大连市。已有5人。", document="2.txt", number=2)
    for story, code in ((first, "460200"), (second, "210200")):
        firm, place = story.entity("Company", "甲公司"), story.entity("Place", "某地", code=code)
        story.claim(firm, "locatedIn", place)
        story.measure(firm, story.text[-3], "人", "职工", story.text[-3:-1])
    kg = obey(stories=(first, second))
    conflicts = of_kind(kg, "conflict")
    assert len(conflicts) == 4
    one = next(d for d in conflicts if "locatedIn" in d.says)
    assert "neither holds the other" in one.why
    settled = obey(*one.answers["reject"], stories=(first, second))
    assert len([d for d in of_kind(settled, "conflict") if "locatedIn" in d.says]) == 0


def test_two_entities_of_one_name_are_asked_about_and_either_answer_settles_it() -> None:
    one, two = Story("甲市求学圆梦行动开展。", document="1.txt"), Story("乙市开展求学圆梦活动。", document="2.txt", number=2)
    one.entity("Program", "求学圆梦行动", scope="150600", aliases=("求学圆梦",))
    two.entity("Program", "求学圆梦活动", scope="320000", aliases=("求学圆梦",))
    for story in (one, two):
        program = story.extraction.entities[0]
        story.claim(story.entity("Union", "工会" + story.id, scope="1"), "runs", program)
    (doubt,) = of_kind(obey(stories=(one, two)), "name")
    apart = obey(*doubt.answers["accept"], stories=(one, two))
    joined = obey(*doubt.answers["reject"], stories=(one, two))
    assert not of_kind(apart, "name") and not of_kind(joined, "name")
    assert len(joined) == len(apart) - 1
    assert all(where for kg in (apart, joined) for where in kg.answers.values())


def test_what_was_answered_is_not_asked_again() -> None:
    kg = obey(stories=(sanya(), kiosk(), ambiguous()))
    for word in ("accept", "reject"):
        answers = [a for d in doubts(kg) for a in d.answers.get(word, ())]
        later = obey(*answers, stories=(sanya(), kiosk(), ambiguous()))
        assert {d.kind for d in doubts(later)} <= ({"place"} if word == "reject" else set())


# ---------------------------------------------------------------- the sheet and the dialogue


def test_a_sheet_that_is_filled_in_comes_back_as_answers(tmp_path: Path) -> None:
    kg = obey(stories=(sanya(), kiosk()))
    found = doubts(kg)
    sheet = write_sheet(kg, found)
    rows = list(csv.DictReader(io.StringIO(sheet.lstrip("\ufeff"), newline="")))
    assert [r["id"] for r in rows] == [d.id for d in found]
    words = ["accept", "R", ""] + ["reject"] * (len(rows) - 3)
    lines = [",".join(("answer", "id"))] + [f"{w},{r['id']}" for w, r in zip(words, rows, strict=True)] + ["accept,ffffffffffff"]
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join(lines), encoding="gb18030")
    answers, gone = read_sheet(path, found)
    assert gone == ["ffffffffffff"]
    assert len(answers) == len(rows) - 1
    path.write_text(f"answer,id\nperhaps,{rows[0]['id']}\n")
    with pytest.raises(RegisterError, match=r"sheet.csv:2: .* cannot be answered 'perhaps'"):
        read_sheet(path, found)
    path.write_text("a,b\n")
    with pytest.raises(RegisterError, match="no columns answer and id"):
        read_sheet(path, found)


def test_no_cell_of_a_sheet_is_a_formula() -> None:
    story = Story("=1+1是平台。", document="@x.txt")
    union, thing = story.entity("Union", "甲工会"), story.entity("Program", "=HYPERLINK(1)")
    story.claim(thing, "partOf", thing, confidence=0.1)
    story.claim(union, "runs", thing, confidence=0.1)
    kg = obey(stories=(story,))
    for row in csv.reader(io.StringIO(write_sheet(kg, doubts(kg)).lstrip("\ufeff"), newline="")):
        assert not any(cell[:1] in ("=", "+", "-", "@") for cell in row)


def test_no_note_in_the_register_is_a_formula_and_it_is_read_back_the_same() -> None:
    register = Register((Answer("reject", "0123456789ab", note="=HYPERLINK(1) runs 平台"),))
    assert ",'=HYPERLINK(1)" in register.text()
    assert Register.parse(register.text()).text() == register.text()


def test_a_dialogue_takes_answers_until_it_is_left() -> None:
    kg = obey(stories=(sanya(), kiosk(), ambiguous()))
    found = doubts(kg, kinds=("place", "low", "inferred"))
    assert [d.kind for d in found] == ["place", "low", "low", "inferred"]
    shown = io.StringIO()
    answers = ask(kg, found, io.StringIO("120101\n what?\nA\n\nq\na\n"), shown)
    assert answers == [*found[0].answers["120101"], *found[1].answers["accept"]]
    assert "cannot be answered 'what?'" in shown.getvalue()
    assert "[4/4]" in shown.getvalue()
    assert ask(kg, found, io.StringIO(""), io.StringIO()) == []


def test_the_listing_shows_each_sentence_and_hides_what_would_steer_a_terminal() -> None:
    story = Story("甲\x1b[31m工会办乙平台。", document="a.txt")
    story.claim(story.entity("Union", "甲\x1b[31m工会"), "runs", story.entity("Program", "乙平台"), confidence=0.2)
    kg = obey(stories=(story,))
    text = listing(kg, doubts(kg))
    assert "\x1b" not in text
    assert "a.txt:0-" in text


# ---------------------------------------------------------------- what people name


def test_people_name_entities_as_they_know_them() -> None:
    kg = obey(stories=(sanya(), heping(), kiosk()))
    assert same_or_never(kg, "never", "工会驿站", "五象大道体强路口工会驿站").what == "Program/450100/工会驿站"
    assert same_or_never(kg, "same", "三亚中院", "三亚市中级人民法院").what == "Institution/460200/三亚中院"
    assert same_or_never(kg, "same", kg["和平工匠学院"].iri, "Program/120101/四方联动机制").what == "Program/120101/和平工匠学院"
    for pair, complaint in (
        (("没有", "三亚市总工会"), "no entity is called 没有"),
        (("三亚市", "三亚市总工会"), "of different types"),
        (("三亚市总工会", "三亚市总工会"), "one name"),
        (("Nothing/x", "三亚市总工会"), "no entity is called Nothing/x"),
    ):
        with pytest.raises(UsageError, match=complaint):
            same_or_never(kg, "same", *pair)


def test_an_id_may_be_of_what_was_rejected_before() -> None:
    claim = sanya().extraction.claims[3]
    said: list[Extraction] = [sanya().extraction]
    kg = obey(Answer("reject", review_id(claim)), stories=(sanya(),))
    (accepted,) = verdict(kg, said, "accept", review_id(claim))
    assert accepted == Answer("accept", review_id(claim))
    assert accepted.note == "海南省总工会 runs 三亚工匠学院 (guide)"
    with pytest.raises(UsageError, match="ffffffffffff"):
        verdict(kg, said, "accept", "ffffffffffff")


# ---------------------------------------------------------------- the command


def test_the_command_lists_takes_answers_and_reports_them(texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: object) -> tuple[int, str]:
        status = main([str(a) for a in arguments])
        return status, capsys.readouterr().out

    out = tmp_path / "out"
    assert run("build", texts, "-o", out)[0] == 0
    status, listed = run("review", "-o", out, "--below", "1.1", "--kind", "low", "--kind", "inferred")
    assert status == 0
    first, second = [line.split()[0] for line in listed.splitlines() if line[:1].isalnum() and line[12:13] == " "][:2]
    assert run("review", "-o", out, "--reject", first, "--accept", second)[0] == 0
    with (out / "register.csv").open(encoding="utf-8") as handle:
        rows = list(csv.reader(handle))
    assert tuple(rows[0]) == COLUMNS
    assert {r[1] for r in rows[1:]} >= {first, second}
    report = json.loads((out / "report.json").read_bytes())
    assert {a["what"] for a in report["register"]["applied"]} >= {first, second}
    assert any(r["reason"] == REJECTED for r in report["rejected"])
    (out / "register.csv").write_text("answer,what\nreject,0123456789ab\n", encoding="utf-8")
    assert run("build", texts, "-o", out)[0] == 0
    report = json.loads((out / "report.json").read_bytes())
    assert [a["what"] for a in report["register"]["unmatched"]] == ["0123456789ab"]
    status, text = run("report", "-o", out)
    assert "matches nothing any more: reject 0123456789ab" in text
    sheet = tmp_path / "sheet.csv"
    assert run("review", "-o", out, "--csv", sheet, "--below", "1.1")[0] == 0
    filled = sheet.read_text(encoding="utf-8-sig").replace("\n,", "\naccept,", 1)
    sheet.write_text(filled, encoding="utf-8")
    status, told = run("review", "-o", out, "--apply", sheet)
    assert (status, told.split()[0]) == (0, "1")


def test_a_register_that_is_named_must_be_there(texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, register = tmp_path / "out", tmp_path / "answers.csv"
    assert main(["build", str(texts), "-o", str(out), "--register", str(register)]) == 2
    assert "no such register" in capsys.readouterr().err
    assert not (out / "graph.ttl").exists()
    register.write_text("answer,what\n", encoding="utf-8")
    assert main(["build", str(texts), "-o", str(out), "--register", str(register)]) == 0
    register.unlink()
    assert main(["show", "三亚", "-o", str(out)]) == 0
    assert main(["add", str(texts), "-o", str(out)]) == 2
    assert "put the register back" in capsys.readouterr().err


def test_a_register_that_changes_between_two_additions_counts_for_what_was_there_before(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    rebuild(out, [str(texts / "sanya.txt")])
    (first, *_) = [c for x in Store.open(out).read() for c in x.claims]
    Register((Answer("reject", review_id(first)),)).write(out / "register.csv")
    add(out, [str(texts / "heping.txt")])
    grown = (out / "graph.ttl").read_bytes()
    rebuild(out, [str(texts / "sanya.txt"), str(texts / "heping.txt")])
    assert (out / "graph.ttl").read_bytes() == grown
    (out / "register.csv").unlink()
    assert refresh(out)
    free = (out / "graph.ttl").read_bytes()
    assert free != grown
    rebuild(out, [str(texts / "sanya.txt"), str(texts / "heping.txt")])
    assert (out / "graph.ttl").read_bytes() == free
