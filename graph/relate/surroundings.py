"""Features of two entities that need no shared clause: how each stands in the article.

A worker shown in the paragraph that tells of the programme takes part in it, though no clause says so.  Training and use share this file.
"""

from __future__ import annotations

import re

from graph.link.entities import EntityMention
from graph.model import ORGANISATIONS, LocalEntity
from graph.relate.context import Context, Named, Sentence
from graph.relate.words import cues, list_end, list_start, verbs

_SAYS = re.compile(r"[^,。]{0,4}(?:说|表示|介绍|告诉|坦言|认为|称|指出|透露)")
_PILOTED = re.compile(
    r"(?:等[^,。;]{0,6})?(?:[两三四五六七八九\d]+个?(?:省|市|县区|区县|县|区|地|州|旗|乡镇|镇|街道|村|社区)?)?(?:率先|先行|首批|首先|先期|被|分别|,)*"
    r"(?:(?:列为|定为|确定为|选为|作为)[^,。;]{0,6}(?:试点|重点)|(?:开展|启动|进行)?(?:试点|试行|先行先试|推广|推开))"
)
"""What is said behind places where something is tried first."""
Found = list[Named]


def of_actor(c: Context, head: LocalEntity, tail: LocalEntity) -> set[str]:
    """Features of a union, firm, institution, person or place beside a programme."""
    heads, tails = c.printed(head), c.printed(tail)
    out = _tie(c, head, heads, tail) | _distance(c, head, tail)
    if head.type == "Person" and heads:
        out |= _post(c, *heads[0], spoke=any(_speaks(c, m) for _, m in heads))
    if head.type in ORGANISATIONS and tails:
        out |= _organisations_beside(c, head, tails)
    return {f"~{head.type[:2]}:{f}" for f in out}


def of_part(c: Context, part: LocalEntity, whole: LocalEntity) -> set[str]:
    """Features of two programmes, of which one may be part of the other."""
    parts, wholes = c.printed(part), c.printed(whole)
    if not parts or not wholes:
        return set()
    s, m = parts[0]
    programs = c.programs_of(s.paragraph)
    first = programs[0] if programs else None
    last = c.printed_programs.last(m.span.start)
    out = {
        "kinds:" + part.kind + "<" + whole.kind,
        "last-program:" + ("none" if last is None else "whole" if last[1].entity is whole else "other"),
        "first-of-paragraph:" + ("whole" if first is whole else "part" if first is part else "other"),
        f"programs{min(5, len(c.of_type('Program')))}",
        "together:" + _together(s, wholes),
        "whole-main" if whole is c.main_program else "part-main" if part is c.main_program else "no-main",
    }
    out |= {"b:" + k.text for k in c.tokens_between(max(s.span.start, m.span.start - 10), m.span.start)[-2:]}
    out |= {"a:" + k.text for k in c.tokens_between(m.span.end, min(s.span.end, m.span.end + 10))[:2]}
    if whole is c.main_program:
        out |= {"of-main&" + f for f in out}
    return {"~" + f for f in out}


_PREPOSITIONS = ("会同", "联合", "携手", "联手", "委托", "邀请", "请来", "请", "邀", "与", "同", "和", "跟", "向", "由", "对", "及", "牵头")
"""What stands before a partner, the longer first."""


def of_partners(c: Context, head: LocalEntity, tail: LocalEntity) -> set[str]:
    """Features of two organisations: the frame of each where the other is named too, or is whom the sentence is about."""
    out = set()
    for e, other in ((head, tail), (tail, head)):
        for s, m in c.printed(e):
            if any(x.entity is other for x in s.mentions):
                out |= {"both " + f for f in _frame(c, s, m)}
            elif s.subject is other:
                out |= {"carried " + f for f in _frame(c, s, m)}
    return {"~" + f for f in out}


def _frame(c: Context, s: Sentence, m: EntityMention) -> set[str]:
    """The preposition before the list that `m` belongs to, and the verbs behind it: 与A、B签约."""
    text = c.reading.text
    start, end = list_start(c, s, m), list_end(c, s, m)
    before = text[max(s.span.start, start - 3) : start]
    word = next((p for p in _PREPOSITIONS if before.endswith(p)), "-")
    acts = verbs(c.tokens_between(end, min(s.span.end, end + 12)))[:2]
    behind = {"v:" + v for v in acts} | {"c:" + a for a in cues(acts)}
    ahead = {"vb:" + v for v in verbs(c.tokens_between(max(s.span.start, start - 10), start))[-1:]}
    opens = {"opens"} if start - s.span.start < 3 else set()
    return {word} | behind | ahead | opens | {f"{word}&{f}" for f in behind}


def _together(s: Sentence, others: Found) -> str:
    if any(x is s for x, _ in others):
        return "sentence"
    return "paragraph" if any(x.paragraph == s.paragraph for x, _ in others) else "apart"


def _tie(c: Context, head: LocalEntity, heads: Found, tail: LocalEntity) -> set[str]:
    """How each sentence that names the actor is tied to the programme, and the words around the actor in those that are."""
    out = set()
    company = c.company(tail)
    paragraphs = {s.paragraph for s, _ in c.by_entity[id(tail)]}
    for s, m in heads:
        tie = "here" if s.index in company.sentences else "topic" if s.topic is tail else "near" if s.paragraph in paragraphs else "far"
        main = tail is c.main_program
        tie += "*" * main
        programs = {id(p) for p in c.programs_of(s.paragraph)}
        spoken_of = "none" if not programs else "others" if id(tail) not in programs else f"one-of-{min(len(programs), 4)}"
        out |= {"tie:" + tie, f"paragraph:{spoken_of}", f"paragraph:{spoken_of}-{tie}", *_last_program(c, s, m, tail)}
        if c.first_named(s.paragraph) is head:
            out.add("opens-paragraph-" + tie)
        if head.type == "Place" and _PILOTED.match(c.reading.text, list_end(c, s, m)):
            out |= {"piloted", "piloted-" + tie}
        if tie != "far":
            out |= {f"{tie}{word}" for word in _words_around(c, s, m)}
    return out


def _last_program(c: Context, s: Sentence, m: EntityMention, tail: LocalEntity) -> list[str]:
    """Was the programme the last named before this mention, how long before, and does it come first where the paragraph goes on?"""
    last = c.printed_programs.last(m.span.start)
    if last is None:
        return ["last-program:none"]
    where, named = last
    apart = s.paragraph - where.paragraph
    back = "here" if where is s else "paragraph" if apart == 0 else "before" if apart == 1 else "far"
    which = "it" if named.entity is tail else "other"
    programs = c.programs_of(s.paragraph)
    first = "none" if not programs else "it" if programs[0] is tail else "other"
    return [f"last-program:{which}", f"last-program:{which}-{back}", f"last-program:{which}-{back}-first-{first}"]


def _words_around(c: Context, s: Sentence, m: EntityMention) -> list[str]:
    end = list_end(c, s, m)
    ahead = c.tokens_between(max(s.span.start, m.span.start - 14), m.span.start)
    behind = c.tokens_between(end, min(s.span.end, end + 14))
    out = ["b:" + k.text for k in ahead[-2:]] + ["a:" + k.text for k in behind[:2]]
    acts_ahead, acts_behind = verbs(ahead)[-1:], verbs(behind)[:2]
    out += ["vb:" + v for v in acts_ahead] + ["va:" + v for v in acts_behind]
    return out + ["cb:" + a for a in sorted(cues(acts_ahead))] + ["ca:" + a for a in sorted(cues(acts_behind))]


def _distance(c: Context, head: LocalEntity, tail: LocalEntity) -> set[str]:
    """How many sentences lie between them, and whether another programme is nearer."""
    out = {f"programs{min(5, len(c.of_type('Program')))}"}
    named, where = [s.index for s, _ in c.printed(head)], c.company(tail).sentences
    if named and where:
        out.add(f"apart{min(6, min(abs(i - k) for i in named for k in where))}")
    nearest = c.nearest_program(head)
    if nearest is not None:
        out.add("nearest" if nearest is tail else "other-nearer")
    return out


def _speaks(c: Context, m: EntityMention) -> bool:
    return _SAYS.match(c.reading.text, m.span.end) is not None


def _post(c: Context, s: Sentence, m: EntityMention, spoke: bool) -> set[str]:
    """What the person is: chairmen speak of a programme, welders take part in it."""
    out = {"speaks" if spoke else "silent"}
    for k in c.tokens_between(max(s.span.start, m.span.start - 8), m.span.start)[-1:]:
        out |= {"post:" + k.text, "post-end:" + k.text[-2:]}
    houses = [x.entity for x in s.mentions if x.entity.type in ORGANISATIONS and 0 <= m.span.start - x.span.end < 12]
    if houses:
        house = houses[-1]
        out |= {"of:" + house.type, "of-main" if house is c.main else "of-other"}
        if spoke:
            out.add("speaks-for:" + house.type)
    return out


def _organisations_beside(c: Context, head: LocalEntity, tails: Found) -> set[str]:
    """Which organisations stand where the programme is named: first, and ever."""
    out = set()
    for number, (s, m) in enumerate(tails):
        here = [x.entity for x in s.printed if x.entity.type in ORGANISATIONS]
        last = c.printed_organisations.last(m.span.start)
        found = {f"beside{min(4, len(set(map(id, here))))}-{'in' if any(e is head for e in here) else 'out'}"}
        if last is not None:
            found.add(f"last-{'it' if last[1].entity is head else 'other'}-{'here' if last[0] is s else 'earlier'}")
        if here:
            found.add("first-it" if here[0] is head else "first-other")
        elif last is not None:
            found.add("carried-it" if s.subject is head else "carried-other")
        for when in ("first:", "ever:") if number == 0 else ("ever:",):
            out |= {when + f for f in found}
    return out
