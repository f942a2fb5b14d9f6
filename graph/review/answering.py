"""What a person names (an id, an IRI, a name), as answers for the register."""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import UsageError
from graph.identity import claim_iri, entity_iri, entity_key, entity_text, measure_iri, normal, review_id
from graph.knowledge import KnowledgeGraph
from graph.model import ENTITY_TYPES, Answer, EntityKey, Extraction
from graph.review.doubts import doubts
from graph.review.obey import statement
from graph.review.sheet import answers_to
from graph.world.scripts import simplified

_SHOWN = 5


def verdict(kg: KnowledgeGraph, extractions: Iterable[Extraction], word: str, wanted: str) -> tuple[Answer, ...]:
    """Accept or reject what has this id: a claim or figure (of the texts or of the graph), or a doubt about names.

    Parameters
    ----------
    extractions
        what the texts said, with what was rejected before.
    wanted
        an id as `unionkg review` prints it, or the IRI of a claim or figure.

    Raises
    ------
    UsageError
        nothing has this id.
    """
    for extraction in (*extractions, *kg.extractions.values()):
        said = [(c, claim_iri(c)) for c in extraction.claims] + [(m, measure_iri(m)) for m in extraction.measures]
        for one, iri in said:
            key = review_id(one)
            if wanted in (key, iri):
                return (Answer(word, key, note=statement(one, extraction.entities)),)
    for doubt in doubts(kg):
        if doubt.id == wanted:
            return answers_to(doubt, word)
    raise UsageError(f"review: nothing in doubt or in the graph has the id {wanted}; `unionkg review --list` shows them")


def same_or_never(kg: KnowledgeGraph, word: str, a: str, b: str) -> Answer:
    """Two entities, each by name, IRI or TYPE/SCOPE/NAME, are the same (under the second's name) or never are.

    Where both names are held for one entity's, the one that is not its own name stands for what it is confirmed to be or parted from.

    Raises
    ------
    UsageError
        a name that nothing bears, or that several entities bear.
    """
    ones, others = _bearers(kg, a), _bearers(kg, b)
    pairs = [(x, y) for x in ones for y in others if x[0] == y[0]]
    if not pairs:
        raise UsageError(f"review: {a} and {b} are of different types; {word} wants two of one type")
    if len(pairs) > 1:
        listed = ", ".join(entity_text(k) for k in sorted({*ones, *others})[:_SHOWN])
        raise UsageError(f"review: --{word} {a} {b}: several entities have these names; name one of {listed}")
    one, two = pairs[0]
    if one == two:
        type_, scope, name = one
        entity = kg.entities.get(entity_iri(one))
        own = {normal(n) for n in ((entity.name, entity.simplified) if entity is not None else (name,))}
        home = name.removeprefix("#") if name.startswith("#") else scope
        if normal(a) not in own:
            one = (type_, home, simplified(a))
        elif normal(b) not in own:
            two = (type_, home, simplified(b))
        if one == two:
            raise UsageError(f"review: {a} and {b} are one name; name two")
    return Answer(word, entity_text(one), entity_text(two), note=f"{a} {'is' if word == 'same' else 'is not'} {b}")


def _bearers(kg: KnowledgeGraph, text: str) -> list[EntityKey]:
    """Keys of the entities that `text` may mean."""
    if text in kg.entities:
        return [kg.entities[text].key]
    if text.partition("/")[0] in ENTITY_TYPES and "/" in text:
        try:
            return [entity_key(text)]
        except ValueError as e:
            raise UsageError(f"review: {e}") from e
    found = [e for e in kg.search(text) if normal(text) in map(normal, e.names)]
    found = [e for e in found if normal(e.name) == normal(text)] or found
    local = {entity_text(e.key): e.key for x in kg.extractions.values() for e in x.entities if not found and text in e.local}
    if not found and not local:
        near = "、".join(e.name for e in kg.search(text)[:_SHOWN])
        raise UsageError(f"review: no entity is called {text}" + (f"; near: {near}" if near else ""))
    return sorted({*(e.key for e in found), *local.values()})
