"""Says at the end of a page what its blocks need: what to install, and the converter if one does.

It is read off their imports. The words are the language's: `templates/needs.txt` of the pages, its
second line for the converter.
"""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from hooks import root
from runner.packages import BACKENDS, folder_of, of_folder
from runner.snippet import FOLDER, Snippet

SHOWN = re.compile(r'^[ \t]*--8<-- "(\w+/[^"]+\.py)"', re.MULTILINE)
CONVERTER = "fully_convolutional.py"
PROJECTS = {"PIL": "pillow", "sklearn": "scikit-learn"}  # those not called like their module
LEGACY = "TF_USE_LEGACY_KERAS"  # with it tf.keras is Keras 2, of a package that nobody imports


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    project = root(config)
    shown = [Snippet(project, project / FOLDER / name) for name in SHOWN.findall(markdown)]
    shown = [snippet for snippet in shown if snippet.path.is_file()]  # a build says which is not
    needed: set[str] = set()
    for snippet in shown:
        needed |= projects(snippet)
    if not needed:
        return markdown
    words = Path(config.docs_dir, "templates", "needs.txt").read_text(encoding="utf-8")
    install, beside = words.strip().split("\n")
    converts = any(path.name == CONVERTER for snippet in shown for path in snippet.modules)
    address = posixpath.relpath(f"{FOLDER}/{CONVERTER}", posixpath.dirname(page.file.src_uri))
    said = f"{install} {beside}" if converts else install
    note = said.format(projects=" ".join(sorted(needed)), converter=address)
    return f"{markdown.rstrip()}\n\n{note}\n"


def projects(snippet: Snippet) -> set[str]:
    """What pip has to install for a snippet: its imports, and what these ask for unnamed."""
    packages = of_folder(snippet.root, folder_of(snippet))
    modules = {name.partition(".")[0] for name in snippet.packages(packages.site)}
    if "keras" in modules and not modules & set(BACKENDS):
        modules.add(packages.backend)
    if "torch" in modules:
        modules.add("numpy")  # without it PyTorch warns
    if LEGACY in snippet.source:
        modules.add("tf_keras")
    return {PROJECTS.get(name, name).replace("_", "-") for name in modules}
