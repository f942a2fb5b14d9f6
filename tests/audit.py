"""Licences and known vulnerabilities of what is installed: `make audit`.

Licences are read from the metadata on this machine.  Vulnerabilities are asked of pip-audit, which needs a network; without it the
audit says so and rests on the licences.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = ("pdf", "ocr", "dask", "validate")
"""Extras that run beside our own code; those for development and notebooks are not given on."""

_FREE = re.compile(
    r"\b(?:MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|0BSD|Unlicense|CC0|MPL|Mozilla|HPND|Public Domain|W3C|Zope|LGPL|"
    r"Lesser General Public|BlueOak)", re.IGNORECASE,
)  # fmt: skip
_BOUND = re.compile(r"\b(?:AGPL|Affero|(?<!L)GPL|(?<!Lesser )General Public License|SSPL|proprietary|non-?commercial)", re.IGNORECASE)


def requirements() -> list[str]:
    """Names of what an installation with the extras needs, and of what that needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [r for e in EXTRAS for r in project["optional-dependencies"].get(e, [])]
    todo = [_name(r) for r in (*project["dependencies"], *extras)]
    found: dict[str, None] = {}
    while todo:
        name = todo.pop(0)
        if name in found or not (installed := _installed(name)):
            continue
        found[name] = None
        todo += [_name(r) for r in installed.requires or [] if "extra ==" not in r]
    return sorted(found)


def licence(name: str) -> str:
    """What a distribution says of its licence, in a few words."""
    installed = _installed(name)
    if installed is None:
        return ""
    data = installed.metadata
    classes = [c.removeprefix("License :: ") for c in data.get_all("Classifier") or [] if "License ::" in c]
    said = [data.get("License-Expression") or "", *classes, " ".join((data.get("License") or "").split())[:60]]
    return "; ".join(s for s in said if s)


def verdict(said: str) -> str:
    """fine, bound (does not go with Apache-2.0) or unknown; of a choice of licences the free one counts."""
    if _FREE.search(said):
        return "fine"
    return "bound" if _BOUND.search(said) else "unknown"


def vulnerabilities() -> tuple[bool, str]:
    """(is all well?, what pip-audit says in a line or a table)."""
    if find_spec("pip_audit") is None:
        return True, "vulnerabilities: not asked, pip-audit is not installed (pip install pip-audit)"
    command = [sys.executable, "-m", "pip_audit", "--progress-spinner", "off", "--local"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=600, check=False)
    if done.returncode == 0:
        return True, "vulnerabilities: none known"
    if "ConnectionError" in done.stderr or "ConnectionError" in done.stdout or "Max retries" in done.stderr or not done.stdout.strip():
        return True, f"vulnerabilities: not asked, no network ({(done.stderr.strip().splitlines() or ['no answer'])[-1][:120]})"
    return False, done.stdout.strip()


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def main() -> int:
    bad = False
    for name in requirements():
        said = licence(name)
        judged = verdict(said)
        bad |= judged == "bound"
        installed = _installed(name)
        print(f"{judged:<8} {name:<24} {installed.version if installed else '':<12} {said[:80]}")
    well, line = vulnerabilities()
    print(line)
    return 1 if bad or not well else 0


if __name__ == "__main__":
    sys.exit(main())
