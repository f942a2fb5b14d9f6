"""Bytes → text: which encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import hashlib

from graph.errors import InputError
from graph.model import Document

LIMIT = 64 * 1024 * 1024
"""Largest document in bytes."""


def decode(name: str, data: bytes) -> Document:
    """Decode one file: a byte-order mark decides, then UTF-8, then GB18030.

    Raises
    ------
    InputError
        the file is empty, too large, binary, or neither UTF-8 nor GB18030; says at which byte.
    """
    if len(data) > LIMIT:
        raise InputError(f"{name}: {len(data)} bytes, more than {LIMIT}; split the file")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _document(name, _strict(name, data, encoding), encoding)
    if b"\0" in data:
        raise InputError(f"{name}: byte {data.index(0)} is NUL, so this is no text; convert it to UTF-8 text first")
    try:
        return _document(name, data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as utf8:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise InputError(f"{name}: byte {utf8.start} is not UTF-8 nor GB18030; convert the file to UTF-8") from None
        if sum("\u4e00" <= c <= "\u9fff" for c in text) * 4 < len(text):
            raise InputError(f"{name}: byte {utf8.start} is not UTF-8, and the file does not read as Chinese in GB18030") from None
        return _document(name, text, "gb18030")


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        raise InputError(f"{name}: byte {e.start}: broken {encoding}; save the file again as UTF-8") from None


def _document(name: str, text: str, encoding: str) -> Document:
    if not text.strip():
        raise InputError(f"{name}: empty; nothing to read")
    control = next((i for i, c in enumerate(text) if ord(c) < 32 and c not in "\t\n\r\f\v"), None)
    if control is not None:
        raise InputError(f"{name}: character {control} is a control character (U+{ord(text[control]):04X}); remove it")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Document(name, text, encoding, digest)
