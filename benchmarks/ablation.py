"""What each component adds: the same articles read with one component after the other put out of action.

A component is replaced by a neutral one from outside (`Component.off`): the code that is measured is the code that runs, and
knows nothing of being measured.  The models are not trained again without the component, so a model that learnt to lean on it
looks worse than it need be.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from unittest.mock import patch

from graph.model import Mention
from graph.world.gazetteer import gazetteer


@dataclass(frozen=True)
class Component:
    """One component and what stands in its place when it is off."""

    name: str
    place: str
    """Module (or `gazetteer`) and attribute, a dot between them."""
    neutral: Any

    @contextmanager
    def off(self) -> Iterator[None]:
        """Read without it as long as the context lasts."""
        module, _, attribute = self.place.rpartition(".")
        if module != "gazetteer":
            import_module(module)
        target = gazetteer() if module == "gazetteer" else sys.modules[module]  # a package may hide a module behind a function
        with patch.object(target, attribute, self.neutral):
            yield


def _nothing(*_: Any) -> list[Any]:
    return []


def _by_probability(_: Any, names: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """In place of the judge: what the recogniser holds for likelier than not."""
    return [m for m in names if m.score >= 0.5], [m for m in names if m.score < 0.5]


def _as_proposed(_: Any, mention: Mention) -> Mention:
    return mention


COMPONENTS = (
    Component("joining of pieces (page reassembly)", "graph.read.assembly._LIKENESS", 9.0),
    Component("gazetteer: place names in texts", "gazetteer.find", _nothing),
    Component("grammar of union names", "graph.find.find_unions", _nothing),
    Component("names told by their form", "graph.find.find_formal", _nothing),
    Component("trimmed edges of names", "graph.find.trim", _as_proposed),
    Component("network half of the recogniser", "graph.find.names.NETWORK_SHARE", 0.0),
    Component("CRF half of the recogniser", "graph.find.names.NETWORK_SHARE", 1.0),
    Component("organs behind a level or a place", "graph.find.find_organs", _nothing),
    Component("owners inside the names of their parts", "graph.link.organisations.link_owner", _nothing),
    Component("judge of names", "graph.find.judge", _by_probability),
    Component("headline bonus of the judge", "graph.find.judge._HEADLINE", 0.0),
    Component("clauses that speak outright", "graph.relate.plain_statements", _nothing),
    Component("pair model", "graph.relate.PAIRWISE", ()),
    Component("likeliest runner", "graph.relate._LIKELY", 2.0),
    Component("posts before names", "graph.relate.posts", _nothing),
    Component("place model", "graph.relate._located", _nothing),
)
"""In the order of the pipeline."""


def ablation(measure: Callable[[], list[float]]) -> Iterator[tuple[str, list[float]]]:
    """(name, measurement) with everything on, then with each component off."""
    yield "everything", measure()
    for component in COMPONENTS:
        with component.off():
            yield component.name, measure()
