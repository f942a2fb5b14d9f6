"""JSON-LD: one object per resource, with the short names of ontology/context.jsonld, which the file carries itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.export.quads import Source
from graph.export.syntax import NTriples
from graph.ontology import context
from graph.ontology.namespaces import PREFIXES, shorten

if TYPE_CHECKING:
    from graph.knowledge import Contents

_TYPE, _XSD = f"<{PREFIXES['rdf']}type>", PREFIXES["xsd"]


def to_jsonld(kg: Contents) -> Iterator[str]:
    """The whole graph as compact JSON-LD 1.1."""
    terms = _Terms(context())
    yield f'{{"@context": {json.dumps(context(), ensure_ascii=False)},\n "@graph": ['
    comma = "\n"
    for subject, pairs in Source(kg, NTriples()).resources():
        node: dict[str, list[str]] = {}
        for predicate, object_ in pairs:
            key, value = terms.compact(predicate, object_)
            node.setdefault(key, []).append(value)
        fields = [f'"id": "{subject[1:-1]}"', *(f'"{k}": {v[0] if len(v) == 1 else "[" + ", ".join(v) + "]"}' for k, v in node.items())]
        yield f"{comma}  {{{', '.join(fields)}}}"
        comma = ",\n"
    yield "\n]}\n"


class _Terms:
    """The context turned round: from written statements to JSON keys and values.

    The quoted part of a written literal is a JSON string as it stands: N-Triples and JSON share the escapes in use.
    """

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
        self.form = cache(self._form)

    def _expand(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self.prefixes[prefix] + local if prefix in self.prefixes else name

    def compact(self, predicate: str, object_: str) -> tuple[str, str]:
        """(key, JSON text of the value) of one statement."""
        if predicate == _TYPE:
            return "type", f'"{self._short(object_[1:-1])}"'
        if object_.startswith("<"):
            key, before, after = self.form(predicate, "<")
            value = self._short(object_[1:-1]) if before == "vocab" else object_[1:-1]
            return key, f'"{value}"' if before in ("", "vocab") else f'{before}"{value}"{after}'
        end = object_.rindex('"') + 1
        key, before, after = self.form(predicate, object_[end:])
        return key, object_[1 : end - 1] if before == "bare" else before + object_[:end] + after

    def _short(self, iri: str) -> str:
        return self.types.get(iri, iri)

    def _form(self, predicate: str, tail: str) -> tuple[str, str, str]:
        """(key, what stands before the quoted text, what stands after it) for one predicate and one kind of object."""
        key, definition = self.names.get(predicate[1:-1], (shorten(predicate[1:-1]), {}))
        wanted, language = definition.get("@type", ""), definition.get("@language", "")
        if tail == "<":
            return (key, "vocab", "") if wanted == "@vocab" else (key, "", "") if wanted == "@id" else (key, '{"@id": ', "}")
        if tail.startswith("@"):
            return (key, "", "") if language == tail[1:] else (key, '{"@value": ', f', "@language": "{tail[1:]}"}}')
        datatype = tail[3:-1]
        if datatype and datatype == wanted:  # a decimal stays text, since JSON would read it as a float
            return key, "bare" if datatype in (_XSD + "boolean", _XSD + "integer") else "", ""
        if datatype:
            return key, '{"@value": ', f', "@type": "{datatype}"}}'
        return (key, '{"@value": ', "}") if wanted or language else (key, "", "")
