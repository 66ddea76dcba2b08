"""`llms.txt`, which lists the pages as Markdown: for readers that are programs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

HEADING_ID = re.compile(r"\s*\{ ?#[\w-]+ ?\}$", re.MULTILINE)


@dataclass(frozen=True)
class Listed:
    """A page: its source's path, its title and description, its Markdown with files in place."""

    source: str
    title: str
    about: str
    text: str


def write(site: Path, pages: Iterable[Listed], name: str, about: str, url: str) -> None:
    """Write each page's Markdown into `site`, beside its HTML, and llms.txt that lists them."""
    lines = [f"# {name}", "", f"> {about.strip()}", ""]
    for page in pages:
        path = Path(page.source).with_suffix(".md").as_posix()
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = HEADING_ID.sub("", page.text)
        target.write_text(text.strip() + "\n", encoding="utf-8")
        line = f"- [{page.title}]({urljoin(url, path)})"
        lines.append(line + (f": {page.about}" if page.about else ""))
    (site / "llms.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
