"""report.json and its reading: what was refused and why, what yielded nothing and why, told so that a person can act on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from factory import Story, sample

from graph.account import account, headline, read_report
from graph.errors import StoreError
from graph.knowledge import KnowledgeGraph
from graph.model import Rejection
from graph.report import report


def story() -> Story:
    """One fact, three silent sentences, and candidates that were refused for different reasons."""
    s = Story("三亚市总工会打造工会通平台。大家说好。三亚市总工会表示满意。平台分三块。", document="a.txt")
    union, platform = s.entity("Union", "三亚市总工会", code="460200"), s.entity("Program", "工会通平台", scope="460200")
    s.claim(union, "runs", platform)
    x = s.extraction
    x.silent = [s.evidence("大家"), s.evidence("表示"), s.evidence("三块")]
    x.rejections = [
        Rejection("find", "三块", "not believed to name a Program (probability 0.31)", s.id, s.evidence("三块")),
        Rejection("relate", "三亚市总工会 runs 工会通平台", "probability 0.30 below 0.50", s.id, s.evidence("打造")),
        Rejection("relate", "工会通平台 partOf 三块", "probability 0.10 below 0.40", s.id, s.evidence("三块")),
        Rejection("relate", "三块 partOf 工会通平台", "probability 0.36 below 0.40", s.id, s.evidence("三块")),
    ]
    return s


def test_what_stands_after_all_is_not_among_the_rejected() -> None:
    told = report(KnowledgeGraph.of([story().extraction]))
    assert [r["what"] for r in told["rejected"]] == ["三块", "工会通平台 partOf 三块", "三块 partOf 工会通平台"]
    assert told["counts"]["rejected"] == 3


def test_reasons_are_counted_without_their_numbers_and_say_how_near_it_was() -> None:
    told = report(KnowledgeGraph.of([story().extraction]))
    assert told["reasons"] == [
        {"stage": "relate", "reason": "too improbable: partOf", "count": 2},
        {"stage": "find", "reason": "not believed to name a Program", "count": 1},
    ]
    assert [r["near"] for r in told["rejected"]] == [0.31, 0.25, 0.9]
    assert sum(r["count"] for r in told["reasons"]) == len(told["rejected"])


def test_a_silent_sentence_says_why() -> None:
    first, second, third = report(KnowledgeGraph.of([story().extraction]))["silent"]
    assert first["why"] == "names nothing"
    assert second["why"] == "names one thing only"
    assert second["named"] == ["三亚市总工会"]
    assert third["why"] == "what was found in it was refused"
    assert len(third["refused"]) == 3
    assert third["refused"][0].startswith("三块: not believed")


def test_the_account_reads_the_report_out_nearest_misses_first() -> None:
    told = report(KnowledgeGraph.of([story().extraction]))
    text = account(told, examples=1)
    assert "1 sentences told something, 3 nothing; 3 candidates were not believed" in text
    assert headline(told) in text
    assert "三块 partOf 工会通平台" in text
    assert "工会通平台 partOf 三块" not in text
    assert "工会通平台 partOf 三块" in account(told, examples=2)
    assert "a.txt:7-12" not in text and "大家说好。" in text


def test_an_account_of_nothing_refused_is_short_and_steers_no_terminal() -> None:
    assert "not believed:" not in account(report(sample()))
    bad = Story("甲\x1b[31m工会。", document="\x1b.txt")
    bad.extraction.silent = [bad.evidence()]
    assert "\x1b" not in account(report(KnowledgeGraph.of([bad.extraction])))


@pytest.mark.parametrize("content", [None, "{", "[]", '{"counts": {}}'])
def test_a_report_that_is_not_there_is_an_error_that_says_what_to_do(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "report.json").write_text(content)
    with pytest.raises(StoreError, match="unionkg build"):
        read_report(tmp_path)


def test_a_report_survives_json() -> None:
    told = report(KnowledgeGraph.of([story().extraction]))
    assert account(json.loads(json.dumps(told))) == account(told)
