"""Lists that a notebook shows as tables: the entities of a search, the facts of a graph.

They are lists in every other respect; a slice of one is one too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, SupportsIndex, TypeVar, overload

from graph.tabular import SHOWN, Row, aligned, data_frame

if TYPE_CHECKING:
    from typing import Self

    import pandas

    from graph.knowledge import Entity, Fact

T = TypeVar("T")


class Listing(list[T]):
    """A list with columns."""

    columns: ClassVar[tuple[str, ...]] = ()

    @property
    def rows(self) -> list[Row]:
        """One row of cells for each element, under `columns`."""
        return [self._row(one) for one in self]

    def to_dataframe(self) -> pandas.DataFrame:
        """The rows as pandas.DataFrame.

        Raises
        ------
        UnionkgError
            pandas is not installed.
        """
        return data_frame(self.columns, self.rows)

    def where(self, test: Callable[[T], object]) -> Self:
        """Those for which `test` is true, as a list of the same kind: ``kg.facts("runs").where(lambda fact: fact.planned)``."""
        return type(self)(one for one in self if test(one))

    def _row(self, one: T) -> Row:
        raise NotImplementedError

    @overload
    def __getitem__(self, place: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Self: ...
    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        return type(self)(super().__getitem__(place)) if isinstance(place, slice) else super().__getitem__(place)

    def __repr__(self) -> str:
        if not self:
            return f"<no {type(self).__name__.lower()}>"
        table = aligned(self.columns, self[:SHOWN].rows, 36)
        return table.rstrip("\n") + (f"\n… {len(self) - SHOWN:,} more" if len(self) > SHOWN else "")


class Entities(Listing["Entity"]):
    """Entities, as `KnowledgeGraph.search` finds them.

    Examples
    --------
    >>> from graph import KnowledgeGraph
    >>> KnowledgeGraph().search("工匠学院")
    <no entities>
    """

    columns = ("name", "type", "kind", "facts", "figures", "articles", "iri")

    def _row(self, one: Entity) -> Row:
        return (one.name, one.type, one.kind, len(one.facts), len(one.figures), len(one.articles), one.iri)

    def _repr_html_(self) -> str:
        from graph.view.cards import entities_table

        return entities_table(self)


class Facts(Listing["Fact"]):
    """Facts, as `KnowledgeGraph.facts` gives them; `sentence` is that of the surest claim.

    Examples
    --------
    >>> from graph import KnowledgeGraph
    >>> KnowledgeGraph().facts("runs")
    <no facts>
    """

    columns = ("subject", "relation", "object", "role", "title", "confidence", "claims", "planned", "inferred", "sentence")

    def _row(self, one: Fact) -> Row:
        lists: Sequence[str] = ["、".join(one.roles), "、".join(one.titles)]
        return (
            one.subject.name, one.predicate, one.object.name, *lists, one.confidence, len(one.claims),
            one.planned, one.inferred, one.claims[0][1].evidence.exact,
        )  # fmt: skip

    def _repr_html_(self) -> str:
        from graph.view.cards import facts_table

        return facts_table(self)
