"""Does a graph hold to the shapes of ontology/shapes.ttl?

What one resource must look like is checked by a SHACL engine: pyrudof where it is installed, else pyshacl.  What is asked of the graph
as a whole (the shapes with a SPARQL query) is asked of pyoxigraph, whichever engine checks the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from graph.errors import InputError, UnionkgError
from graph.ontology import SHAPES
from graph.ontology.namespaces import PREFIXES, shorten

if TYPE_CHECKING:
    import pyoxigraph
    import rdflib
    from rdflib.term import Node

    from graph.knowledge import KnowledgeGraph

Engine = Literal["pyrudof", "pyshacl"]

_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong: at which resource, with which property, and why in plain words."""

    focus: str
    """IRI of the resource."""
    path: str
    """Property, prefixed where its namespace is known; empty where the resource as a whole is wrong."""
    shape: str
    """Name of the shape that was broken, as in shapes.ttl."""
    message: str
    zh: str
    """The message in Chinese."""
    value: str
    name: str
    """Label of the resource, or an empty string."""

    def __str__(self) -> str:
        where = f"{self.name} <{self.focus}>" if self.name else f"<{self.focus}>"
        found = f" (found: {self.value})" if self.value else ""
        return f"{where}{' ' + self.path if self.path else ''}: {self.message} / {self.zh}{found} [{self.shape}]"


@dataclass(frozen=True, slots=True)
class Report:
    """What validation found; true if all is well."""

    violations: tuple[Violation, ...]

    @property
    def conforms(self) -> bool:
        return not self.violations

    def __bool__(self) -> bool:
        return self.conforms

    def __str__(self) -> str:
        if self.conforms:
            return "the graph conforms to its shapes\n"
        return "".join(f"{v}\n" for v in self.violations) + f"{len(self.violations)} violations\n"


def validate(graph: KnowledgeGraph | str | Path, engine: Engine | None = None) -> Report:
    """Check a graph against the SHACL shapes.

    Parameters
    ----------
    graph
        a KnowledgeGraph, or a Turtle file, or an output folder with graph.ttl in it.
    engine
        "pyrudof" or "pyshacl"; without it the first of them that is installed.  They find the same.

    Raises
    ------
    UnionkgError
        neither engine is installed, or not the one asked for.
    InputError
        the file is missing or not Turtle.
    """
    import pyoxigraph

    run = _engine(engine)
    turtle, source = _turtle(graph)
    store = pyoxigraph.Store()
    try:
        store.bulk_load(turtle, format=pyoxigraph.RdfFormat.TURTLE)
    except (SyntaxError, ValueError) as e:
        raise InputError(f"{source}: not Turtle ({' '.join(str(e).split())[:160]}); build the graph again") from e
    return Report(tuple(sorted({*_of_resources(run(turtle), store), *_of_the_whole(store)})))


def _turtle(graph: KnowledgeGraph | str | Path) -> tuple[bytes, str]:
    """Turtle of what is to be checked, and what to call it."""
    if not isinstance(graph, (str, Path)):
        from graph.export import render

        return render(graph, "turtle"), "the graph"
    path = Path(graph)
    file = path / "graph.ttl" if path.is_dir() else path
    try:
        return file.read_bytes(), str(file)
    except OSError as e:
        raise InputError(f"{file}: cannot be read ({e.strerror}); name a Turtle file or a folder that `unionkg build` wrote") from e


# ---------------------------------------------------------------- engines: from Turtle to a SHACL validation report


def _engine(wanted: Engine | None) -> Callable[[bytes], rdflib.Graph]:
    engines: dict[str, Callable[[], Callable[[bytes], rdflib.Graph]]] = {"pyrudof": _pyrudof, "pyshacl": _pyshacl}
    missing: ImportError | None = None
    for name in [wanted] if wanted else engines:
        try:
            return engines[name]()
        except ImportError as e:
            missing = e
    raise UnionkgError(
        f"validation needs {wanted or 'pyshacl or pyrudof'}: pip install 'unionkg[validate]' or 'unionkg[rudof]'"
    ) from missing


def _pyrudof() -> Callable[[bytes], rdflib.Graph]:
    import pyrudof
    import rdflib

    def run(turtle: bytes) -> rdflib.Graph:
        rudof = pyrudof.Rudof(pyrudof.RudofConfig())
        rudof.read_shacl(_core_turtle(), pyrudof.ShaclFormat.Turtle)
        rudof.read_data(turtle.decode("utf-8"), pyrudof.RDFFormat.Turtle)
        rudof.validate_shacl()
        found = rudof.serialize_shacl_validation_results(pyrudof.ResultShaclValidationFormat.NTriples)
        return rdflib.Graph().parse(data=found, format="nt")

    return run


def _pyshacl() -> Callable[[bytes], rdflib.Graph]:
    import pyshacl
    import rdflib

    def run(turtle: bytes) -> rdflib.Graph:
        data = rdflib.Graph().parse(data=turtle, format="turtle")
        _, results, text = pyshacl.validate(data, shacl_graph=_core_shapes(), inference="none", inplace=True)
        if not isinstance(results, rdflib.Graph):
            raise UnionkgError(f"validation failed: {' '.join(str(text).split())}")
        return results

    return run


# ---------------------------------------------------------------- shapes


@cache
def _shapes() -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(SHAPES, format="turtle")


def _term(name: str) -> rdflib.URIRef:
    import rdflib

    return rdflib.URIRef(_SH + name)


@cache
def _core_shapes() -> rdflib.Graph:
    """The shapes without those that ask a question of the whole graph."""
    import rdflib

    core = rdflib.Graph()
    whole = set(_shapes().subjects(_term("sparql"))) | set(_shapes().objects(None, _term("sparql")))
    for triple in _shapes():
        if triple[0] not in whole:
            core.add(triple)
    return core


@cache
def _core_turtle() -> str:
    return _core_shapes().serialize(format="turtle")


@cache
def _messages(shape: Node) -> dict[str, str]:
    """Language → message of a shape."""
    holder = _shapes().value(shape, _term("sparql")) or shape
    return {str(getattr(m, "language", "")): str(m) for m in _shapes().objects(holder, _term("message"))}


# ---------------------------------------------------------------- findings


def _of_resources(results: rdflib.Graph, store: pyoxigraph.Store) -> Iterator[Violation]:
    for result in results.objects(None, _term("result")):
        focus, value = results.value(result, _term("focusNode")), results.value(result, _term("value"))
        shape = results.value(result, _term("sourceShape"))
        path = _path(results, results.value(result, _term("resultPath")))
        if focus is not None and shape is not None:
            yield _violation(store, shape, str(focus), path, "" if value is None or value == focus else _shown(value), {})


def _of_the_whole(store: pyoxigraph.Store) -> Iterator[Violation]:
    import pyoxigraph

    for shape, question in _shapes().subject_objects(_term("sparql")):
        solutions = store.query(str(_shapes().value(question, _term("select"))), prefixes=PREFIXES)
        assert isinstance(solutions, pyoxigraph.QuerySolutions)
        names = [v.value for v in solutions.variables]
        for solution in solutions:
            found = {n: term.value for n, term in zip(names, solution, strict=True) if isinstance(term, pyoxigraph.NamedNode)}
            yield _violation(store, shape, found["value"], shorten(found.get("path", "")), "", found)


def _violation(store: pyoxigraph.Store, shape: Node, focus: str, path: str, value: str, found: dict[str, str]) -> Violation:
    en, zh = (re.sub(r"\{\?(\w+)\}", lambda blank: shorten(found[blank[1]]), _messages(shape)[language]) for language in ("en", "zh"))
    return Violation(focus, path, str(shape).rpartition("#")[2], en, zh, value, _name(store, focus))


def _name(store: pyoxigraph.Store, focus: str) -> str:
    import pyoxigraph

    if "://" not in focus:  # a blank node
        return ""
    label = pyoxigraph.NamedNode(PREFIXES["skos"] + "prefLabel")
    return min((q.object.value for q in store.quads_for_pattern(pyoxigraph.NamedNode(focus), label, None)), default="")  # type: ignore[union-attr]


def _path(results: rdflib.Graph, path: Node | None) -> str:
    inverse = results.value(path, _term("inversePath")) if path is not None else None
    if inverse is not None:
        return "^" + shorten(str(inverse))
    return "" if path is None else shorten(str(path))


def _shown(value: Node) -> str:
    from rdflib import Literal

    text = shorten(str(value))
    if isinstance(value, Literal) and value.datatype and not str(value.datatype).startswith(PREFIXES["xsd"] + "string"):
        text += f" as {shorten(str(value.datatype))}"
    return text if len(text) <= 120 else text[:119] + "…"
