"""Bad inputs and what each of them gets: the table from which the tests and docs/bad-inputs.md are made.

    python tests/bad_inputs.py > docs/bad-inputs.md
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import re
import socket
import struct
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from pages import docx, pdf, zipped  # noqa: E402

from graph.builder import Batch, read, sorted_faults  # noqa: E402
from graph.sources.paths import find_inputs  # noqa: E402
from graph.sources.types import Limits, Options  # noqa: E402

GOOD = "三亚工匠学院开班\n本报讯(记者王明)3月5日,由海南省三亚市总工会主办、三亚技师学院承办的三亚工匠学院开班。\n"
SMALL = Limits(size=2_000_000, expansion=3_000_000, members=20, seconds=20)
"""Limits of the table, lower than the usual ones so that the tests are quick; the complaint names them."""


@dataclass(frozen=True)
class Bad:
    """One bad input."""

    what: str
    name: str
    make: bytes | Callable[[Path], None]
    """The bytes of the file, or a function that puts it at a path."""
    said: str = ""
    """Regular expression of the line that it gets; empty where it is read."""
    texts: int = 0
    """Texts that are read from it all the same."""
    limits: Limits = SMALL
    needs: str = ""
    """Module of an extra."""
    columns: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return re.sub(r"[^a-z0-9]+", "-", self.what.lower()).strip("-")

    def put(self, folder: Path) -> Path:
        """The input, put into a folder."""
        path = folder / self.name
        if callable(self.make):
            self.make(path)
        else:
            path.write_bytes(self.make)
        return path

    def skipped(self) -> str:
        return f"needs {self.needs}" if self.needs and find_spec(self.needs) is None else ""


def decoded(bad: Bad, folder: Path) -> tuple[Path, Batch]:
    """What reading (not yet understanding) the input together with a good file gives."""
    path = bad.put(folder)
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    options = Options(bad.limits, bad.columns)
    inputs, faults = find_inputs([str(path), str(folder / "good.txt")])
    batch = read(inputs, known=lambda digest: True, options=options)
    batch.faults = sorted_faults([*faults, *batch.faults])
    return path, batch


def lines_of(path: Path, batch: Batch) -> list[str]:
    """The complaints, as the command prints them, without the folder of the test."""
    return [f"{f['file']}: {f['reason']}".replace(f"{path.parent}/", "") for f in batch.faults]


# ---------------------------------------------------------------- makers


def link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _loop(path: Path) -> None:
    path.mkdir()
    (path / "a.txt").write_text(GOOD + "循环。", encoding="utf-8")
    (path / "again").symlink_to(path)


def _socket(path: Path) -> None:
    before = os.getcwd()
    os.chdir(path.parent)  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as s:
            s.bind(path.name)
    finally:
        os.chdir(before)


def tarred(*members: tuple[str, bytes, bytes], mode: str = "w") -> bytes:
    """A tar archive of (name, content, type) members."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content, kind in members:
            info = tarfile.TarInfo(name)
            info.type = kind
            if kind == tarfile.REGTYPE:
                info.size = len(content)
            else:
                info.linkname = content.decode()
            archive.addfile(info, io.BytesIO(content) if kind == tarfile.REGTYPE else None)
    return buffer.getvalue()


def encrypted_zip() -> bytes:
    data = bytearray(zipped({"a.txt": GOOD.encode()}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1
    return bytes(data)


def wrong_checksum() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", GOOD)
    return buffer.getvalue().replace("三亚工匠".encode(), "四亚工匠".encode(), 1)


def link_in_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("a.txt")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return buffer.getvalue()


def nested(depth: int) -> bytes:
    data = zipped({"a.txt": GOOD.encode()})
    for _ in range(depth):
        data = zipped({"inner.zip": data})
    return data


def png(width: int, height: int, rows: bytes | None = None) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(rows if rows is not None else b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def encrypted_pdf() -> bytes:
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O<" + b"00" * 32 + b">/U<" + b"11" * 32 + b">/P -4>>/ID[<00><00>]"
    return pdf([(40, 40, 12, "三亚市总工会")]).replace(b"/Root 1 0 R", b"/Root 1 0 R" + lock)


LAUGHS = "<!DOCTYPE x [<!ENTITY a 'lol'>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
) + "]>"  # fmt: skip
OUTSIDE = "<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"

# ---------------------------------------------------------------- the table

_UTF8 = GOOD.encode()
_EMPTY = r"empty; nothing to read"

CASES: dict[str, list[Bad]] = {
    "Text": [
        Bad("an empty file", "a.txt", b"", _EMPTY),
        Bad("nothing but blanks", "a.txt", " \n\t\u3000\r\n".encode(), _EMPTY),
        Bad("nothing but a byte-order mark", "a.txt", b"\xef\xbb\xbf", _EMPTY),
        Bad("a program under the name of a text", "a.txt", b"\x7fELF\2\1\1\0\0\0" + bytes(range(256)), r"byte 7 is NUL"),
        Bad("NUL in the middle of a text", "a.txt", _UTF8 + b"\0" + _UTF8, r"byte \d+ is NUL"),
        Bad("UTF-8 cut in mid-character", "a.txt", _UTF8[:-3], r"byte \d+ is not UTF-8"),
        Bad("one broken byte in UTF-8", "a.txt", _UTF8[:60] + b"\xff" + _UTF8[60:], r"byte \d+ is not UTF-8"),
        Bad("UTF-8 and GB18030 in one file", "a.txt", _UTF8 + GOOD.encode("gb18030"), r"byte \d+ is not UTF-8"),
        Bad("UTF-16 with an odd number of bytes", "a.txt", GOOD.encode("utf-16")[:-1], r"byte \d+: broken utf-16"),
        Bad("half a character in UTF-16", "a.txt", b"\xff\xfe" + "三亚".encode("utf-16-le") + b"\x00\xd8" + "市".encode("utf-16-le"),
            r"byte \d+: broken utf-16"),
        Bad("half a character in UTF-8", "a.txt", _UTF8 + b"\xed\xa0\x80", r"byte \d+ is not UTF-8"),
        Bad("a French text in Latin-1", "a.txt", ("Le syndicat a été créé à Paris. " * 20).encode("latin-1"), r"byte 14 is not UTF-8"),
        Bad("escape sequences for a terminal", "a.txt", "三亚市\x1b[31m总工会".encode(), r"character 3 is a control character \(U\+001B\)"),
        Bad("other control characters", "a.txt", "三亚市\x07\x7f总工会".encode(), r"control character \(U\+0007\)"),
        Bad("5 MB in one line", "a.txt", ("三亚市总工会举办培训" * 170_000).encode(), r"more than 2000000 bytes; split the file or raise --limit"),
        Bad("more characters than one text may have", "a.txt", ("三亚市总工会" * 90_000).encode(), r"540000 characters in one text, more than 500000",
            limits=Limits(characters=500_000)),
        Bad("a million short lines", "a.txt", b"a\n" * 1_000_000, r"1000000 lines in one text, more than 20000", limits=Limits(characters=3_000_000)),
        Bad("directions turned round (RTL override)", "a.txt", "三亚市\u202e总工会\u202c举办培训。\n".encode(), texts=1),
        Bad("invisible joiners inside names", "a.txt", "三亚\u200b市\u200d总\ufeff工会打造三亚工匠学院。\n".encode(), texts=1),
        Bad("emoji inside names", "a.txt", "三亚市总工会打造“💪工匠👷‍♀️学院”平台。\n".encode(), texts=1),
        Bad("HTML and script in a text", "a.txt", "三亚市总工会</script><script>alert(1)</script>打造平台。\n".encode(), texts=1),
        Bad("formulas for a spreadsheet as names", "a.txt", "“=HYPERLINK(1)”平台由三亚市总工会打造,“@SUM”平台、“＋工友”平台上线。\n".encode(), texts=1),
        Bad("quotation marks that never close", "a.txt", ("三亚市总工会打造“" * 300 + "。\n").encode(), texts=1),
        Bad("ten thousand opening brackets", "a.txt", ("(" * 10_000 + "三亚市总工会\n").encode(), texts=1),
        Bad("noncharacters of Unicode", "a.txt", "三亚市\uffff\ufffe总工会举办培训。\n".encode(), texts=1),
        Bad("nothing but punctuation", "a.txt", "。。。！！！……\n".encode(), texts=1),
    ],
    "Web pages": [
        Bad("the wrong encoding declared", "a.html", f'<meta charset="gbk"><p>{GOOD}</p>'.encode(), texts=1),
        Bad("an encoding declared that does not exist", "a.html", f'<meta charset="klingon"><p>{GOOD}</p>'.encode("gb18030"), texts=1),
        Bad("nothing but navigation", "a.html", b"<nav><a href='/'>x</a></nav><a href='/y'>y</a>", r"no text but navigation and notices"),
        Bad("frames without text", "a.html", b"<frameset><frame src='http://example.org/'></frameset>", r"no text but navigation and notices"),
        Bad("a hundred thousand elements inside each other", "a.html", b"<div>" * 100_000 + f"<p>{GOOD}</p>".encode(), r"no text but navigation"),
        Bad("elements that are never closed", "a.html", f"<table><tr><td><b><p>{GOOD}<p>{GOOD}<script>".encode(), texts=1),
        Bad("entities that expand each other in a page", "a.html", f"{LAUGHS}<p>&j;{GOOD}</p>".encode(), texts=1),
        Bad("an entity that points to a file of the machine, in a page", "a.html", f"{OUTSIDE}<p>&x;{GOOD}</p>".encode(), texts=1),
        Bad("script in every place of a page", "a.html", (
            f"<title><script>alert(1)</script></title><body onload=alert(1)><p onclick=alert(1)>{GOOD}<img src=x onerror=alert(1)></p>"
            f"<p>&lt;script&gt;alert(1)&lt;/script&gt;{GOOD}</p>").encode(), texts=1),
        Bad("an attribute of a megabyte", "a.html", f"<p class='{'x' * 1_000_000}'>{GOOD}</p>".encode(), texts=1),
    ],
    "Word, PDF, pictures": [
        Bad("no ZIP under the name of a Word document", "a.docx", b"hello", r"is no whole Word document"),
        Bad("a ZIP without a Word document in it", "a.docx", zipped({"a.txt": b"a"}), r"holds no word/document\.xml"),
        Bad("half of a Word document", "a.docx", docx(GOOD * 50)[:300], r"is no whole Word document"),
        Bad("broken XML in a Word document", "a.docx", zipped({"word/document.xml": b"<w:document><w:p>"}), r"word/document\.xml line 1"),
        Bad("entities that expand each other in a Word document", "a.docx", docx("&j;", head=LAUGHS), r"declares a document type"),
        Bad("an entity that points to a file, in a Word document", "a.docx", docx("&x;", head=OUTSIDE), r"declares a document type"),
        Bad("a Word document in an encoding that does not exist", "a.docx",
            zipped({"word/document.xml": b'<?xml version="1.0" encoding="UTF-3"?><w:document/>'}), r"cannot be decoded \(unknown encoding: UTF-3\)"),
        Bad("a Word document that unpacks to very much", "a.docx", docx(" " * 4_000_000), r"unpacks to more than 3000000 bytes"),
        Bad("a hundred thousand elements inside each other, in a Word document", "a.docx",
            docx(body="<w:p>" * 100_000 + "<w:r><w:t>字。</w:t></w:r>" + "</w:p>" * 100_000), texts=1),
        Bad("no PDF under the name of one", "a.pdf", _UTF8, r"does not begin as a PDF does"),
        Bad("half of a PDF", "a.pdf", pdf([(40, 40, 12, GOOD)])[:400], r"is damaged", needs="pypdfium2"),
        Bad("a PDF with a password", "a.pdf", encrypted_pdf(), r"is encrypted; save it without a password", needs="pypdfium2"),
        Bad("a PDF without a text layer", "a.pdf", pdf([]), r"has no text layer", needs="pypdfium2"),
        Bad("a PDF with more pages than allowed", "a.pdf", pdf(*[[(40.0, 40.0, 12, "页")]] * 21), r"21 pages, more than 20", needs="pypdfium2"),
        Bad("half of a picture", "a.png", png(100, 100)[:40], r"is no whole picture that can be read; save it again", needs="rapidocr"),
        Bad("a picture of ten billion points", "a.png", png(100_000, 100_000), r"pixels|exceeds limit", needs="rapidocr"),
    ],
    "Tables": [
        Bad("a quotation mark that never closes", "a.csv", f'title,body\n甲,"{GOOD}"\n乙,"没有完\n丙,{GOOD}'.encode(),
            r"a\.csv:\d+: is no row of a table .*close the quotation mark", texts=3),
        Bad("no column for the body", "a.csv", b"a,b\n1,2\n", r"a\.csv:1: no column for the body in a、b; name it with --column body=NAME"),
        Bad("a column named that is not there", "a.csv", b"a,b\n1,2\n", r"a\.csv:1: no column '正文'", columns={"body": "正文"}),
        Bad("a row without a body", "a.csv", f"title,body,url\n,,x\n甲,{GOOD}甲,".encode(), r"a\.csv/1: no body in this row", texts=3),
        Bad("a table without rows", "a.csv", b"title,body\n", r"no row in this table"),
        Bad("more rows than allowed", "a.csv", ("body\n" + "".join(f"第{i}行的字。\n" for i in range(21))).encode(), r"more than 20 rows", texts=20),
        Bad("a line that is no JSON", "a.jsonl", (json.dumps({"body": GOOD}) + "\n{not json\n").encode(), r"a\.jsonl:2: is no JSON", texts=1),
        Bad("a line that is no object", "a.jsonl", b"[1, 2]\n", r"a\.jsonl:1: is no JSON object"),
        Bad("JSON nested a hundred thousand deep", "a.jsonl", b"[" * 100_000 + b"\n", r"a\.jsonl:1: (nested too deeply|is no JSON)"),
        Bad("half a character in JSON", "a.jsonl", b'{"body": "\\ud800\\u4e09"}\n', r"character 0 is half a character \(U\+D800\)"),
    ],
    "Archives": [
        Bad("a ZIP bomb", "a.zip", zipped({"a.txt": b" " * 1_900_000, "b.txt": b" " * 1_900_000}), r"b\.txt: unpacks to more than 3000000 bytes"),
        Bad("a TAR bomb", "a.tar.gz", gzip.compress(tarred(("a.txt", b" " * 4_000_000, tarfile.REGTYPE))),
            r"a\.tar\.gz: unpacks to more than 3000000 bytes"),
        Bad("a file in an archive above the limit", "a.zip", zipped({"a.txt": b"a" * 2_000_001}), r"a\.zip/a\.txt: more than 2000000 bytes"),
        Bad("archives inside archives inside archives", "a.zip", nested(4), r"archives inside archives, deeper than 3"),
        Bad("more files than allowed", "a.zip", zipped({f"{i:02}.txt": f"第{i}个文件的字。".encode() for i in range(21)}), r"more than 20 files", texts=20),
        Bad("a path that leads out of the archive", "a.zip", zipped({"../../evil.txt": _UTF8, "ok.txt": "好的文件。".encode()}),
            r"leads out of the archive", texts=1),
        Bad("an absolute path in an archive", "a.tar", tarred(("/etc/cron.d/evil.txt", _UTF8, tarfile.REGTYPE)), r"leads out of the archive"),
        Bad("a drive of Windows in an archive", "a.zip", zipped({"C:\\evil.txt": _UTF8}), r"leads out of the archive"),
        Bad("a link in a TAR archive", "a.tar", tarred(("a.txt", b"/etc/passwd", tarfile.SYMTYPE)), r"is a link; it is not followed"),
        Bad("a link in a ZIP archive", "a.zip", link_in_zip(), r"is a link; it is not followed"),
        Bad("a device in an archive", "a.tar", tarred(("a.txt", b"", tarfile.CHRTYPE)), r"is no plain file"),
        Bad("an archive with a password", "a.zip", encrypted_zip(), r"cannot be unpacked .*without a password"),
        Bad("half of a ZIP archive", "a.zip", zipped({"a.txt": _UTF8 * 9})[:-30], r"is no whole archive"),
        Bad("half of a TAR archive", "a.tar.bz2", bz2.compress(tarred(("a.txt", os.urandom(9000), tarfile.REGTYPE)))[:900], r"is no whole archive"),
        Bad("a wrong checksum in an archive", "a.zip", wrong_checksum(), r"cannot be unpacked \(Bad CRC-32"),
        Bad("an archive without a text", "a.zip", zipped({"a.exe": b"MZ"}), r"holds no file of a known format"),
        Bad("a file without a name in an archive", "a.zip", zipped({"XX.txt": b"a"}).replace(b"XX.txt", b"\0X.txt"), r"no file of a known format"),
    ],
    "Files": [
        Bad("a file that does not exist", "missing.txt", lambda path: None, r"no such file or folder; check the path"),
        Bad("a link to a file that does not exist", "a.txt", link("nowhere.txt"), r"link to a file that does not exist"),
        Bad("links that point to each other", "a.txt", link("a.txt"), r"cannot be read \(Too many levels of symbolic links\)"),
        Bad("a folder that holds a link to itself", "folder", _loop, texts=1),
        Bad("a pipe that nobody writes", "a.txt", os.mkfifo, r"is a pipe, not a plain file"),
        Bad("a device", "zero.txt", link("/dev/zero"), r"is a device, not a plain file"),
        Bad("a socket", "a.txt", _socket, r"is a socket, not a plain file"),
        Bad("a folder without texts", "folder", Path.mkdir, r"folder without a file of a known format"),
        Bad("a line break in the name of a file", "a\nb.txt", _UTF8 + "再来一句。".encode(), texts=1),
        Bad("the name of a file in no encoding", os.fsdecode(b"a\xff\xfe.txt"), _UTF8 + "又来一句。".encode(), texts=1),
        Bad("the name of a file with markup", "<script>alert(1)<%2fscript>.txt", _UTF8 + "还有一句。".encode(), texts=1),
        Bad("a name of 255 bytes", "三" * 83 + ".txt", _UTF8 + "最后一句。".encode(), texts=1),
    ],
}  # fmt: skip

PROMISES: list[tuple[str, str]] = []
"""What happens when the machine fails: (what, gets), noted by the tests of tests/test_bad_faults.py."""


def promise(what: str, gets: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a test of a fault that is no input, with what the user gets."""
    PROMISES.append((what, gets))
    return lambda test: test


def table() -> str:
    """docs/bad-inputs.md."""
    import test_bad_faults  # noqa: F401 - notes its promises

    out = [
        "# Bad inputs and what each of them gets",
        "",
        "Made from the tests by `make docs` (tests/bad_inputs.py); do not edit.  Every line below is a test.  A bad input is one line on",
        "stderr, the rest of the batch goes on, nothing that was already built is lost, and the exit status is 1 (2 where nothing was",
        "named that exists).  The limits in the lines are those of the tests.",
        "",
        "Whatever is read can break no output: markup is escaped, control characters do not reach a terminal, and no CSV (export, answers",
        "to queries, sheets and register of review, tables of the page) has a cell that a spreadsheet takes for a formula: such text begins",
        "with an apostrophe, also in the CSV for neo4j-admin, which many open in a spreadsheet first.",
        "",
        "| limit (`--limit NAME=N`) | default |",
        "| --- | --- |",
        *(f"| `{name}` | {getattr(Limits(), name):,} |" for name in Limits.__slots__),
        "",
    ]
    for kind, cases in CASES.items():
        out += [f"## {kind}", "", "| input | what it gets |", "| --- | --- |"]
        for bad in cases:
            out.append(f"| {bad.what} | {_gets(bad)} |")
        out.append("")
    out += ["## Machine and process", "", "| fault | what happens |", "| --- | --- |", *(f"| {what} | {gets} |" for what, gets in PROMISES), ""]
    return "\n".join(out)


def _gets(bad: Bad) -> str:
    if not bad.said:
        return "read; nothing in it can break an output or run"
    if bad.skipped():
        return f"(needs `{bad.needs}` to be told here)"
    with tempfile.TemporaryDirectory() as folder:
        path, batch = decoded(bad, Path(folder))
        line = next(x for x in lines_of(path, batch) if re.search(bad.said, x))
    rest = f" ({bad.texts} other texts in it are read)" if bad.texts else ""
    return "`" + re.sub(r"`|\|", "'", line)[:200] + "`" + rest


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    import bad_inputs  # this module under the name by which the tests know it

    sys.stdout.write(bad_inputs.table())
