"""Training data: the same text with other names in it, and graphs that stay true to it."""

from __future__ import annotations

from typing import Any

from graph.learn.gold import laid, mentions
from graph.learn.renaming import quoted_names, renamed

TEXT = "三亚市总工会推出“椰林灯”服务平台。\n\n三亚市总工会主席符海椰说,“椰林灯”服务平台已帮助职工吴小椰。吴小\n椰很高兴。\n"


def gold() -> dict[str, Any]:
    entities = [
        {"id": "u", "type": "Union", "name": "三亚市总工会", "aliases": [], "local": [], "optional": False},
        {"id": "p", "type": "Program", "name": "椰林灯服务平台", "aliases": ["“椰林灯”服务平台", "椰林灯"], "local": [], "optional": False},
        {"id": "h1", "type": "Person", "name": "符海椰", "aliases": [], "local": ["符主席"], "optional": False},
        {"id": "h2", "type": "Person", "name": "吴小椰", "aliases": [], "local": [], "optional": False},
    ]
    return {"doc": "a.txt", "articles": [{"id": "a1", "entities": entities, "relations": [], "measures": []}], "systems": []}


def test_other_names_stand_in_text_and_graph_alike() -> None:
    for seed in map(str, range(12)):
        result = renamed(gold(), TEXT, {"慧心语", "暖阳里"}, seed)
        assert result is not None
        other, text = result
        entities = {e["id"]: e for e in other["articles"][0]["entities"]}
        assert entities["u"]["name"] == "三亚市总工会"
        assert entities["h1"]["name"] in text
        assert "符海椰" not in text
        assert entities["h1"]["local"] == [], "符主席 is no longer called so"
        assert entities["h2"]["name"] == "吴小椰", "a line breaks in it: it could not be exchanged everywhere"
        quoted = entities["p"]["aliases"][1]
        assert entities["p"]["name"] == quoted + "服务平台"
        assert text.count(quoted) == TEXT.count("椰林灯")
        merged, readings = laid(other, text)
        found = {m.entity for r in readings for m in mentions(r, merged[0]["entities"])}
        assert found == {"u", "p", "h1", "h2"}


def test_the_same_seed_gives_the_same_names_and_another_others() -> None:
    first, again, other = (renamed(gold(), TEXT, {"慧心语"}, seed) for seed in ("1", "1", "2"))
    assert first == again != other


def test_what_holds_no_name_is_left_alone() -> None:
    assert renamed({"doc": "a.txt", "articles": []}, "工会开会。\n", set(), "1") is None
    assert quoted_names(gold()) == {"椰林灯"}
