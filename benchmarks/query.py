"""How long questions take over a graph of a million triples: the 50th and 95th percentile of each kind, beside rdflib and a plain scan.

    python benchmarks/query.py [--triples N] [--questions N]

The graph is made up (tests/factory.py): federations of real cities with programmes, companies, people and figures.  Each question is
asked about other names each time.  Machines are noisy: what compares are the ratios inside one run.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from factory import large

from graph.export.rdf import to_rdflib
from graph.identity import normal
from graph.knowledge import Entity, KnowledgeGraph
from graph.query import ask

PER_ENTITY = 22.4
"""Triples for each entity that tests/factory.py makes up."""

TWO_HOPS = "SELECT ?c ?l WHERE {{ <{iri}> ukg:runs ?p . ?c ukg:participatesIn ?p ; skos:prefLabel ?l }}"
BY_LABEL = 'SELECT ?e ?type WHERE {{ ?e skos:prefLabel "{name}"@zh ; a ?type }}'
FACTS = 'SELECT ?r ?o WHERE {{ ?e skos:prefLabel "{name}"@zh ; ?r ?x . ?x skos:prefLabel ?o }}'


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--triples", type=int, default=1_000_000, help="size of the graph (default a million)")
    arguments.add_argument("--questions", type=int, default=200, help="how often each kind is asked (default 200)")
    args = arguments.parse_args()
    kg = large(int(args.triples / PER_ENTITY))
    chance = Random(1)
    unions = chance.choices([e for e in kg.entities.values() if e.type == "Union" and e.facts], k=args.questions)
    ((triples,),) = kg.sparql("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").rows
    words = [w for e in unions if len(w := e.name[:2]) == 2]
    kg.search("热身")
    print(f"{triples} triples, {len(kg)} entities, {sum(len(e.names) for e in kg.entities.values())} names; milliseconds")
    print(f"{'kind':<34} {'median':>9} {'p95':>9}")
    _row("two hops, SPARQL", lambda e: kg.sparql(TWO_HOPS.format(iri=e.iri)), unions)
    _row("by label, SPARQL", lambda e: kg.sparql(BY_LABEL.format(name=e.name)), unions)
    _row("all facts of a label, SPARQL", lambda e: kg.sparql(FACTS.format(name=e.name)), unions)
    _row("named question of an organisation", lambda e: ask(kg, "programmes-of-organisation", organisation=e.name), unions[:20])
    _row("two characters, the first 50", lambda w: kg.search(w, limit=50), words)
    _row("two characters, all that have them", kg.search, words)
    _row("the same by scanning all names", lambda w: _scan(kg, w), words[:20])
    few = large(int(args.triples / PER_ENTITY / 20))
    graph = to_rdflib(few)
    here = [e for e in few.entities.values() if e.type == "Union" and e.facts][:20]
    few.sparql("ASK {}")
    _row("two hops, a twentieth of the graph", lambda e: few.sparql(TWO_HOPS.format(iri=e.iri)), here)
    _row("the same in rdflib", lambda e: list(graph.query(TWO_HOPS.format(iri=e.iri))), here)
    return 0


def _scan(kg: KnowledgeGraph, word: str) -> list[Entity]:
    return [e for e in kg.entities.values() if any(word in normal(n) for n in e.names)]


def _row(kind: str, work: Callable[..., object], things: list[object] | list[Entity] | list[str]) -> None:
    seconds = []
    for thing in things:
        began = time.perf_counter()
        work(thing)
        seconds.append(time.perf_counter() - began)
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    print(f"{kind:<34} {statistics.median(seconds) * 1000:>9.2f} {cuts[18] * 1000:>9.2f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
