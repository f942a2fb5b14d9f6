"""Publishing to a real server (oxigraph serve): whole, by article, cut off and resumed; and to one that asks for passwords."""

from __future__ import annotations

import base64
import hashlib
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from factory import HOSTILE, hostile, sample

from graph import push as push_module
from graph.errors import UsageError
from graph.export.turtle import graphs, whole
from graph.identity import article_iri
from graph.knowledge import KnowledgeGraph
from graph.push import Record, Server, push


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push_module, "PATIENCE", (0.1, 0.2, 0.4, 0.8, 1.6, 3.0, 6.0))


class Oxigraph:
    """A server of one test, which may be killed and started again."""

    def __init__(self, folder: Path) -> None:
        program = Path(sys.executable).with_name("oxigraph")
        self.program = str(program) if program.exists() else shutil.which("oxigraph")
        if self.program is None:
            pytest.skip("oxigraph is not installed (extra dev)")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.url = folder, f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = [str(self.program), "serve", "--location", str(self.folder), "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def wait(self) -> None:
        for _ in range(300):
            try:
                urllib.request.urlopen(self.url, timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        pytest.fail("oxigraph does not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def count(self, pattern: str) -> int:
        query = urllib.request.Request(
            self.url + "/query", f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}".encode(),
            {"Content-Type": "application/sparql-query", "Accept": "text/csv"},
        )  # fmt: skip
        with urllib.request.urlopen(query, timeout=20) as answer:
            return int(answer.read().split()[1])


@pytest.fixture
def oxigraph(tmp_path: Path) -> Iterator[Oxigraph]:
    server = Oxigraph(tmp_path / "server")
    server.wait()
    yield server
    server.kill()


DEFAULT, NAMED = "?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"


@pytest.mark.parametrize("update", [False, True])
def test_a_graph_arrives_whole_in_pieces_and_twice_is_once(oxigraph: Oxigraph, monkeypatch: pytest.MonkeyPatch, update: bool) -> None:
    monkeypatch.setattr(push_module, "PIECE", 2000)
    kg = sample()
    server = Server(oxigraph.url + ("/update" if update else "/store"), update=update)
    for _ in range(2):
        push([("", whole(kg))], server)
        assert oxigraph.count(DEFAULT) == len(kg.rdf)
    push([("https://example.org/g", whole(kg))], server)
    assert oxigraph.count("GRAPH <https://example.org/g> { ?s ?p ?o }") == len(kg.rdf)


@pytest.mark.parametrize("update", [False, True])
def test_harmful_texts_stay_text(oxigraph: Oxigraph, update: bool) -> None:
    kg = hostile()
    push([("", whole(kg))], Server(oxigraph.url + ("/update" if update else "/store"), update=update))
    assert oxigraph.count(DEFAULT) == len(kg.rdf)
    assert oxigraph.count("?s a <https://w3id.org/unionkg/ns#Article>") == len(HOSTILE)


@pytest.mark.parametrize("update", [False, True])
def test_articles_are_replaced_taken_away_and_not_sent_again(oxigraph: Oxigraph, tmp_path: Path, update: bool) -> None:
    kg, record = sample(), tmp_path / "record"
    server = Server(oxigraph.url + ("/update" if update else "/store"), update=update)
    total = 1 + len(kg.articles)
    assert push(graphs(kg), server, done=Record(record)) == (total, 0)
    assert oxigraph.count("GRAPH ?g { ?g a <https://w3id.org/unionkg/ns#Article> }") == len(kg.articles)
    everything = oxigraph.count(DEFAULT) + oxigraph.count(NAMED)
    assert push(graphs(kg), server, done=Record(record)) == (0, total)
    push(graphs(kg), server)
    assert oxigraph.count(DEFAULT) + oxigraph.count(NAMED) == everything, "sent again without a record it is the same"
    gone = min(kg.articles)
    fewer = KnowledgeGraph.of(e for a, e in kg.extractions.items() if a != gone)
    sent, _ = push(graphs(fewer), server, done=Record(record))
    assert 1 <= sent <= 2, "what has gone, and the names if they have changed"
    assert oxigraph.count(f"GRAPH <{article_iri(gone)}> {{ ?s ?p ?o }}") == 0
    assert push(graphs(fewer), server, done=Record(record))[0] == 0


def test_a_server_killed_in_the_middle_and_started_again_gets_everything(oxigraph: Oxigraph, tmp_path: Path) -> None:
    kg = sample()
    parcels = [*graphs(kg)]
    waited = []

    def interrupted() -> Iterator[tuple[str, Any]]:
        for number, (graph, blocks) in enumerate((g, list(b)) for g, b in graphs(kg)):
            if number == 2:
                oxigraph.kill()
                again = threading.Timer(0.7, oxigraph.start)
                again.start()
                waited.append(again)
            yield graph, blocks

    assert push(interrupted(), Server(oxigraph.url + "/store"), done=Record(tmp_path / "record")) == (len(parcels), 0)
    waited[0].join()
    assert oxigraph.count("GRAPH ?g { ?g a <https://w3id.org/unionkg/ns#Article> }") == len(kg.articles)


def test_what_was_cut_off_goes_on_where_it_was(oxigraph: Oxigraph, tmp_path: Path) -> None:
    kg, record = sample(), tmp_path / "record"

    def cut() -> Iterator[tuple[str, Any]]:
        for number, parcel in enumerate(graphs(kg)):
            if number == 2:
                raise KeyboardInterrupt
            yield parcel

    server = Server(oxigraph.url + "/store")
    with pytest.raises(KeyboardInterrupt):
        push(cut(), server, done=Record(record))
    record.write_text(record.read_text() + '["half a li')
    assert push(graphs(kg), server, done=Record(record)) == (1 + len(kg.articles) - 2, 2)


# ---------------------------------------------------------------- servers that refuse, ask and redirect


class Guarded(BaseHTTPRequestHandler):
    """/digest and /basic ask who comes, /busy is overloaded twice, /moved leads elsewhere, /never is always overloaded."""

    seen: ClassVar[list[tuple[str, str]]] = []

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        given = self.headers.get("Authorization", "")
        self.seen.append((self.path, given))
        before = sum(path == self.path for path, _ in self.seen)
        if self.path.startswith("/digest") and not self._knows(given):
            self.send_response(401)
            if not given:  # as Virtuoso: who comes with something else is not told what it wants
                self.send_header("WWW-Authenticate", 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5')
        elif self.path.startswith("/basic") and given != "Basic bWU6c2VjcmV0":
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="r"')
        elif self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        else:
            self.send_response(503 if self.path.startswith("/never") or (self.path.startswith("/busy") and before < 3) else 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_PUT

    def _knows(self, given: str) -> bool:
        fields = dict(f.strip().split("=", 1) for f in given.removeprefix("Digest ").split(",") if "=" in f)
        said = {k: v.strip('"') for k, v in fields.items()}
        if not given.startswith("Digest "):
            return False

        def md5(text: str) -> str:
            return hashlib.md5(text.encode()).hexdigest()

        answer = (md5("me:r:secret"), "n", said["nc"], said["cnonce"], said["qop"], md5(f"PUT:{said['uri']}"))
        return said["response"] == md5(":".join(answer))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def guarded() -> Iterator[ThreadingHTTPServer]:
    Guarded.seen = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Guarded) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield http
        http.shutdown()
        thread.join()


def address(http: ThreadingHTTPServer, path: str) -> str:
    return f"http://127.0.0.1:{http.server_port}/{path}"


def test_digest_is_given_where_it_is_asked_for(guarded: ThreadingHTTPServer) -> None:
    push([("", ["<a:b> a <c:d> .\n"])], Server(address(guarded, "digest"), user="me", password="secret"))
    with pytest.raises(UsageError, match="401") as error:
        push([("", ["<a:b> a <c:d> .\n"])], Server(address(guarded, "digest"), user="me", password="wr0ng"))
    assert "wr0ng" not in str(error.value)


def test_basic_is_given_where_it_is_asked_for_and_from_then_on(guarded: ThreadingHTTPServer) -> None:
    server = Server(address(guarded, "basic"), user="me", password="secret")
    push([("", ["<a:b> a <c:d> .\n"]), ("https://example.org/g", [])], server)
    given = "Basic " + base64.b64encode(b"me:secret").decode()
    assert [authorization for _, authorization in Guarded.seen] == ["", given, given]
    Guarded.seen.clear()
    with pytest.raises(UsageError, match="401") as error:
        push([("", [])], Server(address(guarded, "basic"), user="me", password="wr0ng"))
    assert len(Guarded.seen) == 2
    assert "wr0ng" not in str(error.value)


def test_an_overloaded_server_is_asked_again(guarded: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    push([("", [])], Server(address(guarded, "busy")))
    assert len(Guarded.seen) == 3
    monkeypatch.setattr(push_module, "PATIENCE", (0.01, 0.01))
    with pytest.raises(UsageError, match="503"):
        push([("", [])], Server(address(guarded, "never")))
    assert len(Guarded.seen) == 6


def test_nothing_is_sent_to_where_a_server_points(guarded: ThreadingHTTPServer) -> None:
    with pytest.raises(UsageError, match=r"302.*it has moved"):
        push([("", [])], Server(address(guarded, "moved"), user="me", password="secret"))
    assert len(Guarded.seen) == 1


def test_addresses_with_passwords_are_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as error:
        Server("https://me:secret@example.org/store")
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_certificate_of_nobody_is_not_believed(tmp_path: Path) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    command = f"{openssl} req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with ThreadingHTTPServer(("127.0.0.1", 0), Guarded) as http:
        http.handle_error = lambda *_: None  # type: ignore[method-assign]
        http.socket = context.wrap_socket(http.socket, server_side=True)
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        try:
            with pytest.raises(UsageError, match=r"(?i)certificate") as error:
                push([("", [])], Server(f"https://localhost:{http.server_port}/store"))
            assert "\n" not in str(error.value)
        finally:
            http.shutdown()
            thread.join()
