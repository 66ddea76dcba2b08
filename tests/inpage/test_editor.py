"""The editor that is committed is what its recipe gives; its licences stand with it."""

import os
import re
import shutil
import subprocess

import pytest

from tests.project import ROOT
from tools.editor import PACKED, digest, packed

TEXT = PACKED.read_text(encoding="utf-8")


def test_it_was_packed_by_the_recipe_that_is_here():
    """`make editor` packs it anew."""
    assert digest() in TEXT.partition("*/")[0]


def test_a_recipe_of_another_version_has_another_digest(tmp_path):
    shutil.copytree(ROOT / "inpage" / "editor", tmp_path / "editor")
    assert digest(tmp_path / "editor") == digest()
    lock = tmp_path / "editor" / "package-lock.json"
    lock.write_text(lock.read_text("utf-8").replace("6.", "7.", 1), encoding="utf-8")
    assert digest(tmp_path / "editor") != digest()


def test_the_recipe_gives_it_to_the_byte():
    if not shutil.which("npm"):
        pytest.skip("npm is not here, which brings CodeMirror")
    try:
        again = packed()
    except subprocess.CalledProcessError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"npm brings nothing: {error.stderr[-200:]}")
    assert again == TEXT


def test_its_licence_stands_in_it_and_on_the_site():
    remark = TEXT.partition("*/")[0]
    names = re.findall(r"(@[\w-]+/[\w-]+|[\w-]+) \d+\.\d+\.\d+", remark)
    assert {"@codemirror/view", "@lezer/python", "style-mod"} <= set(names)
    assert "The above copyright notice and this permission notice" in " ".join(remark.split())
    for language in ("en", "pt-BR"):
        page = (ROOT / "docs" / language / "about" / "licences.md").read_text(encoding="utf-8")
        assert re.search(r"^\| \[CodeMirror\]\(https://codemirror\.net/\).*\| MIT \|", page, re.M)
