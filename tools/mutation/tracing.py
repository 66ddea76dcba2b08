"""A pytest plugin: which tests execute which lines of one file, and how long each test takes.

`MUTATION_TRACED` names the file, `MUTATION_MAP` the JSON file written at the end.
"""

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

TRACED = os.path.realpath(os.environ["MUTATION_TRACED"])
lines: dict[int, set[str]] = defaultdict(set)
seconds: dict[str, float] = {}
now = ""


def _entered(frame: FrameType, event: str, _: Any) -> Any:
    return _line(frame, event, _) if frame.f_code.co_filename == TRACED else None


def _line(frame: FrameType, event: str, _: Any) -> Any:
    lines[frame.f_lineno].add(now)
    return _line


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    global now
    now, started = item.nodeid, time.perf_counter()
    sys.settrace(_entered)
    yield
    sys.settrace(None)
    seconds[now] = time.perf_counter() - started


def pytest_sessionfinish() -> None:
    found = {line: sorted(tests) for line, tests in sorted(lines.items())}
    text = json.dumps({"seconds": seconds, "lines": found})
    Path(os.environ["MUTATION_MAP"]).write_text(text, encoding="utf-8")
