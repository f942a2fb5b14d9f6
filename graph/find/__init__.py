"""Find: which stretches of an article are names, and of what.

Rules find what has a grammar (places, federations, documents), a tagger persons, a trained recogniser the rest.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.find.documents import find_documents
from graph.find.features import Marks
from graph.find.names import NameModel, name_model
from graph.find.people import find_people
from graph.find.places import Places, find_places
from graph.find.reading import Reading
from graph.find.unions import UnionMention, find_unions
from graph.model import Mention


@dataclass(slots=True)
class Found:
    """All mentions in one article."""

    reading: Reading
    places: Places
    unions: list[UnionMention]
    documents: list[Mention]
    shorts: dict[str, str]
    """Short name → full title, as the text introduces it."""
    names: list[Mention]


def find(reading: Reading, model: NameModel | None = None) -> Found:
    """Run every finder over one article; `model` replaces the bundled recogniser (in training)."""
    places = find_places(reading)
    unions = find_unions(reading, places)
    documents, shorts = find_documents(reading)
    people = find_people(reading)
    marks = Marks(reading, places, unions, documents, people)
    model = model or name_model()
    names = [m for s in reading.article.sentences for m in model.find(reading, marks, s)]
    firm = [m for m in names if m.type != "Person"]
    persons = [p for p in people if not any(m.span.overlaps(p.span) for m in firm)]
    persons += [m for m in names if m.type == "Person" and not any(p.span.overlaps(m.span) for p in persons)]
    return Found(reading, places, unions, documents, shorts, sorted(firm + persons, key=lambda m: (m.span.start, -m.span.end)))
