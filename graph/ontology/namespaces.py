"""Namespaces and their prefixes, without any library: whoever only mints or shortens IRIs starts at once."""

from __future__ import annotations

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
