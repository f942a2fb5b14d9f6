"""Word documents: paragraphs and rows of tables, in order; deleted text, field codes and notes are left out.

The XML is read by expat without building a tree.  A document type declaration, which alone can define entities or point
outside, does not occur in real files and is refused.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from graph.errors import InputError
from graph.sources.types import Options, Piece, Raw

_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SKIPPED = {"del", "instrText", "delText", "moveFrom"}


def read(raw: Raw, options: Options) -> Iterator[Piece]:
    """The text of the document's main part."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive, archive.open("word/document.xml") as part:
            data = part.read(options.limits.expansion + 1)
    except KeyError:
        raise InputError(f"{raw.name}: holds no word/document.xml, so this is no Word document; save it again as .docx") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as e:
        raise InputError(f"{raw.name}: is no whole Word document ({' '.join(str(e).split())[:120]}); save it again as .docx") from None
    if len(data) > options.limits.expansion:
        raise InputError(f"{raw.name}: unpacks to more than {options.limits.expansion} bytes; raise --limit expansion=N if it is no bomb")
    yield Piece(raw.name, _Text(raw.name).read(data))


class _Text:
    def __init__(self, name: str) -> None:
        self._name = name
        self._out: list[str] = []
        self._skip = self._cells = 0
        self._inside = False

    def read(self, data: bytes) -> str:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(data, True)
        except expat.ExpatError as e:
            said = f"word/document.xml line {e.lineno}: {expat.ErrorString(e.code)}"
            raise InputError(f"{self._name}: {said}; save it again as .docx") from None
        except (LookupError, ValueError) as e:
            raise InputError(f"{self._name}: word/document.xml cannot be decoded ({e}); save it again as .docx") from None
        return "".join(self._out).strip("\n") + "\n"

    def _refuse(self, *_: object) -> None:
        raise InputError(f"{self._name}: word/document.xml declares a document type, which may define entities; save it again as .docx")

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        space, _, tag = element.rpartition(" ")
        if self._skip or element == _FALLBACK or (space in (_WORDS, _STRICT) and tag in _SKIPPED):
            self._skip += 1
        elif space in (_WORDS, _STRICT):
            if tag == "t":
                self._inside = True
            elif tag == "tc":
                self._cells += 1
            elif tag in _MARKS:
                self._out.append(_MARKS[tag])

    def _end(self, element: str) -> None:
        if self._skip:
            self._skip -= 1
            return
        tag = element.rpartition(" ")[2]
        if tag == "t":
            self._inside = False
        elif tag == "tc":
            self._cells -= 1
            self._out.append("\t")
        elif tag == "tr" or (tag == "p" and not self._cells):
            self._out.append("\n")

    def _characters(self, text: str) -> None:
        if self._inside and not self._skip:
            self._out.append(text)
