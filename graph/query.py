"""SPARQL over the graph, and the library of named questions in graph/queries."""

from __future__ import annotations

import difflib
import re
import weakref
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import QueryError
from graph.export.quads import ntriples
from graph.export.syntax import literal
from graph.ontology.namespaces import ID, PREFIXES
from graph.result import Result

if TYPE_CHECKING:
    import pyoxigraph

    from graph.knowledge import Contents, KnowledgeGraph

__all__ = ["Parameter", "Question", "Result", "ask", "question", "questions", "run"]

_AT_ONCE = 50_000
"""Statements that are handed to the store together, so that the text of all of them is never held."""

QUERIES = Path(__file__).resolve().parent / "queries"

OTHER = ID + "other"
"""Named graph in which a query finds the graph that it is asked against."""

_stores: dict[tuple[int, int], pyoxigraph.Store] = {}
"""Ids of a graph and of the one it is asked against (0: none) → their store; an entry goes when either graph does.  Not an
attribute of the graph: stores cannot be pickled."""


def run(kg: KnowledgeGraph | pyoxigraph.Store, sparql: str, against: KnowledgeGraph | None = None) -> Result:
    """Run a SPARQL 1.1 query over what graph.ttl holds; the prefixes of the vocabulary need not be declared.

    Parameters
    ----------
    kg
        the graph; its store is built at the first query and kept as long as the graph lives.  Or such a store, where nothing is
        asked against another graph.
    sparql
        SELECT, ASK, CONSTRUCT or DESCRIBE.
    against
        another graph, which the query finds as ``GRAPH <…/id/other>``.

    Raises
    ------
    QueryError
        the query does not parse (the message says at which line and column), asks another server (SERVICE), or fails.

    Examples
    --------
    >>> from graph.knowledge import KnowledgeGraph
    >>> run(KnowledgeGraph(), "SELECT ?s WHERE { ?s a ukg:Union }").rows
    []
    """
    import pyoxigraph

    if _asks_elsewhere(sparql):
        raise QueryError("SERVICE asks another server, and nothing is fetched here: leave it out")
    try:
        store = kg if isinstance(kg, pyoxigraph.Store) else _store(kg, against)
        answer = store.query(sparql, prefixes=PREFIXES)
        if isinstance(answer, pyoxigraph.QueryBoolean):
            truth = pyoxigraph.Literal(bool(answer))
            return Result("ask", ("answer",), [(truth,)])
        if isinstance(answer, pyoxigraph.QueryTriples):
            triples = sorted(((t.subject, t.predicate, t.object) for t in answer), key=lambda t: tuple(map(str, t)))
            return Result("construct", ("subject", "predicate", "object"), list(triples))
        columns = tuple(v.value for v in answer.variables)
        return Result("select", columns, [tuple(row[c] for c in columns) for row in answer])
    except SyntaxError as e:
        raise QueryError(_explain(sparql, str(e))) from e
    except (OSError, RuntimeError, ValueError) as e:
        raise QueryError(f"the query failed: {' '.join(str(e).split())}") from e


def _store(kg: KnowledgeGraph, against: KnowledgeGraph | None) -> pyoxigraph.Store:
    key = (id(kg), id(against) if against is not None else 0)
    store = _stores.get(key)
    if store is None:
        store = kg.indexed() if kg.indexed is not None and against is None else None
        _stores[key] = store = store or filled(kg, against)
        for graph in (kg, against):
            if graph is not None:
                weakref.finalize(graph, _stores.pop, key, None)
    return store


def filled(kg: Contents, against: KnowledgeGraph | None = None) -> pyoxigraph.Store:
    """A store in memory that holds what graph.ttl would, and in its named graph `OTHER` the same of another graph."""
    import pyoxigraph

    store = pyoxigraph.Store()
    for graph, place in ((kg, None), (against, pyoxigraph.NamedNode(OTHER))):
        lines = iter(()) if graph is None else ntriples(graph)
        while some := "".join(islice(lines, _AT_ONCE)):
            store.load(some.encode("utf-8"), format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=place)
    return store


_TOKEN = re.compile(
    r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*|[\w-]*:[\w.-]*|[?$]?[\w-]+",
    re.DOTALL,
)


def _asks_elsewhere(sparql: str) -> bool:
    """Is SERVICE used as a keyword?  In strings, IRIs, comments, names and variables the word is harmless."""
    plain = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m[1], 16)), sparql)  # SPARQL reads these escapes anywhere
    return any(token.upper() == "SERVICE" for text in {sparql, plain} for token in _TOKEN.findall(text))


def _explain(sparql: str, message: str) -> str:
    """pyoxigraph's message as one short line with the place and the words found there."""
    found = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if found is None:
        return f"the query does not parse: {' '.join(message.split())[:200]}"
    line, column = int(found[1]), int(found[2])
    text = [*sparql.split("\n"), ""][line - 1]
    words = text[column - 1 :].strip()[:30]
    place = f"line {line}, column {column}" + (f", at {words!r}" if words else ", at its end")
    if "Prefix not found" in found[3]:
        prefix = re.search(r"([\w-]*):[^:\s]*\s*$", text[: column - 1])
        named = f"prefix {prefix[1]}: is" if prefix else "a prefix is"
        return f"the query does not parse ({place}): {named} not declared; known without are {', '.join(PREFIXES)}"
    if len(found[3]) > 150:  # the whole list of what a name may begin with helps nobody
        return f"the query does not parse ({place}): something else is expected here"
    return f"the query does not parse ({place}): {' '.join(found[3].split())}"


# ---------------------------------------------------------------- named questions


@dataclass(frozen=True, slots=True)
class Parameter:
    """A blank of a question: `type` is name (one of an entity's names, whole), text or number."""

    name: str
    type: str
    default: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named question: SPARQL with blanks ``$name``, titles in Chinese and English."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    body: str

    @property
    def compares(self) -> bool:
        """Does it ask one graph against another?"""
        return OTHER in self.body

    def sparql(self, /, **values: str | int) -> str:
        """The query with its blanks filled: with literals only, whatever the values hold.

        Raises
        ------
        QueryError
            a value for a blank that the question does not have, or text where a number is due.

        Examples
        --------
        >>> '"三亚市"@zh' in question("programmes-of-place").sparql(place="三亚市")
        True
        """
        known = {p.name: p for p in self.parameters}
        for name in values:
            if name not in known:
                raise QueryError(f"question {self.name} has no parameter {name}: it has {', '.join(known) or 'none'}")
        given = {name: str(values.get(name, p.default)) for name, p in known.items()}
        filled = {name: _fill(self.name, p, given[name]) for name, p in known.items()}
        body = "\n".join(line for line in self.body.split("\n") if not (when := _CONDITION.search(line)) or given[when[1]])
        return re.sub(r"\$(\w+)", lambda m: filled[m[1]], body)


def questions() -> list[Question]:
    """All named questions, by name."""
    return list(_library().values())


def question(name: str) -> Question:
    """The question of that name.

    Raises
    ------
    QueryError
        there is none; the message names the nearest.
    """
    found = _library().get(name)
    if found is None:
        near = difflib.get_close_matches(name, _library(), 3, 0.4)
        remedy = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(_library())}"
        raise QueryError(f"no question named {name!r}: {remedy}")
    return found


def ask(kg: KnowledgeGraph | pyoxigraph.Store, name: str, against: KnowledgeGraph | None = None, /, **values: str | int) -> Result:
    """The answer to a named question; blanks not given take their defaults.

    Parameters
    ----------
    kg
        the graph, or a store of it, as for `run`.
    name
        name of the question, see `questions`.
    against
        another graph, for a question that compares two.
    values
        its parameters.

    Raises
    ------
    QueryError
        no such question or parameter.

    Examples
    --------
    >>> from graph.knowledge import KnowledgeGraph
    >>> len(ask(KnowledgeGraph(), "craftsman-academies"))
    0
    """
    wanted = question(name)
    if wanted.compares and against is None:
        raise QueryError(f"question {name} compares two graphs: name the other one, `unionkg query --name {name} --against DIR`")
    return run(kg, wanted.sparql(**values), against)


_CONDITION = re.compile(r"# if (\w+)$")
"""Ends a line that counts only where the blank is filled."""
_TITLE = re.compile(r"# title (zh|en): (.+)")
_PARAMETER = re.compile(r"# parameter (\w+) (name|text|number) = ?(.*?) ?: (.+) / (.+)")


@cache
def _library() -> dict[str, Question]:
    return {path.stem: _read(path) for path in sorted(QUERIES.glob("*.rq"))}


def _read(path: Path) -> Question:
    titles: dict[str, str] = {}
    parameters, body = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if title := _TITLE.fullmatch(line):
            titles[title[1]] = title[2]
        elif parameter := _PARAMETER.fullmatch(line):
            parameters.append(Parameter(*parameter.groups()))
        elif line.startswith("#"):
            raise QueryError(f"{path}:{number}: neither '# title zh|en: …' nor '# parameter NAME name|text|number = DEFAULT : zh / en'")
        else:
            body.append(line)
    text = "\n".join(body)
    blanks = set(re.findall(r"\$(\w+)", text))
    if set(titles) != {"zh", "en"} or blanks != {p.name for p in parameters}:
        raise QueryError(f"{path}: needs a title in zh and en, and a parameter line for each $blank and no other")
    return Question(path.stem, titles["zh"], titles["en"], tuple(parameters), text)


def _fill(question: str, parameter: Parameter, value: str) -> str:
    if parameter.type == "name":
        return literal(value, "zh")
    if parameter.type == "text":
        return literal(value)
    if not re.fullmatch(r"\d{1,9}", value, re.ASCII):
        raise QueryError(f"question {question}: {parameter.name} is a whole number, not {value!r}")
    return value
