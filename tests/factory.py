"""Graphs made by hand: a `Story` is one article whose facts the test states itself, with evidence cut from its text."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from graph.knowledge import KnowledgeGraph
from graph.model import ArticleRecord, Claim, Evidence, Extraction, LocalEntity, Measure, Source
from graph.reprints import sketch


class Story:
    """One article under construction.

    >>> story = Story("三亚市总工会举办三亚工匠学院。")
    >>> union = story.entity("Union", "三亚市总工会", code="460200")
    >>> school = story.entity("Program", "三亚工匠学院", scope="460200", kind="training")
    >>> claim = story.claim(union, "runs", school, role="host")
    >>> len(KnowledgeGraph.of([story.extraction]).facts("runs"))
    1
    """

    def __init__(self, text: str, title: str = "", document: str = "page.txt", number: int = 1, date: str = "", section: str = "") -> None:
        self.text = text
        digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
        record = ArticleRecord(f"{digest}-{number}", title or text[:12], document, digest, 0, date, section)
        self.extraction = Extraction(record)

    @property
    def id(self) -> str:
        return self.extraction.article.id

    def entity(
        self, type: str, name: str, *, scope: str = "", aliases: tuple[str, ...] = (), kind: str = "", code: str = "",
        printed: str | None = None,
    ) -> LocalEntity:  # fmt: skip
        entity = LocalEntity(type, name, scope, set(aliases), set(), kind, code, printed)
        self.extraction.entities.append(entity)
        return entity

    def evidence(self, words: str = "") -> Evidence:
        """The sentence that holds `words` (the first one without them)."""
        at = self.text.index(words)
        start = self.text.rfind("。", 0, at) + 1
        end = self.text.find("。", at) + 1 or len(self.text)
        return Evidence(self.text[start:end], start, end)

    def claim(self, subject: LocalEntity, predicate: str, object: LocalEntity, words: str = "", **more: Any) -> Claim:
        settings: dict[str, Any] = {"evidence": self.evidence(words), "rule": "hand", "confidence": 0.9} | more
        claim = Claim(subject.key, predicate, object.key, self.id, **settings)
        self.extraction.claims.append(claim)
        return claim

    def measure(self, subject: LocalEntity, value: str, unit: str, name: str, printed: str, *, approximate: bool = False) -> Measure:
        measure = Measure(subject.key, Decimal(value), unit, name, printed, approximate, self.id, self.evidence(printed))
        self.extraction.measures.append(measure)
        return measure


def sanya() -> Story:
    """三亚: a federation with an academy, a platform, partners, a leader and a document."""
    story = Story(
        "三亚市总工会主办三亚工匠学院，海南省总工会指导。三亚市总工会与三亚市中级人民法院合作，印发《关于工匠培养的意见》。"
        "“工会通”平台注册用户12.3万人，每年投入1588余万元。三亚市总工会党组书记、常务副主席李明出席。"
        "三亚大酒店有限公司工会参加学院培训。工会通的求职模块将于2025年上线。",
        title="三亚市总打造工匠学院",
        document="a.txt",
        date="2024-11-20",
        section="要闻",
    )
    place = story.entity("Place", "三亚市", code="460200", kind="city", aliases=("三亚",))
    city = story.entity("Union", "三亚市总工会", code="460200", aliases=("三亚市总",))
    province = story.entity("Union", "海南省总工会", code="460000", aliases=("海南省总",))
    school = story.entity("Program", "三亚工匠学院", scope="460200", kind="training")
    platform = story.entity("Program", "工会通平台", scope="460200", kind="platform", aliases=("工会通",))
    module = story.entity("Program", "工会通求职模块", scope="460200", kind="platform")
    court = story.entity("Institution", "三亚市中级人民法院", scope="460200", aliases=("三亚中院",))
    document = story.entity("Document", "关于工匠培养的意见", scope="460200")
    person = story.entity("Person", "李明", scope="460200")
    company = story.entity("Company", "三亚大酒店有限公司")
    staff = story.entity("Union", "三亚大酒店有限公司工会")
    story.claim(city, "locatedIn", place, rule="name")
    story.claim(city, "subUnionOf", province, rule="administrative-order", inferred=True, confidence=0.95)
    story.claim(city, "runs", school, "主办", role="host")
    story.claim(province, "runs", school, "指导", role="guide", confidence=0.8)
    story.claim(city, "runs", platform, "平台", role="builder")
    story.claim(school, "locatedIn", place)
    story.claim(platform, "locatedIn", place, "平台")
    story.claim(module, "partOf", platform, "求职模块", planned=True, start="2025")
    story.claim(city, "partnerOf", court, "合作")
    story.claim(city, "issued", document, "印发")
    story.claim(document, "about", school, "印发", confidence=0.6)
    story.claim(person, "holdsPost", city, "李明", title="党组书记、常务副主席", start="2024-05-01")
    story.claim(staff, "unionOf", company, "参加")
    story.claim(staff, "participatesIn", school, "参加")
    story.measure(platform, "123000", "人", "注册用户", "12.3万人")
    story.measure(platform, "15880000", "元", "每年投入", "1588余万元", approximate=True)
    return story


def heping() -> Story:
    """天津和平区: a second town, with a mechanism that two organisations run together."""
    story = Story(
        "天津市和平区总工会联合和平区人民法院建立四方联动机制。惠及职工3400人次。和平区总工会还举办和平工匠学院。",
        title="和平区四方联动",
        document="b.txt",
        date="2024-10",
    )
    place = story.entity("Place", "和平区", code="120101", kind="county")
    union = story.entity("Union", "天津市和平区总工会", code="120101", aliases=("和平区总工会",))
    court = story.entity("Institution", "和平区人民法院", scope="120101")
    mechanism = story.entity("Program", "四方联动机制", scope="120101", kind="mechanism")
    school = story.entity("Program", "和平工匠学院", scope="120101", kind="training")
    story.claim(union, "locatedIn", place)
    story.claim(union, "partnerOf", court)
    story.claim(union, "runs", mechanism, role="host")
    story.claim(court, "runs", mechanism, role="co-organizer")
    story.claim(union, "runs", school, "举办")
    story.claim(mechanism, "locatedIn", place)
    story.claim(school, "locatedIn", place, "举办")
    story.measure(mechanism, "3400", "人次", "惠及职工", "3400人次")
    return story


def echo() -> Story:
    """A second article on 三亚, which repeats a fact of the first."""
    story = Story("三亚市总主办的三亚工匠学院迎来新学员500人。", title="学院开学", document="c.txt", number=2)
    city = story.entity("Union", "三亚市总工会", code="460200", aliases=("三亚市总",))
    school = story.entity("Program", "三亚工匠学院", scope="460200", kind="training")
    story.claim(city, "runs", school, role="host")
    story.measure(school, "500", "人", "新学员", "500人")
    return story


def sample() -> KnowledgeGraph:
    """The graph of the three stories."""
    return KnowledgeGraph.of(s.extraction for s in (sanya(), heping(), echo()))


HOSTILE = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "<!--<script>",
    "<img src=x onerror=window.pwned=1>",
    "\"><svg onload='window.pwned=1'>",
    "' onmouseover='window.pwned=1",
    "javascript:window.pwned=1",
    "<a href=https://example.invalid/>三亚</a>",
    "{{ 7*7 }}{% raw %}${7*7}`",
    "总工会\u202e会工总\u2066\u200b",
    "a\x00b\x1b[31m\x7f",
    "\\u003cscript\\u003e",
    "&lt;b&gt;&amp;",
    "__proto__",
)
"""Names that would do harm on a page that trusts them."""


def hostile() -> KnowledgeGraph:
    """Every text field of every kind of thing holds something harmful."""
    stories = []
    for i, bad in enumerate(HOSTILE):
        sentence = f"{bad}与甲{bad}，共{bad}人。"
        story = Story(sentence, title=bad, document=f"{bad}.txt", number=i, date=bad, section=bad)
        thing = story.entity("Program", bad, aliases=(bad + "别名",), kind=bad, scope=bad)
        union = story.entity("Union", "甲" + bad)
        person = story.entity("Person", "乙" + bad)
        story.claim(union, "runs", thing, rule=bad, role=bad, title=bad, start=bad, end=bad)
        story.claim(person, "holdsPost", union, rule=bad, title=bad)
        measure = story.measure(thing, "1", bad, bad, bad)
        assert measure.unit == bad
        stories.append(story)
    return KnowledgeGraph.of(s.extraction for s in stories)


def large(count: int) -> KnowledgeGraph:
    """A made-up graph of about `count` entities: federations of real places, their programmes, partners and people."""
    from random import Random

    from graph.world.gazetteer import gazetteer

    chance = Random(7)
    cities = sorted(p.code for p in gazetteer().places.values() if p.kind == "city")
    stories = []
    number = 0
    while number < count:
        code = chance.choice(cities)
        name = gazetteer()[code].name
        text = f"{name}总工会第{number}号工程联合多家单位服务职工{number + 7}人。平台由{name}总工会主办，多家企业参与。"
        story = Story(text, title=f"{name}总工会推进第{number}号工程", document=f"{code}.txt", number=number)
        place = story.entity("Place", name, code=code, kind="city")
        union = story.entity("Union", name + "总工会", code=code, aliases=(name + "总",))
        story.claim(union, "locatedIn", place)
        programmes = [story.entity("Program", f"{name}第{number + k}号工程", scope=code, kind="platform") for k in range(3)]
        number += 8
        for k, programme in enumerate(programmes):
            story.claim(union, "runs", programme, "平台" if k else "", role="host", planned=k == 2)
            story.measure(programme, str(number + 7), "人", "服务职工", f"{number - 1}人")
        for k in range(3):
            company = story.entity("Company", f"{name}第{number + k}公司")
            story.claim(company, "participatesIn", programmes[k], "平台", confidence=0.4 + 0.2 * k)
        person = story.entity("Person", f"王{chance.choice('一二三四五六七八九')}{number}", scope=code)
        story.claim(person, "holdsPost", union, title="主席")
        stories.append(story)
    return KnowledgeGraph.of(s.extraction for s in stories)


def printed_again() -> KnowledgeGraph:
    """One article that two papers printed word for word, and a third one with a sentence more."""
    text = (
        "近日,海南省三亚市总工会打造的三亚工匠学院开班,来自全市各行业的一百余名职工参加首期培训。学院由三亚技师学院承办,"
        "开设无人机、电焊、新能源汽车等课程,采取线上开课、线下实训的方式进行。"
    )
    extractions = []
    for words, date, names in ((text, "2024-06-11", ("a.txt", "b.txt")), ("本报讯 " + text, "2024-06-12", ("c.txt",))):
        story = Story(words, document=names[0], date=date)
        school = story.entity("Program", "三亚工匠学院", scope="460200")
        story.claim(story.entity("Union", "三亚市总工会", code="460200"), "runs", school)
        article = story.extraction.article
        article.sources = [Source(name, "工人日报", "要闻", "03", f"https://example.org/{name}") for name in names]
        article.sketch = sketch(words)
        extractions.append(story.extraction)
    return KnowledgeGraph.of(extractions)
