"""Scripts and styles of the theme go out without the lines that only explain."""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

REMARKS = {
    ".js": re.compile(r"^[ \t]*//.*\n", re.M),
    ".css": re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.M | re.S),
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Ours alone: what Material brings is minified, and says in a remark whose it is."""
    for file in files:
        suffix = file.src_uri[file.src_uri.rfind(".") :]
        ours = file.src_uri.startswith("assets/") and file.src_uri.count("/") <= 2
        if ours and suffix in REMARKS and ".min." not in file.src_uri and file.abs_src_path:
            file.content_string = REMARKS[suffix].sub("", file.content_string)
    return files
