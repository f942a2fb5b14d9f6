"""Drawings as SVG: small, without scripts, legible on a light ground and on a dark one, every text escaped."""

from __future__ import annotations

from html import escape
from pathlib import Path

from graph.files import write_atomic
from graph.view.words import visible

PAPER = "var(--jp-layout-color0,var(--vscode-editor-background,#fff))"
"""The ground on which a notebook shows its output; outside one, white."""

WIDTH = 880
"""Of a drawing, in pixels; a narrower place shrinks it."""


class Drawing:
    """An SVG drawing that displays inside a notebook; elsewhere it can be saved.

    Parameters
    ----------
    content
        what is drawn: SVG elements, their texts escaped.
    height
        in pixels; the width is `WIDTH`.
    title
        what it shows, in a few words.

    Examples
    --------
    >>> Drawing(tag("circle", r=4), 20, "a dot")
    <a dot; shows itself in Jupyter, or .save("drawing.svg")>
    """

    def __init__(self, content: str, height: int, title: str) -> None:
        self.title = title
        self.height = height
        self.svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
            f'aria-label="{escape(title)}" font-family="sans-serif" fill="currentColor" style="max-width:100%;height:auto">{content}</svg>'
        )

    def _repr_html_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f'<{self.title}; shows itself in Jupyter, or .save("drawing.svg")>'

    def save(self, path: str | Path) -> Path:
        """Write the drawing as a file of its own, on white."""
        ground = tag("rect", width=WIDTH, height=self.height, fill="#fff")
        begin, end, rest = self.svg.partition('height:auto">')
        return write_atomic(path, begin + end + ground + rest)


def tag(name: str, *content: str, **attributes: object) -> str:
    """An SVG element; `content` is SVG already, attributes are escaped, and _ in their names stands for -.

    >>> tag("text", words("<b>"), text_anchor="end")
    '<text text-anchor="end">&lt;b&gt;</text>'
    """
    settings = "".join(f' {key.replace("_", "-")}="{escape(visible(str(value)))}"' for key, value in attributes.items())
    return f"<{name}{settings}>{''.join(content)}</{name}>" if content else f"<{name}{settings}/>"


def words(text: str) -> str:
    """Text as content of an element."""
    return escape(visible(text))


def label(text: str, x: float, y: float, size: float = 12, **more: object) -> str:
    """Text with a rim of the ground around it, so that it can be read over dots."""
    rim = {"style": f"stroke:{PAPER}", "paint_order": "stroke", "stroke_width": 3, "stroke_linejoin": "round"}
    return tag("text", words(text), x=round(x, 1), y=round(y, 1), font_size=size, **(rim | more))
