"""The reference of the vocabulary as Markdown, and its drawing, made from graph/ontology alone."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph.model import ENTITY_TYPES, ORGANISATIONS, RELATIONS, SIGNATURES
from graph.ontology import ONTOLOGY, SHAPES
from graph.ontology.vocabulary import NS, PREFIXES, UKG, shorten

SH = Namespace("http://www.w3.org/ns/shacl#")
CLASSES = (*ENTITY_TYPES, "Article", "Claim", "Measure")
SCHEMES = ("kind", "level", "role")


class Reference:
    """Reads the ontology and the shapes once, and tells of them page by page."""

    def __init__(self) -> None:
        self.ontology = Graph().parse(ONTOLOGY, format="turtle")
        self.shapes = Graph().parse(SHAPES, format="turtle")

    def page(self) -> str:
        """docs/ontology.md."""
        properties = [t for t in UKG.__annotations__ if t not in CLASSES and t not in RELATIONS]
        parts = [
            _HEAD,
            "## Classes",
            *map(self._class, CLASSES),
            "## Relations",
            *map(self._property, RELATIONS),
            "## Properties",
            *map(self._property, properties),
            "## Values",
            *map(self._scheme, SCHEMES),
            "## Terms of other vocabularies, as they are used here",
            self._foreign(),
            "## Shapes",
            _SHAPES,
            self._messages(),
        ]
        return "\n\n".join(parts) + "\n"

    def drawing(self) -> str:
        """The classes and the relations between them, as a Mermaid flowchart."""
        lines = ["flowchart LR", '    organisation["组织<br/>org:Organization"]', '    any(["任一实体<br/>any of these"])']
        lines += (f"    {self._box(c)}" for c in CLASSES)
        lines += (f"    {c} -.->|is a| organisation" for c in ORGANISATIONS)
        edges: dict[tuple[str, str], list[str]] = {}
        for relation in RELATIONS:
            for pair in _ends(relation):
                edges.setdefault(pair, []).append(relation)
        lines += (f"    {subject} -->|{' · '.join(names)}| {object_}" for (subject, object_), names in edges.items())
        lines += ["    any -.->|mentionedIn| Article", "    any -.->|hasMeasure| Measure", "    Claim ==>|rdf:subject · rdf:object| any"]
        lines += ["    Claim ==>|prov:wasDerivedFrom| Article", "    Measure ==>|prov:wasDerivedFrom| Article"]
        return "\n".join(lines)

    def _box(self, name: str) -> str:
        return f'{name}["{self._label(UKG[name], "zh")}<br/>ukg:{name}"]'

    # -------------------------------------------------------------- parts of the page

    def _class(self, name: str) -> str:
        rows = [("below", self._links(self.ontology.objects(UKG[name], RDFS.subClassOf)))]
        rows.append(("properties", ", ".join(_link(p) for p in self._of(name, RDFS.domain))))
        rows.append(("leads here", ", ".join(_link(p) for p in self._of(name, RDFS.range))))
        rows += self._see(UKG[name])
        return self._entry(name, rows)

    def _property(self, name: str) -> str:
        kinds = {OWL.ObjectProperty: "object", OWL.DatatypeProperty: "data", OWL.SymmetricProperty: "symmetric"}
        found = [kinds[k] for k in sorted(self.ontology.objects(UKG[name], RDF.type)) if k in kinds]
        rows = [
            ("kind", ", ".join(found)),
            ("domain", self._types(self.ontology.value(UKG[name], RDFS.domain))),
            ("range", self._types(self.ontology.value(UKG[name], RDFS.range))),
            ("below", self._links(self.ontology.objects(UKG[name], RDFS.subPropertyOf))),
            ("inverse of", self._links(self.ontology.objects(UKG[name], OWL.inverseOf))),
            *self._see(UKG[name]),
        ]
        return self._entry(name, rows)

    def _entry(self, name: str, rows: list[tuple[str, str]]) -> str:
        lines = [f'### <a id="{name}"></a>`ukg:{name}` · {self._label(UKG[name], "zh")} · {self._label(UKG[name], "en")}', ""]
        lines += [line for language in ("en", "zh") for line in (self._text(UKG[name], SKOS.definition, language), "")]
        lines += ["| | |", "| --- | --- |"]
        lines += [f"| {title} | {text} |" for title, text in rows if text]
        return "\n".join(lines)

    def _see(self, term: Node) -> list[tuple[str, str]]:
        return [("see also", self._links(self.ontology.objects(term, RDFS.seeAlso)))]

    def _scheme(self, name: str) -> str:
        scheme = URIRef(f"https://w3id.org/unionkg/{name}")
        lines = [f"### {self._label(scheme, 'en').capitalize()} · {self._label(scheme, 'zh')}", ""]
        lines += ["| value | 中文 | what | 何谓 |", "| --- | --- | --- | --- |"]
        for concept in sorted(self.ontology.subjects(SKOS.inScheme, scheme)):
            notation = self.ontology.value(concept, SKOS.notation)
            en, zh = (self._text(concept, SKOS.definition, language) for language in ("en", "zh"))
            lines.append(f"| `{notation}` | {self._text(concept, SKOS.prefLabel, 'zh')} | {en} | {zh} |")
        return "\n".join(lines)

    def _foreign(self) -> str:
        lines = ["| term | how it is used | 用法 |", "| --- | --- | --- |"]
        for term in sorted(set(self.ontology.subjects(SKOS.scopeNote)), key=lambda t: shorten(str(t))):
            lines.append(f"| {_link(str(term))} | {self._text(term, SKOS.scopeNote, 'en')} | {self._text(term, SKOS.scopeNote, 'zh')} |")
        return "\n".join(lines)

    def _messages(self) -> str:
        lines = ["| shape | what it asks | 要求 |", "| --- | --- | --- |"]
        named = {s for s in self.shapes.subjects() if isinstance(s, URIRef)}
        for shape in sorted(named):
            holder = self.shapes.value(shape, SH.sparql) or shape
            messages = {m.language: str(m) for m in self.shapes.objects(holder, SH.message) if isinstance(m, Literal)}
            if messages:
                lines.append(f"| `{str(shape).rpartition('#')[2]}` | {messages['en']} | {messages['zh']} |")
        return "\n".join(lines)

    # -------------------------------------------------------------- words

    def _of(self, name: str, end: URIRef) -> list[str]:
        return [p for p in UKG.__annotations__ if p not in CLASSES and UKG[name] in self._members(self.ontology.value(UKG[p], end))]

    def _types(self, node: Node | None) -> str:
        return ", ".join(_link(str(n)) for n in self._members(node))

    def _members(self, node: Node | None) -> list[Node]:
        union = self.ontology.value(node, OWL.unionOf) if node is not None else None
        return list(Collection(self.ontology, union)) if union is not None else [node] if node is not None else []

    def _links(self, nodes: Iterable[Node]) -> str:
        return ", ".join(_link(str(n)) for n in sorted(nodes))

    def _label(self, node: Node, language: str) -> str:
        return self._text(node, RDFS.label, language)

    def _text(self, node: Node, predicate: URIRef, language: str) -> str:
        return next(str(v) for v in self.ontology.objects(node, predicate) if isinstance(v, Literal) and v.language == language)


def _link(term: str) -> str:
    name = term.removeprefix(NS)
    if name in UKG.__annotations__:
        return f"[`ukg:{name}`](#{name})"
    return f"[`{shorten(term)}`]({term})" if shorten(term) != term else f"<{term}>"


def _ends(relation: str) -> list[tuple[str, str]]:
    """What a relation joins, with one name for all three of the organisations."""
    if relation == "partOf":  # like to like
        return [("Program", "Program"), ("Place", "Place"), ("Company", "organisation"), ("Institution", "organisation")]
    subjects, objects = (
        ["organisation", *(t for t in types if t not in ORGANISATIONS)] if set(ORGANISATIONS) <= set(types) else list(types)
        for types in SIGNATURES[relation]
    )
    return [(subject, object_) for subject in subjects for object_ in objects]


_HEAD = f"""# The vocabulary

Namespace `ukg:` = <{NS}>. Made from [unionkg.ttl](../graph/ontology/unionkg.ttl) and
[shapes.ttl](../graph/ontology/shapes.ttl) by `python docs/generate.py`; a test holds it current. How the parts play together is in
[model.md](model.md).

| prefix | namespace |
| --- | --- |
{chr(10).join(f"| `{p}:` | <{i}> |" for p, i in sorted(PREFIXES.items()))}"""

_SHAPES = """`unionkg validate` checks them, and says them in both languages. The file is plain SHACL with SHACL-SPARQL: other engines can
use it."""
