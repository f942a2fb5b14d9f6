"""Claims that cannot stand beside each other: the surer holds, or the one that says more; what goes is rejected with its reason."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

from graph.model import ORGANISATIONS, Claim, EntityKey, Rejection
from graph.relate.context import Context
from graph.world.lexicon import lexicon


def consistent(c: Context, claims: list[Claim], rejections: list[Rejection]) -> list[Claim]:
    """The claims of an article that can be true together."""
    for reason, judged in _REASONS.items():
        refused = judged(c, claims)
        for x in refused:
            what = f"{x.subject[2]} {x.predicate} {x.object[2]}"
            rejections.append(Rejection("relate", what, reason, x.article, x.evidence))
        gone = set(map(id, refused))
        claims = [x for x in claims if id(x) not in gone]
    return claims


def one_of_each(claims: list[Claim]) -> list[Claim]:
    """One of runs and participatesIn for a pair; partOf never both ways: the surer holds."""
    best: dict[tuple[object, ...], Claim] = {}
    for x in claims:
        if x.predicate in ("runs", "participatesIn"):
            key: tuple[object, ...] = ("acts", x.subject, x.object)
        elif x.predicate == "partOf":
            key = ("part", *sorted((x.subject, x.object)))
        else:
            key = (x.predicate, x.subject, x.object)
        if key not in best or x.confidence > best[key].confidence:
            best[key] = x
    return [x for x in claims if x in best.values()]


def _wholes(c: Context, claims: list[Claim]) -> dict[EntityKey, set[EntityKey]]:
    """Whom each organisation belongs to: what it is a part of, and the firm whose union it is."""
    found: dict[EntityKey, set[EntityKey]] = defaultdict(set)
    for x in claims:
        if x.predicate in ("partOf", "unionOf"):
            found[x.subject].add(x.object)
    for e in c.of_type(*ORGANISATIONS):
        for owners in (c.linked.serves, c.linked.parents):
            if id(e) in owners:
                found[e.key].add(owners[id(e)].key)
    return found


def _inside_others(c: Context, claims: list[Claim]) -> list[Claim]:
    """…公司工会开办夜校: where the firm is named nowhere else, it is the union that runs the school."""
    printed = {e.key for e in c.of_type(*ORGANISATIONS) if not c.inside_others(e)}
    return [x for x in claims if x.predicate in ("runs", "issued") and x.subject[0] in ORGANISATIONS and x.subject not in printed]


def _of_their_parts(c: Context, claims: list[Claim]) -> list[Claim]:
    """海林市总工会同…公司工会合办: the partner is the firm's union, not the firm."""
    pairs = {frozenset((x.subject, x.object)) for x in claims if x.predicate == "partnerOf"}
    parts: dict[EntityKey, set[EntityKey]] = defaultdict(set)
    for part, owners in _wholes(c, claims).items():
        for whole in owners:
            parts[whole].add(part)

    def through(x: EntityKey, z: EntityKey) -> bool:
        return any(frozenset((part, z)) in pairs for part in parts[x] if x[2] in part[2])

    return [x for x in claims if x.predicate == "partnerOf" and (through(x.subject, x.object) or through(x.object, x.subject))]


def _by_way_of_parts(_: Context, claims: list[Claim]) -> list[Claim]:
    """A workshop is part of its mill, and the mill of the group: that the workshop is part of the group need not be said."""
    above: dict[EntityKey, set[EntityKey]] = defaultdict(set)
    for x in claims:
        if x.predicate == "partOf" and x.subject[0] in ORGANISATIONS:
            above[x.subject].add(x.object)
    return [
        x
        for x in claims
        if x.predicate == "partOf" and any(x.object in above.get(middle, ()) for middle in above.get(x.subject, ()) if middle != x.object)
    ]


_JOINT = frozenset("、和与及“”")


def _overtaken(c: Context, claims: list[Claim]) -> list[Claim]:
    """Places and firms take part in the programme named last before them, not in one that others were named after."""
    parts = {(x.subject, x.object) for x in claims if x.predicate == "partOf"}
    by_key = {e.key: e for e in c.linked.entities}
    programs = sorted((m for _, m in c.printed_programs.found), key=lambda m: m.span.start)
    text = c.reading.text
    refused = []
    for x in (x for x in claims if x.predicate == "participatesIn" and x.rule == "pair-model"):
        pairs = [(m, k) for _, m in c.printed(by_key[x.subject]) for _, k in c.printed(by_key[x.object])]
        if not pairs:
            continue
        m, k = min(pairs, key=lambda pair: (abs(pair[0].span.start - pair[1].span.start), pair[0].span.start))
        low, high = min(m.span.end, k.span.end), max(m.span.start, k.span.start)
        between = [p for p in programs if p.entity.key != x.object and low <= p.span.start < high]
        row = sorted([*between, k], key=lambda p: p.span.start)
        listed = all(set(text[a.span.end : b.span.start]) <= _JOINT for a, b in pairwise(row))
        ahead = k.span.start < m.span.start and x.subject[0] != "Person" and not any((p.entity.key, x.object) in parts for p in between)
        if between and (listed or (ahead and between[-1].entity.kind != "award")):
            refused.append(x)
    return refused


_NAME = 4
"""A union is told by a name of at least so many characters."""


def _of_other_unions(c: Context, claims: list[Claim]) -> list[Claim]:
    """平湖市总工会职工学堂 is not run by the province's federation."""
    unions = c.of_type("Union")
    by_key = {e.key: e for e in c.linked.entities}
    refused = []
    for x in (x for x in claims if x.predicate == "runs" and x.rule in ("pair-model", "likeliest-runner")):
        h, t = by_key[x.subject], by_key[x.object]
        owners = [u for u in unions for n in (u.name, *u.aliases) if len(n) >= _NAME and t.name.startswith(n) and t.name != n]
        if owners and h not in owners:
            refused.append(x)
    return refused


_AT_WORK = re.compile("车间|班组|工段|客户经理|实验|试验")
_SHOWN_IN = ("award", "training", "competition")


def _officials(c: Context, claims: list[Claim]) -> list[Claim]:
    """Who runs or praises a scheme does not take part in it; contests and courses are another thing."""
    posts = (x for x in claims if x.predicate == "holdsPost")
    officials = {x.subject for x in posts if x.title.endswith(lexicon().offices) and not _AT_WORK.search(x.title)}
    open_to_them = {e.key for e in c.of_type("Program") if e.kind in _SHOWN_IN}
    joins = (x for x in claims if x.predicate == "participatesIn" and x.rule == "pair-model")
    return [x for x in joins if x.subject in officials and x.object not in open_to_them]


def _circular(_: Context, claims: list[Claim]) -> list[Claim]:
    """Nothing is a part of its own part: of claims that would close a circle the least sure goes."""
    whole_of: dict[EntityKey, set[EntityKey]] = {}
    refused = []
    for x in sorted((x for x in claims if x.predicate == "partOf"), key=lambda x: (-x.confidence, x.subject, x.object)):
        above, ahead = {x.object}, [x.object]
        while ahead:
            found = whole_of.get(ahead.pop(), set()) - above
            above |= found
            ahead += found
        if x.subject in above:
            refused.append(x)
        else:
            whole_of.setdefault(x.subject, set()).add(x.object)
    return refused


_REASONS: dict[str, Callable[[Context, list[Claim]], list[Claim]]] = {
    "would make something a part of its own part": _circular,
    "its name is printed only inside that of another, who acts": _inside_others,
    "a part of it is the partner": _of_their_parts,
    "a part of its part": _by_way_of_parts,
    "it bears the name of another union": _of_other_unions,
    "another programme was named in between": _overtaken,
    "who holds such a post speaks of it": _officials,
}
"""Why claims are refused, and which; one after the other, each asks of what the ones before it have left."""
