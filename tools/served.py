"""A project under `mkdocs serve`, for those who test and measure what somebody who writes sees."""

import contextlib
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

TAKEN = re.compile(r"Address already in use|WinError 10048")  # as Linux, macOS; as Windows says it


def free_port() -> int:
    """A port of this machine that is free now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Served:
    """`mkdocs serve` in `folder`, its first page ready; `console` is a file for what it prints.

    Whatever is waited for, it fails with that text: at once if the process has ended, else after
    `patience` seconds.
    """

    def __init__(self, folder: Path, console: Path, environment: dict[str, str], patience: float):
        self.folder, self._console = folder, console
        self.environment, self.patience = environment, patience
        for _ in range(5):  # a port that is free now may be another program's a moment later
            self._start()
            try:
                self.wait_until(lambda: "Serving on" in self.console())
                return
            except AssertionError:
                self.stop()
                if not TAKEN.search(self.console()):
                    raise
        raise AssertionError(f"no port for mkdocs serve:\n{self.console()}")

    def _start(self) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}/"
        with self._console.open("w", encoding="utf-8") as console:
            self._process = subprocess.Popen(
                [sys.executable, "-u", "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"],
                cwd=self.folder,
                env=self.environment,
                stdout=console,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=self.patience)

    def console(self) -> str:
        return self._console.read_text(encoding="utf-8", errors="replace")

    def wait_until(self, condition: Callable[[], bool], every: float = 0.2) -> float:
        """Wait; give the seconds that it took."""
        started = time.perf_counter()
        while not condition():
            code, waited = self._process.poll(), time.perf_counter() - started
            if code is not None:
                raise AssertionError(f"mkdocs serve has ended with {code}:\n{self.console()}")
            if waited > self.patience:
                raise AssertionError(f"waited {waited:.0f} s for nothing:\n{self.console()}")
            time.sleep(every)
        return time.perf_counter() - started

    def page(self, path: str = "") -> str:
        """The page at `path` as it now is; empty if the server gives none."""
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            address = self.address + path
            return str(urllib.request.urlopen(address, timeout=self.patience).read().decode())
        return ""
