"""What a register does to what the texts said: a function of each article by itself, so that merging stays a union.

The store keeps what was read; the answers are applied whenever a graph is made of it.  Taking a row out of the register
therefore brings back what the row had changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from graph.identity import entity_iri, review_id
from graph.knowledge import Contents, KnowledgeGraph
from graph.link.names import federation_name
from graph.model import Answer, Claim, EntityKey, Evidence, Extraction, LocalEntity, Measure, Rejection, plain
from graph.review.register import Register, folded
from graph.streamed import Merge, Streamed, merge_here
from graph.world.gazetteer import gazetteer
from graph.world.scripts import exchanged

Said = TypeVar("Said", Claim, Measure)
REJECTED = "rejected in review"
ONE_THING = "both ends are one thing, by the register"


def reviewed(extractions: Iterable[Extraction], register: Register) -> KnowledgeGraph:
    """The graph of these extractions as the register wants it; `answers` of it says where each answer was obeyed."""
    obey = Obedience(register)
    kg = KnowledgeGraph.of(map(obey, extractions))
    kg.answers = obey.standing_guard(kg)
    return kg


def streamed(read: Callable[[], Iterable[Extraction]], register: Register, merge: Merge = merge_here) -> Streamed:
    """The same on disk, of extractions that `read` goes through in order of article id, as often as they are needed."""
    obey = Obedience(register)
    graph = Streamed(lambda: map(obey, read()), merge)
    graph.answers = obey.standing_guard(graph)
    return graph


class Obedience:
    """What a register makes of one article after the other; `heeded` grows by the articles in which each answer counted."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.heeded: dict[Answer, set[str]] = {a: set() for a in register.answers}

    def __call__(self, extraction: Extraction) -> Extraction:
        if not self.register.answers:
            return extraction
        work = _Article(extraction, self.register)
        result = work.obeyed()
        for answer in work.heeded:
            self.heeded[answer].add(extraction.article.id)
        return result

    def standing_guard(self, graph: Contents) -> dict[Answer, set[str]]:
        """All of `heeded`, with those that part what nothing had joined: where both are there, the answer stands guard."""
        guards = {a: [entity_iri(key) for key in keys] for a, keys in self.register.keys.items() if a.answer == "never"}
        if guards:
            wanted = {iri for ends in guards.values() for iri in ends}
            named = {e.iri: e.articles for e in graph.entities.values() if e.iri in wanted}
            for answer, ends in guards.items():
                if all(iri in named for iri in ends):
                    self.heeded[answer] |= {article for iri in ends for article in named[iri]}
        return self.heeded


class _Article:
    def __init__(self, extraction: Extraction, register: Register) -> None:
        self.extraction, self.register = extraction, register
        self.heeded: set[Answer] = set()
        self.rejections = list(extraction.rejections)
        article = extraction.article.id
        self.same = register.same_in(article)
        self.splits: dict[EntityKey, list[tuple[EntityKey, set[str]]]] = {}
        """Entity → (what was wrongly held for it, the names that remain its own)."""
        self.entities = self._apart(register.never_in(article))
        self.united = self._united()

    def obeyed(self) -> Extraction:
        self._count_same()
        claims = [c for raw in self.extraction.claims if (c := self._judged(raw, self._moved(raw))) is not None]
        measures = [m for raw in self.extraction.measures if (m := self._judged(raw, self._moved(raw))) is not None]
        claims = [c for c in claims if not self._loop(c)]
        return replace(self.extraction, entities=self.united, claims=claims, measures=measures, rejections=self.rejections)

    # ------------------------------------------------------------ never

    def _apart(self, pairs: list[tuple[Answer, EntityKey, EntityKey]]) -> list[LocalEntity]:
        """The entities, those of which a name belongs to another one split in two."""
        entities = [replace(e, aliases=set(e.aliases), local=set(e.local)) for e in self.extraction.entities]
        present = {folded(e.key) for e in entities}
        for answer, key, other in pairs:
            name = other[2]
            if folded(key) in present and folded(other) in present:
                self.heeded.add(answer)
            for e in [e for e in entities if folded(e.key) == folded(key)]:
                parted = {n for n in e.aliases | e.local if name in (n, n if e.printed is None else exchanged(n))}
                if e.name == name or not parted:
                    continue
                self.heeded.add(answer)
                e.aliases -= parted
                e.local -= parted
                self.splits.setdefault(folded(key), []).append((other, {plain(n) for n in (e.name, *e.aliases, *e.local)}))
                if folded(other) not in present:
                    printed = None if e.printed is None else max(parted - {name}, default="")
                    entities.append(LocalEntity(other[0], name, other[1], kind=e.kind, printed=printed))
                    present.add(folded(other))
        return entities

    def _home(self, key: EntityKey, evidence: Evidence) -> EntityKey:
        """Whose a claim is that was held for `key`'s: the other's, if its sentence has the other's name and none of its own."""
        for other, own in self.splits.get(folded(key), ()):
            named = _named_in(plain(evidence.exact), {*own, plain(other[2])})
            if named == {plain(other[2])}:
                key = other
                break
        return self.same.get(folded(key), key)

    # ------------------------------------------------------------ same

    def _count_same(self) -> None:
        names = {folded(e.key): {e.name, *e.aliases, *e.local} for e in self.entities}
        for a in self.register.answers:
            if a.answer == "same" and a.article in ("", self.extraction.article.id):
                one, two = self.register.keys[a]
                if folded(one) in names or one[2] in names.get(folded(two), ()):
                    self.heeded.add(a)

    def _united(self) -> list[LocalEntity]:
        """One entity for all that are the same."""
        united: dict[EntityKey, LocalEntity] = {}
        for e in self.entities:
            goal = self.same.get(folded(e.key), e.key)
            one = united.get(goal)
            if one is None:
                one = replace(e, aliases=set(e.aliases), local=set(e.local)) if goal == e.key else _named(goal, e)
                united[goal] = one
            if goal == e.key:
                one.printed = e.printed
            one.aliases |= {n for n in (e.name, e.printed, *e.aliases) if n and n != one.name}
            one.local |= e.local
            one.kind = one.kind or e.kind
        return list(united.values())

    # ------------------------------------------------------------ claims and figures

    def _moved(self, said: Said) -> Said:
        """The same words about what the register makes of the entities."""
        subject = self._home(said.subject, said.evidence)
        moved = said if subject == said.subject else replace(said, subject=subject)
        if isinstance(moved, Claim) and (object_ := self._home(moved.object, moved.evidence)) != moved.object:
            return replace(moved, object=object_)
        return moved

    def _judged(self, raw: Said, said: Said) -> Said | None:
        """Confirmed, refused or as it was; an answer may name it as the text has it or as the register makes it."""
        answer = next((a for i in (review_id(raw), review_id(said)) if (a := self.register.verdicts.get(i)) is not None), None)
        if answer is None:
            return said
        self.heeded.add(answer)
        if answer.answer == "accept":
            return replace(said, confidence=1.0, reviewed=True)
        self._reject(said, REJECTED)
        return None

    def _loop(self, claim: Claim) -> bool:
        loop = claim.subject == claim.object
        if loop:
            self._reject(claim, ONE_THING)
        return loop

    def _reject(self, said: Claim | Measure, reason: str) -> None:
        what = statement(said, [*self.extraction.entities, *self.united])
        self.rejections.append(Rejection("review", what, reason, said.article, said.evidence))


def statement(said: Claim | Measure, entities: Iterable[LocalEntity]) -> str:
    """A claim or figure in one line, with names instead of keys."""
    names = {e.key: e.name for e in entities}
    subject = names.get(said.subject, said.subject[2])
    if isinstance(said, Measure):
        return f"{subject}: {said.name} {said.printed}"
    notes = "、".join(x for x in (said.role, said.title) if x)
    return f"{subject} {said.predicate} {names.get(said.object, said.object[2])}" + (f" ({notes})" if notes else "")


def _named_in(sentence: str, names: set[str]) -> set[str]:
    """Which of the names a sentence has; a name inside a longer one does not count."""
    found = set()
    for name in sorted(names, key=lambda n: (-len(n), n)):
        if name in sentence:
            found.add(name)
            sentence = sentence.replace(name, "\n")
    return found


def _named(key: EntityKey, like: LocalEntity) -> LocalEntity:
    """An entity that the register names and the article does not, which names one like it."""
    type_, scope, name = key
    printed = None if like.printed is None else ""
    if not name.startswith("#"):
        return LocalEntity(type_, name, scope, kind=like.kind, printed=printed)
    code = name.removeprefix("#")
    official = name if code not in gazetteer() else federation_name(code) if type_ == "Union" else gazetteer()[code].name
    return LocalEntity(type_, official, code=code, kind=like.kind, printed=printed)
