"""Does a graph hold to the shapes of ontology/shapes.ttl?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError, UnionkgError
from graph.ontology import SHAPES
from graph.ontology.vocabulary import PREFIXES, UKG, shorten

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

    from graph.knowledge import KnowledgeGraph

_SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong: at which resource, with which property, and why in plain words."""

    focus: str
    """IRI of the resource."""
    path: str
    """Property, prefixed where its namespace is known; empty where the resource as a whole is wrong."""
    message: str
    value: str
    name: str
    """Label of the resource, or an empty string."""

    def __str__(self) -> str:
        where = f"{self.name} <{self.focus}>" if self.name else f"<{self.focus}>"
        return f"{where}{' ' + self.path if self.path else ''}: {self.message}" + (f" (found: {self.value})" if self.value else "")


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


def validate(graph: KnowledgeGraph | str | Path) -> Report:
    """Check a graph against the SHACL shapes.

    Parameters
    ----------
    graph
        a KnowledgeGraph, or a Turtle file, or an output folder with graph.ttl in it.

    Raises
    ------
    UnionkgError
        pyshacl is not installed.
    InputError
        the file is missing or not Turtle.
    """
    try:
        import pyshacl
    except ImportError as e:
        raise UnionkgError("validation needs pyshacl: pip install 'unionkg[validate]'") from e
    import rdflib

    data = _read(Path(graph)) if isinstance(graph, (str, Path)) else graph.rdf
    shapes = rdflib.Graph().parse(SHAPES, format="turtle")
    _, results, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    if not isinstance(results, rdflib.Graph):
        raise UnionkgError(f"validation failed: {' '.join(str(text).split())}")
    return Report(tuple(sorted(set(_violations(results, data)))))


def _read(path: Path) -> rdflib.Graph:
    import rdflib

    file = path / "graph.ttl" if path.is_dir() else path
    try:
        return rdflib.Graph().parse(data=file.read_bytes(), format="turtle")
    except OSError as e:
        raise InputError(f"{file}: cannot be read ({e.strerror}); name a Turtle file or a folder that `unionkg build` wrote") from e
    except Exception as e:  # rdflib raises its own kinds and plain ValueErrors alike
        raise InputError(f"{file}: not Turtle ({' '.join(str(e).split())[:160]}); build the graph again") from e


def _violations(results: rdflib.Graph, data: rdflib.Graph) -> list[Violation]:
    from rdflib import RDF, SKOS, URIRef

    def term(name: str) -> URIRef:
        return URIRef(_SH + name)

    found = []
    for result in results.subjects(RDF.type, term("ValidationResult")):
        focus = results.value(result, term("focusNode"))
        value = results.value(result, term("value"))
        if focus == UKG.Claim:  # a question of the whole graph: what it found is the resource to look at
            focus = value
        name = data.value(focus, SKOS.prefLabel) if focus is not None else None
        message = min((str(m) for m in results.objects(result, term("resultMessage"))), default="")
        found.append(
            Violation(
                str(focus),
                _path(results, results.value(result, term("resultPath"))),
                message,
                "" if value is None or value == focus else _shown(value),
                str(name or ""),
            )
        )
    return found


def _path(results: rdflib.Graph, path: Node | None) -> str:
    from rdflib import URIRef

    inverse = results.value(path, URIRef(_SH + "inversePath")) if path is not None else None
    if inverse is not None:
        return "^" + shorten(str(inverse))
    return "" if path is None else shorten(str(path))


def _shown(value: Node) -> str:
    from rdflib import Literal

    text = shorten(str(value))
    if isinstance(value, Literal) and value.datatype and not str(value.datatype).startswith(PREFIXES["xsd"] + "string"):
        text += f" as {shorten(str(value.datatype))}"
    return text if len(text) <= 120 else text[:119] + "…"
