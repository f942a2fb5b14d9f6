"""Publish a graph to a server by the SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

import base64
import urllib.error
import urllib.parse
import urllib.request

from graph.errors import UsageError

TIMEOUT = 60
"""Seconds without an answer after which the server counts as gone."""


def push(data: bytes, url: str, *, into: str = "", merge: bool = False, user: str = "", password: str = "") -> int:
    """Send Turtle to a graph store; returns the HTTP status.

    Parameters
    ----------
    data
        the graph as Turtle.
    url
        the server's graph store address: …/store (Oxigraph), …/DATASET/data (Fuseki), …/sparql-graph-crud-auth (Virtuoso).
    into
        IRI of the named graph; empty: the default graph.
    merge
        add to what the graph holds (POST) instead of replacing it (PUT).
    user, password
        sent as HTTP basic authentication where `user` is given.

    Raises
    ------
    UsageError
        the address is no http(s) address, or the server refuses or does not answer.
    """
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{url}: not an http or https address; name the graph store of the server, such as http://localhost:7878/store")
    graph = "default" if not into else "graph=" + urllib.parse.quote(into, safe="")
    address = urllib.parse.urlunsplit(parts._replace(query="&".join(q for q in (parts.query, graph) if q), fragment=""))
    headers = {"Content-Type": "text/turtle; charset=utf-8", "User-Agent": "unionkg"}
    if user:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
    request = urllib.request.Request(address, data, headers, method="POST" if merge else "PUT")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as e:
        said = " ".join(e.read(200).decode("utf-8", "replace").split())
        why = f"{e.code} {e.reason}{': ' + said if said else ''}"
        raise UsageError(f"{url}: the server refuses, {why}; is it the address of its graph store?") from e
    except (OSError, ValueError) as e:  # URLError is an OSError
        raise UsageError(f"{url}: no answer ({getattr(e, 'reason', None) or e}); is the server running?") from e
