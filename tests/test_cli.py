"""The command: exit statuses, one-line errors, and what each command prints."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from conftest import ROOT, TEXTS
from factory import Story

import graph
from graph import commands
from graph.cli import main, parser
from graph.store import Store
from graph.terminal import Bar

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """main() in this process: run("show", "三亚") → (exit status, stdout, stderr)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            status = main([str(a) for a in arguments])
        except SystemExit as e:
            status = int(e.code or 0)
        said = capsys.readouterr()
        return status, said.out, said.err

    return call


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the small texts are built."""
    home = tmp_path_factory.mktemp("cli")
    (home / "texts").mkdir()
    for name, text in TEXTS.items():
        (home / "texts" / name).write_text(text, encoding="utf-8")
    assert main(["build", str(home / "texts"), "-o", str(home / "out")]) == 0
    return home / "out"


def one_line(err: str) -> bool:
    return err.startswith("unionkg") and err.count("\n") == 1 and "Traceback" not in err


def subcommands() -> dict[str, Any]:
    (choices,) = (a.choices for a in parser()._actions if isinstance(a.choices, dict))
    return dict(choices)


# ---------------------------------------------------------------- every command


@pytest.mark.parametrize("name", subcommands())
def test_every_command_has_help_a_function_and_a_place_in_the_readme(run: Run, name: str) -> None:
    status, text, _ = run(name, "--help")
    assert status == 0
    assert "-o" in text
    assert "exit status" in text
    assert callable(getattr(commands, name))
    assert all(a.help for a in subcommands()[name]._actions)
    assert f"unionkg {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_contract_of_names() -> None:
    wanted = {"build", "add", "remove", "show", "query", "export", "validate", "evaluate", "push", "view"}
    assert wanted <= set(subcommands())


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nonsense",),
        ("build", "--nonsense"),
        ("build", "--workers", "many"),
        ("build", "--workers", "0", "TEXTS"),
        ("build", "--engine", "abacus"),
        ("build", "--engine", "local", "--scheduler", "tcp://127.0.0.1:9", "TEXTS"),
        ("build", "missing.txt"),
        ("add", "-o", "OUT"),
        ("remove", "-o", "OUT", "missing.txt"),
        ("show", "-o", "OUT"),
        ("show", "-o", "OUT", "没有这个名字"),
        ("query", "-o", "OUT"),
        ("query", "-o", "OUT", "SELECT nonsense"),
        ("query", "-o", "OUT", "SELECT * WHERE { ?s ?p ?o }", "--name", "articles"),
        ("query", "-o", "OUT", "SELECT * WHERE { ?s ?p ?o }", "--param", "a=b"),
        ("query", "-o", "OUT", "--name", "nonsense"),
        ("query", "-o", "OUT", "--name", "articles", "--param", "word"),
        ("query", "-o", "OUT", "--name", "articles", "--param", "nonsense=1"),
        ("query", "-o", "OUT", "--format", "pdf", "ASK {}"),
        ("export", "pdf", "-o", "OUT"),
        ("evaluate", "missing.json", "-o", "OUT"),
        ("push", "ftp://example.org/", "-o", "OUT"),
        ("push", "file:///etc/passwd", "-o", "OUT"),
        ("push", "http://127.0.0.1:9/store", "-o", "OUT"),
    ],
)
def test_wrong_use_is_status_2_and_one_line(run: Run, out: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    places = {"OUT": str(out), "TEXTS": str(out.parent / "texts")}
    more = [] if not arguments or "OUT" in arguments else ["-o", str(tmp_path / "out")]
    status, _, err = run(*(places.get(a, a) for a in arguments), *more)
    assert status == 2
    assert one_line(err), err


@pytest.mark.parametrize("name", sorted(set(subcommands()) - {"build"}))
def test_a_folder_without_graph_is_one_line_that_says_what_to_do(run: Run, tmp_path: Path, name: str) -> None:
    gold = tmp_path / "gold.json"
    gold.write_text('{"doc": "x", "articles": []}')
    more = {
        "add": ["x"], "remove": ["x"], "show": ["x"], "query": ["ASK {}"], "export": ["ttl"], "evaluate": [str(gold)],
        "push": ["http://localhost/"],
    }  # fmt: skip
    status, _, err = run(name, *more.get(name, ()), "-o", tmp_path)
    assert status == 2
    assert one_line(err), err
    assert "unionkg build" in err


def test_a_bug_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(args: object) -> int:
        raise ZeroDivisionError("a\nb")

    monkeypatch.setattr(commands, "view", broken)
    status, _, err = run("view")
    assert status == 2
    assert one_line(err)
    assert "internal error at cli.py:" in err


# ---------------------------------------------------------------- build, add, remove


def test_build_writes_what_the_contract_names(out: Path) -> None:
    assert {p.name for p in out.iterdir()} == {"graph.ttl", "graph.html", "graph.graphml", "report.json", "store"}
    assert not list(out.rglob("*.tmp*"))
    import rdflib

    assert len(rdflib.Graph().parse(out / "graph.ttl")) > 100


def test_the_report_counts_and_explains(out: Path) -> None:
    report = json.loads((out / "report.json").read_bytes())
    kg = graph.load(out)
    assert report["counts"]["documents"] == len(TEXTS)
    assert report["counts"]["entities"] == len(kg) == sum(report["counts"]["entities_by_type"].values())
    assert report["counts"]["facts"] == len(kg.facts()) == sum(report["counts"]["facts_by_relation"].values())
    assert report["counts"]["silent"] == len(report["silent"])
    assert report["counts"]["rejected"] == len(report["rejected"])
    assert all(r["reason"] for r in report["rejected"])
    assert {"decode", "read", "tag", "find", "link", "relate", "write graph.ttl"} <= set(report["seconds"])
    for silent in report["silent"]:
        assert TEXTS[silent["document"]][silent["start"] : silent["end"]] == silent["exact"]


def test_rejected_inputs_are_status_1_one_line_each_and_the_rest_is_built(run: Run, tmp_path: Path, texts: Path) -> None:
    (texts / "empty.txt").write_text("")
    (texts / "binary.txt").write_bytes(b"\0\1\2")
    status, said, err = run("build", texts, "-o", tmp_path / "out")
    assert status == 1
    assert "3 documents read" in said
    lines = err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"unionkg: {texts / 'binary.txt'}: byte 0 is NUL")
    assert lines[1].startswith(f"unionkg: {texts / 'empty.txt'}: empty")
    report = json.loads((tmp_path / "out" / "report.json").read_bytes())
    assert [Path(f["file"]).name for f in report["faults"]] == ["binary.txt", "empty.txt"]


def test_nothing_readable_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    status, said, err = run("build", tmp_path / "empty.txt", "-o", tmp_path / "out")
    assert status == 1
    assert one_line(err)
    assert "nothing done" in said
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_cannot_be_written(run: Run, tmp_path: Path, texts: Path) -> None:
    (tmp_path / "file").write_text("")
    status, _, err = run("build", texts, "-o", tmp_path / "file")
    assert status == 2
    assert one_line(err)
    assert "choose another" in err


def test_add_and_remove(run: Run, tmp_path: Path, texts: Path) -> None:
    out = tmp_path / "out"
    assert run("build", texts / "sanya.txt", "-o", out)[0] == 0
    first = (out / "graph.ttl").read_bytes()
    assert "2 documents read" in run("add", texts, "-o", out)[1]
    assert {a.document for a in graph.load(out).articles.values()} == set(TEXTS)
    status, said, err = run("remove", texts / "zhuhai.txt", texts / "heping.txt", "nonsense", "-o", out)
    assert status == 1
    assert "2 documents removed" in said
    assert one_line(err)
    assert (out / "graph.ttl").read_bytes() == first


def test_add_refuses_what_another_version_made(run: Run, tmp_path: Path, texts: Path) -> None:
    out = tmp_path / "out"
    run("build", texts / "sanya.txt", "-o", out)
    Store.open(out).set_meta("version", "0.0.0")
    status, _, err = run("add", texts, "-o", out)
    assert status == 2
    assert one_line(err)
    assert "build it again" in err


def test_standard_input(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def give(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    give(TEXTS["sanya.txt"])
    assert run("build", "-", "-o", tmp_path)[0] == 0
    give(TEXTS["zhuhai.txt"])
    assert run("add", "-", "-o", tmp_path)[0] == 0
    assert {a.document for a in graph.load(tmp_path).articles.values()} == {"stdin"}
    assert len({a.digest for a in graph.load(tmp_path).articles.values()}) == 2
    give(TEXTS["sanya.txt"])
    assert "1 documents removed" in run("remove", "-", "-o", tmp_path)[1]


def test_profile_prints_seconds_items_and_bytes_of_each_stage(run: Run, tmp_path: Path, texts: Path) -> None:
    _, _, err = run("build", texts, "-o", tmp_path / "out", "--profile")
    assert re.search(r"^tag +\d+\.\d{3} +[1-9]\d* +[1-9]\d*$", err, re.MULTILINE)


# ---------------------------------------------------------------- show, query, export, evaluate, view


def test_show_prints_each_fact_with_its_sentence_and_place(run: Run, out: Path) -> None:
    status, said, _ = run("show", "三亚市总工会", "-o", out)
    assert status == 0
    assert said.startswith("三亚市总工会  [Union · 460200]\n")
    places = re.findall(r"^      (\S+\.txt):(\d+)-(\d+) \S+: (.*)$", said, re.MULTILINE)
    assert places
    for name, start, end, words in places:
        assert "".join(TEXTS[name][int(start) : int(end)].split()).startswith("".join(words.rstrip("…").split()))


def test_show_lists_what_has_the_name_in_part(run: Run, out: Path) -> None:
    status, said, _ = run("show", "总工会", "-o", out)
    assert status == 0
    assert "三亚市总工会  [Union]" in said
    assert "珠海市总工会  [Union]" in said


def test_show_names_others_of_the_same_name(run: Run, tmp_path: Path) -> None:
    story = Story("天津市和平区和沈阳市和平区都有工匠学院。")
    for scope in ("120101", "210102"):
        story.entity("Program", "和平工匠学院", scope=scope)
    store = Store.create(tmp_path)
    digest = story.extraction.article.digest
    store.put(digest, [story.extraction], "page.txt")
    store.install()
    status, said, _ = run("show", "和平工匠学院", "-o", tmp_path)
    assert status == 0
    shown, other = re.findall(r"https://\S+", said)
    assert {shown.split("/")[-2], other.split("/")[-2]} == {"120101", "210102"}
    assert other in run("show", other, "-o", tmp_path)[1].splitlines()[1]


def test_query_forms(run: Run, out: Path) -> None:
    question = "SELECT ?name WHERE { ?u a ukg:Union ; skos:prefLabel ?name } ORDER BY ?name"
    assert "三亚市总工会\n" in run("query", question, "-o", out, "--format", "csv")[1]
    answer = json.loads(run("query", question, "-o", out, "--format", "json")[1])
    assert {"三亚市总工会", "珠海市总工会"} <= {b["name"]["value"] for b in answer["results"]["bindings"]}
    assert run("query", question, "-o", out)[1].startswith("name\n──")


def test_named_questions(run: Run, out: Path) -> None:
    listed = run("query", "--list", "-o", out)[1]
    assert "programmes-of-place" in listed
    status, said, _ = run("query", "--name", "evidence", "--param", "name=三亚市总工会", "--format", "csv", "-o", out)
    assert status == 0
    assert "三亚" in said


@pytest.mark.parametrize("name", ["turtle", "turtle12", "trig", "nquads", "jsonld", "graphml", "gexf"])
def test_export_writes_beside_the_graph_or_where_told(run: Run, out: Path, tmp_path: Path, name: str) -> None:
    status, said, _ = run("export", name, tmp_path / "x.data", "-o", out)
    assert status == 0
    assert said.strip() == str(tmp_path / "x.data")
    assert (tmp_path / "x.data").stat().st_size > 1000
    if name == "nquads":
        assert run("export", "nq", "-o", out)[1].strip() == str(out / "graph.nq")
        (out / "graph.nq").unlink()


@pytest.mark.parametrize(("name", "file"), [("csv", "facts.csv"), ("parquet", "claims.parquet")])
def test_export_of_tables_makes_a_folder_or_a_zip(run: Run, out: Path, tmp_path: Path, name: str, file: str) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow", reason="the extra [parquet] is not installed")
    assert run("export", name, tmp_path / f"graph.{name}", "-o", out)[:2] == (0, f"{tmp_path / f'graph.{name}'}\n")
    assert (tmp_path / f"graph.{name}" / file).stat().st_size > 1000
    assert run("export", name, tmp_path / f"graph.{name}.zip", "-o", out)[0] == 0
    with ZipFile(tmp_path / f"graph.{name}.zip") as archive:
        assert archive.read(file) == (tmp_path / f"graph.{name}" / file).read_bytes()


def test_evaluate_prints_scores(run: Run, out: Path, tmp_path: Path) -> None:
    gold = {
        "doc": "sanya.txt",
        "articles": [
            {
                "id": "a1", "title": "", "relations": [], "measures": [],
                "entities": [{"id": "u1", "type": "Union", "name": "三亚市总工会", "aliases": [], "local": [], "optional": False}],
            }
        ],
    }  # fmt: skip
    (tmp_path / "gold.json").write_text(json.dumps(gold))
    status, said, _ = run("evaluate", tmp_path / "gold.json", "-o", out, "--json")
    assert status == 0
    assert json.loads(said)["entities"]["Union"]["recall"] == 1
    assert "entities" in run("evaluate", tmp_path / "gold.json", "-o", out, "--misses")[1]


def test_validate(run: Run, out: Path) -> None:
    pytest.importorskip("pyshacl", reason="needs the extra validate")
    status, said, _ = run("validate", "-o", out)
    assert (status, "conforms" in said) == (0, True), said


def test_view_opens_the_page_or_says_where_it_is(run: Run, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def no_browser(url: str) -> bool:
        opened.append(url)
        return False

    monkeypatch.setattr("webbrowser.open", no_browser)
    status, said, err = run("view", "-o", out)
    assert status == 0
    assert said.strip() == opened[0] == (out / "graph.html").resolve().as_uri()
    assert "no browser" in err


# ---------------------------------------------------------------- push


@pytest.fixture
def server() -> Iterator[tuple[str, list[tuple[str, str, dict[str, str], bytes]]]]:
    """A graph store that notes what it is sent; /no refuses, ?a=b asks who comes."""
    seen: list[tuple[str, str, dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.command, self.path, dict(self.headers), body))
            asks = "a=b" in self.path and "Authorization" not in self.headers
            self.send_response(401 if asks else 403 if self.path.startswith("/no") else 204)
            self.end_headers()

        do_POST = do_PUT

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}", seen
        http.shutdown()
        thread.join()


def test_push_sends_the_graph(run: Run, out: Path, server: tuple[str, list[Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    url, seen = server
    monkeypatch.setenv("UNIONKG_PASSWORD", "secret")
    assert run("push", f"{url}/store", "-o", out)[0] == 0
    assert run("push", f"{url}/store?a=b", "--graph", "https://例.org/g#1", "--merge", "--user", "me", "-o", out)[0] == 0
    (put, path, headers, body), (_, _, unasked, _), (post, path2, headers2, _) = seen
    assert (put, path) == ("PUT", "/store?default")
    assert headers["Content-Type"].startswith("text/turtle")
    assert "Authorization" not in headers
    assert "Authorization" not in unasked
    assert body == (out / "graph.ttl").read_bytes()
    assert (post, path2) == ("POST", "/store?a=b&graph=https%3A%2F%2F%E4%BE%8B.org%2Fg%231")
    assert headers2["Authorization"] == "Basic " + base64.b64encode(b"me:secret").decode()


def test_a_server_that_refuses_is_one_line(run: Run, out: Path, server: tuple[str, list[Any]]) -> None:
    status, _, err = run("push", f"{server[0]}/no", "-o", out)
    assert status == 2
    assert one_line(err)
    assert "403" in err


# ---------------------------------------------------------------- terminals and pipes


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_progress_bar_on_a_terminal_and_none_in_a_pipe() -> None:
    for stream, drawn in ((Terminal(), True), (io.StringIO(), False)):
        bar = Bar(stream)
        for done in range(11):
            bar(done, 10)
        bar.close()
        assert ("100%" in stream.getvalue()) == drawn
        assert ("█" in stream.getvalue()) == drawn
        if drawn:
            assert stream.getvalue().endswith("\r\x1b[K"), "the line is wiped at the end"


def test_nothing_but_the_answer_in_a_pipe(command: Callable[..., subprocess.CompletedProcess[str]], texts: Path, tmp_path: Path) -> None:
    done = command("build", texts, "-o", tmp_path / "out", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"})
    assert done.returncode == 0
    assert done.stderr == ""
    shown = command("show", "三亚市总工会", "-o", tmp_path / "out", env={"LC_ALL": "C", "PYTHONIOENCODING": "latin-1"})
    assert shown.stdout.startswith("三亚市总工会")


def test_a_reader_that_stops_early_is_no_error(out: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "graph", "query", "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", "--format", "csv", "-o", str(out)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
