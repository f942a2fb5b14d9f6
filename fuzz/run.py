"""Coverage-guided fuzzing of reading and exporting with Atheris.

    nice -n 19 python fuzz/run.py --minutes 60 [--folder fuzz/.corpus]

Inputs that reach new code are kept in the folder, so that the next run begins where this one ended.  An input that breaks a
promise is written to FOLDER/../crash-… and said on stderr.  Executions, coverage and memory are printed by libFuzzer.
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).resolve().parent)]

with atheris.instrument_imports(include=["graph.read", "graph.sources", "graph.export", "graph.relate", "graph.link", "graph.find"]):
    import target

    import graph.pipeline  # noqa: F401 - what is imported later is not watched
    from graph.sources.formats import FORMATS

    READERS = [f.reader for f in FORMATS]

_PAGE_EVERY = 32
"""Writing the page takes half of a second: it is checked once in so many inputs that say anything."""


def run_one(data: bytes) -> None:
    """The first byte chooses the format, the rest is the file."""
    if not data:
        return
    target.check(target.ENDINGS[data[0] % len(target.ENDINGS)], data[1:], page=hash_of(data) % _PAGE_EVERY == 0)


def hash_of(data: bytes) -> int:
    return sum(data) + len(data)


def seeds(folder: Path) -> None:
    """Sound inputs of every format to begin with."""
    from conftest import TEXTS
    from pages import docx
    from test_inputs import PAGE

    samples = {"page.html": PAGE, "table.csv": 'title,date,body\n甲,2024-06-11,"三亚市总工会打造三亚工匠学院。"\n'}
    samples["rows.jsonl"] = '{"title": "甲", "body": "三亚市总工会打造三亚工匠学院。", "date": "2024-06-11"}\n'
    samples["front.md"] = "---\ndate: 2024-06-11\n---\n# 标题\n**三亚市总工会**打造三亚工匠学院。\n"
    samples |= TEXTS
    parts = {name: text.encode() for name, text in samples.items()}
    word = docx(*TEXTS["sanya.txt"].splitlines())
    parts["word.docx"] = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml")
    parts["gbk.txt"] = TEXTS["zhuhai.txt"].encode("gb18030")
    parts["utf16.txt"] = TEXTS["heping.txt"].encode("utf-16")
    parts["folder.zip"] = b"a/03.txt\n" + parts["sanya.txt"]
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in parts.items():
        (folder / f"seed-{name}").write_bytes(bytes([target.ENDINGS.index(Path(name).suffix)]) + data)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--folder", type=Path, default=Path(__file__).resolve().parent / ".corpus")
    args = arguments.parse_args()
    seeds(args.folder)
    options = [
        f"-max_total_time={int(args.minutes * 60)}", "-max_len=6000", "-timeout=60", "-rss_limit_mb=4096", "-print_final_stats=1",
        f"-artifact_prefix={args.folder.parent}/", str(args.folder),
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options], run_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
