"""Every bad input of the table: one clear line that names it, or a text that breaks nothing; the rest goes on."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from bad_inputs import CASES, Bad, decoded, lines_of
from rdflib import Graph

import graph
from graph.export import render
from graph.sources.types import Options

ALL = [bad for cases in CASES.values() for bad in cases]
REFUSED = [bad for bad in ALL if bad.said]
READ = [bad for bad in ALL if not bad.said]
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
NUMBER = re.compile(r"-?[\d.]+")


def test_the_table_is_long_and_names_each_case_once() -> None:
    assert len(ALL) >= 60
    assert len({bad.what for bad in ALL}) == len({bad.id for bad in ALL}) == len(ALL)


@pytest.mark.parametrize("bad", REFUSED, ids=lambda bad: bad.id)
def test_a_bad_input_is_one_clear_line_and_the_rest_goes_on(bad: Bad, tmp_path: Path) -> None:
    if why := bad.skipped():
        pytest.skip(why)
    path, batch = decoded(bad, tmp_path)
    lines = lines_of(path, batch)
    assert any(re.search(bad.said, line) for line in lines), lines
    for line in lines:
        assert line.startswith(bad.name)
        assert re.fullmatch(r"[^\n\r\x00-\x1f]+; [^\n]+|.*does not exist", line), "a complaint says what to do"
        assert "internal error" not in line
    names = [i.name for d in batch.documents.values() for i in d.inputs]
    assert "good.txt" in names
    assert len([i for d in batch.documents.values() for i in d.inputs]) == 1 + bad.texts


@pytest.mark.parametrize("bad", READ, ids=lambda bad: bad.id)
def test_what_can_be_read_is_read_and_breaks_nothing(bad: Bad, tmp_path: Path) -> None:
    if why := bad.skipped():
        pytest.skip(why)
    path, batch = decoded(bad, tmp_path)
    assert not batch.faults
    assert len([i for d in batch.documents.values() for i in d.inputs]) == 1 + bad.texts
    kg = graph.build(path, options=Options(bad.limits))
    assert not kg.faults
    assert "root:" not in str(kg.extractions), "no file of the machine"
    Graph().parse(data=render(kg, "turtle"), format="turtle")
    tables = kg.export(tmp_path / "tables", "csv").glob("*.csv")
    answers = io.StringIO(kg.sparql("SELECT ?s ?p ?o WHERE { ?s ?p ?o }").to_csv(), newline="")
    for row in (row for table in (answers, *(t.open(encoding="utf-8", newline="") for t in tables)) for row in csv.reader(table)):
        assert not [c for c in row if FORMULA.match(c) and not NUMBER.fullmatch(c)]
