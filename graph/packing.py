"""Extractions as JSON and back, without loss: how `graph.store` keeps them.

Fields that hold their default are left out, sets are sorted and decimals written as text, so equal extractions make equal
bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from graph.model import ArticleRecord, Claim, Evidence, Extraction, LocalEntity, Measure, Rejection, Source

T = TypeVar("T")


def dump(value: Any) -> bytes:
    """Compact JSON with sorted keys, ending in a line break; undecodable bytes in file names survive (surrogates)."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
    return text.encode("utf-8", "surrogatepass")


def pack(value: Any) -> Any:
    """A value of `graph.model` as what JSON can say.

    >>> pack(Evidence("三亚市总工会", 3, 9))
    {'exact': '三亚市总工会', 'start': 3, 'end': 9}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {name: pack(v) for name, default in _defaults(type(value)) if (v := getattr(value, name)) != default}
    if isinstance(value, (list, tuple)):
        return [pack(v) for v in value]
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value) if isinstance(value, Decimal) else value


def unpack(kind: type[T], data: dict[str, Any]) -> T:
    """The value of dataclass `kind` that `pack` wrote.

    Raises
    ------
    TypeError, ValueError, ArithmeticError
        `data` is not what `pack` writes.
    """
    readers = _READERS.get(kind, {})
    return kind(**{name: readers[name](v) if name in readers else v for name, v in data.items()})


@cache
def _defaults(kind: type[Any]) -> list[tuple[str, Any]]:
    return [(f.name, f.default_factory() if f.default_factory is not MISSING else f.default) for f in fields(kind)]


def _reader(kind: type[Any]) -> Callable[[Any], Any]:
    return lambda data: unpack(kind, data)


def _list_of(kind: type[Any]) -> Callable[[Any], Any]:
    return lambda data: [unpack(kind, d) for d in data]


_READERS: dict[type[Any], dict[str, Callable[[Any], Any]]] = {
    LocalEntity: {"aliases": set, "local": set},
    Claim: {"subject": tuple, "object": tuple, "evidence": _reader(Evidence)},
    Measure: {"subject": tuple, "value": Decimal, "evidence": _reader(Evidence)},
    Rejection: {"evidence": _reader(Evidence)},
    ArticleRecord: {"sources": _list_of(Source)},
    Extraction: {
        "article": _reader(ArticleRecord),
        "entities": _list_of(LocalEntity),
        "claims": _list_of(Claim),
        "measures": _list_of(Measure),
        "rejections": _list_of(Rejection),
        "silent": _list_of(Evidence),
    },
}
"""Fields that JSON alone does not bring back."""
