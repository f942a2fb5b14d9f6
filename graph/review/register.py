"""The register: a person's answers as a CSV table in that person's hand, which every build obeys.

    answer,what,other,article,note
    accept,3f09b1c2d4e5,,,三亚市总工会 runs 三亚工匠学院
    same,Program/460200/工匠学院,Program/460200/三亚工匠学院,,

`what` of accept and reject is the id of a claim or figure, of same and never an entity; `article` confines an answer to one
article; `note` is for people and not read.  Rows may be added, changed and deleted by hand; lines that begin with # are comments.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph.errors import RegisterError
from graph.files import write_atomic
from graph.identity import entity_key, normal
from graph.model import Answer, EntityKey
from graph.tabular import inert

COLUMNS = ("answer", "what", "other", "article", "note")
REGISTER = "register.csv"
"""Its name in an output folder, unless another was named."""

_ID = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class Register:
    """Answers that do not contradict each other.

    Raises
    ------
    RegisterError
        they do, or one is not of the form described above; names the row.
    """

    answers: tuple[Answer, ...] = ()
    places: dict[Answer, str] = field(default_factory=dict, compare=False, repr=False)
    """Answer → file and line, for messages."""

    def __post_init__(self) -> None:
        verdicts: dict[str, Answer] = {}
        for a in self.answers:
            self._check(a)
            if a.answer in ("accept", "reject") and verdicts.setdefault(a.what, a).answer != a.answer:
                raise RegisterError(f"{self._place(a)}: {a.what} is both accepted and rejected; keep one row")
        for article in {a.article for a in self.answers}:
            same = self.same_in(article)
            for a in self.answers:
                if a.answer == "never" and a.article in ("", article):
                    one, two = self.keys[a]
                    if folded(same.get(folded(one), one)) == folded(same.get(folded(two), two)):
                        raise RegisterError(f"{self._place(a)}: {a.what} and {a.other} are declared the same elsewhere; keep one row")

    @classmethod
    def read(cls, path: Path) -> Register:
        """The register in a file; an empty one where there is no file.

        Raises
        ------
        RegisterError
            a row that does not hold, named by file and line.
        """
        try:
            return cls.parse(path.read_text(encoding="utf-8-sig"), str(path))
        except (FileNotFoundError, NotADirectoryError):
            return cls()
        except OSError as e:
            raise RegisterError(f"{path}: cannot be read ({e.strerror}); check its rights") from e
        except UnicodeDecodeError as e:
            raise RegisterError(f"{path}: not UTF-8 (byte {e.start}); save it as UTF-8") from e

    @classmethod
    def parse(cls, text: str, path: str = REGISTER) -> Register:
        """The register that a table says; `path` names it in messages."""
        places: dict[Answer, str] = {}
        reader = csv.reader(io.StringIO(text, newline=""))
        header = tuple(cell.strip() for cell in next(reader, COLUMNS))
        if header[:2] != COLUMNS[:2] or not set(header) <= set(COLUMNS):
            raise RegisterError(f"{path}:1: expected the columns {','.join(COLUMNS)}; found {','.join(header)}")
        for row in reader:
            if not any(cell.strip() for cell in row) or row[0].startswith("#"):
                continue
            if len(row) > len(header):
                raise RegisterError(f"{path}:{reader.line_num}: {len(row)} cells, expected {len(header)}")
            cells = {name: cell.strip() for name, cell in zip(header, row, strict=False)}
            places.setdefault(Answer(**{"what": "", **cells, "answer": cells["answer"].lower()}), f"{path}:{reader.line_num}")
        return cls(tuple(places), places)

    def write(self, path: Path) -> Path:
        """Write it, whole or not at all."""
        return write_atomic(path, self.text())

    def text(self) -> str:
        """It as a table, sorted."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted((a.answer, a.what, a.other, a.article, inert(a.note)) for a in self.answers))
        return stream.getvalue()

    def extended(self, answers: Iterable[Answer]) -> Register:
        """With these answers too; a new answer takes the place of the one it contradicts."""
        kept = {_subject(a): a for a in self.answers}
        kept |= {_subject(a): a for a in answers}
        return Register(tuple(kept.values()))

    def same_in(self, article: str) -> dict[EntityKey, EntityKey]:
        """Entity (folded) → what it is the same as, all the way, in one article.

        Raises
        ------
        RegisterError
            the answers go in a circle.
        """
        rows = [a for a in self._of("same") if a.article in ("", article)]
        step: dict[EntityKey, EntityKey] = {}
        chosen: dict[EntityKey, Answer] = {}
        for a in sorted(rows, key=lambda a: a.article):  # what is said of one article outweighs what is said of all
            key, other = folded(self.keys[a][0]), self.keys[a][1]
            if key in chosen and chosen[key].article == a.article:
                raise RegisterError(f"{self._place(a)}: {a.what} is declared the same as {chosen[key].other} too; keep one row")
            step[key], chosen[key] = other, a
        goal: dict[EntityKey, EntityKey] = {}
        for key in sorted(step):
            seen, goal[key] = [key], step[key]
            while (after := folded(goal[key])) != seen[-1]:
                if after in seen:
                    raise RegisterError(f"{self._place(chosen[seen[-1]])}: the same-as answers go in a circle; delete one of them")
                seen.append(after)
                goal[key] = step.get(after, goal[key])
        return goal

    def never_in(self, article: str) -> list[tuple[Answer, EntityKey, EntityKey]]:
        """Pairs that are never one thing in an article, each in both directions."""
        pairs = [(a, *self.keys[a]) for a in self._of("never") if a.article in ("", article)]
        return [*pairs, *((a, two, one) for a, one, two in pairs)]

    @cached_property
    def verdicts(self) -> dict[str, Answer]:
        """Id of a claim or figure → accept or reject."""
        return {a.what: a for a in self.answers if a.answer in ("accept", "reject")}

    @cached_property
    def keys(self) -> dict[Answer, tuple[EntityKey, EntityKey]]:
        """same or never → its two entities."""
        return {a: (entity_key(a.what), entity_key(a.other)) for a in self.answers if a.answer in ("same", "never")}

    def _of(self, answer: str) -> list[Answer]:
        return [a for a in self.answers if a.answer == answer]

    def _place(self, answer: Answer) -> str:
        return self.places.get(answer, "register")

    def _check(self, a: Answer) -> None:
        place = self._place(a)
        if a.answer in ("accept", "reject"):
            if not _ID.fullmatch(a.what):
                raise RegisterError(f"{place}: {a.what!r} is no id; `unionkg review` lists them")
        elif a.answer in ("same", "never"):
            try:
                one, two = entity_key(a.what), entity_key(a.other)
            except ValueError as e:
                raise RegisterError(f"{place}: {e}") from e
            if one[0] != two[0]:
                raise RegisterError(f"{place}: a {one[0]} and a {two[0]}; {a.answer} wants two entities of one type")
            if one == two and a.answer == "never":
                raise RegisterError(f"{place}: {a.what} is itself; name two entities")
        else:
            raise RegisterError(f"{place}: unknown answer {a.answer!r}; one of accept, reject, same, never")


def folded(key: EntityKey) -> EntityKey:
    """The form in which two spellings of one entity are equal, as their IRIs are."""
    return (key[0], key[1], normal(key[2]))


def _subject(a: Answer) -> tuple[str, ...]:
    """What an answer is about: of two answers about one thing the later counts."""
    if a.answer in ("accept", "reject"):
        return (a.what,)
    return (*sorted((a.what, a.other)), a.article)
