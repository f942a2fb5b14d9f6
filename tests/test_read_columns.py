"""Broken pages: columns read across row by row, articles that go on below others, and what must stay as it is."""

from __future__ import annotations

import re
from itertools import zip_longest
from random import Random

import pytest

from graph.learn.joins import Perceptron, furthest, truth
from graph.learn.layouts import Story, lay_out, story
from graph.model import Article, Document
from graph.read.articles import read_articles
from graph.read.blocks import split_blocks
from graph.read.columns import broken
from graph.read.joins import Sheet
from graph.read.running import Running, packed, running, unpacked
from graph.read.tracks import Search

TEA = (
    "青岭县茶厂女工有了“云雾课堂”",
    "本报讯(记者苏小满 通讯员邓一鸣)每周三傍晚,青岭县总工会的“云雾课堂”在岭上茶厂开课,四十多名采茶女工放下茶篓,跟着老师学炒茶和评茶。",
    "“云雾课堂”由青岭县总工会与县农业农村局合办,今年已开课32期,培训采茶工1860人次。茶厂工会主席贺春山说,过去女工只会采,如今会炒会评,月收入多了900元。",
    "下一步,县总工会将把课堂开到山背后的三个茶村,并请茶艺师编写一本图文教材。",
    "采茶工覃阿妹已经拿到评茶员证书。她说,从前看见客人就躲,现在敢端着茶盘给客人讲炒茶的火候,女儿也常跟来旁听。",
)
PORT = (
    "白沙港码头建起“风浪驿站”",
    "本报讯(记者马达 通讯员林海生)台风天不能出海,船员去哪里歇脚?白沙港海员工会给出的答案是码头上的“风浪驿站”,里面有热水、药箱和上下铺。",
    "驿站由白沙港集团工会出资26万元改建,港口派出所每天安排民警值守。开放半年来,接待船员5300人次,调解欠薪纠纷41起,为船员要回工资118万元。",
    "船员老赵说,以前台风来了只能缩在船舱里,现在上岸就有一张干净的床。",
    "港口附近还有两家修船厂的工会也想加入,集团工会打算明年再开一间驿站,专门留给修船工和家属,床位增加到30张。",
)
RAIL = (
    "北原机务段推行“师徒同考”",
    "本报讯(记者常青)徒弟考不好,师傅要一起补考。这是北原机务段工会今年推出的“师徒同考”办法,全段217对师徒签下同考约定书,一年考四次。",
    "机务段教育科负责出题,题目都来自司机在线路上遇到的故障。三月的考试里,有19对师徒没有过关,补考之后全部合格,段工会给进步最快的5对师徒发了奖金。",
    "火车司机孙立柱带的徒弟拿了全段第一,他笑着说自己也跟着复习了三个月。",
    "段工会主席田野介绍,下半年这一办法还要用到检修车间,题目由老检修工来出,考场就设在车头旁边,机车哪里坏了就考哪里。",
)


def column(paragraphs: tuple[str, ...], width: int) -> list[str]:
    return [p[at : at + width] for p in paragraphs for at in range(0, len(p), width)]


def across(*columns: list[str], gap: str = "\n") -> str:
    return gap.join(line for row in zip_longest(*columns) for line in row if line) + "\n"


def read(text: str) -> list[Article]:
    return read_articles(Document("page.txt", text))


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def held(articles: list[Article], told: tuple[str, ...]) -> Article:
    """The article that holds most of a story, measured in pieces of four characters."""
    body = letters("".join(told[1:]))
    pieces = {body[i : i + 4] for i in range(len(body) - 3)}
    return max(articles, key=lambda a: sum(p in letters(a.text) for p in pieces))


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(("first", "second", "widths"), [(TEA, PORT, (16, 16)), (PORT, RAIL, (14, 19)), (RAIL, TEA, (18, 13))])
def test_columns_read_across_are_pulled_apart(first: tuple[str, ...], second: tuple[str, ...], widths: tuple[int, int], gap: str) -> None:
    """Every sentence of either article stands in it whole, although no line of the page has one."""
    page = gap.join((first[0], second[0])) + gap + across(column(first[1:], widths[0]), column(second[1:], widths[1]), gap=gap)
    articles = read(page)
    for told in (first, second):
        article = held(articles, told)
        whole = [s for p in told[2:] for s in re.findall(r"[^。]+。", p)]
        assert sum(s in letters(article.text) for s in whole) >= 0.6 * len(whole)
        assert article.title == told[0]
    assert held(articles, first) is not held(articles, second)


def test_three_columns_of_different_widths() -> None:
    page = "\n\n".join(a[0] for a in (TEA, PORT, RAIL)) + "\n\n"
    page += across(column(TEA[1:], 15), column(PORT[1:], 18), column(RAIL[1:], 13))
    articles = read(page)
    homes = [held(articles, told) for told in (TEA, PORT, RAIL)]
    assert len({a.id for a in homes}) == 3
    for told, article in zip((TEA, PORT, RAIL), homes, strict=True):
        body = letters("".join(told[1:]))
        pieces = [body[i : i + 12] for i in range(len(body) - 11)]
        assert sum(p in letters(article.text) for p in pieces) > 0.5 * len(pieces)


@pytest.mark.parametrize("told", [TEA, PORT, RAIL])
@pytest.mark.parametrize("width", [13, 17, 22])
def test_one_narrow_column_is_one_article_in_its_order(told: tuple[str, ...], width: int) -> None:
    page = told[0] + "\n\n" + "\n".join(column(told[1:], width)) + "\n"
    (article,) = read(page)
    assert letters(article.text) == letters("".join(told))


def test_an_article_with_headlines_within_is_one_even_if_a_line_breaks_off() -> None:
    cut = RAIL[2].index("没有过关")
    lines = (RAIL[0], RAIL[1], "一张考卷两人答", RAIL[2][:cut], RAIL[2][cut:], RAIL[3], "车头旁边也是考场", RAIL[4])
    (article,) = read("\n\n".join(lines) + "\n")
    assert letters(article.text) == letters("".join(lines))


def test_what_breaks_off_goes_on_below_a_complete_paragraph_of_another() -> None:
    cut = TEA[2].index("茶厂工会主席") + 4
    end = PORT[2].index("港口派出所") + 3
    lines = (PORT[0], PORT[1], PORT[2][:end], TEA[0], TEA[1], TEA[2][:cut], *RAIL, TEA[2][cut:], TEA[3], PORT[2][end:], PORT[3])
    articles = read("\n\n".join(lines) + "\n")
    assert letters(TEA[2]) in letters(held(articles, TEA).text)
    assert letters(PORT[2]) in letters(held(articles, PORT).text)


def test_a_page_of_whole_paragraphs_is_not_broken() -> None:
    assert not broken(split_blocks("\n\n".join((*TEA, *PORT, *RAIL)) + "\n"))
    assert broken(split_blocks(across(column(TEA, 16), column(PORT, 16))))


def test_no_character_of_a_broken_page_is_lost_or_read_twice() -> None:
    page = across(column(TEA, 15), column(PORT, 17), column(RAIL, 19))
    offsets = [i for a in read(page) for i in a.offsets if page[i] != "\n"]
    assert sorted(offsets) == [i for i, c in enumerate(page) if c != "\n"]


# ---------------------------------------------------------------- chances of characters


def test_what_goes_on_is_likelier_than_what_does_not() -> None:
    chances = running()
    assert chances.join("推出的服务平", "台已为职工") > chances.join("推出的服务平", "了一张桌子")
    assert chances.opening("据了解,") > chances.opening("了解据,")


def test_counts_survive_being_stored() -> None:
    counts = {"single": {"": {"工": 3, "会": 1}}, "after": {"工": {"会": 2}, "工会": {"主": 1}}, "within": {"工": {"会": 700}}}
    stored = packed(counts)
    assert unpacked(stored) == counts
    assert Running(unpacked(stored)).join("工会", "主席") == Running(counts).join("工会", "主席")


# ---------------------------------------------------------------- made pages to learn from


def stories() -> list[Story]:
    found = [story("\n\n".join(told) + "\n", ["青岭县总工会", "白沙港集团工会", "北原机务段工会"]) for told in (TEA, PORT, RAIL)] * 3
    return [s for s in found if s is not None]


def test_a_story_is_headlines_and_whole_paragraphs() -> None:
    cut = TEA[1].index("茶厂开课")
    one = story("\n\n".join((TEA[0], "本报记者 苏小满", TEA[1][:cut], TEA[1][cut:], *TEA[2:])), ["青岭县", "青岭县总工会"])
    assert one is not None
    assert (one.heads, one.byline, one.names) == ([TEA[0]], ["本报记者 苏小满"], ["青岭县总工会"])
    assert tuple(one.paragraphs) == TEA[1:]
    assert story("短讯\n", []) is None


def test_made_pages_tell_each_story_in_its_order() -> None:
    for seed in range(40):
        layout = lay_out(stories(), Random(seed))
        assert layout.text == lay_out(stories(), Random(seed)).text
        lines = [line for line in layout.text.split("\n") if line.strip()]
        assert lines == [row.text for row in layout.rows if row.text.strip()]
        bodies = {row.story: "" for row in layout.rows if row.kind == "body"}
        for row in layout.rows:
            if row.kind == "body":
                bodies[row.story] += row.text
        sources = ["".join(s.paragraphs) for s in stories()]
        for body in bodies.values():
            assert any(letters(body.partition(" 本报通讯员 张三")[0])[:-1] in letters(source) for source in sources)


def test_training_learns_from_where_the_search_goes_astray() -> None:
    model, far = Perceptron(), []
    random = Random(1)
    layouts = [lay_out(stories(), random) for _ in range(6)]
    for turn in range(1, 9):
        model.turns, total = turn, 0.0
        for layout in layouts:
            sheet = Sheet(split_blocks(layout.text))
            ahead, true, taken = furthest(Search(sheet, model=model), truth(layout, sheet))
            model.learn(true.steps(), taken.steps(), ahead)
            total += ahead
        far.append(total)
    assert sum(far[-3:]) / 3 < far[0]
    assert set(model.average()) == {"after", "opening", "headline"}
