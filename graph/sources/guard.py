"""Opening files that only native code can read (PDF, pictures) in a process of its own.

Such code may crash, hang or fill the memory over a hostile file.  Here that costs the file and nothing else: the helper process
has limits of its own, and is killed and replaced when it does not answer.  Bytes go in on its standard input and JSON comes back.
"""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess
import sys
import time
from importlib import import_module
from typing import Any

from graph.errors import InputError
from graph.sources.types import MEGABYTE, Limits

_MEMORY = 6 * 1024 * MEGABYTE
"""Address space of the helper; recognising characters maps about 2 GB."""
_SERVE = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from graph.sources.guard import answer; answer()"


def guarded(module: str, name: str, data: bytes, limits: Limits) -> Any:
    """What function `open_native(data, limits)` of a module returns, called in the helper process.

    Raises
    ------
    InputError
        it says so, it took longer than the limit, or the process ended over it.
    """
    helper = _Helper.get()
    request = json.dumps({"module": module, "size": len(data), "members": limits.members, "characters": limits.characters}).encode()
    try:
        helper.send(request + b"\n" + data)
        answer = json.loads(helper.line(limits.seconds))
    except TimeoutError:
        helper.kill()
        raise InputError(f"{name}: takes more than {limits.seconds} seconds to open; raise --limit seconds=N or save it again") from None
    except (OSError, EOFError, ValueError):
        helper.kill()
        raise InputError(f"{name}: cannot be opened, the process that tried has ended; save it again in another program") from None
    if "error" in answer:
        raise InputError(f"{name}: {answer['error']}")
    return answer["result"]


def stop() -> None:
    """End the helper process; the next file starts another."""
    if _Helper._one is not None:
        _Helper._one.kill()


def answer() -> None:
    """Body of the helper process: requests come in on stdin, answers go out on stdout, until stdin ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    _limit_memory()
    while header := sys.stdin.buffer.readline():
        asked = json.loads(header)
        data = sys.stdin.buffer.read(asked["size"])
        limits = Limits(members=asked["members"], characters=asked["characters"])
        try:
            reply = {"result": import_module(asked["module"]).open_native(data, limits)}
        except InputError as e:
            reply = {"error": str(e)}
        except MemoryError:
            reply = {"error": "takes too much memory to open; save it again in a smaller form"}
        except Exception as e:  # whatever a library raises over bytes that it does not understand
            reply = {"error": f"is damaged ({type(e).__name__}: {' '.join(str(e).split())[:100]}); save it again"}
        answers.write(json.dumps(reply).encode() + b"\n")
        answers.flush()


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):  # not on this system
        pass


class _Helper:
    """The one helper process, started when it is first needed."""

    _one: _Helper | None = None

    def __init__(self) -> None:
        command = [sys.executable, "-c", _SERVE, json.dumps(sys.path)]
        quiet = {**os.environ, "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=quiet, start_new_session=True
        )
        self._rest = b""

    @classmethod
    def get(cls) -> _Helper:
        if cls._one is None or cls._one._process.poll() is not None:
            if cls._one is None:
                atexit.register(stop)
            cls._one = cls()
        return cls._one

    def send(self, data: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(data)
        self._process.stdin.flush()

    def line(self, seconds: float) -> bytes:
        """The next line that it says; TimeoutError after so many seconds, EOFError when it has ended."""
        assert self._process.stdout is not None
        until = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            parts = [self._rest]
            while b"\n" not in parts[-1]:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise TimeoutError
                part = os.read(self._process.stdout.fileno(), MEGABYTE)
                if not part:
                    raise EOFError
                parts.append(part)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        return line

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:  # what was still to be written has no reader any more
                pass
