"""Find: which stretches of an article are names, and of what.

Rules find what has a grammar (places, federations, documents), a tagger persons, a trained recogniser the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.find.documents import find_documents
from graph.find.features import Marks
from graph.find.formal import LEGAL_FORM, find_formal, find_organs, firms_within, separated, trim
from graph.find.judge import judge
from graph.find.names import NameModel, name_model
from graph.find.people import find_people
from graph.find.places import Places, find_places
from graph.find.reading import Reading
from graph.find.unions import UnionMention, find_unions
from graph.model import ORGANISATIONS, Mention


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
    """Candidates that the judge did not believe, or that a likelier one overlaps."""


def find(readings: list[Reading]) -> list[Found]:
    """Run every finder over the articles of a page."""
    page = propose(readings, name_model())
    for found in page:
        accepted, found.refused = judge(found.reading, found.names)
        found.names = apart(accepted)
        found.refused += [m for m in accepted if m not in found.names]
    return page


def propose(readings: list[Reading], model: NameModel) -> list[Found]:
    """All candidates in each article, before the judge has seen them."""
    places = [find_places(r) for r in readings]
    unions = [find_unions(r, p) for r, p in zip(readings, places, strict=True)]
    documents = [find_documents(r) for r in readings]
    people = [find_people(r) for r in readings]
    marks = [Marks(r, p, u, d, h) for r, p, u, (d, _), h in zip(readings, places, unions, documents, people, strict=True)]
    seen = zip(readings, places, unions, documents, people, model.find(readings, marks), strict=True)
    return [Found(r, p, u, d, shorts, _candidates(r, p, u, h, names)) for r, p, u, (d, shorts), h, names in seen]


def _candidates(
    reading: Reading, places: Places, unions: list[UnionMention], people: list[Mention], recognised: list[Mention]
) -> list[Mention]:
    """What the recogniser proposes, trimmed, and what form alone and the tagger add to it."""
    names = [trimmed for m in recognised for name in separated(m) if (trimmed := trim(reading, name)) is not None]
    formal = find_formal(reading, places, unions)
    names = [m for m in names if not any(f.span.overlaps(m.span) for f in formal)] + formal
    orgs = [m for m in names if m.type in ORGANISATIONS]
    names += [f for f in find_organs(reading, places) if not any(f.span.overlaps(m.span) for m in orgs)]
    names += firms_within(names)
    firm = [m for m in names if m.type != "Person" and m.score >= _FIRM]
    known = {(m.span.start, m.span.end) for m in names}
    sure = [p for p in people if p.score > 0.5 and (p.span.start, p.span.end) not in known and not _quoted(reading, p)]
    names += [p for p in sure if not any(m.span.overlaps(p.span) for m in firm)]
    return sorted(names, key=lambda m: (m.span.start, -m.span.end))


_FIRM = 0.6
"""From this score on, a name of the recogniser outweighs a person that the tagger sees in it."""
def apart(names: list[Mention]) -> list[Mention]:
    """Of names that overlap without one holding the other, or of two of one type, the likelier; nested ones may both stand.

    A firm that was found inside a longer name gives way to that name where it is a firm's as well.
    """
    kept: list[Mention] = []
    for m in sorted(names, key=lambda m: (m.rule == LEGAL_FORM, -m.score, m.span.start, -m.span.end)):
        rivals = [k for k in kept if k.span.overlaps(m.span)]
        if all(k.type != m.type and (k.span.contains(m.span) or m.span.contains(k.span)) for k in rivals):
            kept.append(m)
    return sorted(kept, key=lambda m: (m.span.start, -m.span.end))


def _quoted(reading: Reading, person: Mention) -> bool:
    """“周周送”: what the tagger takes for a person at the edge of a quoted name is none."""
    before, after = reading.text[person.span.start - 1 : person.span.start], reading.text[person.span.end : person.span.end + 1]
    return before in ("“", "‘") and after not in ("”", "’")
