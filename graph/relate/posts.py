"""Posts: who holds which post where, from the words right before a person's name.

    菏泽市定陶区南王店镇党委副书记、镇总工会主席赵弟浩     two posts in two organisations
    该公司二次检修工区职工闻革                           a department inside the title
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph.link.entities import EntityMention
from graph.model import ORGANISATIONS, Claim
from graph.relate.context import Context, Sentence
from graph.world.lexicon import lexicon

_LONGEST = 34
_CLEAN = re.compile(r"^(?:\([^()]*\)|[的、,)\s])+|[的、,(\s]+$")
_HONOURED = re.compile(r"[、,][^、,]*(?:获得者|获奖者|得主)$")
"""What a person was given is no post: 总装车间主任、全国五一劳动奖章获得者."""
_OCCUPATION = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{0,9}(?:[^职员]工|[^人成会动]员|[^校增成生]长|师|[^选高好]手|匠|警|医生|护士|法官|检察官|教授|助理|代表|内操|外操|司机|学徒|传承人|理货)$"
)
"""How occupations end, beyond the posts of the lexicon: 缝纫工, 讲解员, 工长, 绣娘's 师傅."""
_BREAK = re.compile(r"[。;:!?,]|(?:说|表示|介绍|告诉|指出|参加|参与|来到|走进|联合|举办|开展|组织)")


def posts(c: Context) -> list[Claim]:
    """Claims of holdsPost, with the title as printed."""
    claims: list[Claim] = []
    for s in c.sentences:
        people = [m for m in s.mentions if m.entity.type == "Person" and m.how == "name"]
        for person in people:
            claims += _before(c, s, person) or _at_the_scene(c, s, person)
    return claims


def _before(c: Context, s: Sentence, person: EntityMention) -> list[Claim]:
    text = c.reading.text
    orgs = [m for m in s.mentions if m.entity.type in ORGANISATIONS and 0 <= person.span.start - m.span.end <= _LONGEST]
    others = [m.span for m in s.mentions if m.entity.type == "Person" and m.how == "name" and m.span.end <= person.span.start]
    claims: list[Claim] = []
    end = person.span.start
    for m in sorted(orgs, key=lambda m: (-m.span.end, m.span.start)):
        if m.span.end > end:
            continue
        gap = text[m.span.end : end]
        begin = max([m.span.end, *(o.end for o in others if o.start >= m.span.end)])  # 工会主席王明、职工李四: the title is 职工
        title = _HONOURED.sub("", _CLEAN.sub("", text[begin:end].replace("\n", "")))
        if _BREAK.search(_inside(gap.replace("\n", ""))) or not _is_post(title):
            break
        if any(o is not m and o.span.start <= m.span.start and o.span.end > m.span.end and o.span.end <= end for o in orgs):
            continue
        claims.append(_claim(c, s, m, person, title))
        claims += _at_the_whole(c, s, m, person, title)
        end = m.span.start
        if text[end - 1 : end] not in ("、", ",", " "):
            break
        end -= 1
    return claims


_UNIT = re.compile(r"(?<!项目)(?:车间|工区|分场|部|科|室|班|队|所)$")
"""Parts of a firm that only the firm's own people work in."""


def _at_the_whole(c: Context, s: Sentence, m: EntityMention, person: EntityMention, title: str) -> list[Claim]:
    """二矿机电工区电工段鹏 is an electrician of the mine as well: 机电工区电工."""
    whole = c.linked.parents.get(id(m.entity))
    if whole is None or whole.type != "Company" or not _UNIT.search(m.entity.name):
        return []
    return [_claim(c, s, replace(m, entity=whole), person, m.entity.name.removeprefix(whole.name) + title)]


_SCENE = re.compile(r"的?[^,。;:!?“”把]{0,14}?(?:里|内|上|中|旁|前|车间|现场|厂房|网点|站点?|门口),([^,。;:!?“”]{0,16})")
_PLAIN = "职工"


def _at_the_scene(c: Context, s: Sentence, person: EntityMention) -> list[Claim]:
    """在X公司的休息室里,装置操作工曲宏伟…: who is shown at work in a firm works there."""
    text = c.reading.text
    orgs = [m for m in s.printed if m.entity.type in ("Company", "Institution") and m.span.end <= person.span.start]
    if not orgs:
        return []
    m = max(orgs, key=lambda m: (m.span.end, -m.span.start))
    shown = _SCENE.fullmatch(text[m.span.end : person.span.start].replace("\n", ""))
    if shown is None:
        return []
    title = _CLEAN.sub("", shown.group(1)).rsplit("的", 1)[-1]
    return [_claim(c, s, m, person, title if _is_post(title) else _PLAIN)]


def _inside(gap: str) -> str:
    return gap.strip("、, ")


def _is_post(title: str) -> bool:
    """Does it end as posts and occupations end?"""
    if not title or len(title) > 24:
        return False
    last = re.split(r"[、,和兼 ]", title)[-1]
    return any(last.endswith(p) for p in _endings(last)) or _OCCUPATION.search(last) is not None


def _endings(last: str) -> list[str]:
    return [last[-n:] for n in range(1, min(len(last), 6) + 1) if last[-n:] in lexicon().posts]


def _claim(c: Context, s: Sentence, org: EntityMention, person: EntityMention, title: str) -> Claim:
    article = c.reading.article
    sure = 0.93 if org.how == "name" else 0.85
    return Claim(
        person.entity.key, "holdsPost", org.entity.key, article.id, article.evidence(s.span, person.span),
        "post-before-name", round(sure * min(1.0, person.score + 0.1), 2), title=title,
    )  # fmt: skip
