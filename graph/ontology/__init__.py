"""The vocabulary as data: the ontology, the SHACL shapes and the JSON-LD context, and where they lie."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent

ONTOLOGY = FOLDER / "unionkg.ttl"
"""Classes and properties with labels, definitions and their places in ORG, SKOS, PROV-O, schema.org, FOAF and GeoSPARQL."""
SHAPES = FOLDER / "shapes.ttl"
"""What every graph must look like, as SHACL."""
CONTEXT = FOLDER / "context.jsonld"
"""Short names for JSON-LD."""


def context() -> dict[str, Any]:
    """The JSON-LD context: term → IRI, or term → definition with its type or language."""
    loaded: dict[str, Any] = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    return loaded
