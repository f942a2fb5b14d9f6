"""Every IRI of the graph is minted here.

Places and their federations are keyed by administrative code, so that 三亚市总工会 is …/id/union/460200 in every graph
that anyone builds.  Whatever else has a name is keyed by type, name and *scope* (the code of the place it belongs to):
two cities' 工匠学院 stay apart, one company in two articles is one.  Claims, measures and articles are keyed by content.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from graph.model import ENTITY_TYPES, Claim, EntityKey, Measure
from graph.ontology.namespaces import ID

CODED = "#"
"""A name that begins with this sign is an administrative code: the entity is that place or its federation."""


def normal(name: str) -> str:
    """The form under which two spellings of a name are one: NFKC, no blanks, lower case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def iri(kind: str, *parts: str) -> str:
    """Mint an IRI below https://w3id.org/unionkg/id/ ; the only place where one is made.

    A single ASCII code stays readable (…/place/460200); names are percent-encoded with their scope before them.

    >>> iri("union", "460200")
    'https://w3id.org/unionkg/id/union/460200'
    """
    return ID + kind + "/" + "/".join(quote(p, safe="-_.~") for p in parts if p)


@lru_cache(maxsize=1 << 14)  # every claim of an article names its entities again
def entity_iri(key: EntityKey) -> str:
    """IRI of an entity; see the module's text for what keys it."""
    kind, scope, name = key
    if name.startswith(CODED):
        return iri(kind.lower(), name.removeprefix(CODED))
    return iri(kind.lower(), scope, normal(name))


def former_iri(present: str, name: str) -> str:
    """IRI of what the place or federation `present` (an IRI) was before, under another name."""
    return present + "/former/" + quote(normal(name), safe="-_.~")


def article_iri(article: str) -> str:
    return iri("article", article)


def digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def claim_iri(claim: Claim) -> str:
    """Claims are keyed by what they say and where: the same sentence read twice is one claim."""
    return iri(
        "claim",
        digest(
            *claim.subject, claim.predicate, *claim.object, claim.article, str(claim.evidence.start), claim.role, claim.title
        ),
    )


def ends(claim: Claim) -> tuple[str, str]:
    """(IRI of the subject, IRI of the object) of the fact that a claim states; a symmetric relation is stored in one direction."""
    subject, object_ = entity_iri(claim.subject), entity_iri(claim.object)
    return (object_, subject) if claim.predicate == "partnerOf" and object_ < subject else (subject, object_)


def measure_iri(measure: Measure) -> str:
    return iri(
        "measure",
        digest(*measure.subject, str(measure.value), measure.unit, measure.name, measure.article, str(measure.evidence.start)),
    )


def review_id(said: Claim | Measure) -> str:
    """By what a person names a claim or figure in review: what is said and the words that say it, wherever they stand.

    It outlives a rebuild, a change elsewhere in the document, another confidence and another rule.
    """
    said_of: tuple[str, ...]
    if isinstance(said, Claim):
        said_of = (*said.subject, said.predicate, *said.object)
    else:
        said_of = (*said.subject, str(said.value), said.unit, said.name)
    return digest(*said_of, normal(said.evidence.exact))[:12]


def entity_text(key: EntityKey) -> str:
    """An entity as a person reads and writes it.

    >>> entity_text(("Program", "440400", "慧协商赋能平台")), entity_text(("Union", "", "#460200"))
    ('Program/440400/慧协商赋能平台', 'Union/#460200')
    """
    type_, scope, name = key
    return f"{type_}/{scope}/{name}" if scope or "/" in name else f"{type_}/{name}"


def entity_key(text: str) -> EntityKey:
    """What `entity_text` wrote.

    Raises
    ------
    ValueError
        `text` is not of that form, or its type is none of ours.
    """
    type_, *rest = text.split("/", 2)
    if type_ not in ENTITY_TYPES or not rest or not rest[-1]:
        raise ValueError(f"{text}: expected TYPE/NAME, TYPE/SCOPE/NAME or TYPE/#CODE, with one of {', '.join(ENTITY_TYPES)}")
    return (type_, rest[0] if len(rest) == 2 else "", rest[-1])
