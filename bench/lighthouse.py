"""What Lighthouse gives four pages of the built site: a table of its scores.

    python -m bench.lighthouse SITE [PAGE ...] [--runs 5]

Each page is measured several times, as Lighthouse advises; the table shows the run in the middle.

Needs npm, which fetches Lighthouse, and Chromium or Chrome (CHROMIUM=/path if not on PATH).
Lighthouse slows processor and network down as on a phone, so its performance score needs a machine
with nothing else to do. The site itself is the same whatever it says.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.browser import Quiet, chromium, serving

LIGHTHOUSE = "lighthouse@12.8.2"
PAGES = ["", "lessons/mapping/", "lessons/notebook/", "explorer/"]
SCORES = ["performance", "accessibility", "best-practices", "seo"]
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


class Host(Quiet):
    """Serves as hosts of static sites do: text compressed, files kept by the browser."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "public, max-age=31536000")
        self.end_headers()
        self.wfile.write(body)


def measure(address: str, browser: str) -> dict:
    """Lighthouse's report for one address; raises CalledProcessError if it cannot run."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json"]
        command += [f"--output-path={report}", f"--chrome-flags={FLAGS}"]
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": browser})
        return json.loads(report.read_text(encoding="utf-8"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("pages", nargs="*", default=PAGES)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    browser = chromium()
    if not browser or not shutil.which("npx"):
        sys.exit("Lighthouse needs npm and Chromium or Chrome: install them, or set CHROMIUM")
    print(f"{'page':24}" + "".join(f"{name:>16}" for name in [*SCORES, "layout shift", "KB"]))
    with serving(arguments.site, Host) as address:
        for page in arguments.pages:
            reports = [measure(address + page, browser) for _ in range(max(1, arguments.runs))]
            reports.sort(key=lambda report: report["categories"]["performance"]["score"] or 0)
            report = reports[len(reports) // 2]
            scores = [round(100 * (report["categories"][name]["score"] or 0)) for name in SCORES]
            shift = report["audits"]["cumulative-layout-shift"]["numericValue"]
            weight = report["audits"]["total-byte-weight"]["numericValue"] / 1000
            cells = [*map(str, scores), f"{shift:.3f}", f"{weight:.0f}"]
            print(f"{page or 'home':24}" + "".join(f"{cell:>16}" for cell in cells), flush=True)
            for audit in report["audits"].values():
                if audit["score"] is not None and audit["score"] < 0.9:
                    print(f"    {audit['id']}: {audit.get('displayValue', audit['title'])}")


if __name__ == "__main__":
    main()
