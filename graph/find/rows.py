"""How the proposed names of programmes stand beside each other: in one row, called alike, and how often each is printed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from graph.model import Mention, plain

_JOINT = re.compile(r"[”’]?(?:、|和|与|及|以及)[“‘]?|[”’][“‘]")
_SO_MANY = re.compile(r"[”’]*等?[0-9一二两三四五六七八九十]+[个项大种类]")
_MADE_OF = re.compile(
    r"(包括|包含|分为|分设|分别为|分别是|下设|设有|设置了?|开设了?|涵盖|建有|内设|集|即|含|分|设|推出|打造|是|为|:)[“‘]*$"
)
_BEFORE = 8
"""Characters before a row in which the verb stands that introduces it."""
_QUOTED = re.compile(r"“([^“”]+)”")


class Rows:
    """The programmes among the proposed names of an article.

    Parameters
    ----------
    text
        of the article.
    names
        all proposed names; those of other things are left out.
    """

    def __init__(self, text: str, names: Iterable[Mention]) -> None:
        self._text, self._plain = text, plain(text)
        programs = sorted((m for m in names if m.type == "Program"), key=lambda m: (m.span.start, m.span.end))
        self._best: dict[str, float] = defaultdict(float)
        for m in programs:
            self._best[plain(m.text)] = max(self._best[plain(m.text)], m.score)
        self._proposed = Counter(plain(m.text) for m in programs)
        self._row: dict[int, list[Mention]] = {}
        row: list[Mention] = []
        for m in programs:
            if row and (row[-1].span.end > m.span.start or not _JOINT.fullmatch(text[row[-1].span.end : m.span.start])):
                row = []
            row.append(m)
            self._row[id(m)] = row

    def features(self, m: Mention) -> set[str]:
        """What the neighbours of a programme in its row, those called alike, and the rest of the article say of it."""
        return self._in_row(m) | self._alike(plain(m.text)) | self._times(m)

    def _in_row(self, m: Mention) -> set[str]:
        row, name = self._row[id(m)], plain(m.text)
        out = {f"row{min(len(row), 5)}"}
        others = [plain(o.text) for o in row if o is not m]
        if not others:
            return out
        scores = [self._best[o] for o in others]
        out |= {f"row-best{int(max(scores) * 10)}", f"row-mean{int(sum(scores) / len(scores) * 10)}"}
        out.add("row-ends-" + ("alike" if any(o[-1:] == name[-1:] for o in others) else "apart"))
        out.add("row-long-" + ("alike" if all(len(o) == len(name) for o in others) else "apart"))
        if _SO_MANY.match(self._text, row[-1].span.end):
            out.add("row-counted")
        made = _MADE_OF.search(self._text[max(0, row[0].span.start - _BEFORE) : row[0].span.start])
        return out | ({"row-of:" + made.group(1)} if made is not None else set())

    def _alike(self, name: str) -> set[str]:
        apart = [o for o in self._best if name not in o and o not in name]
        ends = [self._best[o] for o in apart if o[-2:] == name[-2:]]
        begins = [self._best[o] for o in apart if o[:2] == name[:2]]
        shape = [self._best[o] for o in self._best if o != name and o[-1:] == name[-1:] and len(o) == len(name)]
        longer = [self._best[o] for o in self._best if o != name and name in o]
        shorter = [self._best[o] for o in self._best if o != name and o in name]
        out = {f"siblings{min(3, len(ends))}"}
        for what, scores in (("sibling", ends), ("begins", begins), ("shape", shape), ("longer", longer), ("shorter", shorter)):
            if scores:
                out.add(f"{what}{int(max(scores) * 10)}")
        return out

    def _times(self, m: Mention) -> set[str]:
        name = plain(m.text)
        quoted = _QUOTED.search(m.text)
        printed = self._plain.count(name)
        core = plain(quoted.group(1)) if quoted is not None else name
        return {
            f"times{min(printed, 5)}",
            f"core-times{min(self._plain.count(core), 5)}",
            f"share{int(4 * self._proposed[name] / max(printed, 1))}",
            f"tail-elsewhere{max(0, min(3, self._plain.count(name[-4:]) - printed))}",
        }
