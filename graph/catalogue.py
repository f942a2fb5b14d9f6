"""What is looked up in a store without reading the rest: entities by name.

One row an entity, of what all documents together say of it, and one row for each of its names.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from graph.identity import normal
from graph.knowledge import Entity
from graph.lookup import phrase, spaced
from graph.world.scripts import simplified

SCHEMA = """
CREATE TABLE entity (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, type TEXT NOT NULL, name TEXT NOT NULL, facts INTEGER NOT NULL,
                     named INTEGER NOT NULL, names TEXT NOT NULL, former TEXT NOT NULL);
CREATE TABLE bearer (name TEXT, former INTEGER, id INTEGER, PRIMARY KEY (name, former, id)) WITHOUT ROWID;
CREATE VIRTUAL TABLE names USING fts5(name, content='', tokenize="unicode61 remove_diacritics 0");
"""

_AT_ONCE = 10_000
"""Entries that are written together."""
_ENTRY = "SELECT iri, type, name, facts, named, names, former FROM entity"


class Entry(NamedTuple):
    """An entity as it is found and listed."""

    iri: str
    type: str
    name: str
    facts: int
    """Of how many facts it is an end."""
    named: bool
    """Does an article name it?"""
    names: str
    """All its names in their normal form, a line each."""
    former: str
    """What it was called before, likewise."""

    @classmethod
    def of(cls, entity: Entity, facts: int) -> Entry:
        names = dict.fromkeys(map(normal, entity.names))
        former = dict.fromkeys(normal(f.name) for f in entity.former)
        return cls(entity.iri, entity.type, entity.name, facts, bool(entity.articles), "\n".join(names), "\n".join(former))

    @property
    def spellings(self) -> list[tuple[str, int]]:
        """(name, 1 if it is a former one) of each name."""
        return [*((n, 0) for n in self.names.split("\n")), *((f, 1) for f in self.former.split("\n") if f)]


class Catalogue:
    """The tables of `SCHEMA` in a database; whoever calls minds the transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    # ---------------------------------------------------------------- entities

    def fill(self, entries: Iterable[Entry]) -> None:
        """Enter the entities of a graph into an empty catalogue."""
        numbered = enumerate(entries, 1)
        while some := list(islice(numbered, _AT_ONCE)):
            self._db.executemany("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ((n, *e) for n, e in some))
            self._name(some)

    def enter(self, iri: str, entry: Entry | None) -> None:
        """Enter what is known of an entity now; nothing where it is gone."""
        old = self.of_iri(iri)
        if old is None:
            if entry is not None:
                number = self._db.execute("INSERT INTO entity VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", entry).lastrowid or 0
                self._name([(number, entry)])
            return
        ((number,),) = self._db.execute("SELECT id FROM entity WHERE iri = ?", (iri,))
        if entry is None:
            self._db.execute("DELETE FROM entity WHERE id = ?", (number,))
        elif entry != old:
            sets = "type = ?, name = ?, facts = ?, named = ?, names = ?, former = ?"
            self._db.execute(f"UPDATE entity SET {sets} WHERE id = ?", (*entry[1:], number))
        if entry is None or entry.spellings != old.spellings:
            self._db.executemany("DELETE FROM bearer WHERE name = ? AND former = ? AND id = ?", ((*s, number) for s in old.spellings))
            self._db.execute("INSERT INTO names (names, rowid, name) VALUES ('delete', ?, ?)", (number, _row(old)))
            if entry is not None:
                self._name([(number, entry)])

    def _name(self, numbered: Collection[tuple[int, Entry]]) -> None:
        self._db.executemany("INSERT INTO bearer VALUES (?, ?, ?)", ((*s, n) for n, e in numbered for s in e.spellings))
        self._db.executemany("INSERT INTO names (rowid, name) VALUES (?, ?)", ((n, _row(e)) for n, e in numbered))

    def of_iri(self, iri: str) -> Entry | None:
        """The entity of that IRI."""
        return next(self._entries(f"{_ENTRY} WHERE iri = ?", iri), None)

    def called(self, name: str) -> list[Entry]:
        """Those that bear this name, or, where nobody does, bore it before; by number of facts."""
        return self._bearing(normal(name)) or self._bearing(normal(simplified(name)))

    def _bearing(self, wanted: str) -> list[Entry]:
        bearers = f"{_ENTRY} WHERE id IN (SELECT id FROM bearer WHERE name = ? AND former = ?)"
        found = list(self._entries(bearers, wanted, 0)) or list(self._entries(bearers, wanted, 1))
        return sorted(found, key=_by_facts)

    def holding(self, text: str) -> list[Entry]:
        """Those with `text` in a name, in the order of `KnowledgeGraph.search`.

        Complexity: that of the answer, but for signs alone, for which all names are read.
        """
        return self._holding(normal(text)) or self._holding(normal(simplified(text)))

    def _holding(self, wanted: str) -> list[Entry]:
        if words := phrase(wanted):
            offered = self._entries(f"{_ENTRY} WHERE id IN (SELECT rowid FROM names WHERE names MATCH ?)", words)
        else:
            offered = self._entries(_ENTRY)
        first = [e for e in self._bearing(wanted) if normal(e.name) == wanted]
        rest = (e for e in offered if any(wanted in name and (not former or self._free(name)) for name, former in e.spellings))
        return list(dict.fromkeys([*first, *sorted(rest, key=_by_facts)]))

    def _free(self, name: str) -> bool:
        """Does nobody bear this name today?"""
        return not self._db.execute("SELECT 1 FROM bearer WHERE name = ? AND former = 0", (name,)).fetchone()

    def _entries(self, sql: str, *values: Any) -> Iterator[Entry]:
        for iri, type_, name, facts, named, names, former in self._db.execute(sql, values):
            yield Entry(iri, type_, name, facts, bool(named), names, former)


def _row(entry: Entry) -> str:
    return spaced(name for name, _ in entry.spellings)


def _by_facts(entry: Entry) -> tuple[int, str]:
    return -entry.facts, entry.iri
