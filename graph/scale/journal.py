"""What an unfinished build has read, so that the next run goes on from there.

Each outcome is appended to a file beside the outputs as soon as it is there: a build that is stopped, killed or cut off from its
power loses what was being read and no more.  The file goes when the build is done.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from graph import __version__
from graph.errors import StoreError
from graph.model import Document, Extraction
from graph.packing import dump, pack, unpack
from graph.scale import Engine, Outcome

try:
    import fcntl
except ImportError:  # no advisory locks on this system
    fcntl = None  # type: ignore[assignment]

NAME = "unfinished.jsonl"
"""In the output folder: a line with our version, then a line for each document: digest, name, what it gave."""


_HEAD = dump({"unionkg": __version__})


@contextmanager
def resuming(folder: str | Path, engine: Engine) -> Iterator[Engine]:
    """An engine that reads what an unfinished build into `folder` has not read yet, and gives the rest from its journal.

    The journal is kept where the context ends with an error or an interruption, and deleted where all went well.  Of two builds
    into one folder at the same time only the first has a journal.
    """
    journal = _Journal(Path(folder) / NAME)
    try:
        yield replace(engine, extract_all=lambda documents, workers: journal.extract_all(engine, documents, workers))
        journal.delete()
    finally:
        journal.close()


class _Journal:
    """The file and where in it each document stands; it comes into being with the first outcome."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._shared = False
        self._known: dict[tuple[str, str], int] = {}
        if path.is_file():
            self._open()

    def extract_all(self, engine: Engine, documents: Iterable[Document], workers: int) -> Iterator[Outcome]:
        """One outcome for each document, from the journal where it is there."""
        known: list[Document] = []

        def unknown() -> Iterator[Document]:
            for document in documents:
                if (document.digest, document.name) in self._known:
                    known.append(replace(document, text=""))  # the text is not needed any more
                else:
                    yield document

        for outcome in engine.extract_all(unknown(), workers):
            if not outcome.fault:
                self._append(outcome)
            yield outcome
            while known:
                yield self._outcome(known.pop())
        while known:
            yield self._outcome(known.pop())

    def delete(self) -> None:
        if self._file is not None:
            self._path.unlink(missing_ok=True)

    def close(self) -> None:
        if self._file is not None:
            with suppress(OSError):  # what a full disk has not taken has been complained of
                self._file.close()

    def _open(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = self._path.open("a+b")
        except OSError as e:
            raise StoreError(f"{self._path}: cannot be written ({e.strerror}); choose another folder with -o") from e
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                self._shared = True
                return
        self._file = file
        file.seek(0)
        at = self._index(file)
        file.truncate(at)  # what another version wrote, or a line that was cut off
        if at == 0:
            self._write(_HEAD)

    def _index(self, file: BinaryIO) -> int:
        """Note where each document stands; returns where the last whole line ends."""
        at = 0
        for line in file:
            if at == 0 and line != _HEAD:
                break
            if at:
                try:
                    digest, name, _ = json.loads(line)
                except ValueError:
                    break
                self._known[digest, name] = at
            at += len(line)
        return at

    def _append(self, outcome: Outcome) -> None:
        if self._file is None and not self._shared:
            self._open()
        said = outcome.prepared.text if outcome.prepared else dump([pack(e) for e in outcome.extractions])
        self._write(dump([outcome.document.digest, outcome.document.name]).removesuffix(b"]\n") + b"," + said.removesuffix(b"\n") + b"]\n")

    def _write(self, line: bytes) -> None:
        if self._file is None:
            return
        try:
            self._file.write(line)
            self._file.flush()
        except OSError as e:
            raise StoreError(f"{self._path}: cannot be written ({e.strerror}); free space and start again: it goes on from here") from e

    def _outcome(self, document: Document) -> Outcome:
        assert self._file is not None
        self._file.seek(self._known[document.digest, document.name])
        return Outcome(document, [unpack(Extraction, e) for e in json.loads(self._file.readline())[2]])
