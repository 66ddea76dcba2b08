"""The pages as Markdown, and `llms.txt` that lists them: for readers that are programs.

Each page is written beside its HTML, with its snippets and outputs in place.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from hooks import root

INCLUDE = re.compile(r'^([ \t]*)--8<-- "([^"]+)"[ \t]*$', re.MULTILINE)
HEADING_ID = re.compile(r"\s*\{ ?#[\w-]+ ?\}$", re.MULTILINE)
FOLDERS = ("snippets", ".cache", "bench")  # where pages find the files they include


@dataclass
class State:
    pages: dict[str, tuple[Page, str]] = field(default_factory=dict)  # by source: its Markdown


state = State()


def on_config(config: MkDocsConfig) -> None:
    state.pages = {}


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Keeps the page as written, with each included file in its place."""
    folders = [root(config) / name for name in FOLDERS]
    text = INCLUDE.sub(lambda found: _included(found, folders), markdown)
    state.pages[page.file.src_uri] = (page, HEADING_ID.sub("", text))


def _included(found: re.Match[str], folders: list[Path]) -> str:
    """The file's lines, indented like the line that asks for it; HTML is for eyes, and left out."""
    path = next((f / found[2] for f in folders if (f / found[2]).is_file()), None)
    if path is None:
        return ""
    text = path.read_text(encoding="utf-8").rstrip("\n")
    return "\n".join(found[1] + line if line else "" for line in text.split("\n"))


def on_post_build(config: MkDocsConfig) -> None:
    lines = [f"# {config.site_name}", "", f"> {(config.site_description or '').strip()}", ""]
    for source, (page, text) in state.pages.items():
        name = str(Path(source).with_suffix(".md").as_posix())
        target = Path(config.site_dir, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.strip() + "\n", encoding="utf-8")
        about = page.meta.get("description", "")
        address = urljoin(config.site_url or "", name)
        lines.append(f"- [{page.title}]({address})" + (f": {about}" if about else ""))
    Path(config.site_dir, "llms.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
