"""When the machine fails, or a person stops the work: nothing already built is lost, nothing foreign is touched."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bad_inputs import promise, table
from conftest import ROOT, TEXTS

import graph
from graph import files
from graph.cli import main
from graph.model import Document
from graph.scale.local import extract_one
from graph.sources import guard
from graph.sources.types import Limits, Options

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and modes of POSIX")
OUTPUTS = ("graph.ttl", "graph.html", "graph.graphml", "report.json")
ONE = TEXTS["sanya.txt"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a graph stands, and beside it texts to be built next."""
    home = tmp_path_factory.mktemp("faults")
    (home / "first").mkdir()
    (home / "first" / "a.txt").write_text(ONE, encoding="utf-8")
    (home / "next").mkdir()
    for i in range(60):
        (home / "next" / f"{i}.txt").write_text(TEXTS["zhuhai.txt"] + f"第{i}次活动。\n", encoding="utf-8")
    assert main(["build", str(home / "first"), "-o", str(home / "out")]) == 0
    return home


def state(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in OUTPUTS}


def leftovers(folder: Path) -> list[str]:
    """Temporary files."""
    return [p.name for p in folder.rglob("*") if p.name.endswith(".tmp")]


def start(built: Path, setup: str = "", *more: str) -> subprocess.Popen[str]:
    # a shell makes what it runs in the background deaf to Ctrl-C, and children inherit that
    hears = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{hears}; {setup}\nfrom graph.cli import main; sys.exit(main(sys.argv[1:]))"
    arguments = ["build", str(built / "next"), "-o", str(built / "out"), "--workers", "1", *more]
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True,
    )  # fmt: skip


def stopped(process: subprocess.Popen[str], number: int) -> tuple[int, str]:
    """Send a signal once the process is at work; (exit status, what it said)."""
    assert process.stdout is not None
    assert process.stdout.readline() == "at work\n"
    process.send_signal(number)
    said = process.communicate(timeout=60)[1]
    return process.returncode, said


AT_WORK = (
    "import graph.scale.local as l, time; real = l.extract_one\n"
    "def slowly(d):\n print('at work', flush=True); time.sleep(0.2); return real(d)\n"
    "l.extract_one = slowly"
)


@promise("SIGINT (Ctrl-C) in the middle of a build", "one line, exit status 130; the graph that stood there stays")
@promise("SIGTERM in the middle of a build", "one line, exit status 143; the graph that stood there stays")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_build_leaves_the_old_graph(built: Path, number: int, status: int) -> None:
    before = state(built / "out")
    returned, said = stopped(start(built, AT_WORK), number)
    assert returned == status, said
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert state(built / "out") == before
    assert not leftovers(built / "out")


@promise("SIGKILL, or the power goes, in the middle of a build", "the graph that stood there stays; the next run goes on")
def test_a_killed_build_leaves_the_old_graph(built: Path) -> None:
    before = state(built / "out")
    returned, _ = stopped(start(built, AT_WORK), signal.SIGKILL)
    assert returned == -signal.SIGKILL
    assert state(built / "out") == before
    assert graph.load(built / "out").articles
    assert main(["add", str(built / "first"), "-o", str(built / "out")]) == 0
    assert not leftovers(built / "out")


@promise("the disk is full", "one line that says so, exit status 2; the graph that stood there stays, no half file is left")
def test_a_full_disk(built: Path) -> None:
    before = state(built / "out")
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))"
    process = start(built, full)
    said = process.communicate(timeout=120)[1]
    assert process.returncode == 2, said
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert "internal error" not in said
    assert state(built / "out") == before
    assert graph.load(built / "out").articles
    assert not leftovers(built / "out")


@promise("the output folder may not be written", "one line that names it and says -o, exit status 2")
def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(ONE, encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir(mode=0o555)
    if os.geteuid() == 0:  # root may write everywhere: a file where the folder should be stops it as well
        out.rmdir()
        out.write_text("")
    assert main(["build", str(tmp_path / "a.txt"), "-o", str(out)]) == 2
    said = capsys.readouterr().err
    assert str(out) in said
    assert "-o" in said
    assert said.count("\n") == 1


@promise("another unionkg writes into the folder", "one line, exit status 2; the other one is not disturbed")
def test_a_folder_in_use(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fcntl = pytest.importorskip("fcntl")
    before = state(built / "out")
    with (built / "out" / "store" / "lock").open("ab") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        assert main(["add", str(built / "next"), "-o", str(built / "out")]) == 2
    said = capsys.readouterr().err
    assert "another unionkg is writing" in said
    assert said.count("\n") == 1
    assert state(built / "out") == before


@promise("the clock goes backwards", "nothing: no output depends on it")
def test_a_clock_that_goes_backwards(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(10**9, 0, -3600))
    for name in ("time", "monotonic", "perf_counter"):
        monkeypatch.setattr(time, name, lambda: float(next(now)))
    assert main(["build", str(built / "first"), "-o", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "graph.ttl").read_bytes() == (built / "out" / "graph.ttl").read_bytes()


@promise("a file vanishes between being found and being read", "one line; the rest goes on")
def test_a_file_that_vanishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    real = os.open

    def vanishing(path: str, flags: int, mode: int = 0o777) -> int:
        if Path(path).name == "zhuhai.txt":
            raise FileNotFoundError(2, "No such file or directory")
        return real(path, flags, mode)

    monkeypatch.setattr("graph.sources.paths.os.open", vanishing)
    kg = graph.build(tmp_path, workers=1)
    (fault,) = kg.faults
    assert "zhuhai.txt" in fault["file"]
    assert "No such file" in fault["reason"]
    assert len({a.document for a in kg.articles.values()}) == 2


@promise("a file, or a folder, that may not be read", "one line; the rest goes on")
def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "closed").mkdir()
    real_open, real_scan = os.open, os.scandir

    def forbidden(path: str, flags: int, mode: int = 0o777) -> int:
        if Path(path).name == "b.txt":
            raise PermissionError(13, "Permission denied")
        return real_open(path, flags, mode)

    def closed(path: str) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", path)
        return real_scan(path)

    (tmp_path / "b.txt").write_text("别的字。", encoding="utf-8")
    monkeypatch.setattr("graph.sources.paths.os.open", forbidden)
    monkeypatch.setattr("graph.sources.paths.os.scandir", closed)
    kg = graph.build(tmp_path, workers=1)
    assert sorted(Path(f["file"]).name for f in kg.faults) == ["b.txt", "closed"]
    assert all("Permission denied" in f["reason"] for f in kg.faults)
    assert {a.document for a in kg.articles.values()} == {"a.txt"}


@promise("a text that takes too long to be understood", "one line that names the limit; the rest goes on")
def test_a_text_that_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(document: Document, seconds: dict[str, float]) -> None:
        while True:
            pass

    monkeypatch.setattr("graph.pipeline.extract", endless)
    outcome = extract_one(Document("a.txt", ONE, seconds=1))
    assert "takes more than 1 seconds" in outcome.fault
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


@promise("a text that takes more memory than there is", "one line; the rest goes on")
def test_a_text_that_takes_too_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def hungry(document: Document, seconds: dict[str, float]) -> None:
        raise MemoryError

    monkeypatch.setattr("graph.pipeline.extract", hungry)
    assert "more memory" in extract_one(Document("a.txt", ONE)).fault


@promise("a PDF or picture over which the library crashes", "one line; the rest goes on, in a fresh process")
@promise("a PDF or picture that takes too long to open", "one line that names the limit; the rest goes on")
def test_native_code_that_crashes_or_hangs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hostile.py").write_text(
        "import os, time\n"
        "def open_native(data, limits):\n"
        "    if data == b'crash': os.kill(os.getpid(), 11)\n"
        "    if data == b'hang': time.sleep(600)\n"
        "    if data == b'talk': print('noise')\n"
        "    if data == b'memory': raise MemoryError\n"
        "    return data.decode()\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    guard.stop()
    try:
        limits = Limits(seconds=2)
        for data, said in ((b"crash", "process that tried has ended"), (b"hang", "more than 2 seconds"), (b"memory", "too much memory")):
            with pytest.raises(graph.InputError, match=rf"^a\.pdf: .*{said}"):
                guard.guarded("hostile", "a.pdf", data, limits)
        assert guard.guarded("hostile", "a.pdf", b"talk", limits) == "talk"
    finally:
        guard.stop()


# ---------------------------------------------------------------- least surprise


@promise("anything at all", "nothing outside the output folder is written")
def test_nothing_outside_the_output_folder_is_written(tmp_path: Path) -> None:
    """Every file that a command opens for writing, makes, renames or deletes lies in the output folder or is a temporary one."""
    texts, out, temporary = tmp_path / "texts", tmp_path / "out", tmp_path / "tmp"
    texts.mkdir()
    temporary.mkdir()
    (texts / "a.txt").write_text(ONE, encoding="utf-8")
    log = tmp_path / "log"
    watch = f"""
import os, sys
sink = os.open({str(log)!r}, os.O_WRONLY | os.O_CREAT)
sys.dont_write_bytecode = True
def hook(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)) and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        os.write(sink, os.fsencode(args[0]) + b"\\n")
    elif event in ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod", "sqlite3.connect"):
        os.write(sink, os.fsencode(args[0]) + b"\\n")
sys.addaudithook(hook)
from graph.cli import main
for arguments in (["build", {str(texts)!r}], ["export", "nq"]):
    assert main([*arguments, "-o", {str(out)!r}]) == 0
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary), "HOME": str(tmp_path / "home")}
    done = subprocess.run([sys.executable, "-c", watch], env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    touched = {line for line in log.read_text().splitlines() if line}
    assert any("graph.ttl" in t for t in touched), "the watch sees what is written"
    own = (str(out), str(temporary), "/dev/")
    foreign = {t for t in touched if t[0] in "/f" and not os.path.abspath(t.removeprefix("file://")).startswith(own)}
    assert not foreign  # names without a folder are those of the clearing away of a temporary folder
    assert not list(temporary.iterdir()), "temporary files are removed"
    assert not (tmp_path / "home").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["log", "out", "texts", "tmp"]


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o027])
def test_the_mode_of_files_follows_the_umask(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        path = files.write_atomic(tmp_path / "new" / "a.ttl", "x")
        files.write_atomic(path, "y")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o777 & ~mask


def test_the_table_in_the_docs_is_made_from_these_tests() -> None:
    written = (ROOT / "docs" / "bad-inputs.md").read_text(encoding="utf-8")
    told = {line.split(" | ")[0] for line in written.splitlines() if line.startswith("| ")}
    made = {line.split(" | ")[0] for line in table().splitlines() if line.startswith("| ")}
    assert told == made, "run make docs"


def test_every_option_of_reading_reaches_the_reader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(f"x\n{' '.join(ONE.split())}\n", encoding="utf-8")
    assert main(["build", str(tmp_path / "a.csv"), "-o", str(tmp_path / "out")]) == 1
    assert "--column body=NAME" in capsys.readouterr().err
    assert main(["build", str(tmp_path / "a.csv"), "-o", str(tmp_path / "out"), "--column", "body=x"]) == 0
    assert main(["build", str(tmp_path / "a.csv"), "-o", str(tmp_path / "out"), "--column", "body=x", "--limit", "characters=10"]) == 1
    assert "--limit characters=N" in capsys.readouterr().err
    assert Options.parse(["seconds=1"], []).limits.seconds == 1


