"""Files of every format → texts, and what is known of where they were printed."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pages import docx, pdf, zipped

import graph
from graph.errors import UsageError
from graph.export import render
from graph.model import Document
from graph.read.folio import Folio, read_folio, read_name
from graph.sources import documents
from graph.sources.formats import FORMATS, find_format
from graph.sources.layout import Run, in_reading_order
from graph.sources.scan import line
from graph.sources.types import Fault, Limits, Options, Raw
from graph.store import Store
from graph.upkeep import add, rebuild, remove

BODY = "本报讯(记者王明)近日,三亚市总工会推出十条措施,职工踊跃参加培训。"
MORE = "三亚工匠学院由三亚技师学院承办,已培训职工1200余人。"


def read(name: str, data: bytes | str, **columns: str) -> list[Document]:
    """The texts of a file in which nothing is at fault."""
    raw = Raw(name, data.encode() if isinstance(data, str) else data)
    found = list(documents(raw, Options(columns=columns)))
    assert not [f for f in found if isinstance(f, Fault)]
    return [d for d in found if isinstance(d, Document)]


def one(name: str, data: bytes | str) -> Document:
    (document,) = read(name, data)
    return document


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"), ("gbk", "gb18030"), ("gb2312", "gb18030"),
    ],
)  # fmt: skip
def test_simplified_text_in_any_encoding(encoding: str, told: str) -> None:
    document = one("a.txt", (BODY + "\n" + MORE).encode(encoding))
    assert (document.text, document.encoding) == (BODY + "\n" + MORE, told)


def test_big5_is_told_from_gb18030() -> None:
    text = "臺北市總工會昨日舉辦勞工權益講座，邀請學者說明團體協約法。"
    document = one("a.txt", text.encode("big5"))
    assert document.text == text
    assert document.encoding.startswith("big5")


# ---------------------------------------------------------------- formats


def test_plain_text_is_the_file_to_the_last_character() -> None:
    text = "\n  标题\r\n\r\n" + BODY + "\n"
    assert one("a.txt", text).text == text


def test_markdown_without_its_marks() -> None:
    document = one(
        "a.md",
        "---\ntitle: 三亚市总推出十条措施\ndate: 2024-06-11\n来源: 工人日报\npage: 03\nurl: https://example.org/1\n---\n"
        f"# 三亚市总推出十条措施 #\n\n![图](a.png)\n**{BODY}** 见[全文](http://example.org)。\n\n```\ncode\n```\n- {MORE}\n",
    )
    assert document.text.split("\n") == ["三亚市总推出十条措施", "", "", f"{BODY} 见全文。", "", MORE, ""]
    assert (document.date, document.source.paper, document.source.page, document.source.url) == (
        "2024-06-11", "工人日报", "3", "https://example.org/1",
    )  # fmt: skip


PAGE = f"""<!DOCTYPE html>
<!-- saved from url=(0030)https://paper.example.org/1.htm -->
<html><head><meta charset="utf-8"><title>三亚市总推出十条措施_工人日报</title><meta name="pubdate" content="2024-06-11 08:00">
<meta name="source" content="工人日报"><style>p {{color: red}}</style></head><body class="page sidebar-none">
<div class="nav"><a href="/">首页</a><a href="/2">新闻</a></div>
<div class="main"><h3>扩面提质——</h3><h1>三亚市总推出十条措施</h1><div class="author">本报记者 王明</div>
<script>alert("三亚市总工会举办的活动，职工踊跃参加。")</script>
<p>{BODY}</p><div class="ad">全场五折，快来抢购。活动火热进行中，点击参加，先到先得。</div>
<h3>学院惠职工</h3><p>{MORE}<span style="display: none">看不见的字。看不见的字。</span></p></div>
<ul class="related"><li><a href="/3">南宁市总工会举办职工运动会，千名职工同场竞技，现场气氛热烈。</a></li></ul>
<div><a href="/4">珠海市总工会的平台上线，职工可以在家门口求职。</a> <a href="/5">更多。</a></div>
<div id="footer">Copyright © 2024 工人日报社 版权所有。未经授权，不得转载。京ICP备10000000号</div>
</body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_saved_page_without_its_furniture(encoding: str) -> None:
    document = one("03版.html", PAGE.replace('charset="utf-8"', f'charset="{encoding}"').encode(encoding))
    assert document.text.split("\n") == ["扩面提质——", "三亚市总推出十条措施", "本报记者 王明", BODY, "学院惠职工", MORE, ""]
    assert document.date == "2024-06-11"
    assert document.source.paper == "工人日报"
    assert document.source.page == "3"
    assert document.source.url == "https://paper.example.org/1.htm"


def test_the_title_stands_in_for_a_missing_headline() -> None:
    html = f"<html><head><title>三亚市总推出十条措施 - 工人日报</title></head><body><p>{BODY}</p></body></html>"
    assert one("a.html", html).text == f"三亚市总推出十条措施\n{BODY}\n"


def test_word_documents_with_tables_and_without_what_was_deleted() -> None:
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in ("单位", "三亚市总工会"))
    table = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    deleted = "<w:del><w:r><w:delText>划掉的字</w:delText></w:r></w:del>"
    deleted = f"<w:p>{deleted}<w:r><w:instrText>PAGE</w:instrText><w:t>留下的字</w:t></w:r></w:p>"
    assert one("a.docx", docx("标题", BODY, body=table + deleted)).text == f"标题\n{BODY}\n单位\t三亚市总工会\t\n留下的字\n"


def test_pdf_columns_are_read_one_after_the_other() -> None:
    pytest.importorskip("pypdfium2", reason="needs the extra pdf")
    page = [
        (40, 40, 24, "三亚市总工会推出十条硬措施"),
        (40, 90, 12, "本报讯近日，海南省三亚市总工会"), (300, 90, 12, "珠海市总工会打造“慧协商”赋能"),
        (40, 108, 12, "举办三亚工匠学院培训班，职工踊"), (300, 108, 12, "平台，平台注册企业360家，职工"),
        (40, 126, 12, "跃参加。"), (300, 126, 12, "3万人。"),
        (40, 144, 12, "　　学院由三亚技师学院承办。"),
    ]  # fmt: skip
    assert one("a.pdf", pdf(page, [(40, 40, 12, "第二页的字。")])).text.split("\n") == [
        "三亚市总工会推出十条硬措施", "",
        "本报讯近日，海南省三亚市总工会举办三亚工匠学院培训班，职工踊跃参加。", "学院由三亚技师学院承办。", "",
        "珠海市总工会打造“慧协商”赋能平台，平台注册企业360家，职工3万人。", "",
        "第二页的字。", "",
    ]  # fmt: skip


def test_an_upright_pdf_is_read_from_right_to_left() -> None:
    pytest.importorskip("pypdfium2", reason="needs the extra pdf")
    columns = ("三亚市总工会举办工匠培训", "班，职工踊跃参加活动。", "　　学院由技师学院承办。")
    page = [(400 - 25 * i, 60, 14, column) for i, column in enumerate(columns)]
    assert one("a.pdf", pdf(page, upright=True)).text == "三亚市总工会举办工匠培训班，职工踊跃参加活动。\n学院由技师学院承办。\n"


def sheet(width: int, height: int, size: int) -> tuple[Any, Callable[[tuple[int, int], str], None]]:
    """An empty picture, and what writes on it at (x, y); the test is skipped without the extra or a Chinese font."""
    pytest.importorskip("rapidocr", reason="needs the extra ocr")
    pytest.importorskip("PIL.Image")
    font = next(Path("/usr/share/fonts").rglob("NotoS*CJK*.ttc"), None) or next(Path("/usr/share/fonts").rglob("wqy-zenhei.ttc"), None)
    if font is None:
        pytest.skip("needs a Chinese font")
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("RGB", (width, height), "white")
    draw, letters = ImageDraw.Draw(picture), ImageFont.truetype(str(font), size)
    return picture, lambda at, words: draw.text(at, words, font=letters, fill="black")


def test_a_picture_of_two_columns() -> None:
    picture, write = sheet(1100, 200, 30)
    for x, lines in ((40, ["三亚市总工会举办工匠学院", "培训班职工参加"]), (600, ["珠海市总工会打造服务平台", "注册企业三百家"])):
        for i, words in enumerate(lines):
            write((x, 40 + 50 * i), words)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    text = "".join(one("a.png", buffer.getvalue()).text.split())
    assert text == "三亚市总工会举办工匠学院培训班职工参加珠海市总工会打造服务平台注册企业三百家"


def box(x0: int, y0: int, x1: int, y1: int) -> list[list[float]]:
    """Corners as RapidOCR gives them, a little askew."""
    return [[x0, y0 + 1], [x1, y0], [x1 - 1, y1], [x0, y1]]


def test_tall_boxes_are_columns_from_right_to_left() -> None:
    boxes = [
        (box(62, 54, 101, 371), "训职工三千人。"),
        (box(115, 54, 153, 472), "技师学院承办，今年已经培"),
        (box(216, 52, 255, 506), "三亚市总工会举办工匠培训班，"),
        (box(165, 54, 204, 500), "职工踊跃参加活动。学院由省"),
        (box(60, -60, 250, -10), "学院开班"),
    ]
    runs = [Run(*line(corners, text)) for corners, text in boxes]
    assert [run.upright for run in runs] == [True, True, True, True, False]
    assert not Run(*line(box(20, 60, 32, 90), "3")).upright, "one character alone tells nothing"
    text = in_reading_order(runs).replace("\n", "")
    assert text == "学院开班三亚市总工会举办工匠培训班，职工踊跃参加活动。学院由省技师学院承办，今年已经培训职工三千人。"


def test_an_upright_picture() -> None:
    """Alone, and as the only page of a PDF without a text layer."""
    picture, write = sheet(320, 560, 32)
    for column, words in enumerate(("三亚市总工会举办工匠培训班", "职工踊跃参加活动学院由省", "技师学院承办今年已经培训")):
        for row, character in enumerate(words):
            write((230 - 60 * column, 40 + 36 * row), character)
    for name, format_ in (("a.png", "PNG"), ("a.pdf", "PDF")):
        buffer = io.BytesIO()
        picture.save(buffer, format_)
        text = "".join(one(name, buffer.getvalue()).text.split())
        assert text == "三亚市总工会举办工匠培训班职工踊跃参加活动学院由省技师学院承办今年已经培训"


def test_rows_of_a_table_are_texts() -> None:
    table = f"标题,日期,正文,报纸,版次,链接\n甲,2024/6/11,{BODY},工人日报,第03版,https://example.org/1\n乙,,\"{MORE}\n第二段。\",,,javascript:alert(1)\n"
    first, second = read("news.csv", table.replace(BODY, f'"{BODY}"'))
    assert (first.name, first.text, first.date) == ("news.csv/1", f"甲\n\n{BODY}", "2024-06-11")
    assert (first.source.paper, first.source.page, first.source.url) == ("工人日报", "3", "https://example.org/1")
    assert (second.text, second.date, second.source.url) == (f"乙\n\n{MORE}\n第二段。", "", "")


def test_columns_are_named_by_options() -> None:
    (row,) = read("a.csv", f"a;b;c\n2024-01-02;{MORE};标题\n", title="c", body="b", date="a")
    assert (row.text, row.date) == (f"标题\n\n{MORE}", "2024-01-02")
    assert Options.parse(["size=2K"], ["body=b"]) == Options(Limits(size=2048), {"body": "b"})
    for limits, columns in ((["size"], []), (["nonsense=1"], []), (["size=0"], []), ([], ["x=y"]), ([], ["body"])):
        with pytest.raises(UsageError, match=r"^--(limit|column) "):
            Options.parse(limits, columns)


def test_json_lines() -> None:
    rows = ({"title": "甲", "content": BODY, "date": "2024-06-11"}, {"text": MORE})
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    assert [(d.text, d.date) for d in read("a.jsonl", lines)] == [(f"甲\n\n{BODY}", "2024-06-11"), (MORE, "")]


def test_archives_are_read_as_folders() -> None:
    inner = zipped({"深/03版.txt": MORE.encode()})
    files = {"2024-06-11/a.txt": BODY.encode(), "b.html": PAGE.encode(), "photo.gif": b"GIF89a", "inner.zip": inner}
    files["__MACOSX/a.txt"] = b"\0"
    names = [d.name for d in read("pages.zip", zipped(files))]
    assert names == ["pages.zip/2024-06-11/a.txt", "pages.zip/b.html", "pages.zip/inner.zip/深/03版.txt"]
    for mode in ("w", "w:gz", "w:xz", "w:bz2"):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
            for name, data in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))
        assert sorted(d.name for d in read("pages.tar.gz", buffer.getvalue())) == sorted(n.replace(".zip", ".tar.gz", 1) for n in names)


def test_names_in_archives_made_on_a_chinese_windows() -> None:
    data = zipped({"XXXX.txt": BODY.encode()})
    assert one("a.zip", data.replace(b"XXXX", "三亚".encode("gbk"))).name == "a.zip/三亚.txt"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PAGE.encode(), "HTML"), (b"\xef\xbb\xbf  <html>", "HTML"), (b"%PDF-1.7", "PDF"), (docx("a"), "Word"),
        (zipped({"a.txt": b"a"}), "archive"), (b"\x89PNG\r\n\x1a\n", "picture"), (BODY.encode(), "plain text"), (b"", "plain text"),
    ],
)  # fmt: skip
def test_without_an_ending_the_first_bytes_tell(data: bytes, name: str) -> None:
    assert find_format(Raw("stdin", data)).name == name


def test_every_format_has_its_reader() -> None:
    assert all(callable(f.reader) for f in FORMATS)


# ---------------------------------------------------------------- where it was printed


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2024-06-11-03版.txt", Folio("2024-06-11", "3")),
        ("工人日报2024年6月1日第A02版.pdf", Folio("2024-06-01", "A2", "", "工人日报")),
        ("pages.zip/2024-06/11/第四版.html", Folio("2024-06-11", "4")),
        ("grrb20240611_3.html", Folio("2024-06-11")),
        ("page-1.txt", Folio()),
    ],
)
def test_names_of_files_tell_date_and_page(name: str, told: Folio) -> None:
    assert read_name(name) == told


def test_a_folio_line_is_read_and_is_no_part_of_an_article() -> None:
    document = one("a.txt", f"工人日报 2024年6月11日 星期二 第03版 要闻\n\n三亚市总推出十条措施\n{BODY}\n")
    assert document.date == "2024-06-11"
    assert (document.source.paper, document.source.edition, document.source.page) == ("工人日报", "要闻", "3")
    assert read_folio("2024年6月11日,三亚市总工会召开会议。") is None
    assert read_folio("2024年6月11日三亚市总工会召开会议") is None


# ---------------------------------------------------------------- through a build


def test_evidence_is_cut_from_the_text_that_was_taken_out(tmp_path: Path) -> None:
    (tmp_path / "pages.zip").write_bytes(zipped({"2024-06-11-03版.html": PAGE.encode(), "b.txt": BODY.encode()}))
    (tmp_path / "rows.csv").write_text(f'title,body\n甲,"{BODY}{MORE}"\n')
    kg = graph.build(tmp_path)
    assert not kg.faults
    assert {a.document for a in kg.articles.values()} == {"pages.zip/2024-06-11-03版.html", "pages.zip/b.txt", "rows.csv/1"}
    texts = {d.name: d.text for name in ("pages.zip", "rows.csv") for d in read(name, (tmp_path / name).read_bytes())}
    claims = [c for f in kg.facts() for _, c in f.claims if not c.inferred]
    for claim in claims:
        evidence = claim.evidence
        assert texts[kg.articles[claim.article].document][evidence.start : evidence.end] == evidence.exact


# ---------------------------------------------------------------- in the store


def content(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in ("graph.ttl", "graph.html", "graph.graphml")}


def test_an_archive_that_changes_takes_its_parts_along(tmp_path: Path) -> None:
    archive, out = tmp_path / "pages.zip", tmp_path / "out"
    archive.write_bytes(zipped({"a.txt": BODY.encode(), "b.txt": MORE.encode()}))
    rebuild(out, [str(archive)])
    archive.write_bytes(zipped({"b.txt": MORE.encode(), "c.txt": "珠海市总工会打造慧协商平台。".encode()}))
    add(out, [str(archive)])
    grown = content(out)
    rebuild(out, [str(archive)])
    assert content(out) == grown
    archive.write_bytes(b"PK\x03\x04 broken")
    assert not add(out, [str(archive)]).done
    assert content(out) == grown, "an archive that broke leaves what it said"
    remove(out, [str(archive / "c.txt")])
    assert {a.document for a in graph.load(out).articles.values()} == {"pages.zip/b.txt"}
    assert not remove(out, [str(archive)]).articles


def test_the_store_keeps_the_text_that_was_taken_out(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "b.txt").write_text(MORE, encoding="utf-8")
    rebuild(tmp_path / "out", [str(tmp_path / "a.html"), str(tmp_path / "b.txt")])
    store = Store.open(tmp_path / "out")
    kg = graph.load(tmp_path / "out")
    texts = {a.document: store.text(a.digest) for a in kg.articles.values()}
    assert texts == {"a.html": one("a.html", PAGE).text, "b.txt": None}
    for extraction in kg.extractions.values():
        if text := texts[extraction.article.document]:
            assert extraction.silent or extraction.claims
            assert all(text[c.evidence.start : c.evidence.end] == c.evidence.exact for c in extraction.claims)
    remove(tmp_path / "out", [str(tmp_path / "a.html")])
    assert all(store.text(a.digest) is None for a in kg.articles.values())


def test_one_article_printed_in_two_places_counts_once_and_keeps_both(tmp_path: Path) -> None:
    rows = {"a.csv": f'正文,报纸,版次\n"{BODY}",工人日报,3\n', "b.csv": f'正文,报纸,版次,链接\n"{BODY}",海南日报,1,https://example.org/1\n'}
    for name, text in rows.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "c.txt").write_text(BODY, encoding="utf-8")
    whole = graph.build(tmp_path)
    (article,) = whole.articles.values()
    places = [(s.name, s.paper, s.page) for s in article.sources]
    assert places == [("a.csv/1", "工人日报", "3"), ("b.csv/1", "海南日报", "1"), ("c.txt", "", "")]
    turtle = render(whole, "turtle").decode()
    assert '"工人日报"' in turtle
    assert '"海南日报"' in turtle
    a, b, c = (graph.build(tmp_path / name) for name in ("a.csv", "b.csv", "c.txt"))
    assert render(a.merge(b).merge(c), "turtle") == render(c.merge(b.merge(a)), "turtle") == render(whole, "turtle")
    out = tmp_path / "out"
    rebuild(out, [str(tmp_path / "b.csv")])
    add(out, [str(tmp_path / "c.txt")])
    add(out, [str(tmp_path / "a.csv")])
    assert (out / "graph.ttl").read_bytes() == render(whole, "turtle")
    remove(out, [str(tmp_path / "a.csv")])
    assert (out / "graph.ttl").read_bytes() == render(b.merge(c), "turtle")


# ---------------------------------------------------------------- characters


def test_invisible_characters_do_not_hide_a_name(tmp_path: Path) -> None:
    text = "本报讯 近日,三亚\u200b市\u200d总\ufeff工会打造三亚工匠学院。\u202e职工\u202c参加。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text("".join(c for c in text if c.isprintable()), encoding="utf-8")
    hidden, plain = graph.build(tmp_path / "a.txt"), graph.build(tmp_path / "b.txt")
    assert hidden["三亚市总工会"].articles
    assert set(hidden.entities) == set(plain.entities)
    told = [[(f.subject.iri, f.predicate, f.object.iri) for f in kg.facts()] for kg in (hidden, plain)]
    assert told[0] == told[1]
    for _, claim in (c for f in hidden.facts() for c in f.claims):
        assert text[claim.evidence.start : claim.evidence.end] == claim.evidence.exact
