"""The command `unionkg`: arguments in, exit status out.

Exit status 0: done; 1: done, but inputs were rejected or checks failed; 2: wrong use.  Nothing heavy is imported before the
arguments are known to be right.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from graph import __version__
from graph.errors import UnionkgError
from graph.review import KINDS, LOW
from graph.terminal import complain, internal_error, relax_collector, speak

EPILOG = "exit status: 0 done, 1 done but inputs were rejected or checks failed, 2 wrong use"


class Parser(argparse.ArgumentParser):
    """Errors are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """The command's arguments; `func` of the result names a function of `graph.commands`."""
    top = Parser(prog="unionkg", description="From Chinese trade-union news to a knowledge graph, offline.", epilog=EPILOG)
    top.add_argument("--version", action="version", version=f"unionkg {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".", epilog=EPILOG, allow_abbrev=False)
        sub.set_defaults(func=name)
        sub.add_argument("-o", "--out", metavar="DIR", default="out", help="the output folder (default: out)")
        return sub

    build = command("build", "build the graph of texts into DIR, in place of what it holds")
    build.add_argument("paths", metavar="PATH", nargs="*", help="files, folders or - (stdin); default: the bundled corpus")
    _how(build)

    add = command("add", "add documents to DIR; only what is new or changed is read")
    add.add_argument("paths", metavar="PATH", nargs="+", help="files, folders or - (stdin)")
    _how(add)

    remove = command("remove", "take documents out of DIR")
    remove.add_argument("paths", metavar="PATH", nargs="+", help="files or folders as they were added, - (stdin), or names of documents")
    _profile(remove)

    command("refresh", "write those outputs of DIR that are behind its store")

    show = command("show", "show one entity: names, facts, figures, each with its sentence and place in the text")
    show.add_argument("name", metavar="NAME", help="a name or IRI; part of a name lists what holds it")
    show.add_argument("--full", action="store_true", help="whole sentences")

    query = command("query", "ask in SPARQL, or ask a named question")
    query.add_argument("sparql", metavar="SPARQL", nargs="?", help="a SPARQL 1.1 query; - reads it from stdin")
    query.add_argument("--name", metavar="Q", help="a named question; --list shows them")
    query.add_argument("--param", metavar="K=V", action="append", default=[], help="a value for a blank of the question")
    query.add_argument("--as-of", metavar="DATE", default="", help="ask the graph as it stood at a year, month or day (2023, 2023-06)")
    query.add_argument("--against", metavar="DIR", help="a folder with another graph, for questions that compare two")
    query.add_argument("--list", action="store_true", help="list the named questions and their blanks")
    query.add_argument("--format", choices=("table", "csv", "json"), default="table", help="form of the answer (default: table)")

    export = command("export", "write the graph in another format")
    formats = "turtle, turtle12 (RDF 1.2), trig, nquads, jsonld, graphml, gexf, csv (Neo4j), parquet"
    export.add_argument("format", metavar="FORMAT", help=f"{formats}, or a file ending such as ttl")
    export.add_argument("file", metavar="FILE", nargs="?", help="default: DIR/graph.EXT; csv and parquet are folders, or one .zip")

    command("validate", "check DIR against the SHACL shapes")

    evaluate = command("evaluate", "precision, recall and F1 of DIR against gold graphs")
    evaluate.add_argument("gold", metavar="GOLD", nargs="+", help="gold graphs (JSON), or folders of them")
    evaluate.add_argument("--misses", action="store_true", help="list what was missed (-) and what was too much (+)")
    evaluate.add_argument("--json", action="store_true", help="numbers as JSON")

    review = command("review", "list doubtful facts and names, take answers, and bring DIR up to date with them")
    review.add_argument("--kind", metavar="K", action="append", choices=KINDS, help=f"only these doubts: {', '.join(KINDS)}")
    review.add_argument("--below", metavar="P", type=float, default=LOW, help=f"facts of less confidence are doubtful (default: {LOW})")
    review.add_argument("--limit", metavar="N", type=int, help="only the first N doubts")
    review.add_argument("--list", action="store_true", help="only list them, on a terminal too")
    review.add_argument("--csv", metavar="FILE", nargs="?", const="-", help="write them as a sheet to fill in (default: to stdout)")
    review.add_argument("--apply", metavar="FILE", help="take the answers of a filled-in sheet")
    review.add_argument("--accept", metavar="ID", action="append", default=[], help="what ID says is right")
    review.add_argument("--reject", metavar="ID", action="append", default=[], help="what ID says is wrong")
    review.add_argument("--same", metavar=("A", "B"), nargs=2, action="append", default=[], help="A is the same as B, under B's name")
    review.add_argument("--never", metavar=("A", "B"), nargs=2, action="append", default=[], help="A and B are never one thing")
    _profile(review)

    report = command("report", "say what was not believed and why, which sentences yielded nothing, and what review did")
    report.add_argument("--examples", metavar="N", type=int, default=3, help="show so many of each (default: 3)")

    push = command("push", "publish DIR to a server, by the SPARQL 1.1 Graph Store Protocol or SPARQL 1.1 Update")
    push.add_argument("url", metavar="URL", help="the server's graph store, such as http://localhost:7878/store")
    push.add_argument("--update", action="store_true", help="URL takes SPARQL Update, such as http://localhost:7878/update")
    push.add_argument("--by-article", action="store_true", help="each article in its named graph; what has arrived is not sent again")
    push.add_argument("--again", action="store_true", help="with --by-article: send all, whatever has arrived")
    push.add_argument("--graph", metavar="IRI", default="", help="named graph (default: the default graph)")
    push.add_argument("--merge", action="store_true", help="add to what the graph holds instead of replacing it")
    push.add_argument("--user", metavar="NAME", default="", help="HTTP basic or digest authentication; UNIONKG_PASSWORD holds the password")

    command("view", "open the page of DIR")
    return top


def _how(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--register", metavar="FILE", help="answers of review to obey from now on (default: DIR/register.csv)")
    sub.add_argument("--workers", metavar="N", type=int, help="processes (default: one a core, fewer for little text)")
    sub.add_argument("--engine", choices=("local", "dask"), default="local", help="where they run (default: local)")
    sub.add_argument("--scheduler", metavar="URL", default="", help="with --engine dask: a cluster's scheduler, such as tcp://host:8786")
    sub.add_argument("--column", metavar="ROLE=NAME", action="append", default=[], help="column of a table for title, date, body …")
    sub.add_argument("--limit", metavar="NAME=N", action="append", default=[], help="change a limit: size=100M, seconds=60 …")
    _profile(sub)


def _profile(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--profile", action="store_true", help="print seconds, items and bytes of each stage")


class Terminated(KeyboardInterrupt):
    """SIGTERM: what is half written is taken away, as when a person interrupts."""


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    relax_collector()
    for stream in (sys.stdout, sys.stderr):
        speak(stream)
    with suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGTERM, _terminate)
    try:
        args = parser().parse_args(arguments)
        from graph import commands

        status = int(getattr(commands, args.func)(args))
        sys.stdout.flush()
        return status
    except UnionkgError as e:
        return complain(str(e))
    except KeyError as e:
        return complain(str(e.args[0]) if e.args else "not found")
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Terminated:
        complain("terminated; no file is half written, and a build that is started again goes on from here")
        return 143
    except KeyboardInterrupt:
        complain("interrupted; no file is half written, and a build that is started again goes on from here")
        return 130
    except MemoryError:
        return complain("out of memory; use fewer --workers or smaller files")
    except Exception as e:  # a bug: still one line, with the place
        return complain(internal_error(e))
