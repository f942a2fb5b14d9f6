"""What an output folder holds beside its outputs, so that documents can be added and removed without reading all again.

    DIR/store/graph.db      one SQLite database: texts read, what each gave, and what each adds to every entity
    DIR/store/lock          held by whoever writes
    DIR/register.csv        a person's answers, unless another register was named

A change is one transaction: whatever is killed when, the store holds each document whole or not at all.  What one document
adds to an entity (`graph.parts`) stands beside what the others add, so that the entity can be written again without them.
Documents are held as they were read; their parts, and all that is made of them, obey the register.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from graph import __version__
from graph.catalogue import SCHEMA, Catalogue, Entry
from graph.errors import RegisterError, StoreError
from graph.identity import article_iri
from graph.knowledge import Entity, KnowledgeGraph
from graph.model import Extraction, Source
from graph.model import printed as printed_in
from graph.packing import unpack
from graph.parts import article_cluster, article_head, entity_cluster, entity_of, parts_of, unite
from graph.prepared import Prepared, packed_parts, prepare
from graph.printings import SCHEMA as PRINTINGS
from graph.printings import Printings
from graph.review.obey import Obedience, reviewed, streamed
from graph.review.register import REGISTER, Register
from graph.streamed import Merge, Streamed, merge_here, most_telling

try:
    import fcntl
except ImportError:  # no advisory locks on this system: writers must not overlap there
    fcntl = None  # type: ignore[assignment]

FORMAT = 7
"""Raised whenever a store written before could be misread."""

STORE = "store"
"""Where it lies in an output folder."""

STDIN = "-"
"""Source of a document from standard input: this sign and its digest, since it has no path."""

BATCH = 1.0
"""Seconds after which documents put so far are made to last, while more are being read."""

_PATIENCE = 20.0
"""Seconds that a reader waits for a writer to finish a transaction."""
_AGAIN = "build it again with `unionkg build PATH -o {}`"
_OURS = re.compile(r"lock|\.?index-.*|pushed-.*|index\.json|\.?[0-9a-f]{16}\.json.*|\.?graph\.db.*|\.index\.json.*")
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document (digest TEXT PRIMARY KEY, name TEXT NOT NULL, articles INTEGER NOT NULL, data BLOB NOT NULL);
CREATE INDEX document_name ON document (name);
CREATE INDEX document_size ON document (articles);
CREATE TABLE source (path BLOB PRIMARY KEY, digest TEXT NOT NULL, printed TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE text (digest TEXT PRIMARY KEY, data BLOB NOT NULL);
CREATE INDEX source_digest ON source (digest);
CREATE TABLE part (iri TEXT, digest TEXT, data BLOB NOT NULL, PRIMARY KEY (iri, digest)) WITHOUT ROWID;
CREATE TABLE behind (iri TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE moved (digest TEXT PRIMARY KEY) WITHOUT ROWID;
"""
"""`part` has a row for each article too, without data: what it says stands in `document`.
`behind` names the entities and articles of which graph.ttl does not say yet what the store knows, `moved` the texts whose
sources have changed since they were last settled."""


Share = tuple[str, str]
"""Keys from the first one to before the second one."""

ALL: Share = ("", "\U0010ffff")


class Cluster(NamedTuple):
    """What graph.ttl says of an entity or an article; nothing where it is gone."""

    text: bytes
    entry: Entry | None = None
    """How an entity is found."""


class Store:
    """The store of one output folder.

    Parameters
    ----------
    folder
        the output folder; the store is its subfolder `store`.
    """

    def __init__(self, folder: Path, file: Path, version: str = __version__) -> None:
        self.folder, self.version = folder, version
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._began = 0.0
        self.register = Register()
        """The answers that the graph obeys."""
        self.register_source = ""
        """Where they lie, written as other sources; empty: in `REGISTER`."""

    @property
    def root(self) -> Path:
        return self.folder / STORE

    @property
    def path(self) -> Path:
        return self.root / "graph.db"

    # ---------------------------------------------------------------- opening

    @classmethod
    def open(cls, folder: str | Path) -> Store:
        """The store that stands in `folder`.

        Raises
        ------
        StoreError
            there is none, or it cannot be read; says how to get one.
        """
        folder = Path(folder)
        store = cls(folder, folder / STORE / "graph.db")
        if not store.path.is_file():
            if (store.root / "index.json").is_file():
                raise StoreError(f"{folder}: holds a graph of an older format; {_AGAIN.format(folder)}")
            raise StoreError(f"{folder}: holds no graph; make one with `unionkg build PATH -o {folder}`")
        with store.guarded():
            try:
                found = store.get_meta("format")
            except sqlite3.OperationalError as e:
                if "no such table" not in str(e):
                    raise
                raise StoreError(f"{store.path}: is not a store of unionkg; {_AGAIN.format(folder)}") from e
            if found != str(FORMAT):
                raise StoreError(f"{store.path}: format {found or None}, this version reads {FORMAT}; {_AGAIN.format(folder)}")
            store.version = store.get_meta("version")
            store.register, store.register_source = Register.parse(store.get_meta("answers")), store.get_meta("register")
        return store

    @classmethod
    def create(cls, folder: str | Path) -> Store:
        """An empty store for `folder`, which replaces the one that stands there once it is installed."""
        folder = Path(folder)
        store = cls(folder, folder / STORE / f".graph.db.{os.getpid()}.tmp")
        if store.root.is_dir() and (foreign := [p.name for p in store.root.iterdir() if not _OURS.fullmatch(p.name)]):
            raise StoreError(f"{store.root}: is not a store of unionkg (it holds {foreign[0]}); choose another folder with -o")
        with suppress(StoreError):
            store.register_source = cls.open(folder).register_source  # answers outlive a fresh build
        return store

    def install(self) -> None:
        """Put a store that `create` made in the place of the one that stands there."""
        with self.guarded():
            self._keep_register()
            self.catalogue.fill(self._entries())
            self.printings.settle_all()
            self._db.execute("COMMIT") if self._db.in_transaction else None
            self.close()
            with self._file.open("rb+") as handle:
                os.fsync(handle.fileno())
            for rest in ("-journal", "-wal", "-shm"):  # of a writer that was killed: not of the new file
                self.path.with_name(self.path.name + rest).unlink(missing_ok=True)
            os.replace(self._file, self.path)
            self._file = self.path
            for stale in self.root.iterdir():  # of an older format, or of a build that was killed
                if stale.suffix == ".json" or (stale.name.startswith(".graph.db.") and stale.name.split(".")[3] != str(os.getpid())):
                    stale.unlink(missing_ok=True)

    def discard(self) -> None:
        """Give up a store that `create` made; what stood there before stays."""
        if self._fresh:
            self.close()
            with suppress(OSError):  # there may never have been such a file
                self._file.unlink()

    def close(self) -> None:
        """Let go of the file; what is not committed is undone."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # ---------------------------------------------------------------- sources

    def source(self, path: str | Path) -> str:
        """How `path` is written in the store: from the output folder, so that both may move together."""
        try:
            return Path(os.path.relpath(path, self.folder)).as_posix()
        except ValueError:  # another drive
            return Path(path).resolve().as_posix()

    def where(self, source: str) -> Path:
        """Where `source` lies, seen from here."""
        return Path(os.path.normpath(self.folder / source))

    def sources(self, digest: str) -> list[str]:
        """The sources that hold this text."""
        return sorted(os.fsdecode(p) for (p,) in self._rows("SELECT path FROM source WHERE digest = ?", digest))

    def sources_below(self, path: str | Path) -> set[str]:
        """The sources that are this file or lie in this folder."""
        key = self.source(path)
        if set(key.split("/")) <= {".", ".."}:  # a folder above the output folder: no common beginning
            wanted = os.path.abspath(path)
            found = {os.fsdecode(p) for (p,) in self._rows("SELECT path FROM source")}
            return {s for s in found if not s.startswith(STDIN) and os.path.commonpath((wanted, os.path.abspath(self.where(s)))) == wanted}
        low = os.fsencode(key)
        rows = self._rows("SELECT path FROM source WHERE path = ? OR (path > ? AND path < ?)", low, low + b"/", low + b"0")
        return {os.fsdecode(p) for (p,) in rows}

    def digests(self, name: str) -> set[str]:
        """The documents of that name or digest."""
        return {d for (d,) in self._rows("SELECT digest FROM document WHERE digest = ?1 OR name = ?1", name)}

    def places(self, digest: str) -> list[Source]:
        """Where this text was printed, in order."""
        return sorted({Source(*json.loads(p)) for (p,) in self._rows("SELECT printed FROM source WHERE digest = ?", digest)})

    def text(self, digest: str) -> str | None:
        """The text of a document that was taken out of its file, None where the text is the file itself."""
        return next((zlib.decompress(t).decode() for (t,) in self._rows("SELECT data FROM text WHERE digest = ?", digest)), None)

    def name(self, digest: str) -> str | None:
        """The name of a document, None where the store does not hold it."""
        return next((n for (n,) in self._rows("SELECT name FROM document WHERE digest = ?", digest)), None)

    def count(self) -> tuple[int, int]:
        """(documents, articles) that the store holds."""
        ((documents, articles),) = self._rows("SELECT COUNT(*), COALESCE(SUM(articles), 0) FROM document INDEXED BY document_size")
        return int(documents), int(articles)

    # ---------------------------------------------------------------- the register

    @property
    def register_path(self) -> Path:
        """The file with the answers."""
        return self.where(self.register_source) if self.register_source else self.folder / REGISTER

    def answers(self) -> Register:
        """The answers as their file says now.

        Raises
        ------
        RegisterError
            a row of it does not hold, or a register that was named is gone.
        """
        if self.register_source and not self.register_path.is_file():
            raise RegisterError(f"{self.register_path}: missing; put the register back, or name another with --register")
        return Register.read(self.register_path)

    def adopt(self, register: Register) -> None:
        """Obey these answers from now on: what they change is read out of the store, no text is read again."""
        old, self.register = Obedience(self.register), register
        if self._fresh:  # nothing is held yet, and `install` keeps the register
            return
        with self.guarded():
            if old.register.text() != register.text():
                self._change()
                new = Obedience(register)
                for (digest,) in self._rows("SELECT digest FROM document ORDER BY digest"):
                    self._exchange(digest, old, new)
            if self._db.in_transaction or self.get_meta("register") != self.register_source:
                self._change()
                self._keep_register()

    def _exchange(self, digest: str, old: Obedience, new: Obedience) -> None:
        """Let a document's parts obey other answers."""
        extractions = self.get(digest)
        before, after = ([*map(obey, extractions)] for obey in (old, new))
        parts, fresh = parts_of(before), parts_of(after)
        changed = sorted(iri for iri in {*parts, *fresh} if parts.get(iri) != fresh.get(iri))
        self._db.executemany("DELETE FROM part WHERE iri = ? AND digest = ?", ((iri, digest) for iri in changed))
        self._insert(digest, {iri: fresh[iri].pack() for iri in changed if iri in fresh})
        self._touch([*changed, *(article_head(a) for a, b in zip(after, before, strict=True) if a != b)])

    def _keep_register(self) -> None:
        self.set_meta("answers", self.register.text())
        self.set_meta("register", self.register_source)

    # ---------------------------------------------------------------- changing

    def put(
        self, digest: str, said: list[Extraction] | Prepared, source: str | None = None, printed: Source | None = None, text: str = ""
    ) -> None:
        """Hold one document, in place of what was held under its digest, and the source where it was read.

        Parameters
        ----------
        said
            its extractions, or what has been made of them where it was read.
        printed
            where the source says that it was printed; by default its name is all that is known.
        text
            where it was taken out of its file: kept, for the offsets of evidence are offsets in it.
        """
        ready = said if isinstance(said, Prepared) else prepare(said)
        articles = ready.articles
        name = articles[0].document if articles else printed.name if printed else ""
        with self.guarded():
            self._change()
            self._drop(digest)
            self._db.execute("INSERT INTO document VALUES (?, ?, ?, ?)", (digest, name, len(articles), ready.data))
            obey = Obedience(self.register)
            self._insert(digest, packed_parts(map(obey, ready.extractions)) if self.register.answers else ready.parts)
            self._touch(map(article_iri, self.printings.take(articles) if self._fresh else self.printings.enter(articles)))
            if source is not None:
                self.point(source, digest, printed)
                if articles and articles[0].sources != self.places(digest):
                    self._moved([digest])
            if text:
                self._db.execute("INSERT OR REPLACE INTO text VALUES (?, ?)", (digest, zlib.compress(text.encode())))
            if time.monotonic() - self._began > BATCH:
                self.commit()

    def point(self, source: str, digest: str, printed: Source | None = None) -> None:
        """Let `source` hold the text `digest`; a text that no source holds any more goes when all is settled."""
        place = printed or Source(PurePosixPath(source).name)
        said = json.dumps([place.name, place.paper, place.edition, place.page, place.url], ensure_ascii=True)
        with self.guarded():
            before = set(self._rows("SELECT digest, printed FROM source WHERE path = ?", os.fsencode(source)))
            if before == {(digest, said)}:
                return
            self._change()
            self._db.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", (os.fsencode(source), digest, said))
            self._moved(d for d, _ in before)
            if len(self.places(digest)) > 1:
                self._moved([digest])

    def settle(self) -> None:
        """Let each text whose sources have changed know all places where it was printed; one that has none goes.

        Only now, and also what a run that was killed left: among files read together a text may move from one to another.
        """
        with self.guarded():
            moved = sorted(d for (d,) in self._rows("SELECT digest FROM moved"))
            for digest in moved:
                self._change()  # `put` may have committed
                places, extractions = self.places(digest), self.get(digest)
                if not places:
                    self._drop(digest)
                    self._db.execute("DELETE FROM text WHERE digest = ?", (digest,))
                elif extractions and extractions[0].article.sources != places:
                    self.put(digest, printed_in(extractions, places))
            if moved:
                self._change()
                self._db.execute("DELETE FROM moved")

    def forget(self, sources: Iterable[str]) -> None:
        """Take sources out; the texts that no other source holds go when all is settled."""
        with self.guarded():
            self._change()
            for source in sources:
                self._moved(d for (d,) in self._rows("SELECT digest FROM source WHERE path = ?", os.fsencode(source)))
                self._db.execute("DELETE FROM source WHERE path = ?", (os.fsencode(source),))

    def commit(self) -> None:
        """Make the changes last: until then they are undone when the process ends, however it ends."""
        with self.guarded():
            if self._db.in_transaction:
                self._db.execute("COMMIT")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is done inside lasts as a whole or not at all."""
        with self.guarded():
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")

    def _change(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
            self._began = time.monotonic()
            self.set_meta("views", "behind")

    def _moved(self, digests: Iterable[str]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO moved VALUES (?)", ((d,) for d in digests))

    def _drop(self, digest: str) -> None:
        if self.name(digest) is None:
            return
        extractions = self.get(digest)
        obedient = [*map(Obedience(self.register), extractions)]
        heads = [*parts_of(obedient), *map(article_head, obedient)]
        self._touch(heads)
        self._touch(map(article_iri, self.printings.leave([e.article for e in extractions])))
        self._db.executemany("DELETE FROM part WHERE iri = ? AND digest = ?", ((iri, digest) for iri in heads))
        self._db.execute("DELETE FROM document WHERE digest = ?", (digest,))

    def _insert(self, digest: str, parts: dict[str, bytes]) -> None:
        self._db.executemany("INSERT INTO part VALUES (?, ?, ?)", ((iri, digest, part) for iri, part in parts.items()))
        self._touch(parts)

    def _touch(self, heads: Iterable[str]) -> None:
        if not self._fresh:  # a fresh build writes everything
            self._db.executemany("INSERT OR REPLACE INTO behind VALUES (?)", ((iri,) for iri in heads))

    # ---------------------------------------------------------------- reading

    def get(self, digest: str) -> list[Extraction]:
        """What the store holds of one document; nothing where it does not hold it.

        Raises
        ------
        StoreError
            it is damaged.
        """
        found = self._rows("SELECT data FROM document WHERE digest = ?", digest)
        return self._unpack(digest, found[0][0]) if found else []

    def read(self, share: Share = ALL) -> Iterator[Extraction]:
        """What all documents gave, or those of a share by digest, before any answer, in order of article id; never held together."""
        with self.guarded():
            rows = self._db.execute("SELECT digest, data FROM document WHERE digest >= ? AND digest < ? ORDER BY digest", share)
            for digest, data in rows:
                yield from sorted(self._unpack(digest, data), key=lambda e: e.article.id)

    def document_shares(self, size: int) -> Iterator[tuple[Share, int]]:
        """Shares of about so many documents, for `read`; with each the number of articles before it."""
        rows = self._rows("SELECT digest, articles FROM document ORDER BY digest")
        before = accumulate((articles for _, articles in rows), initial=0)
        starts = [(digest, number) for (digest, _), number in zip(rows, before, strict=False)][::size]
        return zip(_shares([digest for digest, _ in starts]), [number for _, number in starts] or [0], strict=True)

    def cluster_shares(self, size: int) -> Iterator[Share]:
        """Shares of about so many parts, for `clusters`."""
        numbered = "SELECT iri, ROW_NUMBER() OVER (ORDER BY iri, digest) AS n FROM part"
        rows = self._rows(f"SELECT DISTINCT iri FROM ({numbered}) WHERE n % ? = 1 ORDER BY iri", size)
        return _shares([iri for (iri,) in rows])

    def telling(self, limit: int) -> list[str]:
        """Digests of all documents; of more articles than `limit`, of as many as that: see `graph.streamed.most_telling`."""
        if self.count()[1] <= limit:
            return [digest for (digest,) in self._rows("SELECT digest FROM document ORDER BY digest")]
        return sorted(most_telling(map(Obedience(self.register), self.read()), limit))

    def some(self, digests: Iterable[str]) -> Iterator[Extraction]:
        """What some documents gave, before any answer."""
        for digest in digests:
            yield from sorted(self.get(digest), key=lambda e: e.article.id)

    def graph(self) -> KnowledgeGraph:
        """The graph of all documents that it holds."""
        return reviewed(self.read(), self.register)

    def streamed(self, merge: Merge = merge_here) -> Streamed:
        """The same on disk: for what is larger than memory."""
        return streamed(self.read, self.register, merge)

    def behind(self) -> dict[str, Cluster]:
        """Entity or article → what graph.ttl should say of it, for all where it does not yet."""
        heads = [iri for (iri,) in self._rows("SELECT iri FROM behind")]
        return {iri: self._cluster(iri, self._rows("SELECT digest, data FROM part WHERE iri = ?", iri)) for iri in heads}

    def is_behind(self) -> bool:
        """Is there anything that graph.ttl does not say yet?"""
        return bool(self._rows("SELECT 1 FROM behind LIMIT 1"))

    def clusters(self, share: Share = ALL) -> Iterator[bytes]:
        """All that graph.ttl should say but for the prefixes, or a share of it by IRI, piece by piece, never held together."""
        for iri, rows in self._parts(share):
            yield self._cluster(iri, rows).text

    def _parts(self, share: Share = ALL) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        with self.guarded():
            found = self._db.execute("SELECT iri, digest, data FROM part WHERE iri >= ? AND iri < ? ORDER BY iri", share)
            for iri, rows in groupby(found, key=itemgetter(0)):
                yield iri, [row[1:] for row in rows]

    def _entries(self) -> Iterator[Entry]:
        for iri, rows in self._parts():
            if rows[0][1]:
                part = unite(data for _, data in rows)
                yield Entry.of(entity_of(iri, part), part.facts)

    def _cluster(self, iri: str, rows: list[tuple[Any, ...]]) -> Cluster:
        if not rows:
            return Cluster(b"")
        if not rows[0][1]:
            said = map(Obedience(self.register), self.get(rows[0][0]))
            return Cluster(b"".join(article_cluster(e, self.printings.first(e.article.id)) for e in said if article_head(e) == iri))
        part = unite(data for _, data in rows)
        entity = entity_of(iri, part)
        return Cluster(entity_cluster(entity, part), Entry.of(entity, part.facts))

    def caught_up(self, clusters: dict[str, Cluster]) -> None:
        """graph.ttl shows all that the store holds: these were behind."""
        with self.guarded():
            for iri, cluster in clusters.items():
                self.catalogue.enter(iri, cluster.entry)
            self._db.execute("DELETE FROM behind")

    # ---------------------------------------------------------------- one entity

    @property
    def catalogue(self) -> Catalogue:
        """Entities by name; not to be believed while the store `is_behind`."""
        return Catalogue(self._db)

    def about(self, iri: str) -> tuple[Entity, KnowledgeGraph]:
        """An entity without its facts, and the graph of the articles that state facts or figures of it.

        Complexity: that of what is said of it, however large the graph.
        """
        parts = {digest: unite([data]) for digest, data in self._rows("SELECT digest, data FROM part WHERE iri = ?", iri)}
        telling = (e for digest, part in sorted(parts.items()) if part.speaks for e in self.get(digest))
        whole = unite(part.pack() for part in parts.values())
        return entity_of(iri, whole), KnowledgeGraph.of(map(Obedience(self.register), telling))

    def get_meta(self, key: str) -> str:
        """A remark kept with the store, or an empty string."""
        return next((str(v) for (v,) in self._rows("SELECT value FROM meta WHERE key = ?", key)), "")

    def set_meta(self, key: str, value: str) -> None:
        with self.guarded():
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def _unpack(self, digest: str, data: bytes) -> list[Extraction]:
        try:
            return [unpack(Extraction, e) for e in json.loads(zlib.decompress(data))]
        except (AttributeError, KeyError, TypeError, ValueError, ArithmeticError, zlib.error) as e:
            raise StoreError(f"{self.path}: document {digest} is damaged ({type(e).__name__}); {_AGAIN.format(self.folder)}") from e

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.guarded():
            return self._db.execute(sql, values).fetchall()

    # ---------------------------------------------------------------- the file

    @property
    def _fresh(self) -> bool:
        """Is this a store that `create` made and that is not installed yet?"""
        return self._file != self.path

    @property
    def printings(self) -> Printings:
        """Which articles are printings of one."""
        return Printings(self._db)

    @property
    def _db(self) -> sqlite3.Connection:
        if self._connection is None:
            fresh = self._fresh
            if fresh:
                self.root.mkdir(parents=True, exist_ok=True)
                self._file.unlink(missing_ok=True)
            mode = "rwc" if fresh else "rw" if os.access(self._file, os.W_OK) else "ro"
            uri = f"{self._file.absolute().as_uri()}?mode={mode}"
            self._connection = sqlite3.connect(uri, _PATIENCE, isolation_level=None, uri=True, check_same_thread=False)
            if fresh:  # it is renamed when it is whole: until then nothing needs protection
                self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA + SCHEMA + PRINTINGS)
                self._connection.executemany("INSERT INTO meta VALUES (?, ?)", [("format", str(FORMAT)), ("version", __version__)])
        return self._connection

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """What SQLite and the system say, as one line with a remedy."""
        try:
            yield
        except sqlite3.OperationalError as e:
            if "no such table" in str(e):
                raise
            self._undo()
            remedy = "wait until the other writer is done" if "locked" in str(e) else "free space there, or look at the disk"
            raise StoreError(f"{self.path}: {e}; {remedy}, then do it again: what was there is still there") from e
        except sqlite3.DatabaseError as e:
            self._undo()
            raise StoreError(f"{self.path}: damaged ({e}); {_AGAIN.format(self.folder)}") from e
        except OSError as e:
            self._undo()
            raise StoreError(f"{e.filename or self.path}: cannot be written ({e.strerror}); choose another folder with -o") from e

    def _undo(self) -> None:
        if self._connection is not None and self._connection.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except sqlite3.Error:  # SQLite has done it itself
                self.close()

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


def _shares(starts: list[str]) -> Iterator[Share]:
    """Shares that begin at these keys, the first one where all begins."""
    return pairwise(["", *starts[1:], ALL[1]])
