"""Relate: which claims the sentences make about the entities, and which figures belong to them."""

from __future__ import annotations

from graph.link.entities import Linked
from graph.logistic import Logistic
from graph.model import ORGANISATIONS, ROLES, SIGNATURES, Claim, Extraction, LocalEntity, Measure, Rejection, Span, plain
from graph.relate.consistency import consistent, one_of_each
from graph.relate.context import Context, Sentence
from graph.relate.dates import when
from graph.relate.features import Seen, pair_signs, pair_type
from graph.relate.grammar import plain_statements
from graph.relate.lists import pool_lists
from graph.relate.measures import figures, what_is_counted
from graph.relate.model import relation_model
from graph.relate.owners import View, combined
from graph.relate.posts import posts
from graph.relate.seats import seats
from graph.relate.statements import Plain

PAIRWISE = ("runs", "participatesIn", "issued", "partnerOf", "partOf")
_OUTRIGHT = 0.9
"""Confidence of what a clause says outright."""


def candidates(c: Context, relation: str) -> list[tuple[LocalEntity, LocalEntity]]:
    """Pairs of entities that may stand in a relation, by type alone."""
    heads, tails = SIGNATURES[relation]
    objects = c.of_type(*tails)
    pairs = [(h, t) for h in c.of_type(*heads) for t in objects if h is not t]
    if relation == "partOf":
        pairs = [(h, t) for h, t in pairs if "Place" not in (h.type, t.type) and (h.type == "Program") == (t.type == "Program")]
    if relation == "partnerOf":
        order = {id(e): i for i, e in enumerate(c.linked.entities)}
        pairs = [(h, t) for h, t in pairs if order[id(h)] < order[id(t)]]
    return [(h, t) for h, t in pairs if _may_meet(c, h, t)]


def _may_meet(c: Context, h: LocalEntity, t: LocalEntity) -> bool:
    """Pairs that never come near each other are not worth a look."""
    if h is c.main or t is c.main_program:
        return True
    head, tail = c.company(h), c.company(t)
    return id(t) in head.spoken_of or id(h) in tail.subjects or not head.sentences.isdisjoint(tail.sentences)


def relate(linked: Linked, extraction: Extraction) -> Extraction:
    """Fill in claims, measures, rejections and silent sentences of one article."""
    c = Context(linked)
    model = relation_model()
    claims = posts(c)
    claims += _served(c)
    claims += _parts(c)
    claims += _pairwise(c, model, extraction.rejections)
    claims = consistent(c, claims, extraction.rejections)
    _call_parts(c, claims)
    claims += _located(c, model, claims)
    extraction.claims += claims
    extraction.measures += _measures(c, model, extraction.rejections)
    told: list[Claim | Measure] = [*extraction.claims, *extraction.measures]
    heard = {(x.evidence.start, x.evidence.end) for x in told}
    article = linked.reading.article
    for s in c.sentences:
        evidence = article.evidence(s.span)
        if not any(start < evidence.end and evidence.start < end for start, end in heard):
            extraction.silent.append(evidence)
    return extraction


def _claim(
    c: Context, h: LocalEntity, relation: str, t: LocalEntity, where: tuple[Sentence, Span] | None, rule: str, p: float, role: str = ""
) -> Claim:
    article = c.reading.article
    inferred = where is None
    if where is None:
        first = c.first(h) or c.first(t)
        assert first is not None
        where = (first[0], first[1].span)
    sentence, focus = where
    text = c.reading.text[sentence.span.start : focus.start]
    planned = relation == "runs" and any(w in text[-16:] for w in ("将", "拟", "计划", "力争"))
    start, end = ("", "") if inferred or relation in ("locatedIn", "unionOf") else when(text, article.date)
    return Claim(
        h.key, relation, t.key, article.id, article.evidence(sentence.span, focus), rule, round(p * c.belief(h) * c.belief(t), 2),
        role=role, start=start, end=end,
        planned=planned,
        inferred=inferred and relation == "locatedIn",
    )  # fmt: skip


def _served(c: Context) -> list[Claim]:
    """unionOf: said by the union's own name."""
    result = []
    for union in c.of_type("Union"):
        served = c.linked.serves.get(id(union))
        first = c.first(union)
        if served is not None and first is not None and id(served) in c.by_entity:
            result.append(_claim(c, union, "unionOf", served, (first[0], first[1].span), "union-name", 0.95))
    return result


def _parts(c: Context) -> list[Claim]:
    """partOf: said by the part's own name (X有限公司Y分公司, 赋能中心's 培训中心)."""
    result = []
    for e in c.of_type("Company", "Institution", "Program"):
        whole = c.linked.parents.get(id(e))
        first = c.first(e)
        if whole is not None and first is not None and whole is not e:
            result.append(_claim(c, e, "partOf", whole, (first[0], first[1].span), "part-in-name", 0.93))
    return result


def _pairwise(c: Context, model: Logistic, rejections: list[Rejection]) -> list[Claim]:
    result: list[Claim] = []
    outright: dict[tuple[int, str, int], Plain] = {}
    for x in plain_statements(c):
        outright.setdefault((id(x.actor), x.relation, id(x.object)), x)
    for x in outright.values():
        result.append(_claim(c, x.actor, x.relation, x.object, (x.sentence, x.mention.span), x.rule, _OUTRIGHT, x.role))
    wanted = [(relation, h, t) for relation in PAIRWISE for h, t in candidates(c, relation) if (id(h), relation, id(t)) not in outright]
    chances: dict[tuple[int, int], dict[str, float]] = {}
    for _, h, t in wanted:
        if (id(h), id(t)) not in chances:
            chances[id(h), id(t)] = _chances(c, model, h, t)
    pool_lists(c, chances)
    for relation, h, t in wanted:
        p = chances[id(h), id(t)][relation]
        if p < model.threshold(relation):
            if p > 0.5 * model.threshold(relation):
                first = c.first(t)
                article = c.reading.article
                evidence = article.evidence(first[0].span, first[1].span) if first else None
                reason = f"probability {p:.2f} below {model.threshold(relation):.2f}"
                rejections.append(Rejection("relate", f"{h.name} {relation} {t.name}", reason, article.id, evidence))
            continue
        signs, types = pair_signs(c, h, t), pair_type(h, t)
        role = _role(model, signs, types) if relation == "runs" else ""
        result.append(_claim(c, h, relation, t, _evidence(model, relation, signs, types), "pair-model", p, role))
    result = one_of_each(result + _of_documents(c, result))
    return result + _orphans(c, model, result, chances)


def _call_parts(c: Context, claims: list[Claim]) -> None:
    """A part of a programme is called after it as well: 赋能中心培训中心."""
    programs = {e.key: e for e in c.of_type("Program")}
    for part, whole in [(programs[x.subject], programs[x.object]) for x in claims if x.predicate == "partOf" and x.subject in programs]:
        wholes = (whole.name, *sorted(whole.aliases))
        if not part.name.startswith(wholes):
            part.aliases |= {n + part.name for n in wholes}


_NAMED_IN = 4
"""A document is about a programme if its title has a name of the programme with at least so many characters."""


def _of_documents(c: Context, claims: list[Claim]) -> list[Claim]:
    """Who issues 《关于建立“X”机制的意见》 runs that mechanism."""
    documents = {e.key: e for e in c.of_type("Document")}
    issuers = {e.key: e for e in c.of_type(*ORGANISATIONS)}
    found = []
    for x in (x for x in claims if x.predicate == "issued" and x.rule != "pair-model"):
        document, title = documents[x.object], plain(x.object[2])
        for e in c.of_type("Program"):
            if any(len(n) >= _NAMED_IN and n in title for n in (e.name, *e.aliases)) and (at := c.first(document)) is not None:
                where = (at[0], at[1].span)
                found.append(_claim(c, issuers[x.subject], "runs", e, where, "title-of-document", min(_OUTRIGHT, x.confidence), "host"))
    return found


_LIKELY = 0.25
"""Least probability at which a programme that nobody runs is given to its likeliest runner."""


def _orphans(c: Context, model: Logistic, claims: list[Claim], chances: dict[tuple[int, int], dict[str, float]]) -> list[Claim]:
    """Somebody runs every programme: one that no claim places is given to the likeliest of the article's organisations."""
    placed = {x.object for x in claims if x.predicate == "runs"} | {x.subject for x in claims if x.predicate == "partOf"}
    result = []
    for t in c.of_type("Program"):
        if t.key in placed or t.kind == "award":
            continue
        ranked = [(chances[id(h), id(t)]["runs"], i, h) for i, h in enumerate(c.of_type(*ORGANISATIONS)) if (id(h), id(t)) in chances]
        p, _, h = max(ranked, key=lambda r: (r[0], -r[1]), default=(0.0, 0, None))
        taken = any(x.subject == h.key and x.object == t.key for x in claims) if h is not None else True
        if h is not None and p >= _LIKELY and not taken:
            signs, types = pair_signs(c, h, t), pair_type(h, t)
            where = _evidence(model, "runs", signs, types)
            result.append(_claim(c, h, "runs", t, where, "likeliest-runner", p, _role(model, signs, types)))
    return result


def _chances(c: Context, model: Logistic, h: LocalEntity, t: LocalEntity) -> dict[str, float]:
    """Probability of each relation that their types allow; the signs, far larger, are not kept."""
    signs, types = pair_signs(c, h, t), pair_type(h, t)
    return {r: model.probability(r, signs, types) for r in PAIRWISE if h.type in SIGNATURES[r][0] and t.type in SIGNATURES[r][1]}


def _role(model: Logistic, signs: Seen, types: str) -> str:
    return max(ROLES, key=lambda r: (model.probability("role:" + r, signs, types), r == "host"))


def _evidence(model: Logistic, task: str, signs: Seen, types: str) -> tuple[Sentence, Span] | None:
    """The sentence whose own signs speak most for the relation."""
    weights = model.whole(task, types) or {}
    gain: dict[int, int] = {}
    where: dict[int, tuple[Sentence, Span]] = {}
    for f, at in signs.items():
        if at is not None:
            gain[at[0].index] = gain.get(at[0].index, 0) + weights.get(f, 0)
            where.setdefault(at[0].index, (at[0], at[1].span))
    return where[max(gain, key=lambda i: (gain[i], -i))] if gain else None


def _located(c: Context, model: Logistic, claims: list[Claim]) -> list[Claim]:
    """locatedIn: the likeliest place of each organisation and programme, most specific only."""
    by_key = {e.key: e for e in c.linked.entities}
    runners: dict[int, list[LocalEntity]] = {}
    for x in sorted((x for x in claims if x.predicate == "runs"), key=lambda x: -x.confidence):
        runners.setdefault(id(by_key[x.object]), []).append(by_key[x.subject])
    found = seats(c, model, runners)
    return [_claim(c, e, "locatedIn", place, where, "place-model", p) for e, place, where, p in found]


def _measures(c: Context, model: Logistic, rejections: list[Rejection]) -> list[Measure]:
    article = c.reading.article
    owners = [e for e in c.linked.entities if id(e) in c.by_entity]
    known: dict[tuple[str, str, frozenset[str]], float] = {}

    def chance(view: View, e: LocalEntity) -> float:
        signs = view.figure.unit, e.type, frozenset(view.signs(e))
        if signs not in known:  # most entities stand to a figure as others do: far away
            known[signs] = model.probability("measure", combined(*signs), e.type[:2])
        return known[signs]

    result = []
    for f in figures(c):
        evidence = article.evidence(f.sentence.span, f.span)
        view = View(c, f)
        scored = sorted(((chance(view, e), i, e) for i, e in enumerate(owners)), key=lambda s: (-s[0], s[1]))
        if not scored or scored[0][0] < model.threshold("measure"):
            rejections.append(Rejection("relate", f.printed, "no entity near it is likely to own this figure", article.id, evidence))
            continue
        p, _, owner = scored[0]
        printed = f.printed.replace("\n", "")
        name = what_is_counted(c, f)
        result.append(Measure(owner.key, f.value, f.unit, name, printed, f.approximate, article.id, evidence, "figure", round(p, 2)))
    return result


