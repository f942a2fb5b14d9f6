"""Traditional characters and invisible ones: what stands in the way of reading, though not of quoting.

Rules, models and gazetteer know Simplified characters.  A text in Traditional ones is read with each character exchanged for its
Simplified form, one for one, so that every offset holds; evidence is cut out of the text as printed.  What was read is then
given back in the characters of the page: names beside their Simplified forms, on which identity rests, posts and figures instead of them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graph.model import Article, Claim, Extraction, LocalEntity, plain
from graph.world.scripts import exchanged, simplified

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
"""Joiners, marks of direction, byte-order marks and soft hyphens."""


def as_printed(extraction: Extraction, article: Article) -> Extraction:
    """What an article gave, in its own characters; the same extraction where these are Simplified ones."""
    whole = article.document.text
    if whole == simplified(whole):
        return extraction
    page = Page("".join(whole[i] for i in article.offsets))
    return replace(
        extraction,
        entities=[_named(e, page) for e in extraction.entities],
        claims=[_entitled(c) for c in extraction.claims],
        measures=[replace(m, printed=Page(m.evidence.exact).words(m.printed) or m.printed) for m in extraction.measures],
    )


class Page:
    """Words as they are printed, to be found by their Simplified form."""

    def __init__(self, printed: str) -> None:
        self._printed = printed
        self._places = [i for i, c in enumerate(printed) if plain(c)]
        self._reading = exchanged("".join(printed[i] for i in self._places))

    def words(self, reading: str) -> str:
        """What reads so, quotation marks and blanks aside, where it stands first; empty where it stands nowhere.

        >>> Page("“慧協商”賦能平台由三亞市總工會打造").words("慧协商赋能平台")
        '慧協商”賦能平台'
        """
        wanted = plain(reading)
        at = self._reading.find(wanted)
        if at < 0 or not wanted:
            return ""
        return self._printed[self._places[at] : self._places[at + len(wanted) - 1] + 1]

    def name(self, reading: str) -> str:
        """The same of a name, which has neither quotation marks nor blanks."""
        return plain(self.words(reading))


def _named(entity: LocalEntity, page: Page) -> LocalEntity:
    printed = page.name(entity.name)
    aliases = entity.aliases | {page.name(n) for n in (entity.name, *entity.aliases)} - {"", entity.name}
    return replace(entity, printed=printed, aliases=aliases, local=entity.local | {page.name(n) for n in entity.local} - {""})


def _entitled(claim: Claim) -> Claim:
    """With the post as printed."""
    printed = Page(claim.evidence.exact).words(claim.title) if claim.title else ""
    return replace(claim, title=printed.replace("\n", "")) if printed else claim
