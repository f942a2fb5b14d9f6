"""What each command of `unionkg` does: one function per command, from parsed arguments to exit status."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import UsageError
from graph.terminal import Bar, complain

if TYPE_CHECKING:
    import pyoxigraph

    from graph.catalogue import Entry
    from graph.knowledge import KnowledgeGraph
    from graph.model import Answer
    from graph.sources.types import Options
    from graph.upkeep import Update

_LISTED = 40
"""Entities listed at most where a name fits several."""


def build(args: Namespace) -> int:
    from graph.upkeep import rebuild

    bar = Bar(sys.stderr)
    try:
        update = rebuild(args.out, args.paths, **_how(args), progress=bar)
    finally:
        bar.close()
    return _tell(args, update, f"{update.read} documents read")


def add(args: Namespace) -> int:
    from graph.upkeep import add as add_to

    bar = Bar(sys.stderr)
    try:
        update = add_to(args.out, args.paths, **_how(args), progress=bar)
    finally:
        bar.close()
    return _tell(args, update, f"{update.read} documents read, {update.removed} replaced")


def _how(args: Namespace) -> dict[str, Any]:
    """What build and add are told alike."""
    return {"register": args.register, "workers": args.workers, "engine": _engine(args), "options": _options(args)}


def _options(args: Namespace) -> Options:
    from graph.sources.types import Options

    return Options.parse(args.limit, args.column)


def remove(args: Namespace) -> int:
    from graph.upkeep import remove as remove_from

    update = remove_from(args.out, args.paths)
    return _tell(args, update, f"{update.removed} documents removed")


def _engine(args: Namespace) -> str:
    return f"{args.engine} {args.scheduler}".strip()


def _tell(args: Namespace, update: Update, done: str) -> int:
    for f in update.faults:
        complain(f"{f['file']}: {f['reason']}")
    if not update.done:
        print(f"nothing done; {args.out} is as it was")
        return 2 if update.missing_only else 1
    from graph.account import headline, read_report

    print(f"{done}; {update.articles} articles in {Path(args.out) / 'graph.ttl'}")
    if update.views:
        print(headline(read_report(args.out)) + "; `unionkg report` says which and why")
        print(f"open {Path(args.out) / 'graph.html'}")
    else:
        print(f"page, GraphML and report show the graph before; bring them up to date with `unionkg refresh -o {args.out}`")
    if args.profile:
        print(update.stages.table(), file=sys.stderr)
    return 1 if update.faults else 0


def refresh(args: Namespace) -> int:
    from graph.outputs import refresh as bring_up_to_date

    written = bring_up_to_date(args.out)
    print("\n".join(map(str, written)) if written else f"every output in {args.out} is up to date")
    return 0


def show(args: Namespace) -> int:
    from graph.finder import find
    from graph.show import card
    from graph.store import Store

    found = find(Store.open(args.out), args.name)
    if found.entity is not None:
        sys.stdout.write(card(found.kg, found.entity, found.stories, args.full))
        if found.others:
            print(f"\nothers called {args.name} (show them by IRI):")
    elif found.others:
        print(f"{len(found.others)} entities have {args.name} in a name:")
    else:
        raise UsageError(f"no entity in {args.out} has {args.name!r} in its name; try a shorter part of it")
    _list(found.others)
    return 0


def _list(entries: list[Entry]) -> None:
    for entry in entries[:_LISTED]:
        print(f"  {entry.name}  [{entry.type}]  {entry.facts} facts  {entry.iri}")
    if len(entries) > _LISTED:
        print(f"  … and {len(entries) - _LISTED} more")


def query(args: Namespace) -> int:
    from graph.index import asked, load
    from graph.query import ask, questions, run
    from graph.store import Store

    if args.list:
        for q in questions():
            blanks = ", ".join(f"{p.name}={p.default or '…'}" for p in q.parameters)
            print(f"{q.name:<26} {q.zh}  {q.en}" + (f"  [{blanks}]" if blanks else ""))
        return 0
    if (args.sparql is None) == (args.name is None):
        raise UsageError("query: give either a SPARQL query or --name Q; --list shows the named questions")
    values = dict(_pair(p) for p in args.param)
    if values and args.name is None:
        raise UsageError("query: --param belongs to --name Q")
    known: KnowledgeGraph | pyoxigraph.Store
    if args.as_of or args.against:
        known = _load(args).as_of(args.as_of) if args.as_of else _load(args)
    else:
        known = asked(Store.open(args.out))
    other = load(args.against) if args.against else None
    if args.name is not None:
        result = ask(known, args.name, other, **values)
    else:
        result = run(known, sys.stdin.read() if args.sparql == "-" else args.sparql, other)
    sys.stdout.write({"table": result.to_table, "csv": result.to_csv, "json": result.to_json}[args.format]())
    return 0


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise UsageError(f"query: --param {text}: expected NAME=VALUE")
    return key, value


def export(args: Namespace) -> int:
    from graph.export import export as write
    from graph.export import find_format
    from graph.store import Store

    wanted = find_format(args.format)
    path = Path(args.file) if args.file else Path(args.out) / f"graph.{wanted.endings[0]}"
    print(write(Store.open(args.out).streamed(), path, wanted.name))
    return 0


def validate(args: Namespace) -> int:
    from graph.validate import validate as check

    report = check(args.out)
    sys.stdout.write(str(report))
    return 0 if report else 1


def evaluate(args: Namespace) -> int:
    from graph.evaluate import evaluate as score

    scores = score(args.out, args.gold)
    if args.json:
        print(json.dumps(scores.to_dict(), ensure_ascii=False, indent=1))
    else:
        sys.stdout.write(str(scores))
    if args.misses:
        print("\n".join(scores.misses), file=sys.stderr if args.json else sys.stdout)
    return 0


def review(args: Namespace) -> int:
    from graph.review import KINDS
    from graph.review.answering import same_or_never, verdict
    from graph.review.dialogue import ask, listing
    from graph.review.doubts import doubts
    from graph.review.sheet import read_sheet, write_sheet
    from graph.store import Store

    store = Store.open(args.out)
    kg = store.graph()
    named = [("accept", args.accept), ("reject", args.reject)]
    answers = [a for word, ids in named for i in ids for a in verdict(kg, store.read(), word, i)]
    answers += [same_or_never(kg, word, *pair) for word, pairs in (("same", args.same), ("never", args.never)) for pair in pairs]
    gone: list[str] = []
    if args.apply is not None:
        filled, gone = read_sheet(Path(args.apply), doubts(kg, below=2.0))
        answers += filled
    elif not answers:
        found = doubts(kg, args.below, args.kind or KINDS)
        chosen = found[: args.limit]
        if args.csv is not None:
            return _sheet(args.csv, write_sheet(kg, chosen))
        if args.list or not sys.stdin.isatty() or not sys.stdout.isatty():
            sys.stdout.write(listing(kg, chosen))
            print(f"{len(chosen)} of {len(found)} doubts; answer with --accept ID, --reject ID, --same A B, --never A B or --csv, --apply")
            return 0
        answers = ask(kg, chosen, sys.stdin, sys.stdout)
    return _answered(args, answers, gone)


def _sheet(path: str, sheet: str) -> int:
    from graph.files import write_atomic

    if path == "-":
        sys.stdout.write(sheet)
    else:
        print(write_atomic(path, sheet))
    return 0


def _answered(args: Namespace, answers: list[Answer], gone: list[str]) -> int:
    from graph.upkeep import answer

    for key in gone:
        complain(f"{args.apply}: {key} is no longer in doubt; its answer was not taken")
    if not answers:
        print(f"no answers; {args.out} is as it was")
        return 1 if gone else 0
    path, update = answer(args.out, answers)
    return max(_tell(args, update, f"{len(answers)} answers written to {path}"), 1 if gone else 0)


def report(args: Namespace) -> int:
    from graph.account import account, read_report

    sys.stdout.write(account(read_report(args.out), args.examples))
    return 0


def push(args: Namespace) -> int:
    from graph.export.turtle import graphs, whole
    from graph.push import Record, Server, record_name
    from graph.push import push as send

    server = Server(args.url, update=args.update, user=args.user, password=os.environ.get("UNIONKG_PASSWORD", ""))
    kg = _load(args)
    if not args.by_article:
        send([(args.graph, whole(kg))], server, merge=args.merge)
        print(f"{len(kg.articles)} articles are in {args.graph or 'the default graph'} of {args.url}")
        return 0
    record = Record(Path(args.out) / "store" / record_name(args.url))
    if args.again:
        record.forget()
    sent, kept = send(((g or args.graph, blocks) for g, blocks in graphs(kg)), server, merge=args.merge, done=record)
    print(f"{sent} named graphs sent to {args.url}, {kept} were there" + (" (--again sends all)" if kept else ""))
    return 0


def view(args: Namespace) -> int:
    import webbrowser

    from graph.outputs import refresh as bring_up_to_date

    bring_up_to_date(args.out)
    page = Path(args.out) / "graph.html"
    url = page.resolve().as_uri()
    print(url)
    if not webbrowser.open(url):
        print("no browser here: open the address above in one", file=sys.stderr)
    return 0


def _load(args: Namespace) -> KnowledgeGraph:
    from graph.index import load

    return load(args.out)
