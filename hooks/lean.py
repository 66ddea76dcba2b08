"""Scripts and styles go out without the lines that only explain, pages without indentation."""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

REMARKS = {
    ".js": re.compile(r"^[ \t]*//.*\n", re.M),
    ".css": re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.M | re.S),
}
AS_IT_IS = re.compile(r"<(pre|script|style|template|textarea)\b.*?</\1>", re.S)
INDENTED = re.compile(r"\s*\n\s*")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Ours alone: what Material brings is minified, and says in a remark whose it is."""
    for file in files:
        suffix = file.src_uri[file.src_uri.rfind(".") :]
        ours = file.src_uri.startswith("assets/") and file.src_uri.count("/") <= 2
        if ours and suffix in REMARKS and ".min." not in file.src_uri and file.abs_src_path:
            file.content_string = REMARKS[suffix].sub("", file.content_string)
    return files


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Templates and lists are indented, which no browser shows: some 800 bytes a page, zipped."""
    parts, end = [], 0
    for kept in AS_IT_IS.finditer(output):
        parts += [INDENTED.sub("\n", output[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, INDENTED.sub("\n", output[end:])])
