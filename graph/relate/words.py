"""What the words around a mention say: verbs, the acts that they stand for, and where a list of actors begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.find.tagger import Token
from graph.link.entities import EntityMention
from graph.model import ORGANISATIONS
from graph.relate.context import Context, Sentence
from graph.world.lexicon import lexicon


def verbs(tokens: Iterable[Token]) -> list[str]:
    """Verbs of more than one character, in order."""
    return [k.text for k in tokens if k.tag in ("v", "vn", "vd") and len(k.text) > 1]


def cues(words: Iterable[str]) -> set[str]:
    """The kinds of acts (seeds/lexicon/acts.csv) that verbs stand for."""
    acts = lexicon().acts
    return {acts[w] for w in words if w in acts}


def list_end(c: Context, s: Sentence, m: EntityMention) -> int:
    """Where the list ends that `m` belongs to, of organisations or of what else `m` is: in A、B和C主办, behind C for each of them."""
    end = m.span.end
    types = ORGANISATIONS if m.entity.type in ORGANISATIONS else (m.entity.type,)
    for other in s.printed:
        if other.span.start > end and other.entity.type in types:
            if _joins(c.reading.text[end : other.span.start]):
                end = other.span.end
            elif other.span.start - end > 2:
                break
    return end


def list_start(c: Context, s: Sentence, m: EntityMention) -> int:
    """Where the list of organisations begins that `m` belongs to."""
    start = m.span.start
    for other in reversed(s.printed):
        named = other.entity.type in ORGANISATIONS and other.span.end <= start
        if named and _joins(c.reading.text[other.span.end : start]):
            start = other.span.start
    return start


def _joins(between: str) -> bool:
    """Does it join the members of a list?"""
    return set(between) <= set("、和与及以 ")


_JOINT = re.compile("[、和与及 ]{1,2}")


def rows(c: Context, mentions: Iterable[EntityMention], joint: re.Pattern[str] = _JOINT) -> list[list[EntityMention]]:
    """Mentions in text order as rows whose members nothing but `joint` parts: A、B和C."""
    found: list[list[EntityMention]] = []
    for m in mentions:
        last = found[-1][-1].span.end if found else m.span.start + 1
        if last <= m.span.start and joint.fullmatch(c.reading.text, last, m.span.start):
            found[-1].append(m)
        else:
            found.append([m])
    return found


def outermost(mentions: Iterable[EntityMention]) -> list[EntityMention]:
    """Those that stand inside no longer one of them."""
    found = list(mentions)
    return [m for m in found if not any(o.span.contains(m.span) and len(o.span) > len(m.span) for o in found)]
