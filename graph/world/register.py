"""The alias register: names that always mean the same thing, and pairs that never do (seeds/register)."""

from __future__ import annotations

from functools import cache

from graph.errors import SeedError
from graph.model import ENTITY_TYPES
from graph.world.seeds import rows


class Register:
    """Lasting decisions about identity, obeyed by every build."""

    def __init__(self, aliases: dict[tuple[str, str], str], distinct: set[tuple[str, str, str]]) -> None:
        self._official = aliases
        self._distinct = distinct | {(t, b, a) for t, a, b in distinct}
        for (kind, alias), name in aliases.items():
            if (kind, name) in aliases:
                raise SeedError(f"seeds/register/aliases.csv: {name} is both an official name and an alias; keep one")
            if (kind, alias, name) in self._distinct:
                raise SeedError(f"seeds/register: {alias} and {name} are declared the same and distinct; remove one row")

    def official(self, kind: str, name: str) -> str:
        """The official name that this name always stands for, or the name itself."""
        return self._official.get((kind, name), name)

    def forbidden(self, kind: str, name: str, other: str) -> bool:
        """May these two never be one entity?"""
        return (kind, self.official(kind, name), self.official(kind, other)) in self._distinct


@cache
def register() -> Register:
    """The bundled register, read once.

    Raises
    ------
    SeedError
        a type that does not exist, or rows that contradict each other.
    """
    aliases, distinct = {}, set()
    for kind, alias, name, _ in rows("register/aliases.csv", ("type", "alias", "name", "reason")):
        if kind not in ENTITY_TYPES:
            raise SeedError(f"seeds/register/aliases.csv: unknown type {kind}; one of {', '.join(ENTITY_TYPES)}")
        aliases[kind, alias] = name
    for kind, name, other, _ in rows("register/distinct.csv", ("type", "name", "other", "reason")):
        if kind not in ENTITY_TYPES:
            raise SeedError(f"seeds/register/distinct.csv: unknown type {kind}; one of {', '.join(ENTITY_TYPES)}")
        distinct.add((kind, name, other))
    return Register(aliases, distinct)
