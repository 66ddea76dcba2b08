"""A site that is read from a folder, without a server (`mkdocs build --no-directory-urls`).

There a page may not fetch the search index, but it may load it as a script.
"""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig


def on_post_build(config: MkDocsConfig) -> None:
    if not config.use_directory_urls:
        index = Path(config.site_dir, "search", "search_index.json")
        script = f"var __index = {index.read_text(encoding='utf-8')}"
        index.with_suffix(".js").write_text(script, encoding="utf-8")
