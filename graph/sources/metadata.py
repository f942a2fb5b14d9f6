"""Named values about a text (columns of a table, front matter, meta elements) → where it was printed."""

from __future__ import annotations

from collections.abc import Mapping

from graph.read.folio import Folio, read_date, read_page

NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "标题", "题目", "主标题"),
    "date": ("date", "pubdate", "publishdate", "publish_date", "publish_time", "日期", "发布日期", "刊发日期", "出版日期", "时间"),
    "body": ("body", "text", "content", "正文", "内容", "全文"),
    "paper": ("paper", "newspaper", "media", "source", "报纸", "媒体", "来源", "报刊"),
    "edition": ("edition", "section", "版名", "版面"),
    "page": ("page", "page_number", "版次", "版号", "版"),
    "url": ("url", "link", "网址", "链接", "原文链接"),
}
"""Role → usual names for it, most usual first."""


def pick(values: Mapping[str, str], role: str, chosen: Mapping[str, str] | None = None) -> str:
    """The value that plays a role: of the name chosen for it, or else of the first usual name that is there."""
    if chosen and role in chosen:
        return values.get(chosen[role], "").strip()
    low = {name.strip().casefold(): value for name, value in values.items()}
    return next((low[name].strip() for name in NAMES[role] if low.get(name, "").strip()), "")


def folio(values: Mapping[str, str], chosen: Mapping[str, str] | None = None) -> Folio:
    """Date, page, name of the page and paper."""
    page, edition = pick(values, "page", chosen), pick(values, "edition", chosen)
    number = page if page.isascii() and page.isalnum() and len(page) < 5 else read_page(page) or read_page(edition)
    return Folio(read_date(pick(values, "date", chosen)), number.lstrip("0"), edition, pick(values, "paper", chosen))


def url(values: Mapping[str, str], chosen: Mapping[str, str] | None = None) -> str:
    """The address, where it is one of the web's."""
    found = pick(values, "url", chosen)
    return found if found.startswith(("http://", "https://")) and found.isprintable() and " " not in found else ""
