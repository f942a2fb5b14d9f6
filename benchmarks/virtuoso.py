"""Publishing to Virtuoso: seconds to push the bundled corpus by either protocol, and whether every triple arrives.

    python benchmarks/virtuoso.py

Starts Virtuoso 7 in a temporary folder, on ports of its own, and stops it again; nothing of one that runs already is touched.  Both
addresses ask for digest authentication.  Seconds are those on the wall of the whole command `unionkg push`, reading the store included.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph

PROGRAM = "virtuoso-t"
PACKAGE = "virtuoso-opensource-7"
PATIENCE = 180
"""Seconds that the server may take to make its database and answer."""
SETTINGS = """[Database]
DatabaseFile = {home}/virtuoso.db
ErrorLogFile = {home}/virtuoso.log
LockFile = {home}/virtuoso.lck
TransactionFile = {home}/virtuoso.trx
xa_persistent_file = {home}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {home}/temporary.db
TransactionFile = {home}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 20000
DirsAllowed = {home}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {home}
[SPARQL]
ResultSetMaxRows = 10000
"""
GRAPH = "https://example.org/{}"


def main() -> int:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    if shutil.which(PROGRAM) is None:
        print(f"{PROGRAM} is not installed; `apt-get install {PACKAGE}` on Debian brings it")
        return 1
    with tempfile.TemporaryDirectory() as name:
        out = Path(name) / "out"
        _unionkg("build", "-o", str(out))
        triples = sum(1 for _ in pyoxigraph.parse(path=out / "graph.ttl"))
        _unionkg("export", "nquads", "-o", str(out))
        quads = sum(1 for _ in pyoxigraph.parse(path=out / "graph.nq"))
        with _server(Path(name) / "server") as url:
            print(f"{triples} triples, {quads} with the article of each\n\n| push | seconds | counted there |\n| --- | --- | --- |")
            arrived = [
                _push(url, out, "Graph Store Protocol", "sparql-graph-crud-auth"),
                _push(url, out, "the same again, replacing", "sparql-graph-crud-auth", name="Graph Store Protocol"),
                _push(url, out, "SPARQL Update", "sparql-auth", "--update"),
                _push(url, out, "Graph Store Protocol, by article", "sparql-graph-crud-auth", "--by-article"),
                _push(url, out, "the same again, nothing changed", "sparql-graph-crud-auth", "--by-article"),
            ]
    return 0 if arrived == [triples] * 3 + [quads] * 2 else 1


def _push(url: str, out: Path, title: str, place: str, *options: str, name: str = "") -> int:
    """Push into a named graph of this name (with the articles beside it); returns how many triples are there then."""
    graph = GRAPH.format(urllib.parse.quote(name or title))
    began = time.perf_counter()
    _unionkg("push", f"{url}/{place}", "--user", "dba", "--graph", graph, "-o", str(out), *options)
    seconds = time.perf_counter() - began
    pattern = "GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'https://w3id.org/unionkg/') || ?g = <%s>)"
    count = _count(url, pattern % graph if "--by-article" in options else f"GRAPH <{graph}> {{ ?s ?p ?o }}")
    print(f"| {title} | {seconds:.1f} | {count} |", flush=True)
    return count


def _unionkg(*arguments: str) -> None:
    environment = {**os.environ, "UNIONKG_PASSWORD": "dba"}  # that of a fresh Virtuoso, which only this machine reaches
    done = subprocess.run([sys.executable, "-m", "graph", *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode > 1 or (arguments[0] == "push" and done.returncode):
        raise SystemExit(done.stderr.strip())


def _count(url: str, pattern: str) -> int:
    query = urllib.parse.urlencode({"query": f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}", "format": "text/csv"})
    with urllib.request.urlopen(f"{url}/sparql?{query}", timeout=60) as answer:
        return int(answer.read().split()[1])


@contextmanager
def _server(home: Path) -> Iterator[str]:
    home.mkdir()
    ports = {"sql": _free(), "http": _free()}
    (home / "virtuoso.ini").write_text(SETTINGS.format(home=home, **ports), encoding="utf-8")
    url = f"http://127.0.0.1:{ports['http']}"
    command = [PROGRAM, "+foreground", "+configfile", str(home / "virtuoso.ini")]
    with subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(url, process, home)
            yield url
        finally:
            process.terminate()


def _wait(url: str, process: subprocess.Popen[bytes], home: Path) -> None:
    for _ in range(PATIENCE * 2):
        try:
            urllib.request.urlopen(f"{url}/sparql?query=ASK%20%7B%7D", timeout=10).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.5)
    log = home / "virtuoso.log"
    raise SystemExit("virtuoso does not start: " + (log.read_text(errors="replace").strip().split("\n")[-1] if log.exists() else "no log"))


def _free() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
