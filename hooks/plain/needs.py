"""Says at the end of a page what its blocks need: what to install, and the converter if one does.

It is read off their imports. The words are the language's: `templates/needs.txt` of the pages, its
second line for the converter.
"""

import posixpath
import re
from pathlib import Path

from hooks.plain.notes import filled
from hooks.plain.sources import shown
from runner.packages import BACKENDS, folder_of, of_folder
from runner.snippet import FOLDER, Snippet

CONVERTER = "fully_convolutional.py"
IMPORTED = re.compile(rf"^\s*(?:from|import) {CONVERTER.removesuffix('.py')}\b", re.MULTILINE)
PROJECTS = {"PIL": "pillow", "sklearn": "scikit-learn"}  # those not called like their module
LEGACY = "TF_USE_LEGACY_KERAS"  # with it tf.keras is Keras 2, of a package that nobody imports


def noted(markdown: str, source: str, docs: Path, project: Path) -> str:
    """The page with this line. `source` is its path below `docs`, the folder of its language."""
    snippets = [Snippet(project, project / FOLDER / name) for name in shown(markdown)]
    snippets = [one for one in snippets if one.path.is_file()]  # a build says which is not
    needed: set[str] = set()
    for snippet in snippets:
        needed |= projects(snippet)
    if not needed:
        return markdown
    address = posixpath.relpath(f"{FOLDER}/{CONVERTER}", posixpath.dirname(source))
    words = filled(docs, "needs.txt", projects=" ".join(sorted(needed)), converter=address)
    install, _, beside = words.strip().partition("\n")
    converts = any(IMPORTED.search(snippet.source) for snippet in snippets)
    note = f"{install} {beside}" if converts else install
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
