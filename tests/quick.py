"""A reader that takes no time, for tests of what happens around reading: each line ``甲总工会 举办 乙平台 12`` is an article.

    甲总工会 举办 乙平台 [12]      a union, a programme that it runs, a figure of the programme
    省总工会@460000                a name with a code stands for the federation of that place
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from graph.knowledge import KnowledgeGraph
from graph.model import ArticleRecord, Claim, Document, Evidence, Extraction, LocalEntity, Measure, printed
from graph.read.decode import decode
from graph.world.gazetteer import gazetteer


def extract(document: Document, seconds: dict[str, float] | None = None) -> list[Extraction]:
    """Stands in for `graph.pipeline.extract`."""
    found, at = [], 0
    for number, line in enumerate(document.text.splitlines(), 1):
        found.append(_article(document, number, line, at))
        at += len(line) + 1
    return found


def graph_of(texts: dict[str, str]) -> KnowledgeGraph:
    """The graph of some files, file name → text, built afresh and in memory; of equal texts the first name counts."""
    documents: dict[str, list[Document]] = defaultdict(list)
    for name in sorted(texts):
        document = decode(name, texts[name].encode())
        documents[document.digest].append(document)
    return KnowledgeGraph.of(e for same in documents.values() for e in printed(extract(same[0]), [d.source for d in same]))


def _article(document: Document, number: int, line: str, at: int) -> Extraction:
    record = ArticleRecord(f"{document.digest}-{number}", line, document.name, document.digest, at)
    result = Extraction(record)
    evidence = Evidence(line, at, at + len(line))
    name, _, programme, *figure = line.split()
    name, _, code = name.partition("@")
    union = LocalEntity("Union", name, "", {name.replace("总工会", "总")}, code=code)
    thing = LocalEntity("Program", programme.split("@")[0], programme.partition("@")[2], kind="platform" if "平台" in programme else "")
    result.entities += [union, thing]
    if code:
        result.entities.append(LocalEntity("Place", gazetteer()[code].name, code=code, kind=gazetteer()[code].kind))
        result.claims.append(Claim(union.key, "locatedIn", result.entities[-1].key, record.id, evidence, "name", 1.0))
    result.claims.append(Claim(union.key, "runs", thing.key, record.id, evidence, "hand", 0.9))
    result.claims.append(Claim(union.key, "partnerOf", ("Company", "", "合作公司"), record.id, evidence, "hand", 0.9))
    result.entities.append(LocalEntity("Company", "合作公司"))
    for number_ in figure:
        result.measures.append(Measure(thing.key, Decimal(number_), "人", "用户", number_, False, record.id, evidence))
    return result


def story(number: int) -> str:
    """A text that no other number gives, about things of which other numbers speak too."""
    places = sorted(c for c, p in gazetteer().places.items() if p.kind == "city")[:40]
    code = places[number % len(places)]
    return f"{gazetteer()[code].name}总工会@{code} 举办 第{number % 7}号平台@{code} {number}\n中华全国总工会 举办 第{number}号工程"
