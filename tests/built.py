"""The built site, once per session; a server for it; a browser, where there is one."""

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ENOUGH = 1200  # seconds a build may take on a slow machine that has everything to execute


@pytest.fixture(scope="session")
def site(tmp_path_factory, request) -> Path:
    """Folder of the site, built by `mkdocs build` as a reader runs it."""
    shared = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):  # pytest-xdist: one build for all workers
        shared = shared.parent
    built, log = shared / "site", shared / "build.log"
    try:
        os.close(os.open(shared / "building", os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        deadline = time.monotonic() + ENOUGH
        while not log.exists() and time.monotonic() < deadline:
            time.sleep(0.2)
    else:
        done = mkdocs(ROOT, "build", "-d", str(built))
        partial = shared / "build.part"
        partial.write_text(done.stdout + done.stderr, encoding="utf-8")
        partial.replace(log)
    if not built.is_dir():
        pytest.fail(f"mkdocs build failed:\n{log.read_text(encoding='utf-8')}", pytrace=False)
    return built


def mkdocs(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess:
    """Run mkdocs with this Python in `folder`, with `env` over the environment; never raises."""
    kept = {k: v for k, v in os.environ.items() if k != "SITE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments],
        cwd=folder,
        env={**kept, "NO_MKDOCS_2_WARNING": "1", **env},
        capture_output=True,
        encoding="utf-8",
        timeout=ENOUGH,
    )


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(folder: Path):
    """Serve `folder` on a free port of this machine; gives the address, with a slash at its end."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def server(site):
    """Address of the built site, with a slash at its end."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium. Where there is none: a failure with CI=true, else a skipped test."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
        path = named or playwright.chromium.executable_path  # the one `playwright install` brings
        if not Path(path).exists():
            no_browser = "no Chromium or Chrome here: install one, or set CHROMIUM to its path"
            if os.environ.get("CI"):
                pytest.fail(no_browser, pytrace=False)
            pytest.skip(no_browser)
        arguments = ["--disable-gpu", "--disable-background-networking"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            arguments.append("--no-sandbox")  # Chromium refuses to run as root otherwise
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    """A page in a context of its own: no cache, no stored palette."""
    with contextlib.closing(browser.new_context()) as context:
        yield context.new_page()
