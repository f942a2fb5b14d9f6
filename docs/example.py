"""One article of seeds/gold, read by hand: the graph that docs/walkthrough.md and docs/cookbook.md show.

By hand, so that the pages stay as they are while the models learn.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from factory import Story, echo, heping, sanya  # noqa: E402

from graph.knowledge import KnowledgeGraph  # noqa: E402
from graph.model import Evidence  # noqa: E402

ARTICLE = ROOT / "seeds" / "gold" / "b05.txt"


def huian() -> Story:
    """The article on the workshops of Hui'an county."""
    story = Story(ARTICLE.read_text(encoding="utf-8"), title="石雕女工“石”里绣花", document=ARTICLE.name)
    place = story.entity("Place", "惠安县", code="350521", kind="county", aliases=("惠安",))
    story.entity("Place", "福建省", code="350000", kind="province", aliases=("福建",))
    story.entity("Place", "泉州市", code="350500", kind="city", aliases=("泉州",))
    town = story.entity("Place", "崇武镇", scope="350521", kind="town")
    union = story.entity("Union", "惠安县总工会", code="350521", aliases=("惠安县总",))
    workshops = story.entity("Program", "惠女匠心坊", scope="350521", kind="facility")
    company = story.entity("Company", "闽匠石艺有限公司", scope="350521")
    person = story.entity("Person", "蒋秀珠", scope="350521")
    start = story.text.index("11月6日")
    caption = Evidence(story.text[start : story.text.index("\n", start)], start, story.text.index("\n", start))
    start = story.text.index("惠安县总工会自")
    sentence = Evidence(story.text[start : story.text.index("。", start) + 1], start, story.text.index("。", start) + 1)
    story.claim(union, "locatedIn", place, rule="name", evidence=sentence)
    story.claim(union, "runs", workshops, role="builder", start="2021", rule="active", confidence=0.95, evidence=sentence)
    story.claim(workshops, "locatedIn", place, "全县", rule="place-model", confidence=0.88)
    story.claim(company, "locatedIn", town, rule="name", evidence=caption)
    story.claim(person, "holdsPost", company, title="职工", rule="post", evidence=caption)
    story.claim(person, "participatesIn", workshops, rule="pair-model", confidence=0.81, evidence=caption)
    story.measure(workshops, "14", "个", "已建成惠女匠心坊", "14个")
    story.measure(workshops, "2700", "人次", "培训女职工", "2700余人次", approximate=True)
    story.measure(workshops, "1200", "元", "带动人均月增收", "1200元")
    return story


def example() -> KnowledgeGraph:
    """The article alone."""
    return KnowledgeGraph.of([huian().extraction])


def several() -> KnowledgeGraph:
    """The article together with three made-up ones of tests/factory.py, so that queries have something to find."""
    return KnowledgeGraph.of(s.extraction for s in (huian(), sanya(), heping(), echo()))
