"""The same article with other names: a recogniser that has met a name in one text only would learn the name, not its surroundings.

Persons get invented names, what programmes put in quotation marks comes from the programmes of other articles.
"""

from __future__ import annotations

import copy
import random
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from graph.world.seeds import rows

_TRANSLITERATED, _ONE_CHARACTER = 0.12, 0.25
"""Shares of the invented persons: names that are no Han names, given names of one character."""
_QUOTED = 0.6
"""Share of the quoted names that are exchanged."""
_HAN = re.compile(r"[\u4e00-\u9fff·]{2,12}")


def quoted_names(gold: dict[str, Any]) -> set[str]:
    """What the programmes of a gold graph put in quotation marks: 慧协商 of “慧协商”赋能平台."""
    programs = [e for a in gold["articles"] for e in a["entities"] if e["type"] == "Program"]
    return {q for e in programs for n in _names(e) for q in re.findall(r"“([^“”]{2,10})”", n)}


def renamed(gold: dict[str, Any], text: str, donors: Iterable[str], seed: str) -> tuple[dict[str, Any], str] | None:
    """The gold graph and the text with other names in both; None where nothing can be exchanged.

    Names over whose characters a line breaks stay as they are: only what stands whole everywhere is exchanged everywhere.
    """
    chance = random.Random(seed)
    donors = sorted(donors)
    entities = [e for a in gold["articles"] for e in a["entities"]]
    all_names = [n for e in entities for n in _names(e)]
    flat = text.replace("\n", "")
    exchange: dict[str, str] = {}
    for e in entities:
        name = e["name"]
        alone = _HAN.fullmatch(name) and not any(name in n and n != name for n in all_names)
        if e["type"] == "Person" and alone and _whole(name, text, flat):
            exchange.setdefault(name, _person(chance))
    printed = set(re.findall(r"“([^“”\n]{2,10})”", text))
    for name in sorted(printed & (quoted_names(gold) | set(all_names))):
        if donors and _whole(name, text, flat) and chance.random() < _QUOTED:
            exchange.setdefault(name, chance.choice(donors))
    if not exchange:
        return None
    pattern = re.compile("|".join(map(re.escape, sorted(exchange, key=lambda n: (-len(n), n)))))

    def other(said: str) -> str:
        return pattern.sub(lambda m: exchange[m.group()], said)

    result = copy.deepcopy(gold)
    for e in (e for a in result["articles"] for e in a["entities"]):
        e["name"] = other(e["name"])
        for kind in ("aliases", "local"):
            e[kind] = [other(n) for n in e.get(kind) or []] if (e["type"], kind) != ("Person", "local") else []  # 刘主席 is no longer one
    return result, other(text)


def _names(entity: dict[str, Any]) -> list[str]:
    return [entity["name"], *(entity.get("aliases") or [])]


def _whole(name: str, text: str, flat: str) -> bool:
    return name in text and text.count(name) == flat.count(name)


def _person(chance: random.Random) -> str:
    given = _given_names()
    if chance.random() < _TRANSLITERATED:
        kind = chance.choice(("mongol", "tibetan", "turkic"))
        return ("·" if kind == "turkic" else "").join(chance.sample(given[kind], 2))
    length = 1 if chance.random() < _ONE_CHARACTER else 2
    return chance.choice(_surnames()) + "".join(chance.choice(given["han"]) for _ in range(length))


@cache
def _surnames() -> list[str]:
    return [word for (word,) in rows("lexicon/surnames.csv", ("word",))]


@cache
def _given_names() -> dict[str, list[str]]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for word, kind in rows("lexicon/given.csv", ("word", "kind")):
        by_kind[kind].append(word)
    return by_kind
