"""Persons: names that the tagger sees, outside bylines, with what the context says about their being persons."""

from __future__ import annotations

import re

from graph.find.reading import Reading
from graph.model import Mention, Span
from graph.world.lexicon import lexicon

_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}$|^[\u4e00-\u9fff]{1,6}·[\u4e00-\u9fff·]{1,10}$")
_PSEUDONYM = re.compile(r"^[\u4e00-\u9fff]某{1,2}$|^[小老阿][\u4e00-\u9fff]$|^[\u4e00-\u9fff](?:女士|先生|师傅|阿姨|大姐)$")
_SPEAKS = re.compile(r"(?:说|表示|介绍|告诉|坦言|感慨|回忆|认为|称|指出|强调|道|笑着|激动|兴奋|[(（]左|[(（]右|[(（]中)")

_THOUGHT = re.compile(r"新时代|总书记|思想|法治思想|经济思想")
"""A leader's name inside the name of a doctrine or before 总书记 acts in no union news."""


def find_people(reading: Reading) -> list[Mention]:
    """Mentions of persons; bylines are passed over, pseudonyms carry a low score."""
    found: list[Mention] = []
    for token in reading.tokens:
        if token.tag != "PER" or any(b.start <= token.start < b.end for b in reading.article.bylines):
            continue
        name = token.text.strip()
        if not _NAME.match(name) and not _PSEUDONYM.match(name):
            continue
        if _THOUGHT.match(reading.text, token.end):
            continue
        score = 0.3 if _PSEUDONYM.match(name) else 0.7
        if score > 0.5 and (_SPEAKS.match(reading.text, token.end) or _post_before(reading, token.start)):
            score = 0.95
        found.append(Mention(Span(token.start, token.end), "Person", name, "tagger-person", score))
    return found


def _post_before(reading: Reading, start: int) -> bool:
    """Does the title of a post or an occupation end right before?"""
    return any(reading.text[max(0, start - n) : start] in lexicon().posts for n in range(2, 7))
