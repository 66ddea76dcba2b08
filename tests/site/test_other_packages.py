"""A page whose blocks run on packages of their own says so; one where they did not, says that."""

import re
import sys

import pytest

from runner import install, packages
from tests.project import ROOT, Project

LOCK = (
    "six==1.16.0 --hash=sha256:8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254\n"
)
PAGE = """# Six

The answer.

```python title="six/idea.py"
--8<-- "six/idea.py"
```

```text title="Output"
--8<-- "six/idea.txt"
```
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    project = Project.tiny(tmp_path)
    for name in ("recorded", "executed"):
        words = (ROOT / "docs/en/templates" / f"{name}.txt").read_text(encoding="utf-8")
        project.write(f"docs/templates/{name}.txt", words)
    project.write("docs/about/verified.md", "# Verified\n\n## Topics { #topics }\n")
    project.write("docs/some/six.md", PAGE)
    project.write("snippets/six/idea.py", "import six\n\nprint(six.__version__)\n")
    project.write("snippets/six/requirements.in", "six==1.16.0  # small\n")
    project.write("snippets/six/requirements.txt", LOCK)
    (found,) = packages.topics(project.folder).values()
    install.make(found, print)
    project.record()
    return project


def page(project):
    html = project.read("site/some/six/index.html")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_a_build_says_whether_it_executed_them(project):
    version = ".".join(map(str, sys.version_info[:3]))
    done = project.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not executed" not in done.stderr
    assert f"ran with six 1.16.0, on Python {version}" in page(project)
    assert "Not executed" not in page(project)
    (found,) = packages.topics(project.folder).values()
    found.folder.rename(found.folder.with_suffix(".elsewhere"))
    done = project.build()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "python -m runner.environments --make six" in done.stderr
    assert re.search(
        r"Six Not executed for this copy of the site What the blocks of six/ print here is "
        rf"their record of \d{{4}}-\d\d-\d\d, made with six 1.16.0 on Python {version}",
        page(project),
    ), page(project)
    assert "ran with" not in page(project)
    assert "Not executed" not in project.read("site/index.html")
    assert "Not executed" in project.read("site/some/six.md")  # for programs too


def test_a_build_does_not_publish_a_record_of_another_snippet(project):
    (found,) = packages.topics(project.folder).values()
    found.folder.rename(found.folder.with_suffix(".elsewhere"))
    project.write("snippets/six/idea.py", "import six\n\nprint(six.__name__)\n")
    project.fails_to_build(r"snippets/six/idea\.py: it, or a file that it imports, was changed")
