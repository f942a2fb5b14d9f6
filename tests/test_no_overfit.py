"""Rules and word lists know the language, not the news: no name of one article hides in the code or the lexicons."""

from __future__ import annotations

import ast
import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import ahocorasick_rs
import pytest
from conftest import ROOT

from graph.gold import fold

ROOMS = ("read", "find", "link", "relate", "world")
SHARED = ROOT.parent / "shared"
_HAN = re.compile(r"[\u4e00-\u9fff]{3,}")
_QUOTED = re.compile(r"[“「『]([^“”「」『』]{3,})[”」』]")

ORDINARY = {
    "新华社": "the agency whose byline the press prints",
    "小三级": "what the national federation calls unions of towns, villages and firms, everywhere",
    "劳动技能竞赛": "a common noun: a skills contest",
    "巴特尔": "a Mongolian given name as common as 建国",
}
"""Names of one article by chance: why each is a word of the trade all the same."""

Gold = dict[str, tuple[dict[str, object], str, set[str]]]
"""File → (gold graph, folded text, what the text puts between quotation marks)."""


def family(graphs: Path, texts: Path) -> Gold:
    """The gold graphs of one hand with their texts."""
    found: Gold = {}
    for path in sorted(graphs.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = texts / gold["doc"]
        raw = (text if text.exists() else next(texts.glob(path.stem + "_*"))).read_text(encoding="utf-8")
        found[path.name] = gold, fold(raw), set(map(fold, _QUOTED.findall(raw)))
    return found


def families() -> list[Gold]:
    """Ours, and the shared pages where they are: the corpus tells their stories again, so each family is looked at by itself."""
    own = family(ROOT / "seeds" / "corpus", ROOT / "seeds" / "corpus") | family(ROOT / "seeds" / "gold", ROOT / "seeds" / "gold")
    shared = family(SHARED / "gold", SHARED / "seeds") if (SHARED / "gold").is_dir() else {}
    return [f for f in (own, shared) if f]


def names_of_one_article() -> dict[str, str]:
    """Name, or quoted part of one, of three Chinese characters or more → the only article of its family that bears it."""
    found = families()
    candidates: dict[str, str] = {}
    for gold in found:
        where: dict[str, set[str]] = defaultdict(set)
        for file, (graph, _, quoted) in gold.items():
            for article in graph["articles"]:  # type: ignore[attr-defined]
                for e in article["entities"]:
                    for name in (e["name"], *(e.get("aliases") or ())):  # local names (职业中专, 该平台) are ordinary words
                        for part in (fold(name), *(q for q in quoted if q in fold(name))):
                            where[part].add(f"{file} {article['id']}")
        for name, articles in where.items():
            if len(articles) == 1 and _HAN.search(name):
                candidates[name] = next(iter(articles))
    words = sorted(candidates)
    search = ahocorasick_rs.AhoCorasick(words)
    common: set[str] = set()
    for gold in found:
        seen: set[str] = set()
        for _, text, _ in gold.values():
            here = {words[number] for number, _, _ in search.find_matches_as_indexes(text, overlapping=True)}
            common |= here & seen
            seen |= here
    return {name: where for name, where in candidates.items() if name not in common}


def constants(path: Path, root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """(place, string) of every string constant that is no docstring; the pieces of an f-string are constants too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documentation = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield f"{path.relative_to(root)}:{node.lineno}", node.value


def cells(path: Path, root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """(place, string) of every cell of a table."""
    with path.open(encoding="utf-8", newline="") as handle:
        for number, row in enumerate(csv.reader(handle), 1):
            yield from ((f"{path.relative_to(root)}:{number}", cell) for cell in row)


def overfit(strings: Iterable[tuple[str, str]], names: dict[str, str]) -> list[str]:
    """Strings in which such a name stands, alone or in something longer."""
    words = sorted(n for n in names if n not in ORDINARY)
    search = ahocorasick_rs.AhoCorasick(words)
    return [
        f"{place}: {words[number]} is a name in {names[words[number]]} and nowhere else"
        for place, text in strings
        for number, _, _ in search.find_matches_as_indexes(fold(text), overlapping=True)
    ]


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    found = names_of_one_article()
    assert len(found) > 4000, "the gold graphs name much that occurs once"
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_of_one_article_is_in_the_code(room: str, names: dict[str, str]) -> None:
    strings = [s for path in sorted((ROOT / "graph" / room).rglob("*.py")) for s in constants(path)]
    assert len(strings) > 20
    assert overfit(strings, names) == []


@pytest.mark.parametrize("table", sorted((ROOT / "seeds" / "lexicon").glob("*.csv")), ids=lambda p: p.stem)
def test_no_name_of_one_article_is_in_the_lexicons(table: Path, names: dict[str, str]) -> None:
    strings = list(cells(table))
    assert strings
    assert overfit(strings, names) == []


def test_every_exception_is_still_one(names: dict[str, str]) -> None:
    strings = [s for room in ROOMS for path in (ROOT / "graph" / room).rglob("*.py") for s in constants(path)]
    strings += [s for path in (ROOT / "seeds" / "lexicon").glob("*.csv") for s in cells(path)]
    for word, reason in ORDINARY.items():
        assert reason
        assert any(word in text for _, text in strings), f"{word} is in no rule any more: take it off the list"


def test_names_that_matter_are_among_those_looked_for(names: dict[str, str]) -> None:
    """Names of the systems and their quoted cores, of which the corpus page that tells them again holds the second copy."""
    systems = [n for n in names if n.endswith(("平台", "机制", "模式", "小程序", "行动", "工程"))]
    cores = [n for n in names if len(n) == 3]
    assert len(systems) > 100
    assert len(cores) > 20
    assert "总工会" not in names


@pytest.mark.parametrize("form", ["{}", "^(?:{}|职工)$", "的{}等", "“{}”"])
def test_a_name_that_hides_in_the_code_would_be_seen(names: dict[str, str], tmp_path: Path, form: str) -> None:
    plain = sorted(n for n in names if _HAN.fullmatch(n) and n not in ORDINARY)
    for name in (plain[0], min(plain, key=len), max(plain, key=len)):
        code = tmp_path / "rule.py"
        code.write_text(f'"""{name} is fine here."""\nimport re\n_RULE = re.compile(r"{form.format(name)}")\n', encoding="utf-8")
        assert any(name in seen for seen in overfit(constants(code, tmp_path), names))
        code.write_text(f'x = 1\ny = f"{form.format(name)}{{x}}"\n', encoding="utf-8")
        assert any(name in seen for seen in overfit(constants(code, tmp_path), names))
        table = tmp_path / "words.csv"
        table.write_text(f"suffix,type\n{form.format(name)},Program\n", encoding="utf-8")
        assert any(f"words.csv:2: {name}" in seen for seen in overfit(cells(table, tmp_path), names))


def test_a_name_in_a_docstring_or_in_two_articles_is_no_matter(names: dict[str, str], tmp_path: Path) -> None:
    code = tmp_path / "rule.py"
    code.write_text(f'"""{min(names)} is an example."""\nx = "总工会的职工"\n', encoding="utf-8")
    assert overfit(constants(code, tmp_path), names) == []
