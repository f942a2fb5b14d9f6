"""Words and hues of what people look at: types, relations, kinds and roles in Chinese and English.

The page and the notebook both read them here, so that a relation is called the same everywhere.
"""

from __future__ import annotations

import unicodedata

TYPES: dict[str, tuple[str, str]] = {
    "Union": ("工会", "Union"),
    "Program": ("项目", "Programme"),
    "Institution": ("机构", "Institution"),
    "Company": ("企业", "Company"),
    "Person": ("人物", "Person"),
    "Place": ("地方", "Place"),
    "Document": ("文件", "Document"),
}
"""Type → (Chinese, English), in the order in which people see them."""

HUES: dict[str, tuple[str, str]] = {
    "Union": ("#c0503f", "#e5836f"),
    "Program": ("#c98a1b", "#e3b04f"),
    "Institution": ("#7a64ad", "#a795d6"),
    "Company": ("#3f74b3", "#74a6df"),
    "Person": ("#2f8f8a", "#5fc0b8"),
    "Place": ("#6a8a4f", "#98ba7c"),
    "Document": ("#857a6b", "#b5aa9a"),
}
"""Type → (hue on a light ground, hue on a dark one)."""

RELATIONS: dict[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str]]] = {
    "runs": (("主办", "runs"), ("主办的项目", "Runs"), ("主办方", "Run by")),
    "participatesIn": (("参与", "takes part in"), ("参与的项目", "Takes part in"), ("参与方", "Participants")),
    "partnerOf": (("合作", "partner of"), ("合作伙伴", "Partners"), ("合作伙伴", "Partners")),
    "issued": (("发布", "issued"), ("发布的文件", "Issued"), ("发布者", "Issued by")),
    "about": (("涉及", "about"), ("涉及", "About"), ("相关文件与项目", "Subject of")),
    "partOf": (("隶属", "part of"), ("隶属于", "Part of"), ("组成部分", "Parts")),
    "subUnionOf": (("上级", "sub-union of"), ("上级工会", "Superior union"), ("下级工会", "Sub-unions")),
    "unionOf": (("所在单位", "union of"), ("组织其职工的单位", "Union of the staff of"), ("本单位工会", "Its union")),
    "holdsPost": (("任职", "holds a post at"), ("任职单位", "Holds posts at"), ("人员", "People")),
    "locatedIn": (("位于", "located in"), ("所在地", "Located in"), ("位于此地", "Located here")),
}
"""Relation → word on the edge, heading on the subject's card, heading on the object's card; each (Chinese, English)."""

KINDS: dict[str, tuple[str, str]] = {
    "platform": ("平台", "platform"),
    "campaign": ("活动", "campaign"),
    "mechanism": ("机制", "mechanism"),
    "facility": ("阵地", "facility"),
    "plan": ("计划", "plan"),
    "training": ("培训", "training"),
    "competition": ("竞赛", "competition"),
    "award": ("奖项", "award"),
    "brand": ("品牌", "brand"),
    "province": ("省级", "province"),
    "city": ("地市级", "city"),
    "county": ("县级", "county"),
    "town": ("乡镇街道", "town"),
    "village": ("村社区", "village"),
    "zone": ("功能区", "zone"),
    "region": ("区域", "region"),
}

ROLES: dict[str, tuple[str, str]] = {
    "host": ("主办", "host"),
    "organizer": ("承办", "organizer"),
    "co-organizer": ("协办", "co-organizer"),
    "guide": ("指导", "guide"),
    "builder": ("建设", "builder"),
}

DOUBTFUL = 0.5
"""A fact whose surest claim is below this confidence is shown as doubtful."""

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_KEPT = "\n\t"


def visible(text: str) -> str:
    """`text` with nothing hidden in it: bidi overrides, control and zero-width characters are spelt out.

    What a page shows must be what the document holds; a character that would reorder or hide others is named instead.

    >>> visible("三亚\\u202e市总")
    '三亚[U+202E]市总'
    """
    if text.isprintable():
        return text
    return "".join(f"[U+{ord(c):04X}]" if c not in _KEPT and unicodedata.category(c) in _HIDDEN else c for c in text.replace("\r\n", "\n"))
