"""Features of a pair of entities: how they stand in shared sentences, and what the article as a whole says of them.

A feature is a short string; a pair's features are a set.  Training and use share this file.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from graph.link.entities import EntityMention
from graph.model import ORGANISATIONS, LocalEntity
from graph.relate.context import Context, Sentence
from graph.relate.surroundings import of_actor, of_part, of_partners
from graph.relate.words import cues, list_end, verbs
from graph.world.gazetteer import gazetteer

_NEAR = 60
"""Mentions farther apart than this many characters say little about each other."""


Seen = dict[str, tuple[Sentence, EntityMention] | None]
"""Feature → the sentence and mention of the tail where it was seen (None for what the whole article says)."""


def pair_features(c: Context, head: LocalEntity, tail: LocalEntity) -> Seen:
    """What the model knows of a pair: its signs, and those that any two entities may show also behind the pair's types."""
    signs = pair_signs(c, head, tail)
    t = pair_type(head, tail)
    return signs | {t + f: where for f, where in signs.items() if not f.startswith(_OF_ONE_TYPE)}


_OF_ONE_TYPE = ("part-", "=", "~")


def pair_type(head: LocalEntity, tail: LocalEntity) -> str:
    """What stands before a feature that is known of one pair of types only."""
    return head.type[:2] + tail.type[:2]  # Person, Place and Program share their first letter


def pair_signs(c: Context, head: LocalEntity, tail: LocalEntity) -> Seen:
    """How two entities stand to each other."""
    found: Seen = {}
    parts: Seen = {}
    shared = 0
    tails = c.by_entity[id(tail)]
    for s, b in tails:
        heads = [m for m in s.mentions if m.entity is head and m is not b]
        near = sorted(heads, key=lambda m: abs(m.span.start - b.span.start))[:2]
        for a in near:
            shared += 1
            for f in _instance(c, s, a, b):
                found.setdefault(f, (s, b))
        if not heads and s.subject is head:
            for f in _carried(c, s, b):
                found.setdefault(f, (s, b))
    if tail.type == "Program" and head.type != "Program":
        for s, a in c.printed(head):
            if s.topic is tail and not any(m.entity is tail for m in s.mentions):
                for f in _topical(c, s, a):
                    found.setdefault(f, (s, a))
    if head.type == tail.type == "Program":
        for s, a in c.by_entity[id(head)]:
            for f in _part(c, s, a, tail):
                parts.setdefault(f, (s, a))
    for f in _global(c, head, tail, shared):
        found[f] = None
    around: set[str] = set()
    if tail.type == "Program":
        around = of_part(c, head, tail) if head.type == "Program" else of_actor(c, head, tail)
    elif head.type in ORGANISATIONS and tail.type in ORGANISATIONS:
        around = of_partners(c, head, tail)
    return found | parts | dict.fromkeys(sorted(around)) | {"=" + pair_type(head, tail): None}


def _instance(c: Context, s: Sentence, a: EntityMention, b: EntityMention) -> list[str]:
    """How mention `a` of the head and `b` of the tail stand to each other in sentence `s`."""
    out: list[str] = []
    text = c.reading.text
    if a.span.contains(b.span) or b.span.contains(a.span):
        out.append("nest:" + ("tail-in" if a.span.contains(b.span) else "head-in"))
        if b.span.start == a.span.start:
            out.append("nest-prefix")
        return out
    forward = a.span.end <= b.span.start
    left, right = (a, b) if forward else (b, a)
    d = ">" if forward else "<"
    gap = right.span.start - left.span.end
    between = c.tokens_between(left.span.end, right.span.start)
    raw = text[left.span.end : right.span.start]
    out.append(f"d{d}{0 if gap == 0 else 1 if gap < 4 else 2 if gap < 12 else 3 if gap < 30 else 4 if gap < _NEAR else 5}")
    clauses = raw.count(",") + raw.count(";") + raw.count(":")
    out.append(f"cl{d}{min(clauses, 4)}")
    if gap < _NEAR:
        acts = verbs(between)
        for v in acts[:6]:
            out.append(f"v{d}{v}")
        for cue in cues(acts):
            out.append(f"cue{d}{cue}")
        if acts:
            out.append(f"first{d}{acts[0]}")
            out.append(f"last{d}{acts[-1]}")
            last_clause = raw.rsplit(",", 1)[-1]
            for cue in cues(verbs(c.tokens_between(right.span.start - len(last_clause), right.span.start))):
                out.append(f"lastcue{d}{cue}")
        else:
            out.append("noverb" + d)
        if len(between) <= 3:
            out.append(f"raw{d}{raw}")
        if set(raw) <= set("、和与及") and raw:
            out.append("enum" + d)
    printed = [m for m in s.printed if left.span.end <= m.span.start < right.span.start]
    others = [m for m in printed if m.entity not in (a.entity, b.entity)]
    for kind in ("org", "Program", "Person"):
        n = sum(m.entity.type in ORGANISATIONS if kind == "org" else m.entity.type == kind for m in others)
        out.append(f"btw-{kind}{d}{min(n, 3)}")
    enum = _enumeration(text, others, left, right)
    if enum:
        out.append("list" + d)
    before = text[max(s.span.start, a.span.start - 2) : a.span.start]
    for word in ("联合", "由", "与", "和", "在", "对", "向", "据", "为", "会同", "依托", "通过", "、"):
        if before.endswith(word):
            out.append(f"pre:{word}{d}")
    after_a = c.tokens_between(a.span.end, min(s.span.end, a.span.end + 8))
    if after_a:
        out.append(f"nx:{after_a[0].text}{d}")
    before_b = text[max(s.span.start, b.span.start - 3) : b.span.start]
    after_b = c.tokens_between(b.span.end, min(s.span.end, b.span.end + 12))
    if before_b:
        out.append(f"pb:{before_b[-1]}{d}")
    for k in after_b[:3]:
        if k.tag in ("v", "vn", "f", "n") and len(k.text) > 1:
            out.append(f"ab:{k.text}")
    listed = list_end(c, s, a)
    if listed > a.span.end:
        out.append("in-list" + d)
    if not forward:
        end = listed
        tail_tokens = c.tokens_between(end, min(s.span.end, end + 16))
        for v in verbs(tail_tokens)[:2]:
            out.append("va:" + v)
        for cue in cues(verbs(tail_tokens)[:2]):
            out.append("cueafter:" + cue)
        if "由" in text[b.span.end : a.span.start]:
            out.append("passive")
    else:
        verbs_after = verbs(c.tokens_between(b.span.end, min(s.span.end, b.span.end + 14)))[:2]
        for cue in cues(verbs_after):
            out.append("cueb:" + cue)
    nearest = [m for m in s.printed if m.entity.type in ORGANISATIONS and m.span.end <= b.span.start]
    if forward and nearest and nearest[-1].entity is a.entity:
        out.append("nearest-left")
    elif forward and nearest and nearest[-1].span.end <= listed:
        out.append("nearest-left-list")
    if s.subject is a.entity and not s.carried:
        out.append("subject")
    if s.headline:
        out.append("in-head" + d)
    if b.how != "name":
        out.append("tail-" + b.how)
    if any(w in text[s.span.start : b.span.start] for w in ("将", "拟", "计划")):
        out.append("planned")
    where = [f for f in out if f in _POSITIONS]
    what = [f for f in out if f.startswith(("cue", "lastcue", "noverb"))]
    return out + [f"{x}&{y}" for x in where for y in what]


_POSITIONS = frozenset(
    {"subject", "nearest-left", "nearest-left-list", "passive", "list>", "list<", "in-list>", "in-list<", "enum>", "enum<"}
)
"""Features of position that are joined with those of the verb."""


def _enumeration(text: str, others: list[EntityMention], left: EntityMention, right: EntityMention) -> bool:
    """Are both members of one list: A、B和C?"""
    raw = text[left.span.end : right.span.start]
    for m in others:
        raw = raw.replace(text[m.span.start : m.span.end], "")
    return bool(raw) and set(raw) <= set("、和与及以“”")


_COUNTED = re.compile(
    r"等?(?:共|这)?[0-9一二两三四五六七八九十]+(?:个|大|项|种|类)?(?:模块|板块|展区|区域|功能|中心|平台|阵地|基地|内容|方面|服务|系列|活动"
    r"|课堂|班|工程|行动|清单|报告|环节|单元|场景|栏目|项目|机制|制度)"
)


def _part(c: Context, s: Sentence, a: EntityMention, whole: LocalEntity) -> list[str]:
    """Signs in the part's own sentence that it is one of several parts, and of what."""
    text = c.reading.text
    programs = [m for m in s.printed if m.entity.type == "Program"]
    parts = [m for m in programs if m.entity is not whole]
    out: list[str] = []
    row = 1
    at = parts.index(a) if a in parts else -1
    for step in (-1, 1):
        k = at
        while 0 <= k + step < len(parts) and at >= 0:
            left, right = sorted((parts[k], parts[k + step]), key=lambda m: m.span.start)
            if not set(text[left.span.end : right.span.start]) <= set("、和与及以“”‘’"):
                break
            row += 1
            k += step
    out.append(f"row{min(row, 4)}")
    here = any(m.entity is whole for m in s.mentions)
    earlier = [m for m in programs if m.entity is whole and m.span.end <= a.span.start]
    out.append("whole-before" if earlier else "whole-here" if here else "whole-elsewhere")
    if not here:
        previous = [x for x in c.sentences[max(0, s.index - 3) : s.index] if any(m.entity is whole for m in x.mentions)]
        if previous:
            out.append(f"whole-back{s.index - previous[-1].index}")
            if previous[-1].paragraph == s.paragraph:
                out.append("whole-same-paragraph")
        topic = c.sentences[s.index - 1].topic if s.index else None
        if topic is whole:
            out.append("whole-topic")
    ahead = _COUNTED.search(text, a.span.end, min(s.span.end, a.span.end + 60))
    if ahead or _COUNTED.search(text, max(s.span.start, a.span.start - 40), a.span.start):
        out.append("counted")
    for v in verbs(c.tokens_between(max(s.span.start, a.span.start - 24), a.span.start))[-2:]:
        out.append("pv:" + v)
    return ["part-" + f for f in out] + [f"part-row{min(row, 4)}+{out[1]}" + ("+counted" if "counted" in out else "")]


def _carried(c: Context, s: Sentence, b: EntityMention) -> list[str]:
    """The tail stands in a sentence that is about the head without naming it."""
    out = ["carried"]
    text = c.reading.text
    acts = verbs(c.tokens_between(max(s.span.start, b.span.start - 30), b.span.start))
    if acts:
        out.append("cv:" + acts[-1])
        for cue in cues(acts[-2:]):
            out.append("ccue:" + cue)
    for v in verbs(c.tokens_between(b.span.end, min(s.span.end, b.span.end + 10)))[:1]:
        out.append("cva:" + v)
    if any(m.entity.type in ORGANISATIONS for m in s.printed):
        out.append("carried-over-other")
    if text[s.span.start] in "“‘":
        out.append("carried-quote")
    return out


def _topical(c: Context, s: Sentence, a: EntityMention) -> list[str]:
    """The head stands in a sentence that goes on about the tail without naming it."""
    out = ["topical"]
    text = c.reading.text
    end = list_end(c, s, a)
    acts = verbs(c.tokens_between(end, min(s.span.end, end + 20)))[:3]
    for v in acts:
        out.append("tv:" + v)
    for cue in cues(acts):
        out.append("tcue:" + cue)
    ahead = verbs(c.tokens_between(max(s.span.start, a.span.start - 16), a.span.start))
    if ahead:
        out.append("tw:" + ahead[-1])
        for cue in cues(ahead[-1:]):
            out.append("tcue-before:" + cue)
    out.append("tp:" + text[max(s.span.start, a.span.start - 1) : a.span.start])
    if end > a.span.end:
        out.append("topical-list")
    if s.subject is a.entity and not s.carried:
        out.append("topical-subject")
    if any(m.entity.type == "Program" for m in s.printed):
        out.append("topical-over-other")
    return out


def _global(c: Context, head: LocalEntity, tail: LocalEntity, shared: int) -> list[str]:
    out = [f"shared{min(shared, 3)}", f"kind:{tail.kind}", f"hkind:{head.kind}"]
    if head is c.main:
        out.append("head-main")
    if tail is c.main_program:
        out.append("tail-main")
    out += [f"head-{x}-home" for x in _level(c.linked.places.home, head.code)]
    if c.main is not None and c.main is not head:
        out += [f"head-{x}-main" for x in _level(c.main.code, head.code)]
    if head is c.main_program:
        out.append("head-mainprog")
    if c.in_headline(head):
        out.append("head-in-headline")
    if c.in_headline(tail):
        out.append("tail-in-headline")
    out.append(f"hc{min(c.count[id(head)], 4)}")
    out.append(f"tc{min(c.count[id(tail)], 4)}")
    if c.inside_others(head):
        out.append("head-inside-others" + ("-union" if any(x is head for x in c.linked.serves.values()) else ""))
    first_h, first_t = c.first(head), c.first(tail)
    if first_h and first_t:
        out.append("first:" + ("same" if first_h[0] is first_t[0] else "head" if first_h[0].index < first_t[0].index else "tail"))
        if first_t[0].subject is head:
            out.append("first-tail-subject" + ("-carried" if first_t[0].carried else ""))
        if first_h[0].topic is tail and first_h[0] is not first_t[0]:
            out.append("head-topic-tail")
        if first_h[0].paragraph == first_t[0].paragraph and first_h[0].paragraph >= 0:
            out.append("same-paragraph")
        beside = c.company(tail).organisations
        out.append(f"rivals{min(len(beside - {id(head)}), 4)}")
        if not beside:
            out.append("tail-never-with-org")
            if head is c.main:
                out.append("tail-orphan-main")
    if tail.name.startswith(head.name) or any(len(a) > 3 and tail.name.startswith(a) for a in head.aliases):
        out.append("name-prefix")
    if head.name.startswith(tail.name) and len(tail.name) > 2:
        out.append("name-of-tail-prefix")
    if any(len(n) > 2 and n in head.name for n in (tail.name, *tail.aliases)) and head.type == tail.type:
        out.append("tail-in-name")
    shared_core = len(_bigrams(head.name) & _bigrams(tail.name))
    out.append(f"common{min(shared_core, 4)}")
    parent = c.linked.parents.get(id(head))
    if parent is tail:
        out.append("parent")
    if c.linked.parents.get(id(tail)) is not None and head.type in ORGANISATIONS:
        out.append("tail-is-module")
    return out


def _level(above: str, code: str) -> list[str]:
    """How the place of `code` lies to the place `above`: it itself, inside it, around it, elsewhere."""
    g = gazetteer()
    if above not in g or code not in g:
        return []
    return ["is" if code == above else "in" if g.within(code, above) else "around" if g.within(above, code) else "off"]


@lru_cache(maxsize=4096)
def _bigrams(name: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(name)))
