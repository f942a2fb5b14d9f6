"""Charts of a notebook: matplotlib set up so that Chinese labels are legible, or English ones where no font has the characters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graph.errors import needing
from graph.knowledge import Entity
from graph.tabular import clip
from graph.view.words import HUES, KINDS, RELATIONS, TYPES, visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FONTS = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Hiragino Sans GB", "Heiti SC",
    "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Noto Sans CJK JP", "Noto Serif CJK SC",
    "Droid Sans Fallback", "SimSun", "Arial Unicode MS",
)  # fmt: skip
"""Fonts that hold the Chinese characters, the one that reads best first: of Linux, macOS and Windows."""


class Style:
    """How the charts of a notebook speak: in Chinese where matplotlib knows a font for it, else in English.

    Parameters
    ----------
    fonts
        names of the fonts to look for, the preferred one first.

    Raises
    ------
    UnionkgError
        matplotlib is not installed.

    Examples
    --------
    >>> style = Style(fonts=())         # as on a machine without a Chinese font
    >>> style.word("platform"), style.chinese
    ('platform', False)
    """

    def __init__(self, fonts: tuple[str, ...] = FONTS) -> None:
        with needing("charts need matplotlib: pip install 'unionkg[notebook]'"):
            import matplotlib
            from matplotlib import font_manager
        known = {font.name for font in font_manager.fontManager.ttflist}
        self.font = next((font for font in fonts if font in known), "")
        if self.font:
            matplotlib.rcParams["font.sans-serif"] = [self.font, "DejaVu Sans"]
            matplotlib.rcParams["font.family"] = "sans-serif"
        matplotlib.rcParams["axes.unicode_minus"] = False
        # A name such as $x$ is a name, not a formula.
        matplotlib.rcParams["text.parse_math"] = False

    @property
    def chinese(self) -> bool:
        """Is there a font for Chinese?"""
        return bool(self.font)

    def word(self, key: str) -> str:
        """A type, kind or relation in the language of the charts; an unknown one as it is."""
        words = TYPES | KINDS | {relation: forms[0] for relation, forms in RELATIONS.items()} | {"other": ("其他", "other")}
        chinese, english = words.get(key, (key, key))
        return chinese if self.chinese else english

    def name(self, entity: Entity, width: int = 28) -> str:
        """An entity's name, cut to so many places; without a Chinese font what its IRI tells in ASCII: “Union 460200”."""
        if self.chinese:
            return clip(visible(entity.name), width)
        known = entity.code or entity.scope
        return " ".join(part for part in (self.word(entity.type), known) if part)

    def hue(self, type: str) -> str:
        """The colour of a type of entity, as on the page."""
        return HUES[type][0] if type in HUES else "#857a6b"

    def bars(self, axes: Axes, counts: Mapping[str, float], title: str = "", colour: str = "#3f74b3") -> None:
        """Horizontal bars with their numbers, the first on top, and nothing else.

        Parameters
        ----------
        counts
            label → length.
        """
        drawn = axes.barh(range(len(counts)), list(counts.values()), color=colour, height=0.7)
        axes.set_yticks(range(len(counts)), list(counts))
        axes.invert_yaxis()
        labels: Any = [f"{n:,.3g}" if isinstance(n, float) else f"{n:,}" for n in counts.values()]
        axes.bar_label(drawn, labels=labels, padding=3)
        axes.set_title(title, loc="left", fontweight="bold")
        axes.spines[["top", "right", "bottom"]].set_visible(False)
        axes.tick_params(left=False)
        axes.xaxis.set_visible(False)
