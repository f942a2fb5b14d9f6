"""Make readings.csv out of pypinyin (MIT): python seeds/pinyin/build.py, with pypinyin 0.55 installed."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from pypinyin import Style, pinyin

MOST = 3
"""Readings kept of a character: the rest are rare."""


def characters() -> list[str]:
    """The 6,763 characters of GB 2312: what names of people, places and organisations are written with."""
    pairs = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return [c for p in pairs if len(c := p.decode("gb2312", "ignore")) == 1]


def main() -> None:
    table = defaultdict(list)
    for character in characters():
        for reading in pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0][:MOST]:
            if reading.isascii() and reading.isalpha():
                table[reading].append(character)
    with (Path(__file__).parent / "readings.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("syllable", "characters"))
        writer.writerows((syllable, "".join(table[syllable])) for syllable in sorted(table))


if __name__ == "__main__":
    main()
