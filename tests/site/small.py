"""This site's configuration, hooks and theme around four small pages, for tests that edit pages."""

import contextlib
import shutil

from runner.pool import stop
from tests.project import PAGE, ROOT, SNIPPET, Project

SHED = shutil.ignore_patterns("__pycache__", "site", "pages")  # what is remembered of pages, too
FIGURE = '''"""Draws."""

import matplotlib.pyplot as plt

plt.figure(figsize=(3, 2))
plt.plot([1, 2])
'''


class Site(Project):
    """This site's configuration, hooks and theme with four small pages; docs_dir is docs/en."""

    def __init__(self, folder):
        folder.mkdir()
        super().__init__(folder)
        for name in ("hooks", "theme", "runner"):
            shutil.copytree(ROOT / name, folder / name, ignore=SHED)
        self.nav("one", "two", "three")
        self.write("snippets/sums/one.py", SNIPPET)
        self.write("snippets/sums/one.txt", "sum 2\n")
        self.write("snippets/sums/drawn.py", FIGURE)
        self.write("docs/en/templates/shared.txt", "shared words\n")
        self.write("docs/en/index.md", PAGE + "\n[Two](two.md#second), [three](three.md).\n")
        shared = '```text\n--8<-- "templates/shared.txt"\n```\n'
        self.write("docs/en/one.md", f"# One\n\nFirst words.\n\n{shared}")
        self.write("docs/en/two.md", f"# Two\n\n## Second {{ #second }}\n\n{shared}")
        drawn = "![What is drawn](snippets/sums/drawn.svg)"
        self.write("docs/en/three.md", f"# Three\n\n{drawn}\n\n| a | b |\n|--:|---|\n| 1 | 2 |\n")
        self.record()
        stop()

    def nav(self, *pages):
        ours = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
        ours = ours.replace("recipes/model.md: recipes/converter.md", "old.md: one.md")
        lines = [f"  - {name.capitalize()}: {name}.md" for name in ("index", *pages)]
        self.write("mkdocs.yml", "\n".join([ours, "nav:", *lines, ""]))

    def edit(self, name, old, new):
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def remembered(self):
        """The pages whose HTML is remembered, each with the time from which on it is."""
        pages = (self.folder / ".cache" / "pages" / "en").glob("*.md.html")
        return {p.name.removesuffix(".md.html"): p.stat().st_mtime_ns for p in pages}

    def copy(self, folder):
        """The same project, with nothing remembered of its pages."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, ignore=SHED)
        return folder


def content(site):
    """Every file below `site` with its bytes; a file that is just being replaced is left out."""
    found = {}
    for path in site.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file():
                found[path.relative_to(site).as_posix()] = path.read_bytes()
    return found
