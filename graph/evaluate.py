"""Precision, recall and F1 of a graph against gold graphs made by careful reading.

The definitions: entities match one to one, by type and a label in common; a relation is right if both its ends match and
the gold has it; a figure is right if value and unit agree on an entity to which the gold gives it.  What the gold marks as
optional is neither rewarded nor punished.  Relations from place to place, `about`, and what no article mentions are not scored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.gold import SCORED, Gold, Key, Quantity, fold, quantity, read_gold
from graph.model import ENTITY_TYPES
from graph.ontology.vocabulary import NS, PREFIXES, SCHEMA, UKG

if TYPE_CHECKING:
    import pyoxigraph

    from graph.knowledge import KnowledgeGraph

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """How much was found, wrong and missed."""

    found: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.found + other.found, self.wrong + other.wrong, self.missed + other.missed)


@dataclass(slots=True)
class Scores:
    """All scores of one graph; shares are from 0 to 1, and 0 where there is nothing to count."""

    entities: dict[str, Score] = field(default_factory=dict)
    """Type → score, and `all`."""
    relations: dict[str, Score] = field(default_factory=dict)
    """Relation → score, and `all`."""
    measures: Score = field(default_factory=Score)
    measure_values: float = 0.0
    """Share of the gold's numbers that are in the graph on any subject."""
    titles: float = 0.0
    """Share of the right holdsPost relations whose title is right too, of those that have one in the gold."""
    roles: float = 0.0
    """The same for the roles of runs."""
    evidence: float = 0.0
    """Share of all relations that a claim states."""
    misses: list[str] = field(default_factory=list)
    """One line per thing missed (-) and wrong (+)."""
    verdicts: dict[Triple, bool] = field(default_factory=dict)
    """Relation (subject IRI, name, object IRI) → right or wrong; what the gold holds for optional is not judged."""

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""

        def plain(s: Score) -> dict[str, float]:
            return {"precision": s.precision, "recall": s.recall, "f1": s.f1, "found": s.found, "wrong": s.wrong, "missed": s.missed}

        return {
            "entities": {k: plain(s) for k, s in self.entities.items()},
            "relations": {k: plain(s) for k, s in self.relations.items()},
            "measures": plain(self.measures),
            "measure_values": self.measure_values,
            "titles": self.titles,
            "roles": self.roles,
            "evidence": self.evidence,
        }

    def __str__(self) -> str:
        scores = [("entities", k, s) for k, s in self.entities.items()] + [("relations", k, s) for k, s in self.relations.items()]
        lines = [f"{'':25}precision  recall      F1  found  wrong  missed"]
        for group, name, s in [*scores, ("measures", "", self.measures)]:
            lines.append(f"{group:10}{name:15}{s.precision:9.3f}{s.recall:8.3f}{s.f1:8.3f}{s.found:7}{s.wrong:7}{s.missed:8}")
        for name in ("measure_values", "titles", "roles", "evidence"):
            lines.append(f"{name:25}{getattr(self, name):9.3f}")
        return "\n".join(lines) + "\n"


def evaluate(graph: KnowledgeGraph | str | Path, gold: Iterable[str | Path]) -> Scores:
    """Score a graph against the gold graphs of exactly the documents that it was built from.

    Parameters
    ----------
    graph
        a KnowledgeGraph, or a Turtle file, or an output folder with graph.ttl in it.
    gold
        gold files (JSON), or folders of them.

    Raises
    ------
    InputError
        a file is missing or not what it should be.
    """
    wanted, built = read_gold(gold), _read_graph(graph)
    pairs = _match(wanted, built)
    scores = Scores()
    _score_entities(wanted, built, pairs, scores)
    _score_relations(wanted, built, pairs, scores)
    _score_measures(wanted, built, pairs, scores)
    return scores


# ---------------------------------------------------------------- graph


@dataclass(slots=True)
class _Node:
    type: str
    label: str
    names: set[str]


@dataclass(slots=True)
class _Claimed:
    roles: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Built:
    nodes: dict[str, _Node]
    triples: list[Triple]
    claims: dict[Triple, _Claimed]
    measures: list[tuple[str, Quantity]]


def _read_graph(graph: KnowledgeGraph | str | Path) -> _Built:
    """Nodes, relations, claims and figures: whatever the graph is, what is scored is its RDF."""
    by_predicate: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for quad in _quads(graph):
        by_predicate[quad.predicate.value].append((_text(quad.subject), _text(quad.object)))
    values = {p: dict(reversed(pairs)) for p, pairs in by_predicate.items()}
    rdf, skos = PREFIXES["rdf"], PREFIXES["skos"]
    mentioned = {s for s, _ in by_predicate[str(UKG.mentionedIn)]}
    nodes = {
        s: _Node(t.removeprefix(NS), fold(values[skos + "prefLabel"].get(s, "")), set())
        for s, t in by_predicate[rdf + "type"]
        if t.removeprefix(NS) in ENTITY_TYPES and s in mentioned
    }
    for s, name in (*by_predicate[skos + "prefLabel"], *by_predicate[skos + "altLabel"]):
        if s in nodes:
            nodes[s].names.add(fold(name))
    triples = sorted({(h, r, t) for r in SCORED for h, t in by_predicate[NS + r] if h in nodes and t in nodes})
    claims: dict[Triple, _Claimed] = {}
    of_claim: dict[str, Triple] = {}
    for c, t in by_predicate[rdf + "type"]:
        if t == rdf + "Statement":
            subject, predicate, object_ = (values.get(rdf + p, {}).get(c, "") for p in ("subject", "predicate", "object"))
            of_claim[c] = (subject, predicate.removeprefix(NS), object_)
            claims.setdefault(of_claim[c], _Claimed())
    for c, role in by_predicate[str(UKG.role)]:
        if c in of_claim:
            claims[of_claim[c]].roles.add(role)
    for c, title in by_predicate[str(UKG.title)]:
        if c in of_claim:
            claims[of_claim[c]].titles.add(fold(title))
    numbers, units = values.get(SCHEMA + "value", {}), values.get(SCHEMA + "unitText", {})
    measures = [(s, quantity(numbers[m], units.get(m, ""))) for s, m in by_predicate[str(UKG.hasMeasure)] if s in nodes and m in numbers]
    return _Built(nodes, triples, claims, measures)


def _quads(graph: KnowledgeGraph | str | Path) -> Iterator[pyoxigraph.Quad]:
    import pyoxigraph

    if not isinstance(graph, (str, Path)):
        from graph.export.quads import ntriples

        yield from pyoxigraph.parse("".join(ntriples(graph)), format=pyoxigraph.RdfFormat.N_TRIPLES)
        return
    file = Path(graph) / "graph.ttl" if Path(graph).is_dir() else Path(graph)
    try:
        yield from pyoxigraph.parse(file.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE)
    except OSError as e:
        raise InputError(f"{file}: cannot be read ({e.strerror}); name a Turtle file or a folder that `unionkg build` wrote") from e
    except SyntaxError as e:
        raise InputError(f"{file}: not Turtle ({' '.join(str(e).split())[:160]}); build the graph again") from e


def _text(term: Any) -> str:
    return str(term.value)


# ---------------------------------------------------------------- scores


def _match(gold: Gold, built: _Built) -> dict[str, Key]:
    """Node → gold entity, one to one, best first: the same main name, the main name among its names, any name in common."""
    bearers: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key, entity in gold.entities.items():
        for name in entity.names:
            bearers[key[0], name].append(key)
    candidates = {
        (0 if node.label == key[1] else 1 if node.label == name else 2, key, iri)
        for iri, node in built.nodes.items()
        for name in node.names
        for key in bearers.get((node.type, name), ())
    }
    pairs: dict[str, Key] = {}
    taken: set[Key] = set()
    for _, key, iri in sorted(candidates):
        if iri not in pairs and key not in taken:
            pairs[iri] = key
            taken.add(key)
    return pairs


def _score_entities(gold: Gold, built: _Built, pairs: dict[str, Key], scores: Scores) -> None:
    matched = set(pairs.values())
    for type_ in ENTITY_TYPES:
        mine = {k: e for k, e in gold.entities.items() if k[0] == type_}
        tolerated = {n for e in mine.values() if e.optional for n in e.names}
        missed = sorted(e.name for k, e in mine.items() if not e.optional and k not in matched)
        wrong = sorted(n.label for s, n in built.nodes.items() if n.type == type_ and s not in pairs and not n.names & tolerated)
        found = sum(not e.optional for k, e in mine.items() if k in matched)
        scores.entities[type_] = Score(found, len(wrong), len(missed))
        scores.misses += [f"- {type_} {name}" for name in missed] + [f"+ {type_} {name}" for name in wrong]
    scores.entities["all"] = sum(scores.entities.values(), Score())


def _score_relations(gold: Gold, built: _Built, pairs: dict[str, Key], scores: Scores) -> None:
    titles, roles, stated = [], [], 0
    for relation in SCORED:
        hits, wrong = set(), []
        for head, r, tail in built.triples:
            if r != relation or built.nodes[head].type == built.nodes[tail].type == "Place":
                continue
            claimed = built.claims.get((head, r, tail))
            stated += claimed is not None
            known = _known(gold, pairs.get(head), r, pairs.get(tail))
            if known is not None:
                hits.add(known)
                if not gold.relations[known].optional:
                    scores.verdicts[head, relation, tail] = True
                right, said = gold.relations[known], claimed or _Claimed()
                if right.title:
                    titles.append(fold(right.title) in said.titles)
                if right.role:
                    roles.append(right.role in said.roles)
            elif not gold.optional(pairs.get(head), pairs.get(tail)):
                scores.verdicts[head, relation, tail] = False
                wrong.append(f"+ {relation} {built.nodes[head].label} → {built.nodes[tail].label}")
        required = [k for k in gold.relations if k[1] == relation and _required(gold, k)]
        missed = [k for k in required if k not in hits and not (relation == "partnerOf" and (k[2], k[1], k[0]) in hits)]
        scores.relations[relation] = Score(len(required) - len(missed), len(wrong), len(missed))
        scores.misses += sorted(f"- {relation} {gold.entities[h].name} → {gold.entities[t].name}" for h, _, t in missed) + sorted(wrong)
    scores.relations["all"] = sum(scores.relations.values(), Score())
    scores.titles, scores.roles = _share(titles), _share(roles)
    scores.evidence = stated / len(built.triples) if built.triples else 0.0


def _known(gold: Gold, head: Key | None, relation: str, tail: Key | None) -> tuple[Key, str, Key] | None:
    """The gold relation that this one is, if any; partnerOf in either direction."""
    if head is None or tail is None:
        return None
    if (head, relation, tail) in gold.relations:
        return head, relation, tail
    return (tail, relation, head) if relation == "partnerOf" and (tail, relation, head) in gold.relations else None


def _required(gold: Gold, key: tuple[Key, str, Key]) -> bool:
    head, _, tail = key
    return not (gold.relations[key].optional or head[0] == tail[0] == "Place" or gold.optional(head, tail))


def _share(right: list[bool]) -> float:
    return sum(right) / len(right) if right else 0.0


def _agree(one: Quantity, other: Quantity) -> bool:
    return one[0] == other[0] and (one[1] == other[1] or not one[1] or not other[1])


def _score_measures(gold: Gold, built: _Built, pairs: dict[str, Key], scores: Scores) -> None:
    """A figure counts on its own subject and on any other to which the gold gives it; a unit left out agrees with any."""
    found: set[tuple[tuple[str, str], Quantity]] = set()
    wrong: set[tuple[str, Quantity]] = set()
    for iri, q in built.measures:
        key = pairs.get(iri)
        hits = [m for m in gold.measures if m.subject == key and _agree(m.quantity, q)]
        found |= {(m.article, m.quantity) for m in hits}
        if not hits and not gold.optional(key):
            wrong.add((iri, q))
    required = [m for m in gold.measures if not m.optional]
    missed = [m for m in required if (m.article, m.quantity) not in found]
    scores.measures = Score(len(required) - len(missed), len(wrong), len(missed))
    values = {m.quantity[0] for m in required}
    scores.measure_values = len(values & {q[0] for _, q in built.measures}) / len(values) if values else 0.0
    scores.misses += sorted(f"- figure {gold.entities[m.subject].name} {m.quantity[0]:g} {m.quantity[1]} {m.what}".rstrip() for m in missed)
    scores.misses += sorted(f"+ figure {built.nodes[iri].label} {q[0]:g} {q[1]}".rstrip() for iri, q in wrong)
