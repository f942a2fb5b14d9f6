"""The closed vocabulary: a misspelt term raises instead of writing a wrong triple.

`UKG` is checked against unionkg.ttl by a test: every term here is defined there and the other way round.
"""

from __future__ import annotations

from rdflib.namespace import DefinedNamespace, Namespace
from rdflib.term import URIRef

NS = "https://w3id.org/unionkg/ns#"
ID = "https://w3id.org/unionkg/id/"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
GEO = "http://www.opengis.net/ont/geosparql#"
SCHEMA = "https://schema.org/"

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": GEO,
    "oa": OA,
    "org": ORG,
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": SCHEMA,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "ukg": NS,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


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
    printed: URIRef
    approximate: URIRef


def shorten(iri: str) -> str:
    """Prefixed name of an IRI of a known namespace; any other IRI as it is.

    >>> shorten("https://w3id.org/unionkg/ns#runs")
    'ukg:runs'
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return iri
