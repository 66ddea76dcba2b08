"""Widens the search by what stands in `theme/assets/search/`, at the end of Material's worker.

That worker is a script by itself, which loads no others but those of lunr's languages. So the lines
are not a file of the site: they go out in its file, which keeps its name.
"""

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files

WORKER = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")
OURS = "assets/search/"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    ours = [file for file in files if file.src_uri.startswith(OURS)]
    workers = [file for file in files if WORKER.fullmatch(file.src_uri)]
    if ours and len(workers) != 1:
        found = ", ".join(file.src_uri for file in workers) or "none"
        raise PluginError(
            f"hooks/search.py: theme/{OURS} goes to the end of Material's search worker, one file "
            f"like assets/javascripts/workers/search.1234abcd.min.js; found: {found}. Has Material "
            "changed? See where its worker is now, and mend WORKER."
        )
    for file in ours:
        workers[0].content_string += f"\n{file.content_string}"
        files.remove(file)
    return files
