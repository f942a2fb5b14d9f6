"""What an output folder holds beside its outputs, so that documents can be added and removed without reading all again.

    DIR/store/index.json        format, version, sources (path → digest), documents (digest → name)
    DIR/store/<digest>.json     what one document gave, losslessly

A document's file depends on nothing but that document, so adding or removing one touches that file and the index.  The
index is renamed into place last: until then a reader sees the old graph, after it the new one, whatever is killed when.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph import __version__
from graph.errors import StoreError
from graph.files import write_atomic
from graph.knowledge import KnowledgeGraph
from graph.model import Extraction
from graph.packing import dump, pack, unpack

try:
    import fcntl
except ImportError:  # no advisory locks on this system: writers must not overlap there
    fcntl = None  # type: ignore[assignment]

FORMAT = 1
"""Raised whenever a store written before could be misread."""

STDIN = "-"
"""Source of a document from standard input: this sign and its digest, since it has no path."""

_DIGEST = re.compile(r"[0-9a-f]{16}")
_AGAIN = "build it again with `unionkg build PATH -o {}`"


@dataclass
class Store:
    """The store of one output folder.  Changes reach the folder with `commit`.

    Parameters
    ----------
    folder
        the output folder; the store is its subfolder `store`.
    """

    folder: Path
    sources: dict[str, str] = field(default_factory=dict)
    """Path from the output folder (or `STDIN` + digest) → digest of what was read there."""
    documents: dict[str, str] = field(default_factory=dict)
    """Digest → name."""
    version: str = __version__

    @property
    def root(self) -> Path:
        return self.folder / "store"

    @classmethod
    def open(cls, folder: str | Path) -> Store:
        """The store that stands in `folder`.

        Raises
        ------
        StoreError
            there is none, or it cannot be read; says how to get one.
        """
        store = cls(Path(folder))
        path = store.root / "index.json"
        if not path.is_file():
            raise StoreError(f"{folder}: holds no graph; make one with `unionkg build PATH -o {folder}`")
        index = _read_json(path, dict, folder)
        if index.get("format") != FORMAT:
            raise StoreError(f"{path}: format {index.get('format')}, this version reads {FORMAT}; {_AGAIN.format(folder)}")
        try:
            store.sources, store.documents = dict(index["sources"]), dict(index["documents"])
            store.version = str(index["version"])
        except (KeyError, TypeError, ValueError) as e:
            raise StoreError(f"{path}: damaged ({e}); {_AGAIN.format(folder)}") from e
        if bad := [d for d in store.documents if not _DIGEST.fullmatch(d)]:
            raise StoreError(f"{path}: damaged (no digest: {bad[0]!r}); {_AGAIN.format(folder)}")
        return store

    @classmethod
    def create(cls, folder: str | Path) -> Store:
        """An empty store for `folder`, which replaces the one that stands there once it is committed."""
        store = cls(Path(folder))
        if store.root.exists() and not (store.root / "index.json").is_file() and _foreign(store.root):
            raise StoreError(f"{store.root}: is not a store of unionkg; choose another folder with -o")
        return store

    def source(self, path: str | Path) -> str:
        """How `path` is written in `sources`: from the output folder, so that both may move together."""
        try:
            return Path(os.path.relpath(path, self.folder)).as_posix()
        except ValueError:  # another drive
            return Path(path).resolve().as_posix()

    def path(self, source: str) -> Path:
        """Where `source` lies, seen from here."""
        return Path(os.path.normpath(self.folder / source))

    def put(self, digest: str, name: str, extractions: list[Extraction]) -> None:
        """Write one document's file; it counts once the store is committed."""
        write_atomic(self.root / f"{digest}.json", dump([pack(e) for e in extractions]))
        self.documents[digest] = name

    def get(self, digest: str) -> list[Extraction]:
        """What the store holds of one document.

        Raises
        ------
        StoreError
            its file is missing or damaged.
        """
        path = self.root / f"{digest}.json"
        data = _read_json(path, list, self.folder)
        try:
            return [unpack(Extraction, e) for e in data]
        except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError) as e:
            raise StoreError(f"{path}: damaged ({type(e).__name__}: {e}); {_AGAIN.format(self.folder)}") from e

    def commit(self) -> None:
        """Make the changes count: forget documents without a source, rename the index, delete what it no longer names."""
        alive = set(self.sources.values())
        self.documents = {d: n for d, n in self.documents.items() if d in alive}
        index = {"format": FORMAT, "version": __version__, "sources": self.sources, "documents": self.documents}
        write_atomic(self.root / "index.json", dump(index))
        for stale in self.root.glob("*.json"):
            if _DIGEST.fullmatch(stale.stem) and stale.stem not in self.documents:
                stale.unlink(missing_ok=True)

    def graph(self) -> KnowledgeGraph:
        """The graph of all documents that it holds."""
        return KnowledgeGraph.of(e for digest in sorted(self.documents) for e in self.get(digest))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder against other writers; the system lets go of it when the process ends, however it ends.

        Raises
        ------
        StoreError
            another process is writing, or nobody may write there.
        """
        path = self.root / "lock"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = path.open("ab")
        except OSError as e:
            raise StoreError(f"{path}: cannot be written ({e.strerror}); choose another folder with -o") from e
        with handle:
            if fcntl is not None:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError as e:
                    raise StoreError(f"{self.folder}: another unionkg is writing there; wait until it is done") from e
            yield


def load(folder: str | Path = "out") -> KnowledgeGraph:
    """The graph that `unionkg build` wrote into `folder`.

    Raises
    ------
    StoreError
        the folder holds no graph, or a damaged one.
    """
    return Store.open(folder).graph()


def _foreign(root: Path) -> bool:
    """Does this folder hold anything that a store (even one killed while it was first made) does not?"""
    return any(p.name != "lock" and not _DIGEST.fullmatch(p.name.strip(".").partition(".")[0]) for p in root.iterdir())


def _read_json(path: Path, kind: type[Any], folder: str | Path) -> Any:
    try:
        data = json.loads(path.read_bytes())
    except OSError as e:
        raise StoreError(f"{path}: cannot be read ({e.strerror}); {_AGAIN.format(folder)}") from e
    except ValueError as e:
        raise StoreError(f"{path}: damaged ({e}); {_AGAIN.format(folder)}") from e
    if not isinstance(data, kind):
        raise StoreError(f"{path}: damaged (expected a JSON {kind.__name__}); {_AGAIN.format(folder)}")
    return data
