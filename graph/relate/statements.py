"""What a clause says outright, without asking a model."""

from __future__ import annotations

from dataclasses import dataclass

from graph.link.entities import EntityMention
from graph.model import LocalEntity
from graph.relate.context import Sentence


@dataclass(frozen=True, slots=True)
class Plain:
    """One relation said outright: who, what relation, to what, in which role, by which rule and where."""

    actor: LocalEntity
    relation: str
    object: LocalEntity
    role: str
    rule: str
    sentence: Sentence
    mention: EntityMention
