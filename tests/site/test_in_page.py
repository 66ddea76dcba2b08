"""Building with Pyodide's files, which gives blocks their buttons, and without. A tiny project."""

import shutil

import pytest

from tests.project import ROOT, Project
from tools.pyodide import bring

BLOCK = 'data-run="sums/one.py"'
THEME = "theme: {name: mkdocs, language: en}\n"


@pytest.fixture
def project(tmp_path):
    project = Project.tiny(tmp_path)
    hook = f"  - {(ROOT / 'hooks').as_posix()}/inpage/hook.py\n"
    config = project.read("mkdocs.yml").replace("plugins:", f"{hook}{THEME}plugins:")
    project.write("mkdocs.yml", config)
    shutil.copytree(ROOT / "inpage", tmp_path / "inpage", ignore=shutil.ignore_patterns("editor"))
    project.write("inpage/runnable.txt", "sums/one.py\n")
    return project


def test_without_them_the_build_says_so_and_no_block_has_a_button(project):
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert "no block has a Run button: `make pyodide` brings what it takes" in done.stderr
    assert "data-run" not in project.read("site/index.html")
    assert not (project.folder / "site/assets/python").exists()


def test_with_them_it_has_one(project):
    bring()
    kept = project.folder / ".cache" / "pyodide"
    kept.mkdir(parents=True)
    for folder in (ROOT / ".cache" / "pyodide").iterdir():
        if folder.is_dir():
            (kept / folder.name).symlink_to(folder)
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert "Run button" not in done.stderr
    assert BLOCK in project.read("site/index.html")
    assert (project.folder / "site/assets/python/manifest.json").exists()


def test_a_folder_to_read_without_a_server_has_none(project):
    project.write("mkdocs.yml", "use_directory_urls: false\n" + project.read("mkdocs.yml"))
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert "data-run" not in project.read("site/index.html")
    assert "Run button" not in done.stderr
