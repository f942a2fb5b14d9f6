"""Pages → articles: encodings, what each line is, where articles begin, and how scattered pieces are joined."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stages import articles, document

from graph.errors import InputError
from graph.model import Article, Document, Span
from graph.read.articles import read_articles
from graph.read.blocks import continued_mark, split_blocks, turn_mark
from graph.read.decode import LIMIT, decode

TEXT = "三亚市总工会举办工匠学院，职工踊跃参加。\n"

# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode("utf-8"), "utf-8-sig"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("gbk"), "gb18030"),
    ],
)
def test_one_text_in_any_encoding_is_one_document(data: bytes, encoding: str) -> None:
    read = decode("a.txt", data)
    assert (read.text, read.encoding) == (TEXT, encoding)
    assert read.digest == hashlib.sha256(TEXT.encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("data", "place", "remedy"),
    [
        (b"", "empty", "nothing to read"),
        (" \n\t　\n".encode(), "empty", "nothing to read"),
        (b"\xef\xbb\xbf", "empty", "nothing to read"),
        ("三亚".encode() + b"\0\0" + "市".encode(), "byte 6", "convert it to UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "byte 8", "convert it to UTF-8"),
        ("三亚".encode() + b"\xff\xff", "byte 6", "convert the file to UTF-8"),
        (b"caf\xe9 cr\xe8me br\xfbl\xe9e, voil\xe0 le menu du jour" * 3, "byte 3", "GB18030"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "byte", "save the file again as UTF-8"),
        (b"\xef\xbb\xbf" + "三亚".encode()[:-1], "byte", "save the file again as UTF-8"),
        ("三亚\x1b[31m市".encode(), "character 2", "remove it"),
        ("三亚\x07".encode(), "U+0007", "remove it"),
    ],
)
def test_what_is_no_text_is_refused_with_file_place_and_remedy(data: bytes, place: str, remedy: str) -> None:
    with pytest.raises(InputError) as error:
        decode("坏文件.txt", data)
    line = str(error.value)
    assert line.startswith("坏文件.txt: ")
    assert place in line
    assert remedy in line
    assert "\n" not in line


def test_a_file_above_the_limit_is_refused() -> None:
    assert LIMIT >= 1024 * 1024
    with pytest.raises(InputError, match=r"big\.txt: 11 bytes.*split the file"):
        decode("big.txt", b"a" * 11, limit=10)
    assert decode("small.txt", b"a" * 10, limit=10).text == "a" * 10


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_one_line_error(data: bytes) -> None:
    try:
        text, error = decode("x.bin", data).text, ""
    except InputError as e:
        text, error = "", str(e)
    assert text.strip() or re.fullmatch(r"x\.bin: [^\n]+", error)


# ---------------------------------------------------------------- lines


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("三亚市总推出10条深化“产改”举措", "head"),
        ("“服务站就在家门口”——", "head"),
        ("本报讯(记者王明)近日,三亚市总工会出台措施。", "lead"),
        ("本报讯（记者王明 通讯员李四）近日，三亚市总工会出台措施。", "lead"),
        ("中工网讯 近日,三亚市总工会出台措施。", "lead"),
        ("新华社北京11月26日电 近日,全国总工会出台措施。", "lead"),
        ("本报记者 王明 本报通讯员 李四", "byline"),
        ("□ 本报记者 王明", "byline"),
        ("本报记者 王明 摄", "credit"),
        ("本报特约记者 王明 本报通讯员 李四 摄", "credit"),
        ("王明 摄", "credit"),
        ("(上接第1版)记者了解到,平台上线一年。", "continued"),
        ("（上接第一版）记者了解到，平台上线一年。", "continued"),
        ("新闻特写", "section"),
        ("【工会短波】", "section"),
        ("要闻·综合", "section"),
        ("近日,三亚市总工会举办培训,", "body"),
        ("据了解,培训班为期三天", "body"),
        ("职工说:“太方便了。”", "body"),
        ("本报通讯员王明告诉记者,培训班很好。", "body"),
    ],
)
def test_every_line_has_a_kind(line: str, kind: str) -> None:
    (block,) = split_blocks(line + "\n")
    assert (block.kind, block.text) == (kind, line)


def test_a_short_line_amid_a_broken_sentence_is_no_headline() -> None:
    kinds = [b.kind for b in split_blocks("近日,三亚市总工会、\n三亚市人社局\n联合举办培训班。\n")]
    assert "head" not in kinds


def test_marks_of_continuation_are_measured() -> None:
    assert continued_mark("(上接第1版)记者") == len("(上接第1版)")
    assert continued_mark("记者(上接第1版)") == 0
    assert turn_mark("平台上线。(下转第4版)") == len("平台上线。")
    assert turn_mark("平台上线。") == len("平台上线。")


@given(st.lists(st.sampled_from(["", " ", "　", "三亚市总推出措施", "本报讯(记者王明)近日,职工参加。", "  缩进的一行。"]), max_size=12))
def test_blocks_are_the_lines_of_the_text_where_they_say(lines: list[str]) -> None:
    text = "\n".join(lines)
    blocks = split_blocks(text)
    assert [b.text for b in blocks] == [line.strip() for line in lines if line.strip()]
    assert all(text[b.start : b.end] == b.text for b in blocks)


# ---------------------------------------------------------------- articles


def told(article: Article, spans: list[Span]) -> list[str]:
    return [article.text[s.start : s.end] for s in spans]


TWO = """甲市总工会举办职工运动会
千名职工同场竞技

本报讯(记者王明 通讯员李四)近日,甲市总工会举办职工运动会。运动会设十个项目,千名职工参加。

乙县总工会开办夜校
本报讯(记者赵六)乙县总工会的夜校本周开课。夜校开设书法、摄影等课程。
"""


def test_headline_and_lead_open_an_article() -> None:
    first, second = articles(TWO)
    assert first.title == "甲市总工会举办职工运动会"
    assert told(first, first.headlines) == ["甲市总工会举办职工运动会", "千名职工同场竞技"]
    assert told(first, first.bylines) == ["本报讯(记者王明 通讯员李四)"]
    assert told(first, first.sentences) == [
        "甲市总工会举办职工运动会", "千名职工同场竞技", "近日,甲市总工会举办职工运动会。", "运动会设十个项目,千名职工参加。",
    ]  # fmt: skip
    assert second.title == "乙县总工会开办夜校"
    assert told(second, second.bylines) == ["本报讯(记者赵六)"]


def test_articles_are_numbered_in_the_order_in_which_they_begin() -> None:
    page = document(TWO)
    assert [a.id for a in read_articles(page)] == [f"{page.digest}-1", f"{page.digest}-2"]


def test_the_shoulder_line_is_no_title() -> None:
    (article,) = articles("赋能基层工会主席——\n甲市总工会打造赋能中心\n业务难题有人答\n\n本报讯(记者王明)甲市总工会打造赋能中心。\n")
    assert article.title == "甲市总工会打造赋能中心"
    assert told(article, article.headlines) == ["赋能基层工会主席——", "甲市总工会打造赋能中心", "业务难题有人答"]


def test_a_byline_of_its_own_names_authors_not_actors() -> None:
    (article,) = articles("工会驿站见闻\n本报记者 王明 本报通讯员 李四\n\n清晨,环卫工人走进驿站。驿站由甲市总工会建设。\n")
    assert told(article, article.bylines) == ["本报记者 王明 本报通讯员 李四"]
    assert not any("王明" in s for s in told(article, article.sentences))


def test_a_caption_is_an_article_of_its_own() -> None:
    caption, other = articles(
        "工匠在车间\n\n11月25日,甲市总工会组织工匠走进车间。图为工匠在示范焊接。\n本报记者 王明 摄\n\n"
        "乙县总工会推出措施\n本报讯(记者赵六)乙县总工会推出十条措施。措施惠及职工。\n"
    )
    assert caption.title == "工匠在车间"
    assert told(caption, caption.bylines) == ["本报记者 王明 摄"]
    assert "焊接" in caption.text
    assert "焊接" not in other.text


def test_a_caption_below_the_last_paragraph_is_split_off() -> None:
    found = articles(
        "甲市总工会打造赋能中心\n本报讯(记者王明)甲市总工会打造赋能中心。\n\n赋能中心面向基层工会主席。\n\n赋能中心设培训板块。\n\n"
        "赋能中心设咨询板块。\n\n近日,由丙市总工会打造的墙体彩绘向市民开放。图为彩绘一角。\n\n本报通讯员 李四 摄\n"
    )
    assert len(found) == 2
    assert "彩绘" not in found[0].text
    assert "彩绘" in found[1].text


def test_section_marks_are_no_part_of_the_text() -> None:
    (article,) = articles("【工会短波】\n\n甲市总工会举办职工运动会\n本报讯(记者王明)甲市总工会举办职工运动会。\n")
    assert article.section == "工会短波"
    assert "短波" not in article.text


def test_an_article_cut_in_mid_sentence_goes_on_after_another() -> None:
    found = articles(
        "甲市总工会打造赋能中心\n\n"
        "本报讯(记者王明)近日,甲市总工会打造的赋能中心上线,赋能中心的课程面向基层工会主席,由甲市总工会的老\n\n\n"
        "乙县总工会开办职工夜校\n\n"
        "本报讯(记者赵六)乙县总工会的职工夜校本周开课。职工夜校开设书法、摄影等课程,乙县总工会每年投入经费。\n\n\n"
        "师讲授。赋能中心还设立咨询专栏,甲市总工会安排专人回答基层工会主席的问题。\n"
    )
    assert [a.title for a in found] == ["甲市总工会打造赋能中心", "乙县总工会开办职工夜校"]
    sentences = told(found[0], found[0].sentences)
    assert sentences[1].endswith("由甲市总工会的老师讲授。")
    assert sentences[2].startswith("赋能中心还设立咨询专栏")
    assert "赋能" not in found[1].text


def test_a_sentence_goes_on_where_it_goes_on_not_at_the_next_piece() -> None:
    found = articles(
        "甲市总工会打造赋能中心\n\n"
        "本报讯(记者王明)近日,甲市总工会打造的赋能中心上线,赋能中心的课程面向基层工会主席,由甲市总工会的老\n\n\n"
        "赋能中心多方点赞\n\n甲市总工会的赋能中心好评如潮,基层工会主席说赋能中心的课程很好。\n\n\n"
        "师讲授。甲市总工会的赋能中心还设立咨询专栏,回答基层工会主席的问题。\n"
    )
    assert "由甲市总工会的老师讲授。" in found[0].text
    assert "多方点赞" in found[0].text


def test_evidence_from_a_cut_sentence_is_one_piece_never_glued() -> None:
    page = document(
        "甲市总工会打造赋能中心\n\n"
        "本报讯(记者王明)近日,甲市总工会打造的赋能中心上线,赋能中心的课程面向基层工会主席,由甲市总工会的老\n\n\n"
        "乙县总工会开办职工夜校\n\n本报讯(记者赵六)乙县总工会的职工夜校本周开课。\n\n\n"
        "师讲授。赋能中心还设立咨询专栏,甲市总工会安排专人回答基层工会主席的问题。\n"
    )
    article = read_articles(page)[0]
    cut = next(s for s in article.sentences if "老师讲授" in article.text[s.start : s.end])
    whole = article.evidence(cut)
    tail = article.evidence(cut, Span(cut.end - 3, cut.end - 1))
    assert whole.exact.endswith("由甲市总工会的老")
    assert tail.exact == "师讲授。"
    for e in (whole, tail):
        assert page.text[e.start : e.end] == e.exact


def test_a_continuation_joins_its_article_and_leaves_its_mark_behind() -> None:
    found = articles(
        "甲市总工会打造赋能中心\n\n本报讯(记者王明)甲市总工会打造的赋能中心面向基层工会主席。(下转第4版)\n\n\n"
        "乙县开办夜校\n\n本报讯(记者赵六)夜校本周开课,书法、摄影、烹饪最受青年欢迎。\n\n\n"
        "(上接第1版)甲市总工会的赋能中心还设立咨询专栏,为基层工会主席答疑。\n"
    )
    assert [a.title for a in found] == ["甲市总工会打造赋能中心", "乙县开办夜校"]
    assert "咨询专栏" in found[0].text
    assert "版)" not in "".join(a.text for a in found)


def test_the_issue_date_is_read_from_the_file_name() -> None:
    assert articles(TWO, "工人日报_2024-11-6.txt")[0].date == "2024-11-06"
    assert articles(TWO, "2024年11月26日.txt")[0].date == "2024-11-26"
    assert articles(TWO, "page.txt")[0].date == ""


# ---------------------------------------------------------------- laws

PIECES = st.sampled_from(
    [
        "甲市总工会打造赋能中心", "“服务站就在家门口”——", "本报讯(记者王明)近日,甲市总工会打造的赋能中心上线。", "乙县总工会开办夜校",
        "本报讯(记者赵六)乙县总工会的夜校本周开课,开设书法、摄", "影等课程。职工说:“真好!”", "本报记者 王明", "李四 摄", "【工会短波】",
        "(上接第1版)赋能中心还设立咨询专栏。", "职工可以随时提问。(下转第4版)", "", "", "", "　　丙市总工会的“慧协商”平台注册企业360家……",
        "新闻特写", "这是没有写完的一句,", "。", "A+B 5G 100%", "图为彩绘一角。", "\u2028", "丁\r", "戊\x0c己",
    ]
)  # fmt: skip
PAGES = st.lists(PIECES, min_size=1, max_size=16).map("\n".join).filter(lambda t: bool(t.strip()))


@given(PAGES)
def test_every_character_leads_back_to_the_document(text: str) -> None:
    page = Document("page.txt", text, digest="0")
    for article in read_articles(page):
        assert len(article.offsets) == len(article.text)
        for c, offset in zip(article.text, article.offsets, strict=True):
            assert 0 <= offset < len(text)
            assert c == text[offset] or c == "\n"


@given(PAGES)
def test_no_character_is_in_two_articles(text: str) -> None:
    taken: set[int] = set()
    for article in read_articles(Document("page.txt", text, digest="0")):
        own = {o for c, o in zip(article.text, article.offsets, strict=True) if c != "\n"}
        assert not own & taken
        taken |= own


@given(PAGES)
def test_nothing_but_marks_is_lost(text: str) -> None:
    """What is not in an article is a section mark, a continuation mark, blank, or a line that belongs to no text."""
    page = Document("page.txt", text, digest="0")
    kept = {o for a in read_articles(page) for c, o in zip(a.text, a.offsets, strict=True) if c == text[o]}
    marks = ("【工会短波】", "新闻特写", "(上接第1版)", "(下转第4版)", "本报记者 王明", "李四 摄")
    lost = "".join(c if i not in kept else "\n" for i, c in enumerate(text))
    for mark in marks:
        lost = lost.replace(mark, "")
    assert not lost.strip()


@given(PAGES, st.data())
def test_evidence_stands_exactly_where_it_says(text: str, data: st.DataObject) -> None:
    page = Document("page.txt", text, digest="0")
    for article in read_articles(page):
        for sentence in article.sentences:
            at = data.draw(st.integers(sentence.start, sentence.end - 1))
            for evidence in (article.evidence(sentence), article.evidence(sentence, Span(at, at + 1))):
                assert text[evidence.start : evidence.end] == evidence.exact


@given(PAGES)
def test_spans_lie_in_the_text_and_sentences_do_not_overlap(text: str) -> None:
    for article in read_articles(Document("page.txt", text, digest="0")):
        for span in (*article.sentences, *article.headlines, *article.bylines, *article.paragraphs):
            assert 0 <= span.start <= span.end <= len(article.text)
        for before, after in zip(article.sentences, article.sentences[1:], strict=False):
            assert before.end <= after.start
        assert all(article.text[s.start : s.end].strip() for s in article.sentences)


@given(PAGES)
def test_reading_is_deterministic(text: str) -> None:
    page = Document("page.txt", text, digest="0")
    assert read_articles(page) == read_articles(page)
