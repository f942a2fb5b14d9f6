"""Run the notebooks again and keep what they show, small enough to be read on a code host.

    python notebooks/execute.py [01-quickstart.ipynb ...]

The graph of the bundled corpus is built once, for all of them.  Frames and drawings, which a code host leaves out, are kept as
pictures taken in Chromium; nothing that changes from run to run (times, versions) is kept.
"""

from __future__ import annotations

import base64
import io
import os
import pickle
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

import graph

HERE = Path(__file__).resolve().parent
COLOURS = 96
"""Of a kept picture: its file is to stay small."""

_STARTUP = "import pickle, graph\ngraph.build = lambda: pickle.loads(open({path!r}, 'rb').read())\n"


def executed(path: Path, kg: graph.KnowledgeGraph, folder: Path, seconds: int = 600) -> Any:
    """A notebook with its outputs, run in an empty folder.

    Parameters
    ----------
    path
        the notebook.
    kg
        what `graph.build()` gives in it.
    folder
        empty; the kernel works and keeps its settings there.
    seconds
        that a cell may take.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        a cell fails.
    """
    startup = folder / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (folder / "graph.pickle").write_bytes(pickle.dumps(graph.KnowledgeGraph.of(kg.extractions.values())))
    (startup / "00-graph.py").write_text(_STARTUP.format(path=str(folder / "graph.pickle")), encoding="utf-8")
    (folder / "work").mkdir()
    settings = {
        "IPYTHONDIR": str(folder / "ipython"), "JUPYTER_PLATFORM_DIRS": "1", "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join(p for p in (str(HERE.parent), os.environ.get("PYTHONPATH", "")) if p),
    }  # fmt: skip
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    place = {"metadata": {"path": str(folder / "work")}}
    # What a cell prints comes in pieces as chance will have it: they are put together.
    client = NotebookClient(notebook, timeout=seconds, record_timing=False, coalesce_streams=True, resources=place)
    client.execute(env=os.environ | settings)
    return notebook


def outputs(notebook: Any) -> Iterator[Any]:
    """All outputs of a notebook that hold data of one or several kinds."""
    for cell in notebook.cells:
        yield from (o for o in cell.get("outputs", []) if "data" in o)


def keep(notebook: Any, path: Path) -> None:
    """Write a notebook as a code host can show it."""
    with Camera() as camera:
        for output in outputs(notebook):
            html = output.data.get("text/html", "")
            if "<iframe" in html or "<svg" in html:
                del output.data["text/html"]
                output.data["image/png"] = camera.picture(html)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nbformat.write(notebook, path)


class Camera:
    """Chromium, which takes pictures of what only a browser can show."""

    def __enter__(self) -> Camera:
        from playwright.sync_api import sync_playwright

        self._play = sync_playwright().start()
        program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        self._browser = self._play.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self._play.stop()

    def picture(self, html: str) -> str:
        """A PNG of some HTML, in base64."""
        page = self._browser.new_page(viewport={"width": 880, "height": 640})
        page.set_content(f'<meta charset="utf-8"><body style="margin:0"><div id="all">{html}</div>')
        for frame in page.frames[1:]:
            frame.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
        page.wait_for_timeout(500)
        taken = page.locator("#all").screenshot()
        page.close()
        return base64.b64encode(_fewer_colours(taken)).decode("ascii")


def _fewer_colours(png: bytes) -> bytes:
    from PIL import Image

    small = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def main(names: list[str]) -> None:
    kg = graph.build()
    for path in [HERE / name for name in names] or sorted(HERE.glob("*.ipynb")):
        with tempfile.TemporaryDirectory() as folder:
            keep(executed(path, kg, Path(folder)), path)
        print(f"notebooks/{path.name}: {path.stat().st_size / 1024:,.0f} KiB")


if __name__ == "__main__":
    main(sys.argv[1:])
