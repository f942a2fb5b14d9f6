"""A second look at each name that the recogniser proposes: is it one, seen as a whole?

The recogniser decides character by character; the judge sees the finished candidate with its edges, its suffix, its
neighbours and how often the article uses it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from graph.find.formal import FORMAL
from graph.find.names import FOLDER
from graph.find.reading import Reading
from graph.find.rows import Rows
from graph.logistic import Logistic
from graph.model import Mention, Span, plain
from graph.world.lexicon import lexicon


class Candidates:
    """The proposed names of one article, ready to be judged."""

    def __init__(self, reading: Reading, names: list[Mention]) -> None:
        self.reading, self.names = reading, names
        self.count = Counter((m.type, plain(m.text)) for m in names)
        self.best: dict[tuple[str, str], float] = {}
        for m in names:
            key = (m.type, plain(m.text))
            self.best[key] = max(self.best.get(key, 0.0), m.score)
        self.heads = reading.article.headlines
        self.rows = Rows(reading.text, names)

    def features(self, m: Mention) -> set[str]:
        """What speaks for and against one candidate."""
        text, reading, name = self.reading.text, self.reading, plain(m.text)
        start, end = m.span.start, m.span.end
        tokens = reading.tags_within(m.span)
        i = reading.token_at(start)
        j = reading.token_at(end - 1)
        left = reading.tokens[i - 1] if i > 0 and reading.tokens[i].start == start else reading.tokens[i]
        right = reading.tokens[j + 1] if j + 1 < len(reading.tokens) else None
        suffix = lexicon().suffix_of(name)
        score = m.score
        opened = text[start - 1 : start] in ("“", "‘")
        closed = text[end : end + 1] in ("”", "’")
        out = {
            f"score{min(9, int(score * 10))}", f"best{min(9, int(self.best[m.type, name] * 20) // 2)}", f"length{min(len(name), 16)}",
            f"count{min(self.count[m.type, name], 3)}",
            "suffix:" + (f"{suffix.type}{suffix.strength}{suffix.kind}" if suffix else "none"), "last:" + name[-2:], "first:" + name[:2],
            "edge-left:" + ("token" if reading.tokens[i].start == start else "quote" if opened else "inside"),
            "edge-right:" + ("token" if reading.tokens[j].end == end else "quote" if closed else "inside"),
            "before:" + text[max(0, start - 1) : start], "before2:" + text[max(0, start - 2) : start],
            "after:" + text[end : end + 1], "after2:" + text[end : end + 2],
            "left:" + left.text + "/" + left.tag, "left-tag:" + left.tag,
            "quoted:" + ("whole" if opened and closed else "open" if opened else "part" if "“" in m.text else "no"),
            "comma" if "," in m.text else "", "list" if "、" in m.text else "", "plus" if "+" in m.text else "",
            "generic" if name in lexicon().generic else "", "headline" if any(h.contains(m.span) for h in self.heads) else "",
        }  # fmt: skip
        out |= self._around(i, j, opened, closed)
        if m.type == "Program":
            out |= self.rows.features(m)
        if right is not None:
            out |= {"right:" + right.text, "right-tag:" + right.tag}
        if tokens:
            verbs = sum(t.tag == "v" for t in tokens)
            out |= {"t1:" + tokens[0].tag, "tn:" + tokens[-1].tag, "w1:" + tokens[0].text, "verbs" + str(min(3, verbs))}
            out |= {"has-u"} if any(t.tag in ("u", "c", "p", "r", "d") for t in tokens) else set()
        cue = lexicon().cues.get(left.text)
        if cue is not None:
            out.add("cue:" + cue[0] + cue[1])
        longer = [o for o in self.names if o.type == m.type and o is not m and name in plain(o.text) and plain(o.text) != name]
        shorter = [o for o in self.names if o.type == m.type and o is not m and plain(o.text) in name and plain(o.text) != name]
        out |= {"has-longer" if longer else "", "has-shorter" if shorter else ""}
        out.discard("")
        return out | {f"score{min(9, int(score * 10))}+" + f for f in out if f.startswith(("suffix", "quoted", "length", "edge"))}

    def _around(self, first: int, last: int, opened: bool, closed: bool) -> set[str]:
        """The words beyond the quotation marks: 获评“…”称号 is no programme, 开展“…”活动 is one."""
        tokens = self.reading.tokens
        i, j = first - (2 if opened else 1), last + (2 if closed else 1)
        before = tokens[i] if i >= 0 else None
        after = tokens[j] if j < len(tokens) else None
        out = set()
        if before is not None:
            out |= {"outer-left:" + before.text, "outer-left-tag:" + before.tag}
            cue = lexicon().cues.get(before.text)
            out |= {"outer-cue:" + cue[0] + cue[1]} if cue is not None else set()
            earlier = tokens[i - 1] if i else None
            if earlier is not None:
                out.add("outer-left2:" + earlier.tag + before.tag)
        if after is not None:
            out |= {"outer-right:" + after.text, "outer-right-tag:" + after.tag}
        if opened and closed:
            out |= {"q" + f for f in out}
        return out


_HEADLINE = 0.2
"""How much less sure the judge needs to be of a programme in a headline: headlines name what the article is about."""
_HEADED = 0.14
"""The same of a designation half in quotation marks: “小课题”攻关行动."""
_BESIDE = 0.4
"""Least probability of a quoted name in a row of quoted names of which another is believed: “工价库”“算一算”“说一说”."""

_JOINTS = ("”“", "”、“", "”和“")


def judge(reading: Reading, names: Iterable[Mention], model: Logistic | None = None) -> tuple[list[Mention], list[Mention]]:
    """(accepted, refused); an accepted mention carries the judge's probability as its score."""
    model = model or judge_model()
    candidates = Candidates(reading, list(names))
    judged = [replace(m, score=round(model.probability(m.type, candidates.features(m)), 3)) for m in candidates.names]

    def enough(m: Mention) -> bool:
        if m.rule == FORMAL:  # its form alone says what it is
            return True
        return m.score >= model.threshold(m.type) - _leniency(reading, m, candidates.heads)

    sure = {(m.type, plain(m.text)) for m in judged if enough(m)}
    sure |= {(m.type, plain(m.text)) for m in _rows(reading, judged, sure)}
    accepted = [m for m in judged if (m.type, plain(m.text)) in sure]  # a name once is a name everywhere in the article
    refused = [m for m in judged if (m.type, plain(m.text)) not in sure]
    return accepted, refused


def _leniency(reading: Reading, m: Mention, heads: list[Span]) -> float:
    """How much less sure the judge needs to be of a programme."""
    if m.type != "Program":
        return 0.0
    if any(h.contains(m.span) for h in heads):
        phrase = reading.quoted(m.span) and reading.text.count(m.text) == 1  # a quotation that the article never comes back to
        return 0.0 if phrase else _HEADLINE
    opened = m.text.startswith("“") or reading.text[m.span.start - 1 : m.span.start] == "“"
    return _HEADED if opened and "”" in m.text else 0.0


def _rows(reading: Reading, judged: list[Mention], sure: set[tuple[str, str]]) -> list[Mention]:
    """Quoted programmes that stand beside one that is believed: “A”“B”和“C” stand or fall together."""
    rows: list[list[Mention]] = []
    for m in sorted((m for m in judged if m.type == "Program" and reading.quoted(m.span)), key=lambda m: m.span.start):
        if rows and reading.text[rows[-1][-1].span.end : m.span.start] in _JOINTS:
            rows[-1].append(m)
        else:
            rows.append([m])
    believed = [row for row in rows if any((m.type, plain(m.text)) in sure for m in row)]
    return [m for row in believed for m in row if m.score >= _BESIDE]


@cache
def judge_model() -> Logistic:
    """The judge of this process, loaded on first use."""
    return Logistic(FOLDER / "judge.json")
