"""The built site in a browser: a server for it, Chromium, and the ways in which it is looked at."""

import contextlib
import functools
import http.server
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NO_BROWSER = "no Chromium or Chrome here: install one, or set CHROMIUM to its path"
WIDTHS = {"wide": (1280, 900), "phone": (390, 844)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def pages(site: Path) -> list[str]:
    """Addresses below `site`, relative to it: "", "lessons/mapping/", ..., and each 404.html last.

    Old addresses, which only lead to new ones, are left out.
    """
    files = (path for path in site.rglob("index.html") if not is_redirect(path))
    found = sorted(path.parent.relative_to(site).as_posix() for path in files)
    lost = [site / "404.html", *sorted(site.glob("*/404.html"))]
    names = [path.relative_to(site).as_posix() for path in lost]
    return [f"{path}/".removeprefix("./") for path in found] + names


def is_redirect(path: Path) -> bool:
    return '<meta http-equiv="refresh"' in path.read_text(encoding="utf-8")


def chromium() -> str | None:
    """Path of the browser that CHROMIUM names, that is on PATH, or that Playwright has brought."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


@contextlib.contextmanager
def headless() -> Iterator[Browser]:
    """Chromium without a window. Ends the program with what to do if there is none."""
    path = chromium()
    if path is None:
        raise SystemExit(NO_BROWSER)
    arguments = ["--disable-gpu", "--disable-background-networking"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to run as root otherwise
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    """One that does not mind a browser that has heard enough."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def serving(
    folder: Path, handler: type[http.server.SimpleHTTPRequestHandler] = Quiet
) -> Iterator[str]:
    """Serve `folder` on a free port of this machine; gives the address, with a slash at its end."""
    at_folder = functools.partial(handler, directory=str(folder))
    with Server(("127.0.0.1", 0), at_folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
