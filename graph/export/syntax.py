"""How terms are written: N-Triples spells all out, Turtle has prefixes and plain numbers, Turtle 1.2 has triple terms."""

from __future__ import annotations

import re
from datetime import date

from graph.ontology.namespaces import PREFIXES

Pair = tuple[str, str]
"""(predicate, object), written."""

_UNSAFE = re.compile('["\\\\\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class NTriples:
    """Terms as N-Triples and N-Quads want them: every IRI in full, every datatype said.

    Attributes
    ----------
    ukg
        our own terms, written once; as closed as `UKG` itself: a misspelt one is a KeyError.
    """

    def __init__(self) -> None:
        from graph.ontology.vocabulary import UKG  # brings rdflib, for which the first article of a build need not wait

        self.ukg = {term: self.name(f"ukg:{term}") for term in UKG.__annotations__}

    def name(self, name: str) -> str:
        """A term of the vocabulary, given with its prefix."""
        prefix, _, local = name.partition(":")
        return f"<{PREFIXES[prefix]}{local}>"

    def typed(self, text: str, datatype: str) -> str:
        """A literal of a datatype (given with its prefix) whose text needs no escapes."""
        return f'"{text}"^^{self.name(datatype)}'

    def reified(self, subject: str, predicate: str, object: str) -> list[Pair]:
        """What makes a resource the statement of `subject predicate object`, all written."""
        name = self.name
        return [
            (name("rdf:type"), name("rdf:Statement")),
            (name("rdf:subject"), subject),
            (name("rdf:predicate"), predicate),
            (name("rdf:object"), object),
        ]

    def moment(self, text: str) -> str:
        """A date, month or year as typed literal; what is none of them as plain text.

        >>> NTriples().moment("2024-05"), NTriples().moment("2024-02-30")
        ('"2024-05"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>', '"2024-02-30"')
        """
        if exists(text):
            return self.typed(text, "xsd:date")
        if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", text, re.ASCII):
            return self.typed(text, "xsd:gYearMonth")
        if re.fullmatch(r"(?!0000)\d{4}", text, re.ASCII):
            return self.typed(text, "xsd:gYear")
        return literal(text)


class Turtle(NTriples):
    """Terms as Turtle and TriG want them."""

    def name(self, name: str) -> str:
        return "a" if name == "rdf:type" else name

    def typed(self, text: str, datatype: str) -> str:
        bare = datatype in ("xsd:integer", "xsd:boolean") or (datatype == "xsd:decimal" and "." in text)
        return text if bare else super().typed(text, datatype)


class Turtle12(Turtle):
    """Terms as Turtle of RDF 1.2 wants them: a claim reifies its fact, which is itself a term."""

    def reified(self, subject: str, predicate: str, object: str) -> list[Pair]:
        return [("rdf:reifies", f"<<( {subject} {predicate} {object} )>>")]


def literal(text: str, language: str = "") -> str:
    """A plain literal, in N-Triples, Turtle and (but for the language) JSON alike.

    Lone surrogates, which no RDF syntax and no UTF-8 file can hold, become U+FFFD; every other character is kept, the
    unprintable ones as escapes.  The number of code points stays as it was.

    Examples
    --------
    >>> print(literal('他说："好"', language="zh"))
    "他说：\\"好\\""@zh
    """
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(_escape, text)
    return f'"{text}"@{language}' if language else f'"{text}"'


def _escape(found: re.Match[str]) -> str:
    c = found.group()
    if "\ud800" <= c <= "\udfff":
        return "\ufffd"
    return _ESCAPES.get(c) or f"\\u{ord(c):04X}"


def exists(day: str) -> bool:
    """Is this a day of the calendar, written YYYY-MM-DD?

    >>> exists("2024-02-29"), exists("2023-02-29"), exists("20240229")
    (True, False, False)
    """
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", day, re.ASCII)) and bool(date.fromisoformat(day))
    except ValueError:
        return False
