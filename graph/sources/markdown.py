"""Markdown: front matter tells where the text was printed; marks of layout are taken out of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.read.decode import decode_text
from graph.sources.metadata import folio, pick, url
from graph.sources.types import Options, Piece, Raw

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"^([\w\u4e00-\u9fff -]{1,40}?)\s*[:：]\s*(.*?)\s*$")
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)")
_LEADING = re.compile(r"[ \t]*(?:>[ \t]?)*(?:#{1,6}[ \t]+|[-*+][ \t]+(?=\S))?")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_IMAGE = re.compile(r"!\[[^\]\n]{0,500}\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])")
_LINK = re.compile(r"\[([^\]\n]{1,500})\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])")
_STRONG = re.compile(r"(\*\*|__|~~|`)(?=\S)([^\n]{1,500}?)(?<=\S)\1")
_SOFT = re.compile(r"(?<!\*)\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?!\*)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,500}>|<!--.{0,5000}?-->", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def read(raw: Raw, options: Options) -> Iterator[Piece]:
    """The text without its marks."""
    text, encoding = decode_text(raw.name, raw.data, limit=options.limits.size)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    values: dict[str, str] = {}
    if front := _FRONT.match(text):
        pairs = (_PAIR.match(line) for line in front[1].split("\n"))
        values = {p[1]: p[2].strip("\"'") for p in pairs if p}
        text = text[front.end() :]
    text = _plain(text)
    title = pick(values, "title")
    if title and title not in text[: len(title) + 200]:
        text = f"{title}\n\n{text.lstrip()}"
    yield Piece(raw.name, text, encoding, folio(values), url(values))


def _plain(text: str) -> str:
    lines = []
    fence = ""
    for line in _TAG.sub("", text).split("\n"):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        elif not fence and not _RULE.fullmatch(line):
            lines.append(_inline(line))
    return "\n".join(lines)


def _inline(line: str) -> str:
    heading = _LEADING.match(line)
    if heading and heading.end():
        line = line[heading.end() :]
        if "#" in heading[0]:
            line = _CLOSING.sub("", line)
    line = _LINK.sub(r"\1", _IMAGE.sub("", line))
    return _ESCAPE.sub(r"\1", _SOFT.sub(r"\1", _STRONG.sub(r"\2", line)))
