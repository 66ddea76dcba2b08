"""Folders that are not there or not to be written, a full disk, packages that are not as listed."""

import ctypes
import functools
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from runner.pool import stop
from tests.faults.fault import Fault, failure
from tests.project import ROOT, Project, mkdocs

MKDOCS = [sys.executable, "-m", "mkdocs", "build"]
RUNNER = [sys.executable, "-m", "runner"]
WRITABLE = "Give yourself the right to write there"


@pytest.fixture
def project(tmp_path):
    project = Project.tiny(tmp_path.resolve())
    project.write("site/index.html", "the previous site")
    yield project
    stop()


def is_a(kind, name):
    """A folder where a file has to be, or a file where a folder has to be."""

    def plant(project):
        path = project.folder / name
        path.unlink(missing_ok=True)
        path.mkdir() if kind == "folder" else path.write_text("in the way", encoding="utf-8")

    return plant


def without(name):
    return lambda project: shutil.rmtree(project.folder / name)


AMISS = {
    "no snippets": Fault(without("snippets"), "no folder snippets/", "from the project's root"),
    "no pages": Fault(without("docs"), "docs_dir", "isn't an existing directory"),
    "no place for what is remembered": Fault(
        is_a("file", ".cache"), ".cache/runner", "move away what is in its place"
    ),
    "a folder as a record": Fault(
        is_a("folder", "snippets/sums/one.txt"), "sums/one.txt", "move away the folder"
    ),
    "a folder as a snippet": Fault(
        is_a("folder", "snippets/sums/two.py"), "sums/two.py", "move away the folder"
    ),
}


@pytest.mark.parametrize("name", AMISS)
def test_a_folder_that_is_amiss_is_named(project, name):
    AMISS[name].plant(project)
    AMISS[name].is_told_in(failure(project))
    assert project.site() == {"index.html": b"the previous site"}


def run(project, command, **options):
    """What a command says, with its exit code, run in the project by someone without our rights."""
    done = subprocess.run(
        command,
        cwd=project.folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        **options,
    )
    return done.returncode, done.stdout + done.stderr


def powerless():
    """Root writes everywhere: take that right from what is started now (PR_CAPBSET_DROP)."""
    if os.geteuid() == 0:
        for right in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            ctypes.CDLL(None).prctl(24, right, 0, 0, 0)


READ_ONLY = {
    "the project": (".", MKDOCS, "/.cache: Permission denied"),
    "what is remembered": (".cache", MKDOCS, "/.cache/runner: Permission denied"),
    "where the site is built": ("out", [*MKDOCS, "-d", "out/site"], "/out/.site-"),
    "a topic": ("snippets/sums", [*RUNNER, "--record"], "snippets/sums/one.txt: Permission denied"),
    "what a topic is read from": ("snippets/sums/one.py", RUNNER, "one.py: Permission denied"),
}


@pytest.mark.skipif(sys.platform != "linux", reason="taking root's rights away is done for Linux")
@pytest.mark.parametrize("what", READ_ONLY)
def test_a_folder_without_the_right_to_it_is_named(project, what):
    name, command, words = READ_ONLY[what]
    project.write("out/site/index.html", "the previous site")
    project.write("snippets/sums/one.txt", "sum 3\n" if what == "a topic" else "sum 2\n")
    path = project.folder / name
    path.mkdir(exist_ok=True) if not path.exists() else None
    path.chmod(0 if path.is_file() else 0o555)
    try:
        code, said = run(project, command, preexec_fn=powerless)
    finally:
        path.chmod(0o755)
    assert code == 1, said
    Fault(None, words, WRITABLE).is_told_in(said)
    assert project.read("site/index.html") == "the previous site"


@functools.cache
def a_small_disk():
    """The command that runs a script where it may mount; None where that is not permitted."""
    alone = ["unshare", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"]), "--mount"]
    try:
        tried = [*alone, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        return alone if subprocess.run(tried, capture_output=True).returncode == 0 else None
    except OSError:
        return None


FREE = "Free some space"
FULL = {  # (where the disk is, how much of its 300 kB is taken, who writes, what is said)
    "what is remembered": (".cache", "1m", MKDOCS, "No space left on device", FREE),
    "temporary files": ("temporary", "250k", MKDOCS, "snippets/sums/one.py: the disk that", FREE),
    "the site": ("out", "0", [*MKDOCS, "-d", "out/site"], "No space left on device", FREE),
    "another disk for records": (
        "snippets/sums",
        "0",
        [*RUNNER, "--record"],
        "snippets/sums/one.txt: Invalid cross-device link",
        "on one disk",
    ),
}


@pytest.mark.skipif(sys.platform != "linux", reason="small disks are made for Linux")
@pytest.mark.parametrize("what", FULL)
def test_a_full_disk_is_named_and_the_site_stays(project, what):
    if not a_small_disk():
        pytest.skip("a small disk cannot be mounted here: that takes root, or user namespaces")
    name, taken, command, words, remedy = FULL[what]
    disk = project.folder / name
    project.write("snippets/sums/one.txt", "sum 3\n" if "records" in what else "sum 2\n")
    kept = shutil.copytree(disk, project.folder / "kept") if disk.exists() else None
    disk.mkdir(exist_ok=True)
    (project.folder / "temporary").mkdir(exist_ok=True)
    script = f"""
        mount -t tmpfs -o size=300k tmpfs {disk} || exit 99
        {f"cp -r {kept}/. {disk}" if kept else ""}
        mkdir -p out/site && echo previous > out/site/index.html
        head -c {taken} /dev/zero > {disk}/taken 2>/dev/null
        TMPDIR={project.folder}/temporary "$@"
        echo "ended with $?"; cat out/site/index.html; ls -A out | grep -c site
    """
    _, said = run(project, [*a_small_disk(), "sh", "-c", script, "sh", *command])
    Fault(None, words, remedy, "ended with 1\nprevious\n1\n").is_told_in(said)


HIDE = """
import sys
class Without:
    def __init__(self, finder): self.finder = finder
    def __getattr__(self, name): return getattr(self.finder, name)
    def find_spec(self, name, *more):
        gone = name.split('.')[0] == 'mkdocs_redirects'
        return None if gone else self.finder.find_spec(name, *more)
sys.meta_path[:] = map(Without, sys.meta_path)
from mkdocs.__main__ import cli
cli(['build'])
"""


def test_a_missing_package_of_the_site_is_named(project):
    code, said = run(project, [sys.executable, "-c", HIDE])
    assert code == 1, said
    Fault(None, "mkdocs-redirects is not installed", "make installs it").is_told_in(said)
    assert project.site() == {"index.html": b"the previous site"}


def test_a_package_that_is_not_as_listed_is_named_where_a_snippet_fails(project):
    """A Python of its own, in which `planted` is installed: as listed, of another version, not."""
    venv.create(project.folder / "own", with_pip=False, symlinks=True)
    (site,) = (project.folder / "own").rglob("site-packages")
    name = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
    python = project.folder / "own" / name
    ours = Path(pytest.__file__).parents[1]
    (site / "ours.pth").write_text(str(ours), encoding="utf-8")
    listed = ("planted==1.0", "elsewhere==1 ; sys_platform == 'none'")
    lock = "".join(f"{package} \\\n    --hash=sha256:00\n" for package in listed)
    project.write("requirements.txt", lock)
    project.write("snippets/sums/one.py", "import planted\n\nprint(planted.__version__)\n")

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
    assert run(project, [*command, "--record"])[0] == 0
    assert "1 snippets hold what is recorded, 0 executed" in run(project, command)[1]
    for version, words in (("2.0", "-1.0\n  +2.0"), (None, "No module named 'planted'")):
        install(version)
        code, said = run(project, command)
        assert code == 1
        listed = (
            f"requirements.txt: not installed as listed: planted 1.0 (here: {version or 'none'})"
        )
        for text in ("snippets/sums/one.py", words, listed, "Install it: make"):
            assert text in said, said
        assert mkdocs(project.folder, "--version").returncode == 0
