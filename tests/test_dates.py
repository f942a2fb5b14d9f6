"""Dates of claims: as precise as printed, relative ones told from the issue date only."""

from __future__ import annotations

import pytest

from graph.relate.dates import when


@pytest.mark.parametrize(
    ("text", "issued", "expected"),
    [
        ("2018年,公司", "", ("2018", "2018")),
        ("2023年12月25日,", "", ("2023-12-25", "2023-12-25")),
        ("2021年至2023年", "", ("2021", "2023")),
        ("6月4日至6日,", "2024-06-08", ("2024-06-04", "2024-06-06")),
        ("今年以来,", "2024-06-08", ("2024", "")),
        ("去年9月,", "2024-06-08", ("2023-09", "2023-09")),
        ("自2023年9月挂牌以来,", "", ("2023-09", "2023-09")),
        ("2022年3月起,", "", ("2022-03", "")),
        ("今年3月,", "", ("", "")),
        ("6月4日,", "", ("", "")),
        ("共有42个乡镇", "2024-06-08", ("", "")),
    ],
)
def test_dates(text: str, issued: str, expected: tuple[str, str]) -> None:
    assert when(text, issued) == expected


def test_the_last_date_before_counts() -> None:
    assert when("2018年成立,2020年5月又") == ("2020-05", "2020-05")
