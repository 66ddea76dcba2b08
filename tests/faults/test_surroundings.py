"""Folders that are not there or not to be written, a disk that is full."""

import ctypes
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.faults.failing import POSIX
from tests.faults.fault import Fault, complaint, failure, is_clear, run
from tests.told import is_as_recorded

MKDOCS = [sys.executable, "-m", "mkdocs", "build"]
RUNNER = [sys.executable, "-m", "runner"]
WRITABLE = "Give yourself the rights to it"


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
}
if POSIX:  # Windows calls each of these a lack of rights
    AMISS |= {
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
def test_a_folder_that_is_amiss_is_named(sited, name):
    AMISS[name].plant(sited)
    message = failure(sited)
    AMISS[name].is_told_in(message)
    is_clear(message)
    is_as_recorded(__file__, name, message, sited.folder)
    assert sited.site() == {"index.html": b"the previous site"}


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
def test_a_folder_without_the_right_to_it_is_named(sited, what):
    name, command, words = READ_ONLY[what]
    sited.write("out/site/index.html", "the previous site")
    sited.write("snippets/sums/one.txt", "sum 3\n" if what == "a topic" else "sum 2\n")
    path = sited.folder / name
    path.mkdir(exist_ok=True) if not path.exists() else None
    path.chmod(0 if path.is_file() else 0o555)
    try:
        code, said = run(sited, command, preexec_fn=powerless)
    finally:
        path.chmod(0o755)
    assert code == 1, said
    Fault(None, words, WRITABLE).is_told_in(said)
    is_clear(complaint(said))
    is_as_recorded(__file__, f"no right to {what}", complaint(said), sited.folder)
    assert sited.read("site/index.html") == "the previous site"


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
def test_a_full_disk_is_named_and_the_site_stays(sited, what):
    if not a_small_disk():
        pytest.skip("a small disk cannot be mounted here: that takes root, or user namespaces")
    name, taken, command, words, remedy = FULL[what]
    disk = sited.folder / name
    sited.write("snippets/sums/one.txt", "sum 3\n" if "records" in what else "sum 2\n")
    kept = shutil.copytree(disk, sited.folder / "kept") if disk.exists() else None
    disk.mkdir(exist_ok=True)
    (sited.folder / "temporary").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as short:  # a socket has no room for the folder's own name
        Path(short, "t").symlink_to(sited.folder / "temporary")
        script = f"""
            mount -t tmpfs -o size=300k tmpfs {disk} || exit 99
            {f"cp -r {kept}/. {disk}" if kept else ""}
            mkdir -p out/site && echo previous > out/site/index.html
            head -c {taken} /dev/zero > {disk}/taken 2>/dev/null
            TMPDIR={short}/t "$@"
            echo "ended with $?"; cat out/site/index.html; ls -A out | grep -c site
        """
        _, said = run(sited, [*a_small_disk(), "sh", "-c", script, "sh", *command])
    Fault(None, words, remedy, "ended with 1\nprevious\n1\n").is_told_in(said)
    is_clear(complaint(said))
