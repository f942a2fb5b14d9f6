"""Gold graphs: what careful reading finds in a document, in the JSON of the annotation guideline, united over documents."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.model import RELATIONS

SCORED = tuple(r for r in RELATIONS if r != "about")
"""Relations that a gold graph is held to."""

Key = tuple[str, str]
"""(type, canonical name, folded): a gold entity."""
Quantity = tuple[float, str]
"""(value in base units, unit)."""


@dataclass(slots=True)
class GoldEntity:
    name: str
    names: set[str]
    optional: bool


@dataclass(slots=True)
class GoldRelation:
    optional: bool
    role: str
    title: str


@dataclass(slots=True)
class GoldMeasure:
    subject: Key
    quantity: Quantity
    what: str
    optional: bool
    article: tuple[str, str]


@dataclass(slots=True)
class Gold:
    entities: dict[Key, GoldEntity] = field(default_factory=dict)
    relations: dict[tuple[Key, str, Key], GoldRelation] = field(default_factory=dict)
    measures: list[GoldMeasure] = field(default_factory=list)

    def optional(self, *keys: Key | None) -> bool:
        return any(k is not None and self.entities[k].optional for k in keys)


def fold(name: str) -> str:
    """The form under which two spellings of a label are one: NFKC, lower case, no blanks, quotation marks or middle dots."""
    return re.sub(r"[\s“”\"'‘’《》〈〉「」『』·•]", "", unicodedata.normalize("NFKC", name)).lower()


_MULTIPLIERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


def quantity(value: object, unit: str) -> Quantity:
    """Value in base units and the unit that remains.

    >>> quantity("1,588", "余万元")
    (15880000.0, '元')
    """
    number = Decimal(str(float(str(value).replace(",", ""))))  # exact steps of ten; no number: ValueError
    unit = fold(unit).lstrip("余多")
    while unit[:1] in _MULTIPLIERS:
        number *= _MULTIPLIERS[unit[0]]
        unit = unit[1:].lstrip("余多")
    return round(float(number), 6), unit


def read_gold(paths: Iterable[str | Path]) -> Gold:
    gold = Gold()
    for path in _files(paths):
        try:
            _add_document(gold, str(path), json.loads(path.read_text(encoding="utf-8")))
        except OSError as e:
            raise InputError(f"{path}: cannot be read ({e.strerror}); name gold graphs (JSON) or a folder of them") from e
        except ValueError as e:
            raise InputError(f"{path}: not JSON ({e}); name gold graphs only") from e
        except (KeyError, TypeError, AttributeError) as e:
            raise InputError(f"{path}: not a gold graph ({type(e).__name__}: {e}); see the annotation guideline") from e
    _unite(gold)
    return gold


def _files(paths: Iterable[str | Path]) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(path.glob("*.json"))
        else:
            yield path


def _add_document(gold: Gold, path: str, document: dict[str, Any]) -> None:
    ids: dict[str, Key] = {}
    for article in document["articles"]:
        for e in article["entities"]:
            key = ids[e["id"]] = (e["type"], fold(e["name"]))
            known = gold.entities.setdefault(key, GoldEntity(e["name"], set(), True))
            known.names |= {fold(e["name"]), *map(fold, e.get("aliases") or ())}
            known.optional &= bool(e.get("optional"))
    for article in document["articles"]:
        for r in article["relations"]:
            if r["rel"] in SCORED:
                triple = (ids[r["head"]], r["rel"], ids[r["tail"]])
                old = gold.relations.get(triple)
                optional = bool(r.get("optional")) and (old is None or old.optional)
                gold.relations[triple] = GoldRelation(optional, r.get("role") or "", r.get("title") or "")
        for m in article.get("measures") or ():
            try:
                q = quantity(m["value"], m.get("unit") or "")
            except ValueError:  # "数十": a figure that is no number
                continue
            gold.measures.append(GoldMeasure(ids[m["subject"]], q, m.get("what") or "", bool(m.get("optional")), (path, article["id"])))


def _unite(gold: Gold) -> None:
    """One entity annotated under two names, each a name of the other, counts once."""
    now: dict[Key, Key] = {}
    for key in list(gold.entities):
        for other in list(gold.entities):
            if key not in gold.entities:
                break
            if key[0] != other[0] or key >= other:
                continue
            one, two = gold.entities[key], gold.entities[other]
            if key[1] in two.names or other[1] in one.names:
                one.names |= two.names
                one.optional &= two.optional
                now[other] = key
                del gold.entities[other]

    def final(key: Key) -> Key:
        while key in now:
            key = now[key]
        return key

    gold.relations = {(final(h), r, final(t)): v for (h, r, t), v in gold.relations.items()}
    for m in gold.measures:
        m.subject = final(m.subject)
