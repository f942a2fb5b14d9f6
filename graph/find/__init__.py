"""Find: which stretches of an article are names, and of what.

Rules find what has a grammar (places, federations, documents), a tagger persons, a trained recogniser the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.find.documents import find_documents
from graph.find.features import Marks
from graph.find.judge import judge
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
    refused: list[Mention] = field(default_factory=list)
    """Candidates that the judge did not believe."""


def find(reading: Reading) -> Found:
    """Run every finder over one article."""
    found = propose(reading, name_model())
    found.names, found.refused = judge(reading, found.names)
    return found


def propose(reading: Reading, model: NameModel) -> Found:
    """All candidates, before the judge has seen them."""
    places = find_places(reading)
    unions = find_unions(reading, places)
    documents, shorts = find_documents(reading)
    people = find_people(reading)
    marks = Marks(reading, places, unions, documents, people)
    names = model.find(reading, marks)
    names += [p for p in people if p.score > 0.5 and not any(m.span.overlaps(p.span) for m in names) and not _quoted(reading, p)]
    return Found(reading, places, unions, documents, shorts, sorted(names, key=lambda m: (m.span.start, -m.span.end)))


def _quoted(reading: Reading, person: Mention) -> bool:
    """“周周送”: what the tagger takes for a person at the edge of a quoted name is none."""
    before, after = reading.text[person.span.start - 1 : person.span.start], reading.text[person.span.end : person.span.end + 1]
    return before in ("“", "‘") and after not in ("”", "’")
