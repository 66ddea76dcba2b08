"""Scripts and styles go out without the lines that only explain, pages without indentation.

Highlighted code goes out without marks on the blanks in it, which no style colours.
Of the search's languages, only those that the site is searched in go out at all.
"""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

REMARKS = {
    ".js": re.compile(r"^[ \t]*//.*\n", re.M),
    ".css": re.compile(r"^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", re.M | re.S),
}
AS_IT_IS = re.compile(r"<(pre|script|style|template|textarea)\b.*?</\1>", re.S)
BLANK = re.compile(r'<span class="w">(\s*)</span>')
INDENTED = re.compile(r"\s*\n\s*")
LUNR = re.compile(r"assets/javascripts/lunr/(?:min/lunr\.)?([\w.]+?)(?:\.min)?\.js$")
HELPERS = {"ja": "tinyseg", "hi": "wordcut", "th": "wordcut"}  # what cuts their words


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Remarks of ours alone: what Material brings is minified, and says in one whose it is."""
    wanted = _languages(config)
    found = ((file, LUNR.match(file.src_uri)) for file in files)
    files = Files([file for file, lunr in found if not lunr or lunr[1] in wanted])
    for file in files:
        suffix = file.src_uri[file.src_uri.rfind(".") :]
        ours = file.src_uri.startswith("assets/") and file.src_uri.count("/") <= 2
        if ours and suffix in REMARKS and ".min." not in file.src_uri and file.abs_src_path:
            file.content_string = REMARKS[suffix].sub("", file.content_string)
    return files


def _languages(config: MkDocsConfig) -> set[str]:
    """Names of the files that the search loads; English needs none."""
    plugins = (plugin for name, plugin in config.plugins.items() if name.endswith("search"))
    asked = {language for plugin in plugins for language in plugin.config["lang"] or ()} - {"en"}
    helpers = {HELPERS[language] for language in asked if language in HELPERS}
    return asked | helpers | {"stemmer.support", "multi"} if asked else set()


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Templates and lists are indented, which no browser shows: some 800 bytes a page, zipped.

    Nor does one show a mark on blanks: 130 bytes more on the page with the converter's source.
    """
    parts, end = [], 0
    for kept in AS_IT_IS.finditer(output):
        code = BLANK.sub(r"\1", kept[0]) if kept[1] == "pre" else kept[0]
        parts += [INDENTED.sub("\n", output[end : kept.start()]), code]
        end = kept.end()
    return "".join([*parts, INDENTED.sub("\n", output[end:])])
