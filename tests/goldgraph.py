"""The graph of the bundled corpus as its annotators read it: exact, whatever the models find."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from graph.gold import quantity
from graph.knowledge import KnowledgeGraph
from graph.model import ORGANISATIONS, ArticleRecord, Claim, Evidence, Extraction, LocalEntity, Measure
from graph.read.decode import decode
from graph.world.gazetteer import gazetteer
from graph.world.seeds import seeds_dir


@cache
def gold_graph() -> KnowledgeGraph:
    """All pages of the corpus."""
    return KnowledgeGraph.of(e for path in sorted((seeds_dir() / "corpus").glob("*.json")) for e in gold_extractions(path))


def gold_extractions(path: Path) -> list[Extraction]:
    """What the annotation of one page says."""
    page = json.loads(path.read_text(encoding="utf-8"))
    document = decode(page["doc"], path.with_suffix(".txt").read_bytes())
    keys: dict[str, LocalEntity] = {}
    found = []
    for number, article in enumerate(page["articles"], 1):
        start = max(document.text.find(article["start"]), 0)
        record = ArticleRecord(f"{document.digest}-{number}", article["title"], page["doc"], document.digest, start)
        extraction = Extraction(record)
        for e in article["entities"]:
            keys[e["id"]] = _entity(e, article.get("place") or "")
            extraction.entities.append(keys[e["id"]])
        found.append(extraction)
    for article, extraction in zip(page["articles"], found, strict=True):
        for r in article["relations"]:
            head, tail = keys[r["head"]], keys[r["tail"]]
            sure = 0.5 if r.get("optional") else 1.0
            said = {"role": r.get("role") or "", "title": r.get("title") or "", "planned": bool(r.get("planned"))}
            evidence = _evidence(document.text, r)
            extraction.claims.append(Claim(head.key, r["rel"], tail.key, extraction.article.id, evidence, "gold", sure, **said))
        for m in article.get("measures") or ():
            try:
                value, unit = quantity(m["value"], m.get("unit") or "")
                amount = Decimal(str(value)).normalize() + 0
            except (ValueError, InvalidOperation):
                continue
            words, printed = _evidence(document.text, m), str(m["value"])
            subject = keys[m["subject"]].key
            extraction.measures.append(Measure(subject, amount, unit, m.get("what") or "", printed, False, extraction.article.id, words))
    return found


def _entity(e: dict[str, Any], near: str) -> LocalEntity:
    names = {e["name"], *(e.get("aliases") or ())}
    code = ""
    if e["type"] == "Place":
        code = _code(e["name"], names, near)
    elif e["type"] == "Union" and e["name"].endswith("总工会"):
        code = _code(e["name"].removesuffix("总工会"), {n.removesuffix("总工会") for n in names}, near)
    kind = e.get("kind") or (gazetteer()[code].kind if e["type"] == "Place" and code else "")
    return LocalEntity(e["type"], e["name"], "", names - {e["name"]}, set(), kind, code)


def _code(name: str, names: set[str], near: str) -> str:
    places = gazetteer()
    found = places.named(name)
    told = [c for c in found if any(len(n) > len(name) and places.path(c).endswith(n) for n in names)]
    close = [c for c in found if any(places.within(c, a) for a in places.named(near))]
    return next(iter(told or close or found), "")


def _evidence(text: str, said: dict[str, Any]) -> Evidence:
    words = said.get("evidence") or ""
    at = text.find(words)
    return Evidence(words, at, at + len(words)) if words and at >= 0 else Evidence("", 0, 0)


def organisations(kg: KnowledgeGraph) -> list[Any]:
    """Unions, companies and institutions of a graph."""
    return [e for e in kg.entities.values() if e.type in ORGANISATIONS]
