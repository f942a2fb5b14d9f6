"""Words of the trade, read from seeds/lexicon: suffixes of names, industries, organs, units, posts, cue words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import ahocorasick_rs

from graph.world.seeds import rows


@dataclass(frozen=True, slots=True)
class Suffix:
    """How names of a type end; `strength` 3: always a name, 2: mostly, 1: only with more evidence."""

    text: str
    type: str
    kind: str
    strength: int


class Lexicon:
    """Tables of seeds/lexicon, each read when first asked for."""

    @cached_property
    def suffixes(self) -> dict[str, Suffix]:
        table = rows("lexicon/suffixes.csv", ("suffix", "type", "kind", "strength"))
        return {text: Suffix(text, type_, kind, int(strength)) for text, type_, kind, strength in table}

    @cached_property
    def longest_suffix(self) -> int:
        return max(map(len, self.suffixes))

    @cached_property
    def organs(self) -> dict[str, str]:
        """Short name of a government organ → official name (人社局 → 人力资源和社会保障局)."""
        return {short: full for short, full, _ in rows("lexicon/organs.csv", ("short", "full", "what"))}

    @cached_property
    def organ_names(self) -> frozenset[str]:
        """Official names of government organs, without place."""
        return frozenset(self.organs.values())

    def is_organ(self, name: str) -> bool:
        """Is it an organ that every place has, without the place: 人社局, 人力资源和社会保障厅?"""
        return name in self.organs or name in self.organ_names or name[:-1] + "局" in self.organ_names

    @cached_property
    def industries(self) -> frozenset[str]:
        return frozenset(word for (word,) in rows("lexicon/industries.csv", ("word",)))

    @cached_property
    def posts(self) -> frozenset[str]:
        """Words that end the title of a post or occupation."""
        return frozenset(word for word, _ in rows("lexicon/posts.csv", ("word", "rank")))

    @cached_property
    def offices(self) -> tuple[str, ...]:
        """How the posts of those end who run things: 主席, 局长, 经理."""
        return tuple(word for word, rank in rows("lexicon/posts.csv", ("word", "rank")) if rank == "office")

    @cached_property
    def units(self) -> dict[str, str]:
        """Unit of a figure → what it measures (person, thing, money, length …)."""
        return {row[0]: row[1] for row in rows("lexicon/units.csv", ("unit", "what"))}

    @cached_property
    def cues(self) -> dict[str, tuple[str, str]]:
        """Cue word → (relation, role)."""
        return {word: (relation, role) for word, relation, role in rows("lexicon/cues.csv", ("word", "relation", "role"))}

    @cached_property
    def acts(self) -> dict[str, str]:
        """Verb → what kind of act it tells of (fund, send, join, teach …): few enough kinds to be learned from few articles."""
        table = {word: act for word, act in rows("lexicon/acts.csv", ("word", "act"))}  # noqa: C416 (rows are tuples of any length)
        return table | {w: "/".join(c) for w, c in self.cues.items()}

    @cached_property
    def generic(self) -> frozenset[str]:
        """Names that name nothing outside a context: 培训中心, 该平台, 公司."""
        return frozenset(word for (word,) in rows("lexicon/generic.csv", ("word",)))

    @cached_property
    def departments(self) -> frozenset[str]:
        """What a department of a firm, school or hospital sees to: 财务 (部), 安全环保 (部)."""
        return frozenset(word for (word,) in rows("lexicon/departments.csv", ("word",)))

    @cached_property
    def place_words(self) -> dict[str, str]:
        """Words that look like names of places → what must name the place that they lie in: the text right `before`, or the `article`.

        `level`: a place for sure only together with what it is (大同市).  `never`: with it before 村, 镇 or 社区 it is a kind of
        village, not one (农业农村, 居住地社区).
        """
        return {word: needs for word, needs in rows("lexicon/placewords.csv", ("word", "needs"))}  # noqa: C416 (as above)

    @cached_property
    def kinds_of_village(self) -> tuple[str, ...]:
        return tuple(word for word, needs in self.place_words.items() if needs == "never")

    @cached_property
    def qualities(self) -> frozenset[str]:
        """Words that say what kind of community or village it is, and do not name one."""
        return frozenset(word for (word,) in rows("lexicon/qualities.csv", ("word",)))

    @cached_property
    def heads(self) -> frozenset[str]:
        """Nouns that may be left out at the end of a programme's name once it is known: 创新驱动工程, then 创新驱动."""
        return frozenset(word for (word,) in rows("lexicon/heads.csv", ("word",)))

    @cached_property
    def _honours(self) -> dict[str, tuple[str, ...]]:
        """Words of the titles of honours: those that `end` them, those that stand `inside`, and those that `never` end them."""
        return _by_place("lexicon/honours.csv")

    @cached_property
    def _phrases(self) -> dict[str, tuple[str, ...]]:
        """Words of phrases about a programme: those that `start` or `end` them, those that stand `inside`."""
        return _by_place("lexicon/phrases.csv")

    def is_honour(self, name: str) -> bool:
        """Is it a title that is conferred (兴滇工匠, 全省先进单位), and not what confers it (最美职工评选活动)?"""
        words = self._honours
        return name.endswith(words["end"]) or (any(w in name for w in words["inside"]) and not name.endswith(words["never"]))

    def is_phrase(self, name: str) -> bool:
        """Does it say something of a programme, and name none: 工会服务水平, 智慧平台首次助力大赛, 多方位协商机制?"""
        edge = name.endswith(self._phrases["end"]) or name.startswith(self._phrases["start"])
        return edge or any(w in name for w in self._phrases["inside"])

    @cached_property
    def _suffix_automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(list(self.suffixes))

    def suffixes_in(self, text: str) -> list[tuple[int, int, Suffix]]:
        """(start, end, suffix) for each place in `text` where a known suffix ends, in text order: the longest that ends there."""
        known = list(self.suffixes.values())
        longest: dict[int, tuple[int, int]] = {}
        for number, start, end in self._suffix_automaton.find_matches_as_indexes(text, overlapping=True):
            longest[end] = min(longest.get(end, (start, number)), (start, number))
        return [(start, end, known[number]) for end, (start, number) in sorted(longest.items())]

    def suffix_of(self, name: str) -> Suffix | None:
        """The longest known suffix with which `name` ends."""
        for length in range(min(len(name), self.longest_suffix), 0, -1):
            found = self.suffixes.get(name[-length:])
            if found is not None:
                return found
        return None

    def names_program(self, text: str) -> bool:
        """Does `text` end as only the names of programmes do?"""
        suffix = self.suffix_of(text)
        return suffix is not None and suffix.type == "Program" and suffix.strength > 1


def _by_place(table: str) -> dict[str, tuple[str, ...]]:
    """Where in a name (end, inside …) → the words that stand there."""
    found: dict[str, tuple[str, ...]] = {}
    for word, where in rows(table, ("word", "where")):
        found[where] = (*found.get(where, ()), word)
    return found


@cache
def lexicon() -> Lexicon:
    return Lexicon()
