"""Files of any kind → texts: one module a format, and one table of formats.

    plain.py     .txt                    tables.py   .csv .tsv .jsonl     pdf.py    .pdf (extra `pdf`)
    markdown.py  .md                     docx.py     .docx                scan.py   pictures of pages (extra `ocr`)
    html.py      .html .htm, saved pages archives.py .zip .tar(.gz …)

Whatever a file is called inside an archive, it is read as if it lay in a folder.  No reader writes a file or fetches anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.errors import InputError
from graph.model import Document
from graph.read.decode import make_document
from graph.sources.formats import find_format
from graph.sources.types import Fault, Options, Piece, Raw
from graph.terminal import internal_error


def documents(raw: Raw, options: Options) -> Iterator[Document | Fault]:
    """The texts of a file, each fit to be read, and a fault for each part of it that is not.

    Nothing is raised over what the bytes hold: a file that is no good at all is one fault.
    """
    for piece in pieces(raw, options):
        if isinstance(piece, Fault):
            yield piece
            continue
        try:
            _check(piece, options)
            document = make_document(piece.name, piece.text, piece.encoding, piece.known, piece.url)
            yield replace(document, seconds=options.limits.seconds, taken=not piece.whole)
        except InputError as e:
            yield Fault(piece.name, str(e).removeprefix(piece.name + ": "))


def pieces(raw: Raw, options: Options) -> Iterator[Piece | Fault]:
    """The texts of a file as they stand in it."""
    limits = options.limits
    if len(raw.data) > limits.size:
        yield Fault(raw.name, f"more than {limits.size} bytes; split the file or raise --limit size=N")
        return
    try:
        for piece in find_format(raw).reader(raw, options):
            if isinstance(piece, Raw):
                yield from pieces(piece, options)
            else:
                yield piece
    except InputError as e:
        yield Fault(raw.name, str(e).removeprefix(raw.name + ": "))
    except RecursionError:
        yield Fault(raw.name, "nested too deeply; save it again in a simpler form")
    except Exception as e:  # a bug over one file must not cost the others
        yield Fault(raw.name, internal_error(e) + " together with the file")


def _check(piece: Piece, options: Options) -> None:
    limits = options.limits
    if len(piece.text) > limits.characters:
        raise InputError(
            f"{piece.name}: {len(piece.text)} characters in one text, more than {limits.characters}; "
            "split the file or raise --limit characters=N"
        )
    if len(piece.text) > limits.lines:
        lines = sum(not line.isspace() for line in piece.text.splitlines(keepends=True))
        if lines > limits.lines:
            raise InputError(f"{piece.name}: {lines} lines in one text, more than {limits.lines}; split the file or raise --limit lines=N")
