"""Finishes a site that another builder has made of what tools.prepare has written.

Usage: python -m tools.finish SITE SOURCES NAME [ADDRESS]

Each page gets its security policy, the site `_headers`, the pages as Markdown, and `llms.txt`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from hooks.plain import listing, policy


def finish(site: Path, sources: Path, name: str, about: str = "", url: str = "") -> None:
    """Add to the built `site` what its pages in `sources`, and their theme, ask for."""
    hashes: set[str] = set()
    for page in sorted(site.rglob("*.html")):
        html, found = policy.protect(page.read_text(encoding="utf-8"))
        page.write_text(html, encoding="utf-8")
        hashes |= found
    (site / "_headers").write_text(policy.headers(hashes), encoding="utf-8")
    listing.write(site, _pages(sources), name, about, url)


def _pages(sources: Path) -> Iterator[listing.Listed]:
    for path in sorted(sources.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        meta = {}
        if text.startswith("---\n"):
            head, _, text = text.removeprefix("---\n").partition("\n---\n")
            meta = yaml.safe_load(head)
        first = next((x[2:] for x in text.splitlines() if x.startswith("# ")), path.stem)
        title = meta.get("title") or listing.HEADING_ID.sub("", first)
        source = path.relative_to(sources).as_posix()
        yield listing.Listed(source, title, meta.get("description", ""), text)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    for given, files in ((sys.argv[1], "*.html"), (sys.argv[2], "*.md")):
        if not any(Path(given).rglob(files)):
            sys.exit(f"{given}: no {files} there. First python -m tools.prepare, then the builder")
    finish(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], url="".join(sys.argv[4:5]))
