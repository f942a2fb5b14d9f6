"""Gold graphs (seeds/gold, format of the annotation guideline) laid onto the articles as the reader sees them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.find.reading import Reading, read_tokens
from graph.model import Span, plain
from graph.read.articles import read_articles
from graph.read.decode import decode


@dataclass(slots=True)
class GoldMention:
    span: Span
    type: str
    entity: str
    optional: bool


def load(path: Path) -> tuple[list[dict[str, Any]], list[Reading]]:
    """A gold graph (its articles merged, as a list of one) and the readings of its document's articles."""
    return laid(*stored(path))


def stored(path: Path) -> tuple[dict[str, Any], str]:
    """A gold graph as it is stored, and the text of its document."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    return gold, path.with_name(gold["doc"]).read_text(encoding="utf-8")


def laid(gold: dict[str, Any], text: str) -> tuple[list[dict[str, Any]], list[Reading]]:
    """A gold graph (its articles merged, as a list of one) laid onto the articles of its text."""
    return [merged(gold)], read_tokens(read_articles(decode(gold["doc"], text.encode())))


def merged(gold: dict[str, Any]) -> dict[str, Any]:
    """All articles of a gold graph as one: an entity that several of them annotate under one name is one entity.

    Reassembly may join or part articles otherwise than the annotator did, so nothing may hang on their borders.
    """
    entities: dict[tuple[str, str], dict[str, Any]] = {}
    same: dict[str, str] = {}
    for e in (e for a in gold["articles"] for e in a["entities"]):
        known = entities.setdefault((e["type"], e["name"]), {**e, "aliases": [], "local": [], "optional": True})
        for names in ("aliases", "local"):
            known[names] = [*known[names], *(n for n in e.get(names) or [] if n not in known[names])]
        known["optional"] = bool(known["optional"] and e.get("optional"))
        same[e["id"]] = known["id"]
    relations = [{**r, "head": same[r["head"]], "tail": same[r["tail"]]} for a in gold["articles"] for r in a["relations"]]
    measures = [{**m, "subject": same[m["subject"]]} for a in gold["articles"] for m in a.get("measures") or []]
    relations.sort(key=lambda r: not r.get("optional"))  # what one article requires outweighs what another holds for optional
    return {"entities": list(entities.values()), "relations": relations, "measures": measures}


_GENERIC_LOCAL = 4
"""Local names shorter than this (中心, 该平台) are no names for the recogniser."""


def mentions(reading: Reading, entities: list[dict[str, Any]]) -> list[GoldMention]:
    """Occurrences of the annotated names, longest first, not overlapping; quotation marks belong to the mention."""
    flat, back = [], []
    for i, c in enumerate(reading.text):
        if plain(c):
            flat.append(c)
            back.append(i)
    text = "".join(flat)
    names: list[tuple[str, dict[str, Any]]] = []
    for e in entities:
        local = [n for n in e.get("local") or [] if e["type"] == "Union" or (len(n) >= _GENERIC_LOCAL and n[0] not in "该本此这一")]
        for name in {plain(n) for n in [e["name"], *(e.get("aliases") or []), *local]}:
            if len(name) > 1:
                names.append((name, e))
    names.sort(key=lambda n: (-len(n[0]), bool(n[1].get("optional")), n[0]))
    taken = [False] * len(reading.text)
    found: list[GoldMention] = []
    for name, e in names:
        at = text.find(name)
        while at >= 0:
            start, end = back[at], back[at + len(name) - 1] + 1
            if end - start <= len(name) + 8 and not any(taken[start:end]):
                if start and reading.text[start - 1] in "“‘《" and any(c in "”’》" for c in reading.text[start:end]):
                    start -= 1
                if reading.text[end : end + 1] in ("”", "’", "》") and any(c in "“‘《" for c in reading.text[start:end]):
                    end += 1
                if not any(taken[start:end]):
                    taken[start:end] = [True] * (end - start)
                    found.append(GoldMention(Span(start, end), e["type"], e["id"], bool(e.get("optional"))))
            at = text.find(name, at + 1)
    return sorted(found, key=lambda m: m.span.start)
