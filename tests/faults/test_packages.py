"""Packages that are not installed, or not as listed."""

import shutil
import sys
import venv
from importlib import metadata
from pathlib import Path

import pytest

from tests.faults.failing import POSIX
from tests.faults.fault import Fault, complaint, failure, is_clear, run

WITHOUT = "tests.faults.without_redirects"


def test_a_missing_package_of_the_site_is_named(sited):
    code, said = run(sited, [sys.executable, "-m", WITHOUT])
    assert code == 1, said
    Fault(None, "mkdocs-redirects is not installed", "make installs it").is_told_in(said)
    is_clear(complaint(said))
    assert sited.site() == {"index.html": b"the previous site"}


def lists(**packages):
    """Plants a lock file of these packages and one that is not here."""
    lines = {**packages, "elsewhere": "1.0"}.items()
    lock = "".join(f"{name}=={v} \\\n    --hash=sha256:00\n" for name, v in lines)
    return lambda project: project.write("requirements.txt", lock)


def test_a_package_of_another_version_stops_a_build_though_outputs_are_equal(sited):
    """One that is not here does not, nor do those that are here as listed."""
    told = Fault(lists(mkdocs="1.0"), "requirements.txt: other versions", "Install these: make")
    told.plant(sited)
    here = metadata.version("mkdocs")
    message = failure(sited)
    told.is_told_in(message)
    assert f"mkdocs 1.0 (here: {here}). Install" in message
    is_clear(message)
    assert sited.site() == {"index.html": b"the previous site"}
    lists(mkdocs=here)(sited)
    assert failure(sited) == ""


def test_a_package_that_is_not_as_listed_is_named_where_a_snippet_fails(sited):
    """A Python of its own, in which `planted` is installed: as listed, of another version, not."""
    venv.create(sited.folder / "own", with_pip=False, symlinks=POSIX)
    (site,) = (sited.folder / "own").rglob("site-packages")
    name = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    python = sited.folder / "own" / name
    ours = Path(pytest.__file__).parents[1]
    (site / "ours.pth").write_text(str(ours), encoding="utf-8")
    listed = ("planted==1.0", "elsewhere==1 ; sys_platform == 'none'")
    lock = "".join(f"{package} \\\n    --hash=sha256:00\n" for package in listed)
    sited.write("requirements.txt", lock)
    sited.write("snippets/sums/one.py", "import planted\n\nprint(planted.__version__)\n")

    def install(version):
        for old in site.glob("planted*"):
            shutil.rmtree(old)
        if version:
            (site / f"planted-{version}.dist-info").mkdir()
            (site / "planted").mkdir()
            text = f"__version__ = {version!r}\n"
            (site / "planted" / "__init__.py").write_text(text, encoding="utf-8")

    command = [str(python), "-m", "runner"]
    install("1.0")
    assert run(sited, [*command, "--record"])[0] == 0
    assert "1 snippets hold what is recorded, 0 executed" in run(sited, command)[1]
    for version, words in (("2.0", "-1.0\n  +2.0"), (None, "No module named 'planted'")):
        install(version)
        code, said = run(sited, command)
        assert code == 1
        listed = (
            f"requirements.txt: not installed as listed: planted 1.0 (here: {version or 'none'})"
        )
        for text in ("snippets/sums/one.py", words, listed, "Install it: make"):
            assert text in said, said
        is_clear(complaint(said))
