"""The pages as Markdown, and `llms.txt` that lists them: for readers that are programs.

Each page is written beside its HTML, with its snippets and outputs in place.
"""

import re
from pathlib import Path
from urllib.parse import urljoin

INCLUDE = re.compile(r'^([ \t]*)--8<-- "([^"]+)"[ \t]*$', re.MULTILINE)
pages = {}


def on_pre_build(config):
    pages.clear()


def on_page_markdown(markdown, page, config, files):
    """Keeps the page as written, with each included file in its place."""
    root = Path(config.config_file_path).parent
    folders = [root / name for name in ("snippets", ".cache", "bench")]
    text = INCLUDE.sub(lambda found: _included(found, folders), markdown)
    pages[page.file.src_uri] = (page, re.sub(r"\s*\{ ?#[\w-]+ ?\}$", "", text, flags=re.MULTILINE))


def _included(found, folders):
    """The file's lines, indented like the line that asks for it; HTML is for eyes, and left out."""
    path = next((f / found[2] for f in folders if (f / found[2]).is_file()), None)
    if path is None:
        return ""
    text = path.read_text(encoding="utf-8").rstrip("\n")
    return "\n".join(found[1] + line if line else "" for line in text.split("\n"))


def on_post_build(config):
    lines = [f"# {config.site_name}", "", f"> {config.site_description.strip()}", ""]
    for source, (page, text) in pages.items():
        name = str(Path(source).with_suffix(".md").as_posix())
        target = Path(config.site_dir, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.strip() + "\n", encoding="utf-8")
        about = page.meta.get("description", "")
        address = urljoin(config.site_url or "", name)
        lines.append(f"- [{page.title}]({address})" + (f": {about}" if about else ""))
    Path(config.site_dir, "llms.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
