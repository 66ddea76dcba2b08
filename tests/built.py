"""The built site, once per session; a server for it; a browser, where there is one."""

import contextlib
import os
from pathlib import Path

import pytest
from filelock import FileLock

from tests.project import ROOT, mkdocs
from tools.browser import NO_BROWSER, chromium, headless, serving
from tools.pyodide import bring


@pytest.fixture(scope="session")
def site(tmp_path_factory, request) -> Path:
    """Folder of the site, built by `mkdocs build` as a reader runs it."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):  # pytest-xdist: one build for all workers
        shared = shared.parent
    return built_once(shared)


def built_once(shared: Path) -> Path:
    """The site in `shared`, built there unless another worker has; fails with MkDocs' words."""
    built, log = shared / "site", shared / "build.log"
    with FileLock(shared / "build.lock"):  # the system frees it if the worker that builds dies
        if not log.exists():
            bring()  # the Python of the pages; without it they have no Run buttons
            done = mkdocs(ROOT, "build", "-d", str(built))
            log.write_text(done.stdout + done.stderr, encoding="utf-8")
    if not built.is_dir():
        pytest.fail(f"mkdocs build failed:\n{log.read_text(encoding='utf-8')}", pytrace=False)
    return built


@pytest.fixture(scope="session")
def server(site):
    """Address of the built site, with a slash at its end."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium. Where there is none: a failure with CI=true, else a skipped test."""
    if chromium() is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER, pytrace=False)
        pytest.skip(NO_BROWSER)
    with headless() as opened:
        yield opened


@pytest.fixture
def page(browser):
    """A page in a context of its own: no cache, no stored palette."""
    with contextlib.closing(browser.new_context()) as context:
        yield context.new_page()
