"""Rules and word lists know the language, not the news: no name of one article hides in the code or the lexicons."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from graph.gold import fold

ROOMS = ("read", "find", "link", "relate")
_RUN = re.compile(r"[\u4e00-\u9fff]{4,}")
SHARED = ROOT.parent / "shared"


def gold_files() -> list[Path]:
    return sorted(p for folder in (ROOT / "seeds" / "corpus", ROOT / "seeds" / "gold", SHARED / "gold") for p in folder.glob("*.json"))


def text_of(gold: Path, name: str) -> str:
    path = gold.with_name(name) if gold.with_name(name).exists() else SHARED / "seeds" / name
    return path.read_text(encoding="utf-8")


def names_of_one_article() -> dict[str, str]:
    """Name → the only article that bears it, of all names that are annotated anywhere."""
    articles: dict[str, set[str]] = defaultdict(set)
    documents: dict[str, str] = {}
    for path in gold_files():
        gold = json.loads(path.read_text(encoding="utf-8"))
        documents[path.name] = fold(text_of(path, gold["doc"]))
        for a in gold["articles"]:
            for e in a["entities"]:
                for name in (e["name"], *(e.get("aliases") or ())):  # local names (职业中专, 该平台) are ordinary words
                    articles[fold(name)].add(f"{path.name} {a['id']}")
    return {
        name: next(iter(where))
        for name, where in articles.items()
        if len(where) == 1 and _RUN.search(name) and sum(name in text for text in documents.values()) <= 1
    }


def constants(path: Path) -> Iterator[tuple[str, str]]:
    """(place, string) of every string constant that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def cells() -> Iterator[tuple[str, str]]:
    """(place, string) of every cell of the lexicons."""
    for path in sorted((ROOT / "seeds" / "lexicon").glob("*.csv")):
        for number, row in enumerate(csv.reader(path.open(encoding="utf-8", newline="")), 1):
            for cell in row:
                yield f"{path.relative_to(ROOT)}:{number}", cell


def overfit(strings: Iterator[tuple[str, str]], names: dict[str, str]) -> list[str]:
    """Strings that are such a name, or a run of characters in them that is."""
    return [
        f"{place}: {word} is a name in {names[word]} and nowhere else"
        for place, text in strings
        for word in sorted({fold(text), *map(fold, _RUN.findall(text))})
        if word in names
    ]


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    found = names_of_one_article()
    assert len(found) > 500, "the gold graphs name much that occurs once"
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_of_one_article_is_in_the_code(room: str, names: dict[str, str]) -> None:
    strings = [s for path in sorted((ROOT / "graph" / room).rglob("*.py")) for s in constants(path)]
    assert strings
    assert overfit(iter(strings), names) == []


def test_no_name_of_one_article_is_in_the_lexicons(names: dict[str, str]) -> None:
    assert overfit(cells(), names) == []


def test_a_name_that_hides_in_the_code_would_be_seen(names: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = max(names, key=lambda n: (len(_RUN.findall(n)[0]) == len(n), len(n)))
    (tmp_path / "rule.py").write_text(f'"""{name} is fine here."""\nimport re\n_RULE = re.compile(r"(?:{name}|职工)$")\n', encoding="utf-8")
    monkeypatch.setattr("test_no_overfit.ROOT", tmp_path)
    assert len(overfit(constants(tmp_path / "rule.py"), names)) == 1
