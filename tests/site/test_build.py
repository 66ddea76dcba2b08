"""Building: what stops it, what it leaves behind, what it does not do again. On a tiny project."""

import base64
import hashlib
import re

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from tests.built import ROOT, mkdocs

HOOKS = re.findall(r"^  - (hooks/\S+)", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
CONFIG = f"""
site_name: Tiny
docs_dir: docs
strict: true
hooks: {[str(ROOT / name) for name in HOOKS]}
plugins: [search]
validation:
  links: {{anchors: warn}}
markdown_extensions:
  - attr_list
  - pymdownx.highlight: {{pygments_lang_class: true}}
  - pymdownx.superfences
  - pymdownx.snippets:
      base_path: [!relative $config_dir/snippets]
      check_paths: true
"""
PAGE = """# Home

```python title="sums/one.py"
--8<-- "sums/one.py"
```

```text title="Output"
--8<-- "sums/one.txt"
```
"""
SNIPPET = '"""Adds."""\n\nprint("sum", 1 + 1)\n'


class Project:
    """A project of one snippet and one page in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.write("mkdocs.yml", CONFIG)
        self.write("requirements.txt", "")
        self.write("docs/index.md", PAGE)
        self.write("snippets/sums/one.py", SNIPPET)
        self.write("snippets/sums/one.txt", "sum 2\n")

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def site(self):
        """Every file of the site with its content."""
        site = self.folder / "site"
        return {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}

    def build(self, **env):
        return mkdocs(self.folder, "build", **env)

    def in_this_process(self, command):
        """A function that builds, each time as one build more of the same `mkdocs <command>`."""

        def load():
            return load_config(str(self.folder / "mkdocs.yml"))

        load().plugins.on_startup(command=command, dirty=False)
        return lambda: build(load())

    def fails(self, message, **env):
        """Build; that has to say `message`, and to leave the site and the records as they are."""
        before = self.site()
        records = {p: p.read_bytes() for p in self.folder.rglob("*.txt") if "site" not in p.parts}
        done = self.build(**env)
        assert done.returncode != 0
        assert re.search(message, done.stderr + done.stdout, re.DOTALL), done.stderr
        assert "mkdocs/commands/build.py" not in done.stderr  # a message, no traceback of MkDocs
        assert self.site() == before
        assert [p.name for p in self.folder.glob(".site*")] == []
        assert all(p.read_bytes() == text for p, text in records.items())


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def breaks_snippet(project):
    project.write("snippets/sums/one.py", SNIPPET + "\nraise RuntimeError('no')\n")
    return r"snippets/sums/one\.py:5: .*RuntimeError: no"


def changes_output(project):
    project.write("snippets/sums/one.py", SNIPPET.replace("1 + 1", "1 + 2"))
    return (
        r"-sum 2\n *\+sum 3\n *If the new output is right: "
        r"python -m runner --record snippets/sums/one\.py"
    )


def shows_missing_snippet(project):
    project.write("docs/index.md", PAGE.replace("sums/one.py", "sums/two.py"))
    return r"index\.md.*sums/two\.py"


def links_nowhere(project):
    project.write("docs/index.md", PAGE + "\n[Nowhere](nowhere.md)\n")
    return r"nowhere\.md.*\n.*Aborted with 1 warnings in strict mode"


def links_to_no_heading(project):
    project.write("docs/index.md", PAGE + "\n[Nowhere](#nowhere)\n")
    return r"#nowhere.*\n.*Aborted with 1 warnings in strict mode"


def writes_blocks_in_another_way(project):
    project.write("mkdocs.yml", CONFIG.replace("pygments_lang_class: true", ""))
    return r"index\.md: 2 of its blocks have a title, 0 were found in the HTML"


@pytest.mark.parametrize(
    "fault",
    [
        breaks_snippet,
        changes_output,
        shows_missing_snippet,
        links_nowhere,
        links_to_no_heading,
        writes_blocks_in_another_way,
    ],
)
def test_failed_build_says_why_and_leaves_the_site(project, fault):
    project.write("site/index.html", "the previous site")
    project.fails(fault(project))


def test_build_replaces_the_whole_site(project):
    project.write("site/old/index.html", "a page that is gone")
    done = project.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "running sums/one.py" in done.stderr
    site = {str(p) for p in project.site()}
    assert "old/index.html" not in {name.replace("\\", "/") for name in site}
    assert project.read("site/snippets/sums/one.py") == SNIPPET
    assert project.read("site/snippets/sums/one.txt") == "sum 2\n"
    assert [p.name for p in project.folder.glob(".site*")] == []


def test_each_build_of_a_process_starts_anew(project):
    """Nothing of a page that is gone, nor of a build that failed, is in the next one."""
    run = project.in_this_process("build")
    project.write("docs/gone.md", "# Gone\n\n<script>gone</script>\n")
    run()
    script = base64.b64encode(hashlib.sha256(b"gone").digest()).decode()
    assert script in project.read("site/_headers")
    assert "gone.md" in project.read("site/llms.txt")
    (project.folder / "docs" / "gone.md").unlink()
    links_nowhere(project)
    with pytest.raises(Abort):
        run()
    assert "gone.md" in project.read("site/llms.txt")
    project.write("docs/index.md", PAGE)
    run()
    assert "gone.md" not in project.read("site/llms.txt")
    assert script not in project.read("site/_headers")
    assert [p.name for p in project.folder.glob(".site*")] == []
