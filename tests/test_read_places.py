"""Places put broken pages together: what a line surely names, and lines, paragraphs and headlines that go where their places are."""

from __future__ import annotations

import pytest

from graph.model import Article, Document
from graph.read.articles import read_articles
from graph.read.blocks import split_blocks
from graph.read.folio import read_folio
from graph.read.joins import Sheet, Track, signs_among, signs_of_track
from graph.read.regions import agreement, home_of, named_across
from graph.world.gazetteer import gazetteer


def read(*lines: str) -> list[Article]:
    return read_articles(Document("page.txt", "\n\n".join(lines) + "\n"))


def holding(articles: list[Article], words: str) -> Article:
    return next(a for a in articles if words in a.text)


def names(text: str) -> set[str]:
    return {gazetteer()[code].name for code in home_of(text)}


# ---------------------------------------------------------------- what a text surely names


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("平湖市总工会推出", {"浙江省", "嘉兴市"}),
        ("江苏淮安:码头上有了", {"江苏省", "淮安市"}),
        ("广西壮族自治区总工会", {"广西壮族自治区"}),
        ("天津市和平区的骑手", {"天津市"}),
        ("密云区溪翁庄镇", {"北京市"}),
        ("司机在德州歇脚", {"山东省", "德州市"}),
        ("林埭镇的工会驿站", {"浙江省", "嘉兴市"}),
        ("榆中:“红娘”进工厂", {"甘肃省", "兰州市"}),
    ],
)
def test_a_name_tells_the_province_and_prefecture(text: str, home: set[str]) -> None:
    assert names(text) == home


@pytest.mark.parametrize(
    "text",
    [
        "鼓楼区总工会", "和平区的骑手", "市中区总工会", "“安康杯”竞赛", "真金白银的投入", "司机张桂林说", "记者顾海东",
        "向各地推广西医课程", "沿着黄河南岸", "北京路上的驿站", "邢海宁说",
        "会同县人社局", "由县总和县法院", "东北地区", "高新区总工会", "职工之家",
    ],
)  # fmt: skip
def test_what_may_be_many_places_or_none_tells_nothing(text: str) -> None:
    assert not names(text)


def test_two_prefectures_of_a_province_agree_less_than_one_and_more_than_two_provinces() -> None:
    zhuhai, maoming, guangdong, hainan = map(home_of, ("珠海市总工会", "茂名市总工会", "广东省总工会", "三亚市总工会"))
    assert agreement(zhuhai, hainan) == -1
    assert agreement(zhuhai, hainan) < agreement(zhuhai, maoming) < agreement(zhuhai, guangdong) < agreement(zhuhai, zhuhai)
    assert agreement(zhuhai, home_of("职工之家")) == 0


def test_a_name_that_the_end_of_a_line_cuts_is_seen() -> None:
    assert named_across("活动由浙江省平", "湖市总工会主办")
    assert not named_across("活动由浙江省", "平湖市总工会主办")
    assert not named_across("活动由工会", "市里的职工参加")


# ---------------------------------------------------------------- signs between a line and a track


def test_signs_tell_which_track_names_the_places_of_a_line() -> None:
    page = ("平湖市总工会办了夜校,", "三亚市总工会建了驿站,", "三亚市的骑手可以歇脚。", "大家都说好。")
    sheet = Sheet(split_blocks("\n".join(page)))
    north, south = Track(sheet, 0), Track(sheet, 1)
    asked = [next(s for s in signs_of_track(sheet, track, 2) if s.startswith("a|")) for track in (north, south)]
    assert asked[0] != asked[1]
    among = [next(s for s in signs if s.startswith("al|")) for signs in signs_among(sheet, (north, south), 2, (0, 0))]
    assert among[0] != among[1]
    nowhere = [next(s for s in signs if s.startswith("al|")) for signs in signs_among(sheet, (north, south), 3, (0, 0))]
    assert nowhere[0] == nowhere[1]


# ---------------------------------------------------------------- pages

QIDONG = (
    "启东市总工会为船员建起浪花驿站",
    "本报讯(记者陈力)江苏省启东市总工会日前在港口建起浪花驿站,船员可以在这里喝水、洗澡、给手机充电。",
    "驿站全天开放,由港口企业出资,每月接待船员千余人次。",
)
ANSHUN = (
    "安顺市总工会办起夜间课堂",
    "本报讯(记者吴敏)贵州省安顺市总工会日前办起夜间课堂,职工下班以后可以来学手艺、学外语、学法律。",
    "课堂每周三晚上开讲,由职工学校出资,每月来听课的职工有千余人次。",
)
REST = ("南通市海门区的同行看过以后说,这样的地方越多越好。", "西秀区的姐妹们盼望年底前再添两间。")
"""They share no word with the article that they go on: only who knows where 海门 and 西秀 lie can tell."""


def test_paragraphs_far_below_go_to_the_article_of_their_place() -> None:
    for first, second in (REST, REST[::-1]):
        articles = read(*QIDONG, *ANSHUN, first, second)
        assert REST[0] in holding(articles, QIDONG[1][20:]).text
        assert REST[1] in holding(articles, ANSHUN[1][20:]).text


def test_a_text_that_turns_over_from_another_page_stays_below_its_headline() -> None:
    """Its words are those of the article from 启东, of the same place; what stands below mark and headline is theirs all the same."""
    turned = "启东市总工会的浪花驿站里,船员可以喝水、洗澡、给手机充电,驿站由港口企业出资,全天开放,每月接待船员千余人次。"
    articles = read("(上接第1版)", "一盏灯照亮归航的人", turned, *ANSHUN, *QIDONG)
    assert holding(articles, turned).title == "一盏灯照亮归航的人"


def test_broken_paragraphs_go_on_where_their_place_is_named() -> None:
    heads = [told[1][: told[1].index("工会日前") + 4] for told in (QIDONG, ANSHUN)]
    tails = [told[1][told[1].index("工会日前") + 4 :] for told in (QIDONG, ANSHUN)]
    for order in ((0, 1), (1, 0)):
        articles = read(QIDONG[0], heads[0], ANSHUN[0], heads[1], *(x for k in order for x in (tails[k], REST[k])))
        for told, n in ((QIDONG, 0), (ANSHUN, 1)):
            assert REST[n] in next(a for a in articles if a.title == told[0]).text


# ---------------------------------------------------------------- headlines


def test_a_headline_in_a_row_goes_to_the_article_of_its_place() -> None:
    """Both stand above the text from 启东; the lead from 安顺 further below has none."""
    for row in (("安顺:车间旁边的课堂", "启东:码头上的驿站"), ("启东:码头上的驿站", "安顺:车间旁边的课堂")):
        articles = read(*row, *QIDONG[1:], *ANSHUN[1:])
        assert holding(articles, QIDONG[1][20:]).title == "启东:码头上的驿站"
        assert holding(articles, ANSHUN[1][20:]).title == "安顺:车间旁边的课堂"


def test_headlines_that_stand_above_each_others_texts_are_exchanged() -> None:
    articles = read("安顺:车间旁边的课堂", *QIDONG[1:], "启东:码头上的驿站", *ANSHUN[1:])
    assert [a.title for a in articles] == ["启东:码头上的驿站", "安顺:车间旁边的课堂"]


def test_a_headline_that_no_text_lacks_stays() -> None:
    """安顺 may be where the people of 启东 went; nobody else has a claim to the headline."""
    articles = read("安顺来的工匠", *QIDONG[1:], *ANSHUN)
    assert [a.title for a in articles] == ["安顺来的工匠", ANSHUN[0]]


def test_a_short_line_with_a_colon_above_a_headline_is_its_shoulder() -> None:
    (article,) = read("江苏启东:", "码头上有了浪花驿站", *QIDONG[1:])
    assert article.title == "码头上有了浪花驿站"
    assert [article.text[h.start : h.end] for h in article.headlines] == ["江苏启东:", "码头上有了浪花驿站"]


@pytest.mark.parametrize("line", ["他是这样说的:", "江苏启东的工会主席说,驿站要办成家,并且:"])
def test_a_line_that_leads_on_to_speech_is_no_headline(line: str) -> None:
    blocks = split_blocks("\n\n".join((*QIDONG[:2], line, "“再建三个驿站”", QIDONG[2])))
    assert next(b.kind for b in blocks if b.text == line) == "body"


# ---------------------------------------------------------------- the frame of a page


@pytest.mark.parametrize(
    ("line", "date", "page"),
    [
        ("综合新闻 2024年6月21日 星期五 版面编辑:余小满", "2024-06-21", ""),
        ("3 地方工会 2026年9月17日 星期四 值班主任 卢小满", "2026-09-17", ""),
        ("本版责任编辑:卢小满 电话:(010)65880000 E-mail:bjb@example.com", "", ""),
        ("责编 余小满 美编 卢海霞", "", ""),
        ("2 综合新闻", "", ""),
    ],
)
def test_who_made_the_page_is_no_part_of_an_article(line: str, date: str, page: str) -> None:
    folio = read_folio(line)
    assert folio is not None
    assert (folio.date, folio.page) == (date, page)
    (article,) = read(line, *QIDONG)
    assert article.title == QIDONG[0]
    assert line not in article.text


@pytest.mark.parametrize(
    "line",
    [
        "白沙港畔的“茶亭热线”", "12351 职工热线 24小时受理", "启东市总工会 2024年6月21日", "4月18日 星期四 多云", "编辑部里的年轻人",
        "2024年6月21日 启东市总工会召开会议", "3 个驿站", "启东市总工会主席 余小满",
    ],
)  # fmt: skip
def test_a_line_that_tells_something_is_no_folio(line: str) -> None:
    assert read_folio(line) is None
