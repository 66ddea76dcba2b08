"""What the site ships to run blocks: checked files, named licences, and a site without them."""

import hashlib
import json
import re
import zipfile
from pathlib import Path

import pytest

from hooks.inpage.files import KERAS, hashes, kept, shipped
from runner import RunnerError
from tests.project import ROOT, Project

LICENCES = (ROOT / "docs" / "en" / "about" / "licences.md").read_text(encoding="utf-8")
SPELLED = {"PSF-2.0": "Python Software Foundation", "MPL-2.0": "Mozilla"}


def sha(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def project(tmp_path):
    """One whose Pyodide is two short files."""
    made = Project(tmp_path)
    package = {"file_name": "numpy.whl", "sha256": sha(b"wheel"), "imports": [], "depends": []}
    lock = {"info": {"version": "1.0"}, "packages": {"numpy": package}}
    made.write("inpage/pyodide-lock.json", json.dumps(lock))
    made.write("inpage/core.json", json.dumps({"pyodide.mjs": sha(b"core")}))
    made.write("inpage/python/session.py", "ours\n")
    made.write(".cache/pyodide/1.0/numpy.whl", b"wheel")
    made.write(".cache/pyodide/1.0/pyodide.mjs", b"core")
    return made


def test_what_is_shipped_has_a_version_of_its_own(project, tmp_path):
    first = shipped(project.folder)
    assert shipped(project.folder) == first
    first.put(tmp_path / "site")
    manifest = json.loads((tmp_path / "site" / "manifest.json").read_text("utf-8"))
    placed = {path.name: path for path in (tmp_path / "site" / manifest["folder"]).iterdir()}
    assert set(placed) >= {"numpy.whl", "pyodide.mjs", "keras.zip", "ours.zip"}
    assert manifest["files"] == {
        name: {"size": len(content), "sha256": sha(content)}
        for name, content in ((name, path.read_bytes()) for name, path in placed.items())
    }
    project.write("inpage/python/session.py", "edited\n")
    assert shipped(project.folder).version != first.version


def test_what_lies_on_this_disk_is_linked_and_elsewhere_copied(project, tmp_path, monkeypatch):
    files = shipped(project.folder)
    brought = kept(project.folder) / "numpy.whl"
    place = tmp_path / "site" / files.version / "numpy.whl"
    for _ in range(2):  # over an older one too
        files.put(tmp_path / "site")
        assert place.samefile(brought)

    def refuses(self, target):
        raise OSError("another disk")

    monkeypatch.setattr(Path, "hardlink_to", refuses)
    files.put(tmp_path / "site")
    assert not place.samefile(brought)
    assert place.read_bytes() == brought.read_bytes() == b"wheel"
    place.write_bytes(b"edited")
    assert brought.read_bytes() == b"wheel"


def test_a_file_that_is_not_the_released_one_is_refused(project):
    project.write(".cache/pyodide/1.0/numpy.whl", b"other")
    with pytest.raises(RunnerError, match=r"numpy\.whl is not what .*make pyodide brings it"):
        shipped(project.folder)


def test_a_keras_that_an_interruption_has_cut_short_is_packed_anew(project):
    first = shipped(project.folder)
    (packed,) = (project.folder / ".cache" / "pyodide").glob("keras-*")
    packed.write_bytes(packed.read_bytes()[:100_000])
    assert shipped(project.folder) == first


def test_without_all_files_nothing_is_shipped(project, tmp_path):
    (project.folder / ".cache" / "pyodide" / "1.0" / "pyodide.mjs").unlink()
    assert shipped(project.folder) is None
    assert shipped(tmp_path / "elsewhere") is None


def test_each_package_that_is_shipped_stands_among_the_licences():
    """Under the licence that its own metadata names."""
    names = set(json.loads((ROOT / "inpage" / "pyodide-lock.json").read_text("utf-8"))["packages"])
    rows = dict(re.findall(r"^\| \[([^\]]+)\]\([^)]*\)[^|]*\| ([^|]+) \|", LICENCES, re.M))
    rows = {name.lower(): licence for name, licence in rows.items()}
    for name in [*names, *KERAS]:
        assert name in rows
    for wheel in kept(ROOT).glob("*.whl"):
        with zipfile.ZipFile(wheel) as packed:
            metadata = next(n for n in packed.namelist() if n.endswith(".dist-info/METADATA"))
            text = packed.read(metadata).decode()
        name = re.search(r"^Name: (.+)", text, re.M)[1].lower().replace("_", "-")
        licence = rows[name].split(",")[0].split(" ")[0]
        family = SPELLED.get(licence, licence.split("-")[0])
        said = "\n".join(re.findall(r"^(?:License|Classifier: License).*", text, re.M))
        assert family in said, (name, licence, said)


def test_each_hash_is_one(tmp_path):
    assert len(hashes(ROOT)) > 15
    assert all(re.fullmatch("[0-9a-f]{64}", value) for value in hashes(ROOT).values())
