"""The built site under load: `python -m http.server` in one process, readers in this one.

Usage: python -m bench.load [SITE] [SECONDS]             (site 20)
       python -m bench.load [SITE] [SECONDS] --write     also replaces bench/load.txt

Eight readers ask for every file of the site in an order of their own, for some seconds. An error,
a wrong type or a body of another length ends it with exit code 1.
"""

import argparse
import gzip
import http.client
import os
import platform
import random
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tools.content_types import fits
from tools.served import free_port

RESULT = Path(__file__).with_name("load.txt")
READERS = 8
LARGEST = 8  # files that are listed
SQUEEZED = {
    ".wasm",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".json",
    ".svg",
    ".txt",
    ".xml",
    ".md",
    ".py",
    ".ipynb",
}


@dataclass
class Seen:
    """What the readers have seen, all together."""

    seconds: list[float] = field(default_factory=list)  # of each answer
    bytes: int = 0
    wrong: list[str] = field(default_factory=list)


def read(port: int, files: dict[str, int], seed: int, until: float, seen: Seen) -> None:
    """Ask for the files (address: size) one after another until the time is over."""
    addresses = sorted(files)
    random.Random(seed).shuffle(addresses)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while True:
        for address in addresses:
            if time.monotonic() > until:
                return
            started = time.perf_counter()
            try:
                connection.request("GET", quote(f"/{address}"))
                answer = connection.getresponse()
                size = len(answer.read())
            except OSError as error:
                seen.wrong.append(f"{address}: {error!r}")
                connection.close()
                continue
            seen.seconds.append(time.perf_counter() - started)
            seen.bytes += size
            kind = answer.headers.get_content_type()
            if answer.status != 200 or size != files[address] or not fits(address, kind):
                seen.wrong.append(f"{address}: {answer.status}, {kind}, {size} bytes")


def load(site: Path, seconds: float) -> tuple[Seen, float]:
    """Serve `site`, and have it read for `seconds`; gives what was seen, and how long it took."""
    files = {p.relative_to(site).as_posix(): p.stat().st_size for p in _files(site)}
    port = free_port()
    command = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    with subprocess.Popen(
        [*command, "--directory", str(site)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            _wait_for(port)
            seen, started = Seen(), time.monotonic()
            readers = [
                threading.Thread(target=read, args=(port, files, seed, started + seconds, seen))
                for seed in range(READERS)
            ]
            for reader in readers:
                reader.start()
            for reader in readers:
                reader.join()
            return seen, time.monotonic() - started
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the server does not answer")


def _files(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*") if path.is_file())


def report(site: Path, seen: Seen, seconds: float) -> str:
    """What was measured, and how large the site is, as sent and as compressed text would be."""
    files = _files(site)
    sizes = {path: path.stat().st_size for path in files}
    zipped = {
        p: len(gzip.compress(p.read_bytes(), 6)) if p.suffix in SQUEEZED else sizes[p]
        for p in files
    }
    ms = [1000 * s for s in statistics.quantiles(seen.seconds, n=100)]
    head, folder = " " * 24, "assets/python"
    parts = {
        "all of it": files,
        "Python for the page": [p for p in files if folder in p.as_posix()],
        "the rest": [p for p in files if folder not in p.as_posix()],
    }
    lines = [
        f"{len(seen.seconds):,} answers in {seconds:.0f} s, {len(seen.wrong)} wrong; "
        f"{len(seen.seconds) / seconds:,.0f} a second, {seen.bytes / seconds / 1e6:.0f} MB of them",
        f"half within {ms[49]:.1f} ms, 99 of 100 within {ms[98]:.1f} ms; {READERS} readers",
        "",
        f"{head}{'files':>8}{'MB':>8}{' zipped':>14}",
    ]
    for name, chosen in parts.items():
        mb, small = (sum(s[p] for p in chosen) / 1e6 for s in (sizes, zipped))
        lines.append(f"{name:24}{len(chosen):8,}{mb:8.1f}{small:14.1f}")
    lines += ["", "largest files, MB"]
    for path in sorted(files, key=lambda p: -sizes[p])[:LARGEST]:
        lines.append(f"{sizes[path] / 1e6:8.1f}  {path.relative_to(site).as_posix()}")
    busy = f"{os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    where = f"{platform.machine()}, {cores} cores, {platform.system()}"
    python = f"python -m http.server, Python {platform.python_version()}, {where}"
    return "\n".join([*lines, "", python, f"load average of the last five minutes: {busy}"])


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("site", nargs="?", default="site")
    parser.add_argument("seconds", nargs="?", type=float, default=20)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    site = Path(chosen.site).resolve()
    seen, seconds = load(site, chosen.seconds)
    text = report(site, seen, seconds)
    print(text, *seen.wrong[:20], sep="\n")
    if chosen.write and not seen.wrong:
        RESULT.write_text(f"{text}\n", encoding="utf-8")
    return 1 if seen.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
