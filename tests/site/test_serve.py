"""Serving: an edited snippet is run, recorded and shown; edited prose runs nothing."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from tests.project import PAGE, SNIPPET, Project

PATIENCE = 120  # seconds to wait for what takes two


@pytest.fixture
def served(tmp_path):
    """A tiny project under `mkdocs serve`: (project, its address, function giving the console)."""
    project = Project.tiny(tmp_path / "project")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = tmp_path / "console.txt"
    with log.open("w") as console:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "mkdocs", "serve", "--dev-addr", address],
            cwd=project.folder,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            stdout=console,
            stderr=subprocess.STDOUT,
        )
    try:
        yield project, f"http://{address}/", lambda: log.read_text()
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def wait_for(text, address):
    """Poll the page until it holds `text`; give the page."""
    page, deadline = "", time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            page = urllib.request.urlopen(address, timeout=5).read().decode()
            if text in page:
                return page
        time.sleep(0.2)
    raise AssertionError(f"{text!r} is not on the page after {PATIENCE} s:\n{page}")


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_edits_show_at_once_and_only_snippets_run(served):
    project, address, console = served
    page = wait_for("sum 2", address)
    assert "livereload(" in page  # click 8.3 once turned the live reload off

    project.write("snippets/sums/one.py", SNIPPET.replace("1 + 1", "1 + 4"))
    wait_for("sum 5", address)
    assert project.read("snippets/sums/one.txt") == "sum 5\n"
    assert re.search(r"recorded snippets/sums/one\.py\n.*-sum 2\n\s*\+sum 5", console(), re.DOTALL)

    runs = console().count("running")
    project.write("docs/index.md", PAGE + "\nAnother sentence.\n")
    wait_for("Another sentence.", address)
    assert console().count("running") == runs

    project.write("snippets/sums/one.py", SNIPPET + "\nraise RuntimeError('no')\n")
    wait_until(lambda: "snippets/sums/one.py:5" in console())

    project.write("snippets/sums/one.py", SNIPPET.replace("1 + 1", "3 + 4"))
    wait_for("sum 7", address)

    project.write("requirements.txt", "keras==4\n")
    wait_until(lambda: "stop `mkdocs serve`" in console())
    wait_until(lambda: builds_after(2, console) == builds_after(3, console))  # not for ever


def builds_after(seconds, console):
    time.sleep(seconds)
    return console().count("Building documentation...")
