"""Runs pytest in forks of a process that has imported modules, and nothing of ours.

Usage: python -P warm.py MODULE ..., then a JSON line {"folder", "arguments", "timeout"} for a run;
it answers with a line {"code", "seconds", "said"}: pytest's exit code, null where it had to be
killed.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
import tempfile
import time
from typing import Any

SAID = 40_000  # characters of what pytest says at its end, and of where its threads hung


def run(folder: str, arguments: list[str], timeout: float) -> dict[str, Any]:
    started = time.monotonic()
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            _pytest(folder, arguments, said.fileno())
        try:
            code = _waited(child, started + timeout)
        finally:  # where the run is stopped, too: what loops would go on for ever
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
        said.seek(0)
        text = said.read().decode(errors="replace")[-SAID:]
    return {"code": code, "seconds": time.monotonic() - started, "said": text}


def _waited(child: int, until: float) -> int | None:
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _pytest(folder: str, arguments: list[str], said: int) -> None:
    """In the child; never returns."""
    code = 70  # what no test says
    try:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.chdir(folder)
        for descriptor in (1, 2):
            os.dup2(said, descriptor)
        sys.path.insert(0, folder)
        import pytest

        code = int(pytest.main(arguments))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # some modules print when they are imported
    for name in sys.argv[1:]:
        importlib.import_module(name)
    gc.freeze()  # a fork looks through its own objects alone
    for line in sys.stdin:
        print(json.dumps(run(**json.loads(line))), file=answers, flush=True)
