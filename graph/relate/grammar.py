"""What a clause says outright: A、B联合主办T; T由A主办,B承办; A、B印发《D》.

Where the grammar is this plain no model is asked.  A rule fires only inside one clause, between a list of organisations
and the nearest programme or document, around a cue verb of seeds/lexicon/cues.csv.
"""

from __future__ import annotations

import re

from graph.link.entities import EntityMention
from graph.model import ORGANISATIONS
from graph.relate.context import Context, Sentence
from graph.relate.issuers import issued
from graph.relate.statements import Plain
from graph.relate.wholes import parts_said
from graph.relate.words import outermost, rows
from graph.world.lexicon import lexicon

_REACH = 34
"""Longest stretch, in characters, between the actor and what it acts on."""
_ASIDE = re.compile(r"参加|参与|走进|走访|获评|荣获|入选|获得|负责人|主席|书记|主任|表示|介绍|说|称|职工|会员|邀请|[,。;:!?]")
"""Signs that the clause is about something else."""
_PUT_ASIDE = re.compile(r"(?:由|在|对|向|据|为|从|与|和|联合|会同|依托|通过|经|被|让|给)$")
_TOGETHER = re.compile(r"(?:联合|会同|携手|协同|联手)$")
_BY = re.compile(r"(?:是|均|将|,)?由")
_WHEN = r"(?:(?:\d{4}年|今年|去年|前年|日前)?(?:\d{1,2}月)?(?:\d{1,2}日)?)"
_VERB_AT_END = re.compile(rf"(?:等(?:单位|部门)?)?{_WHEN}(?:联合|共同|具体|负责|合作|一起)?([\u4e00-\u9fff]{{2}}|[办建])(?:,|。|;|$|、|的)")
_SHORT_VERBS = {"办": "举办", "建": "建设"}


def plain_statements(c: Context) -> list[Plain]:
    """All that the article's clauses say outright."""
    found: list[Plain] = []
    for s in c.sentences:
        objects = [m for m in s.printed if m.entity.type in ("Program", "Document")]
        actors = [m for m in s.printed if m.entity.type in ORGANISATIONS]
        lists = rows(c, actors)
        for o in objects:
            ahead = [r for r in lists if r[-1].span.end <= o.span.start]
            found += _active(c, s, o, ahead, objects)
            found += _passive(c, s, o, actors)
            if ahead:
                found += _relative(c, s, o, ahead[-1])
                found += _honoured(c, s, o, ahead[-1])
        found += _owned(s, objects)
        found += _pointed(c, s, actors)
        found += _joined(c, s, actors)
    return found + parts_said(c) + _named_after(c) + issued(c) + _winners(c)


def _owned(s: Sentence, objects: list[EntityMention]) -> list[Plain]:
    """宁波市总工会职工服务中心: whose name a programme's begins with runs it."""
    heads = [(m, o) for o in objects for m in s.mentions if m.entity.type in ORGANISATIONS and m.span.start == o.span.start]
    owned = [(m, o) for m, o in heads if o.entity.type == "Program" and m.span.end < o.span.end and o.how != "anaphor"]
    return [Plain(m.entity, "runs", o.entity, "host", "owner-in-name", s, o) for m, o in owned]


_PRIZE = re.compile(
    r"[^。;!?]{0,30}?(?:第[一二三四五六1-6]名|冠军|亚军|季军|夺冠|[一二三特]等奖|金奖|银奖|铜奖|头名|状元|拔得头筹|折桂|夺魁|摘得|名列第|拿了第一|拿下第)"
)
_HE = re.compile(r"(?<=[,。“])(?:今年|去年|前年|当年|\d+年|也|还)?[她他](?!们)")
_LONG_AGO = 250
"""他 means a person named within so many characters; a contest is named within some more."""


def _winners(c: Context) -> list[Plain]:
    """Who wins a prize took part in the contest named last."""
    text = c.reading.text
    people = [m for s in c.sentences for m in s.printed if m.entity.type == "Person"]
    contests = [named for named in c.printed_programs.found if named[1].entity.kind == "competition"]
    found: list[Plain] = []
    for s in c.sentences:
        winners = [(m.span.end, m.entity) for m in people if s.span.start <= m.span.start < s.span.end]
        for he in _HE.finditer(text, s.span.start, s.span.end):
            last = [m for m in people if m.span.end <= he.end() and he.end() - m.span.end <= _LONG_AGO]
            winners += [(he.end(), last[-1].entity)] if last else []
        for at, person in winners:
            prize = _PRIZE.match(text, at, s.span.end)
            if prize is None or any(at <= m.span.start < prize.end() for m in people):
                continue
            held = [m for _, m in contests if m.span.end <= prize.end() < m.span.end + 2 * _LONG_AGO]
            if held:
                found.append(Plain(person, "participatesIn", held[-1].entity, "", "winner", s, held[-1]))
    return found


def _named_after(c: Context) -> list[Plain]:
    """熊桂枝创新工作室: the person whose name a programme's begins with runs it; of 巴图 and 巴图苏 the longer."""
    found: list[Plain] = []
    people = sorted(c.of_type("Person"), key=lambda e: (-len(e.name), e.name))
    for t in (e for e in c.of_type("Program") if e.kind != "award"):
        person = next((p for p in people if any(n.startswith(p.name) for n in (t.name, *t.aliases))), None)
        first = c.first(t)
        if person is not None and first is not None:
            found.append(Plain(person, "runs", t, "host", "owner-in-name", *first))
    return found


_WITH = re.compile(r"(?:分别|先后|日前|还|又|再|去年|今年|随即|已|也|,|于\S{2,8}?|主动)*(?:与|和|同|携手|牵手)$")
_AGREE = re.compile(
    r"(?:等[^,。;]{0,8})?(?:分别|双双|三方|双方|共同|联合|正式|日前|已|再|还|又|,)*"
    r"(?:签约|签下|签订[^,。;]{0,24}(?:协议|合同|备忘录)|签署[^,。;]{0,24}(?:协议|合同|备忘录)|共建|合办|合作(?!社|伙伴|部门)|结成|结对|建立[^,。;]{0,12}(?:合作|协作)|牵手)"
)


def _joined(c: Context, s: Sentence, actors: list[EntityMention]) -> list[Plain]:
    """A与B、C签约 (共建…, 合作…): A and each of the list are partners; at the head of a clause A may be carried over."""
    text = c.reading.text
    order = {id(e): i for i, e in enumerate(c.linked.entities)}
    found: list[Plain] = []
    runs = rows(c, outermost(actors))
    for i, run in enumerate(runs):
        agreed = _AGREE.match(text, run[-1].span.end)
        if agreed is None or "集体合同" in agreed.group():
            continue
        clause = max(s.span.start, *(text.rfind(mark, s.span.start, run[0].span.start) + 1 for mark in "。;:“”!?"))
        ahead = [r for r in runs[:i] if r[0].span.start >= clause]
        between = text[ahead[-1][-1].span.end if ahead else clause : run[0].span.start]
        if not ahead and len(run) == 2 and text[run[0].span.end : run[1].span.start] in ("与", "和", "同"):
            first, others = run[0].entity, run[1:]  # A与B共建 is one list
        elif ahead and len(between) <= 14 and _WITH.search(between):
            first, others = ahead[-1][0].entity, run
        elif not ahead and s.carried and s.subject is not None and _WITH.fullmatch(between):
            first, others = s.subject, run
        else:
            continue
        for m in others:
            if first is not m.entity:
                a, b = sorted((first, m.entity), key=lambda e: order[id(e)])
                found.append(Plain(a, "partnerOf", b, "", "joined", s, m))
    return found


def _last_cue(text: str) -> tuple[str, str, int]:
    """(relation, role, characters behind it) of the last cue verb in `text`; empty where there is none."""
    best = ("", "", 0)
    at = -1
    for word, (relation, role) in lexicon().cues.items():
        i = text.rfind(word)
        if i >= 0 and (i + len(word), len(word)) > (at, 0) and i + len(word) > at:
            at = i + len(word)
            best = (relation, role, len(text) - at)
    return best


def _active(c: Context, s: Sentence, o: EntityMention, runs: list[list[EntityMention]], objects: list[EntityMention]) -> list[Plain]:
    text = c.reading.text
    if not runs:
        return []
    subject, partners = runs[-1], []
    before = text[max(s.span.start, subject[0].span.start - 2) : subject[0].span.start]
    if _TOGETHER.search(before) and len(runs) > 1 and subject[0].span.start - runs[-2][-1].span.end <= 4:
        subject, partners = runs[-2], runs[-1]
        before = text[max(s.span.start, subject[0].span.start - 2) : subject[0].span.start]
    gap = text[(partners or subject)[-1].span.end : o.span.start]
    if len(gap) > _REACH or _ASIDE.search(gap) or _PUT_ASIDE.search(before):
        return []
    if any(x is not o and (partners or subject)[-1].span.end <= x.span.start < o.span.start for x in objects):
        return []
    relation, role, rest = _last_cue(gap)
    wanted = "issued" if o.entity.type == "Document" else "runs"
    if relation != wanted or rest > 14:
        return []
    said = [Plain(m.entity, relation, o.entity, role, "active-verb", s, o) for m in subject]
    return said + [Plain(m.entity, relation, o.entity, "co-organizer" if role else "", "active-together", s, o) for m in partners]


def _passive(c: Context, s: Sentence, o: EntityMention, actors: list[EntityMention]) -> list[Plain]:
    """T由A、B主办,C承办: from 由 on, each list takes the role of the verb behind it."""
    by = _BY.match(c.reading.text, o.span.end)
    if o.entity.type != "Program" or by is None:
        return []
    return [Plain(m.entity, "runs", o.entity, role, "passive-by", s, o) for m, role in _agents(c, by.end(), actors)]


_POINTED_BY = re.compile(
    r"(?:^|(?<=[,;。]))(?:这|该|此|本)(?:一|个|项|套|家|座|趟|条|间|门|支|所|处|次|届|场|台|辆|堂)?([\u4e00-\u9fff]{1,7})(?:均|都|也|则|是|将)*由"
)
_BARE_BY = re.compile(r"(?<=[,;])由")
_BACK = 2
"""What 这趟车 means was named so many sentences before at most."""


def _pointed(c: Context, s: Sentence, actors: list[EntityMention]) -> list[Plain]:
    """这趟车由A、B运营, and T…,由A承办: the programme named last, and the only one of the sentence."""
    text = c.reading.text
    found: list[Plain] = []
    for by in _POINTED_BY.finditer(text, s.span.start, s.span.end):
        last = c.printed_programs.last(by.start())
        contest = by.group(1).endswith(("赛", "奖"))
        if last is not None and last[0].index >= s.index - _BACK and (not contest or last[1].entity.kind == "competition"):
            agents = _agents(c, by.end(), actors)
            found += [Plain(m.entity, "runs", last[1].entity, role, "pointed-by", s, m) for m, role in agents]
    for by in _BARE_BY.finditer(text, s.span.start, s.span.end):
        here = {id(m.entity): m for m in s.printed if m.entity.type == "Program" and m.span.end <= by.start()}
        if len(here) == 1 and not _ONE_OF.search(text, next(iter(here.values())).span.end, by.start()):
            (o,) = here.values()
            found += [Plain(m.entity, "runs", o.entity, role, "pointed-by", s, o) for m, role in _agents(c, by.end(), actors)]
    return found


_ONE_OF = re.compile("之一|首个|试点|指导员")
_JOINED_WITH = ("联合", "会同", "携手", "牵头,联合", "牵头,会同", "牵头联合", "牵头会同", "发起,联合")


def _agents(c: Context, at: int, actors: list[EntityMention]) -> list[tuple[EntityMention, str]]:
    """Who does it, from `at` on, and the role that the verb behind each list gives: A联合B、C主办,D承办."""
    text = c.reading.text
    found: list[tuple[EntityMention, str]] = []
    waiting: list[EntityMention] = []
    for run in rows(c, [a for a in actors if a.span.start >= at]):
        gap = text[at : run[0].span.start]
        if gap not in _JOINED_WITH if waiting else len(gap) > 4:
            break
        waiting += run
        at = run[-1].span.end
        verb = _VERB_AT_END.match(text, at)
        cue = lexicon().cues.get(_SHORT_VERBS.get(verb.group(1), verb.group(1))) if verb is not None else None
        if verb is not None and cue is not None and cue[0] == "runs":
            found += [(m, cue[1]) for m in waiting]
            waiting, at = [], verb.end()
    return found


_BUILT_BY = re.compile(
    r"(?:等(?:单位|部门)?)?[^,。;:“”]{0,6}?(?:联合|共同|合作|一起|携手)?(共建|合建|合办|举办|主办|创办|开办|发起|设立|建设|打造|推出|办|建)(?:起来)?的“?"
)
_HOSTING = ("举办", "主办", "合办", "发起", "推出", "办")


def _relative(c: Context, s: Sentence, o: EntityMention, run: list[EntityMention]) -> list[Plain]:
    """由A、B共建的T: all of the list run it."""
    text = c.reading.text
    built = _BUILT_BY.fullmatch(text, run[-1].span.end, o.span.start)
    if o.entity.type != "Program" or built is None or text[run[0].span.start - 1] != "由":
        return []
    role = "host" if built.group(1) in _HOSTING else "builder"
    return [Plain(m.entity, "runs", o.entity, role, "relative-by", s, o) for m in run]


_HONOURED = re.compile(
    r"(?:等[^,。;]{0,8})?(?:先后|分别|双双|均|也|还|又|已|一举|成功|去年|今年|\d{4}年|,)*"
    r"(?:获评|荣获|获得|获|夺得|捧得|捧回|摘得|被授予|被评为|被评选为|被认定为|被命名为|入选|当选)(?:了)?[^,。;]{0,10}$"
)


def _honoured(c: Context, s: Sentence, o: EntityMention, run: list[EntityMention]) -> list[Plain]:
    """A、B获“优秀组织奖”: who is honoured takes part in the award."""
    if o.entity.kind != "award" or not _HONOURED.match(c.reading.text[run[-1].span.end : o.span.start]):
        return []
    return [Plain(m.entity, "participatesIn", o.entity, "", "honoured", s, o) for m in run]

