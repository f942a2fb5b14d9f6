"""JSON-LD: one object per resource, with the short names of ontology/context.jsonld, which the file carries itself."""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from graph.export.quads import ntriples
from graph.ontology import context
from graph.ontology.vocabulary import PREFIXES, shorten

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from graph.knowledge import KnowledgeGraph

_XSD = PREFIXES["xsd"]


def to_jsonld(kg: KnowledgeGraph) -> bytes:
    """The whole graph as compact JSON-LD 1.1."""
    import pyoxigraph

    terms = _Terms(context())
    triples = (q.triple for q in pyoxigraph.parse("".join(ntriples(kg)), format=pyoxigraph.RdfFormat.N_TRIPLES))
    nodes = []
    for subject, group in groupby(triples, key=lambda t: t.subject.value):
        node: dict[str, Any] = {"id": subject}
        for triple in group:
            key, value = terms.compact(triple.predicate.value, triple.object)
            known = node.get(key)
            node[key] = value if known is None else [*known, value] if isinstance(known, list) else [known, value]
        nodes.append(node)
    return (json.dumps({"@context": context(), "@graph": nodes}, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


class _Terms:
    """The context turned round: from IRIs to short names, and from literals to plain JSON values where it says how."""

    def __init__(self, definitions: dict[str, Any]) -> None:
        self.prefixes = {k: v for k, v in definitions.items() if isinstance(v, str) and v.endswith(("#", "/"))}
        self.types: dict[str, str] = {}
        self.names: dict[str, tuple[str, dict[str, str]]] = {}
        for name, what in definitions.items():
            if name in self.prefixes or what in ("@id", "@type"):
                continue
            definition = {"@id": what} if isinstance(what, str) else what
            full = self._expand(definition["@id"])
            self.types[full] = name
            self.names[full] = (name, {k: self._expand(v) for k, v in definition.items()})

    def _expand(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self.prefixes[prefix] + local if prefix in self.prefixes else name

    def compact(self, predicate: str, value: NamedNode | Literal) -> tuple[str, Any]:
        """(key, JSON value) of one statement."""
        from pyoxigraph import Literal

        if predicate == PREFIXES["rdf"] + "type":
            return "type", self.types.get(value.value, value.value)
        name, definition = self.names.get(predicate, (shorten(predicate), {}))
        wanted = definition.get("@type", "")
        if not isinstance(value, Literal):
            if wanted == "@vocab":
                return name, self.types.get(value.value, value.value)
            return name, value.value if wanted == "@id" else {"@id": value.value}
        if value.language:
            same = definition.get("@language") == value.language
            return name, value.value if same else {"@value": value.value, "@language": value.language}
        if value.datatype.value == _XSD + "string":
            plain = not wanted and "@language" not in definition
            return name, value.value if plain else {"@value": value.value}
        if value.datatype.value == wanted:
            return name, _native(value.value, wanted)
        return name, {"@value": value.value, "@type": value.datatype.value}


def _native(text: str, datatype: str) -> Any:
    """JSON's own booleans and whole numbers; a decimal stays text, since JSON would read it as a float."""
    if datatype == _XSD + "boolean":
        return text == "true"
    return int(text) if datatype == _XSD + "integer" else text
