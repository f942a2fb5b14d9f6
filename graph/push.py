"""Publish a graph to a server: by the SPARQL 1.1 Graph Store HTTP Protocol, or by SPARQL 1.1 Update.

A graph goes in parcels, one named graph each, and a large parcel in pieces: the first replaces what the named graph held, the others
add to it.  So whatever is cut off may simply be sent again.  A record of what has arrived tells where to go on.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from graph.errors import StoreError, UsageError
from graph.ontology.namespaces import PREFIXES

TIMEOUT = 60
"""Seconds without an answer after which the server counts as gone."""
PATIENCE = (0.2, 0.5, 1, 2, 4, 8, 15)
"""Seconds to wait before each new attempt, where the server is gone or overloaded."""
PIECE = 500_000
"""Characters that are sent at once."""

_LATER = (408, 429, 500, 502, 503, 504)
"""Statuses after which the same request may succeed."""

Parcel = tuple[str, Iterable[str]]
"""(IRI of a named graph or an empty string for the default one, its blocks of Turtle without prefixes)."""


class Server:
    """Where a graph is published.

    Parameters
    ----------
    url
        the graph store (…/store of Oxigraph, …/DATASET/data of Fuseki, …/sparql-graph-crud-auth of Virtuoso), or with `update` the
        address for SPARQL Update (…/update, …/DATASET/update, …/sparql-auth).
    user, password
        for HTTP digest or basic authentication, whichever the server asks for.  They go to this address only, and only where it
        asks, and into no message.

    Raises
    ------
    UsageError
        the address is no http(s) address, or holds a password.
    """

    def __init__(self, url: str, *, update: bool = False, user: str = "", password: str = "") -> None:
        parts = urllib.parse.urlsplit(url)
        if "@" in parts.netloc:
            raise UsageError("an address with a password in it ends up in logs; give --user, and UNIONKG_PASSWORD in the environment")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{url}: not an http or https address; name the graph store of the server, such as http://localhost:7878/store")
        self.url, self.update, self._parts = url, update, parts
        handlers: list[urllib.request.BaseHandler] = [_NoRedirect()]
        self._headers = {"User-Agent": "unionkg"}
        self._basic = ""
        if user:
            passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, url, user, password)
            handlers.append(urllib.request.HTTPDigestAuthHandler(passwords))
            self._basic = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
        self._open = urllib.request.build_opener(*handlers).open  # certificates are checked, as urllib does by default

    def put(self, graph: str, blocks: str, replace: bool) -> None:
        """Write blocks of Turtle into a named graph, in place of what it holds or besides."""
        if self.update:
            target = f"GRAPH <{graph}>" if graph else "DEFAULT"
            clear = f"DROP SILENT {target} ;\n" if replace else ""
            data = f"GRAPH <{graph}> {{\n{blocks}}}" if graph else blocks
            prefixes = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in sorted(PREFIXES))
            self._send("POST", self.url, f"{prefixes}{clear}INSERT DATA {{\n{data}}}\n", "application/sparql-update")
        else:
            prefixes = "".join(f"@prefix {p}: <{PREFIXES[p]}> .\n" for p in sorted(PREFIXES))
            self._send("PUT" if replace else "POST", self._address(graph), prefixes + blocks, "text/turtle")

    def delete(self, graph: str) -> None:
        """Take a named graph away, if it is there."""
        if self.update:
            self._send("POST", self.url, f"DROP SILENT GRAPH <{graph}>", "application/sparql-update")
        else:
            self._send("DELETE", self._address(graph), "", "text/turtle", fine=(404,))

    def _address(self, graph: str) -> str:
        which = "default" if not graph else "graph=" + urllib.parse.quote(graph, safe="")
        return urllib.parse.urlunsplit(self._parts._replace(query="&".join(q for q in (self._parts.query, which) if q), fragment=""))

    def _send(self, method: str, address: str, text: str, kind: str, fine: tuple[int, ...] = ()) -> None:
        headers = self._headers | {"Content-Type": f"{kind}; charset=utf-8"}
        for wait in (*PATIENCE, None):
            request = urllib.request.Request(address, text.encode("utf-8"), headers, method=method)
            try:
                with self._open(request, timeout=TIMEOUT):
                    return
            except urllib.error.HTTPError as e:
                with e:
                    if e.code in fine:
                        return
                    if e.code == 401 and self._basic not in ("", self._headers.get("Authorization")) and not _asks_digest(e):
                        self._headers["Authorization"] = self._basic  # only now: Virtuoso refuses whoever comes with it unasked
                        self._send(method, address, text, kind, fine)
                        return
                    if wait is None or e.code not in _LATER:
                        raise UsageError(f"{self.url}: the server refuses, {_said(e)}; {_remedy(e.code)}") from None
                    asked = e.headers.get("Retry-After", "")
                    wait = max(wait, min(float(asked), PATIENCE[-1])) if asked.isdecimal() else wait
            except (OSError, ValueError) as e:  # URLError is an OSError
                reason = getattr(e, "reason", None) or e
                if wait is None or "CERTIFICATE" in str(reason):
                    raise UsageError(f"{self.url}: no answer ({reason}); is the server running, and its certificate good?") from None
            time.sleep(wait)


def push(parcels: Iterable[Parcel], server: Server, *, merge: bool = False, done: Record | None = None) -> tuple[int, int]:
    """Send parcels to a server.

    Parameters
    ----------
    merge
        add to what the named graphs hold instead of replacing it.
    done
        what arrived before: a parcel that has not changed since is not sent again, and one that is no more is taken away.

    Returns
    -------
    tuple
        (parcels sent or taken away, parcels that were there already).

    Raises
    ------
    UsageError
        the server refuses, or does not answer for half a minute.
    """
    known = done.known if done is not None else {}
    sent = kept = 0
    gone = set(known)
    for graph, blocks in parcels:
        gone.discard(graph)
        if done is None:
            pieces: Iterable[str] = _pieces(blocks)
            digest = ""
        else:
            pieces = list(_pieces(blocks))
            digest = _digest(pieces)
            if known.get(graph) == digest:
                kept += 1
                continue
        for number, piece in enumerate(pieces):
            server.put(graph, piece, replace=number == 0 and not merge)
        sent += 1
        if done is not None:
            done.note(graph, digest)
    for graph in sorted(gone):
        server.delete(graph)
        sent += 1
        if done is not None:
            done.note(graph, "")
    return sent, kept


class Record:
    """Which named graphs have arrived at a server, each with the digest of what it holds; kept in a file, a line a parcel.

    Parameters
    ----------
    path
        the file; it comes into being with the first parcel.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.known: dict[str, str] = {}
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                try:
                    graph, digest = json.loads(line)
                except ValueError:  # cut off in the middle of a line
                    continue
                self.known[graph] = digest
        self.known = {g: d for g, d in self.known.items() if d}

    def note(self, graph: str, digest: str) -> None:
        """A parcel has arrived, or (an empty digest) has been taken away."""
        self.known[graph] = digest
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([graph, digest]) + "\n")
        except OSError as e:
            raise StoreError(f"{self._path}: cannot be written ({e.strerror}); free space there and push again") from e

    def forget(self) -> None:
        """Nothing has arrived, as far as we know."""
        self.known.clear()
        self._path.unlink(missing_ok=True)


def record_name(url: str) -> str:
    """Name of the file that keeps the record of a server; the address itself is not written down."""
    return f"pushed-{hashlib.sha256(url.encode()).hexdigest()[:16]}.jsonl"


def _pieces(blocks: Iterable[str]) -> Iterator[str]:
    """The blocks joined to pieces of a size that a server takes; one empty piece where there is no block."""
    waiting: list[str] = []
    size = 0
    any_yet = False
    for block in blocks:
        if waiting and size + len(block) > PIECE:
            yield "".join(waiting)
            waiting, size, any_yet = [], 0, True
        waiting.append(block)
        size += len(block)
    if waiting or not any_yet:
        yield "".join(waiting)


def _digest(pieces: list[str]) -> str:
    hashed = hashlib.sha256()
    for piece in pieces:
        hashed.update(piece.encode("utf-8"))
    return hashed.hexdigest()[:20]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A name and password are for the address that was given: nothing is sent elsewhere."""

    def redirect_request(self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str) -> None:
        return None


def _said(e: urllib.error.HTTPError) -> str:
    said = " ".join(e.read(200).decode("utf-8", "replace").split())
    return f"{e.code} {e.reason}{': ' + said if said else ''}"


def _asks_digest(e: urllib.error.HTTPError) -> bool:
    return (e.headers.get("WWW-Authenticate") or "").lower().startswith("digest")


def _remedy(code: int) -> str:
    if code in (401, 403):
        return "give --user, and UNIONKG_PASSWORD in the environment, of somebody who may write there"
    if 300 <= code < 400:
        return "it has moved; name the new address"
    return "is it the address of its graph store (or of SPARQL Update, with --update)?"
