"""The closed vocabulary: a misspelt term raises instead of writing a wrong triple.

`UKG` is checked against unionkg.ttl by a test: every term here is defined there and the other way round.
"""

from __future__ import annotations

from rdflib.namespace import DefinedNamespace, Namespace
from rdflib.term import URIRef

from graph.ontology.namespaces import GEO, ID, NS, OA, ORG, PREFIXES, SCHEMA, shorten

__all__ = ["GEO", "ID", "NS", "OA", "ORG", "PREFIXES", "SCHEMA", "UKG", "shorten"]


class UKG(DefinedNamespace):
    """Terms of https://w3id.org/unionkg/ns#."""

    _fail = True
    _NS = Namespace(NS)

    # classes
    Union: URIRef
    Place: URIRef
    Company: URIRef
    Institution: URIRef
    Program: URIRef
    Person: URIRef
    Document: URIRef
    Article: URIRef
    Measure: URIRef
    Claim: URIRef

    # relations
    locatedIn: URIRef
    subUnionOf: URIRef
    unionOf: URIRef
    runs: URIRef
    participatesIn: URIRef
    partnerOf: URIRef
    issued: URIRef
    partOf: URIRef
    holdsPost: URIRef
    about: URIRef

    # properties
    hasMeasure: URIRef
    mentionedIn: URIRef
    kind: URIRef
    adminCode: URIRef
    role: URIRef
    title: URIRef
    confidence: URIRef
    rule: URIRef
    inferred: URIRef
    planned: URIRef
    reviewed: URIRef
    printed: URIRef
    approximate: URIRef
