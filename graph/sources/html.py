"""Saved web pages: the text of the articles, without navigation, advertisements, footers and scripts.

The page is cut into blocks at the elements that begin a new line.  A block of sentences in which little is a link is text;
short blocks among and right above such blocks are headlines, bylines and subheads; the rest is furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from graph.errors import InputError
from graph.read.decode import decode_text
from graph.sources.metadata import folio, pick, url
from graph.sources.types import Options, Piece, Raw

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S{1,2000}) -->")
_DROPPED = frozenset(
    re.findall(
        r"\w+",
        "script style noscript template svg math iframe frame object embed applet audio video canvas map form button select option "
        "textarea input nav footer aside menu dialog head title rp rt",
    )
)
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark q ruby rb s samp small span strike strong sub "
        "sup time tt u var wbr label",
    )
)
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menus?|foot(?:er)?|copyright|sidebar|aside|ads?|advert\w*|banner|shares?|sharing|comments?|related|recommend\w*|"
    r"breadcrumbs?|crumbs?|pag(?:er|ination)|toolbar|login|search\w*|hot\w*|rank\w*|qr\w*|weixin|wechat|weibo|popup|modal|tips?|"
    r"friendlink\w*|links?|topbar|subscribe|cookie\w*)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"版权所有|Copyright|©|ICP[备证]|公网安备|许可证|责任?编辑?[:：]|扫(?:一扫|码|描)|二维码|分享到|上一[篇版页期]|下一[篇版页期]|返回(?:首页|目录|顶部|列表)|"
    r"打印(?:本页|此文|文章)?$|字[号体][:：]|【?(?:放大|缩小|关闭)|当前位置|您?的?位置[:：]|网站地图|联系我们|关于我们|举报电话|违法和不良信息|"
    r"相关(?:新闻|链接|阅读|推荐)|推荐阅读|热[点门]推荐|延伸阅读|登录|注册|广告|客户端下载|点击(?:查看|进入|关注)|未经(?:书面)?授权|浏览量|点击数|阅读量",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。！？!?；;…][”’\"')）】]*")
_BYLINE = re.compile(r"记者|通讯员|本报|来源[:：]|作者|□|摄")
_SUFFIX = re.compile(r"\s*[-_|—–]{1,2}\s*[^-_|—–]{2,30}$")
_LONG = 20
"""A block of so many characters with a sentence's end is text."""
_REACH = 3
"""Short blocks so near above or between text belong to it."""


@dataclass(slots=True)
class _Block:
    text: str
    links: int
    """Characters of it that are links."""
    heading: bool

    @property
    def linked(self) -> bool:
        return 2 * self.links > len(self.text)

    @property
    def telling(self) -> bool:
        ends = len(_SENTENCE.findall(self.text))
        return not self.linked and not self.notice and (ends > 1 or (ends == 1 and len(self.text) >= _LONG) or len(self.text) >= 4 * _LONG)

    @property
    def notice(self) -> bool:
        return bool(_NOTICE.search(self.text)) and len(self.text) < 6 * _LONG


def read(raw: Raw, options: Options) -> Iterator[Piece]:
    """The text of the page's articles, a block a line."""
    declared = _CHARSET.search(raw.data[:4096])
    text, encoding = decode_text(raw.name, raw.data, limit=options.limits.size, declared=declared[1].decode() if declared else "")
    page = _parse(raw.name, text)
    values = _values(page, text)
    blocks = _article(_blocks(page))
    if not blocks:
        raise InputError(f"{raw.name}: no text but navigation and notices; save the page of the article itself")
    title = _SUFFIX.sub("", pick(values, "title"))
    if title and not any(_bare(title) in _bare(b.text) or _bare(b.text) in _bare(title) for b in blocks[:6] if b.text):
        blocks.insert(0, _Block(title, 0, True))
    yield Piece(raw.name, "\n".join(b.text for b in blocks) + "\n", encoding, folio(values), url(values))


def _parse(name: str, text: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, remove_comments=True)
    try:
        page = etree.fromstring(text.encode("utf-8", "replace").replace(b"\0", b""), parser)
    except (etree.LxmlError, ValueError) as e:
        raise InputError(f"{name}: is no HTML ({' '.join(str(e).split())[:120]}); save the page again") from None
    if page is None:
        raise InputError(f"{name}: is no HTML; save the page again")
    return page


def _values(page: etree._Element, text: str) -> dict[str, str]:
    """What meta elements, the title and the mark of the browser that saved the page say."""
    values: dict[str, str] = {}
    for meta in page.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        key = key.lower().removeprefix("og:").removeprefix("article:").removesuffix("_time").replace("datepublished", "date")
        values.setdefault(key, meta.get("content") or "")
    title = page.find(".//title")
    if title is not None and not values.get("title"):
        values["title"] = " ".join("".join(title.itertext()).split())
    values.pop("page", None)
    canonical = next((link.get("href") or "" for link in page.iter("link") if link.get("rel") == "canonical"), "")
    saved = _SAVED_FROM.search(text[:5000])
    values["url"] = values.get("url") or canonical or (saved[1] if saved else "")
    return {k: v for k, v in values.items() if v}


def _blocks(page: etree._Element) -> list[_Block]:
    """The page as blocks in order; furniture that is marked as such is left out, unless it holds most of the text."""
    blocks: list[_Block] = []
    words: list[str] = []
    links = 0
    depth_of_link = depth_of_heading = 0
    most = sum(map(len, page.itertext())) // 2

    def flush() -> None:
        nonlocal links
        text = " ".join("".join(words).split())
        if text:
            blocks.append(_Block(text, links, depth_of_heading > 0))
        words.clear()
        links = 0

    def say(text: str | None) -> None:
        nonlocal links
        if text:
            words.append(text)
            links += len("".join(text.split())) if depth_of_link else 0

    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(page, events=("start", "end")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                say(element.tail)
            continue
        tag = element.tag if isinstance(element.tag, str) else "!"
        heading = tag in ("h1", "h2", "h3") or tag.endswith("-title")
        if event == "start":
            if tag == "!" or tag in _DROPPED or _hidden(element) or (_furniture(element) and len("".join(element.itertext())) < most):
                skipped = element
                continue
            if tag not in _INLINE:
                flush()
            depth_of_link += tag == "a"
            depth_of_heading += heading
            say("\n" if tag == "br" else element.text)
            if tag == "br":
                flush()
        else:
            if tag not in _INLINE:
                flush()
            depth_of_link -= tag == "a"
            depth_of_heading -= heading
            say(element.tail)
    flush()
    return blocks


def _hidden(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    unseen = "display:none" in style or "visibility:hidden" in style
    return unseen or element.get("hidden") is not None or element.get("aria-hidden") == "true"


def _furniture(element: etree._Element) -> bool:
    if element.tag in ("html", "body", "main", "article", "p", "h1", "h2", "h3") or element.tag in _INLINE:
        return False
    marks = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.get("role") in ("navigation", "banner") or bool(_FURNITURE.search(marks))


def _article(blocks: list[_Block]) -> list[_Block]:
    """Blocks of text, and the short ones among them and right above."""
    kept = {i for i, b in enumerate(blocks) if b.telling}
    for i in sorted(kept):
        near = i - 1
        while near >= 0 and near not in kept and i - near <= _REACH + blocks[near].heading and _belongs(blocks[near]):
            near -= 1
        kept |= set(range(near + 1, i))
    for i, block in enumerate(blocks):  # right below text: a last short sentence, who took the picture
        if i - 1 in kept and _belongs(block) and (_SENTENCE.search(block.text) or _BYLINE.search(block.text)):
            kept.add(i)
    return [blocks[i] for i in sorted(kept)]


def _belongs(block: _Block) -> bool:
    return not block.linked and not block.notice


def _bare(text: str) -> str:
    return "".join(c for c in text if c.isalnum())
