"""Names of firms: which short name means which firm.

A firm's name has places, a brand and a trade ahead of its legal form, and may have a branch behind it:
江苏 | 捷顺物流科技 | 有限公司 | 南通分公司.  The press leaves out any of these but one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from graph.link.names import thinned
from graph.world.gazetteer import gazetteer

_FORM = re.compile(r"(?:集团)?(?:控股)?(?:股份)?(?:有限)?(?:责任)?(?<![分支子])公司|集团")
"""Legal forms; 分公司 is a branch and no form."""
_BRACKETS = re.compile(r"\([^()]*\)")
_UNIT = re.compile(
    r"(?:公司|支行|分行|分局|部|车间|工区|作业区|[矿厂]|处|所|段|[局院]|站点?|队|校区|分校|基地|中心|班|连|库|店|室|项目|农场|林场)$"
)
"""How the parts of firms end."""
_PLACES = ("province", "city", "county", "town")
_OTHER_FIRM = ("集团", "公司", "有限", "股份", "局", "银行", "第", "分")
"""What follows a firm's stem in the name of a daughter or a branch of it."""


class _Firm(NamedTuple):
    text: str
    """The name without brackets."""
    head: str
    """What stands before the last legal form; all of a name that has none."""
    form: str
    branch: str
    legal: str
    """The full name of a firm under its legal form, which is told from others by every character; else empty."""


@lru_cache(maxsize=4096)
def _parsed(name: str) -> _Firm:
    text = _BRACKETS.sub("", name)
    forms = list(_FORM.finditer(text))
    if not forms:
        return _Firm(text, text, "", "", "")
    form, branch = forms[-1].group(), text[forms[-1].end() :]
    legal = name if "有限" in form else ""
    return _Firm(text, text[: forms[-1].start()], form + "集团" * ("(集团)" in name), branch, legal)


@lru_cache(maxsize=4096)
def _placed(head: str) -> tuple[str, frozenset[str]]:
    """The head without the places it begins with, and the codes of the last of these."""
    g = gazetteer()
    codes: frozenset[str] = frozenset()
    while True:
        places = {n: here for n in range(2, len(head) - 1) if (here := frozenset(c for c in g.named(head[:n]) if g[c].kind in _PLACES))}
        if not places:
            return head, codes
        head, codes = head[max(places) :], places[max(places)]


def firm_core(name: str) -> str:
    """What tells a company from others: its name without the places ahead and the legal form behind.

    >>> firm_core("江苏连云港港瑞集装箱码头公司"), firm_core("连云港市港瑞集装箱码头有限公司")
    ('港瑞集装箱码头', '港瑞集装箱码头')
    """
    return _placed(_parsed(name).head)[0]


def is_firm(name: str) -> bool:
    """Does the name have a legal form and no branch behind it?"""
    firm = _parsed(name)
    return bool(firm.form) and not firm.branch and len(firm.head) > 1


def is_unit(name: str) -> bool:
    """Is it called as the parts of firms are, without a legal form: 杨桥煤矿, 友好林业局公司?"""
    firm = _parsed(name)
    return not firm.branch and not firm.legal and "集团" not in firm.form and _UNIT.search(firm.head) is not None


def abbreviates(short: str, full: str) -> bool:
    """Is `short` a short name of the company `full`?

    >>> full = "江苏捷顺物流科技有限公司"
    >>> [abbreviates(short, full) for short in ("捷顺物流", "捷顺公司", "江苏捷顺物流科技公司", "捷顺集团", "捷安物流")]
    [True, True, True, False, False]
    >>> abbreviates("捷顺南通分公司", full + "南通分公司"), abbreviates("捷顺公司", full + "南通分公司")
    (True, False)
    """
    if short == full:
        return False
    a, b = _parsed(short), _parsed(full)
    if not b.branch:
        return not a.branch and _same_firm(a, b)
    if a.branch:
        return _same_branch(a.branch, b.branch) and _same_firm(a, b)
    if a.form or not _UNIT.search(a.text):
        return False
    if a.text.endswith(b.branch):
        owner = a.text[: -len(b.branch)]
        return not owner or _same_firm(_parsed(owner), b)
    return _same_unit(a, b)


def _same_branch(short: str, full: str) -> bool:
    """防城港项目部, 防城港海上风电项目部."""
    return short == full or (short[-2:] == full[-2:] and thinned(short, full))


def _same_unit(a: _Firm, b: _Firm) -> bool:
    """农行鞍山分行, 中国农业银行鞍山分行."""
    return len(a.text) > 3 and _same_branch(a.text, b.text) and any(stem[0] == a.text[0] for stem in _stems(b))


def _same_firm(a: _Firm, b: _Firm) -> bool:
    """Are the firms themselves the same, whatever branches are named?"""
    if a.text.startswith("中国") and not a.form:  # 中国电信 has many daughters
        return a.text == b.head or ("集团" in b.form and b.head.startswith(a.text))
    if "集团" in a.form and "集团" not in b.form:
        return False
    ours, theirs = _placed(a.head)[1], _placed(b.head)[1]
    if ours and theirs and not any(_one_place(x, y) for x in ours for y in theirs):
        return False
    if a.legal and b.legal:
        return a.text != b.text and bool({*_stems(a)} & {*_stems(b)})  # 恒泰电子(东台)有限公司 is another firm
    if not b.form:  # 德邦, 德邦物流, but not 大连工务段 and its 海城车间
        rest = b.text.removeprefix(a.text)
        longer = rest != b.text and (rest in ("公司", "分公司") or (len(rest) <= 2 and not _UNIT.search(rest)))
        return longer or a.text in _stems(b) or _same_unit(a, b)
    if not a.form and _UNIT.search(a.text):
        return any(x.endswith(a.text) for x in _stems(b))
    return any(_short_stem(x, y, bool(a.form)) for x in _stems(a) if x == a.head or len(x) > 2 for y in _stems(b))


def _one_place(x: str, y: str) -> bool:
    g = gazetteer()
    return x == y or g.within(x, y) or g.within(y, x)


@lru_cache(maxsize=4096)
def _stems(firm: _Firm) -> tuple[str, ...]:
    """The head, the head without places or 中国, and what follows the name of its group."""
    last = max((m.end() for m in _FORM.finditer(firm.head)), default=0)
    found = (firm.head, _placed(firm.head)[0], firm.head.removeprefix("中国"), firm.head[last:])
    return tuple(dict.fromkeys(s for s in found if len(s) > 1 and not gazetteer().named(s)))


def _short_stem(short: str, full: str, with_form: bool) -> bool:
    """Is one stem a short form of the other: its beginning, its end, or characters of it in their order?"""
    if short == full:
        return True
    if full.startswith(short):
        rest = full[len(short) :]
        return not short.startswith("中国") and not rest.startswith(_OTHER_FIRM) and _placed(rest)[0] == rest
    if full.endswith(short) and len(short) > 2:
        return True
    return short[0] == full[0] and (with_form or len(short) > 3) and thinned(short, full)
