"""What a snippet may write and whom it may ask, one line of code at a time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from runner.guard import _below
from tests.project import ROOT

HERE = "import os, shutil, socket, sqlite3, sys, tempfile\n"
BESIDE = "folder = os.open(W, os.O_RDONLY)\n"  # what is named below is in there, not in the project
WRITES = {  # run in the project's folder, with what has to be named as written
    "open('old', 'w')": "old",
    "open('old', 'a')": "old",
    "open('old', 'r+')": "old",
    "open('new', 'x')": "new",
    "os.open('old', os.O_WRONLY)": "old",
    "os.open('old', os.O_RDWR)": "old",
    "os.open('new', os.O_CREAT)": "new",
    "os.open('old', os.O_TRUNC)": "old",
    "os.open('old', os.O_APPEND)": "old",
    "open(os.fsencode('old'), 'w')": "old",
    "open(W + '/../old', 'w')": "old",
    "open('work.py', 'w')": "work.py",  # its name begins as that of a folder that it may use
    "os.chmod('old', 0o600)": "old",
    "os.link(W + '/there', 'new')": "new",
    "os.mkdir('new')": "new",
    "os.makedirs('dir/deep')": "dir/deep",
    "os.remove('old')": "old",
    "os.unlink('old')": "old",
    "os.rename('old', W + '/taken')": "old",
    "os.rename(W + '/there', 'new')": "new",
    "os.replace(W + '/there', 'old')": "old",
    "os.rmdir('dir')": "dir",
    "os.symlink('there', 'new')": "new",
    "os.truncate('old', 0)": "old",
    "shutil.rmtree('dir')": "dir",
    "shutil.copy(W + '/there', 'new')": "new",
    "sqlite3.connect('new')": "new",
    "open('/nowhere/new', 'w')": "/nowhere/new",
    "os.chdir(W); open(P + '/old', 'w')": "old",
    "os.rename('old', 'there', dst_dir_fd=os.open(W, os.O_RDONLY))": "old",
}
ASKS = {
    "socket.getaddrinfo('localhost', 9)": "localhost",
    "socket.gethostbyname('localhost')": "localhost",
    "socket.socket().bind(('127.0.0.1', 0))": "127.0.0.1:0",
    "socket.socket().connect(('127.0.0.1', 9))": "127.0.0.1:9",
    "sys.audit('socket.connect', None, ('::1', 9, 0, 0))": "::1:9",  # IPv6, which few boxes have
    "socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))": "127.0.0.1:9",
    "socket.socket(type=socket.SOCK_DGRAM).sendmsg([b''], [], 0, ('127.0.0.1', 9))": "127.0.0.1:9",
}
MAY = (
    "open('old')",
    "os.open('old', os.O_RDONLY)",
    "open(os.devnull, 'w')",
    "os.path.exists('/dev/full') and open('/dev/full', 'w')",  # on Linux
    "open(os.dup(1), 'w').close()",
    "open(W + '/new', 'w')",
    "open('kept/keras/new', 'w')",
    "open('kept/matplotlib/new', 'w')",
    "open(T + '/outside', 'w')",  # among temporary files, and not in the project
    "tempfile.TemporaryFile()",
    "os.link('old', W + '/linked')",
    "os.symlink(P + '/old', W + '/symbol')",
    "socket.getaddrinfo(None, 9)",
    "socket.socket(socket.AF_UNIX).bind(W + '/socket')",
    BESIDE + "os.chmod('there', 0o600, dir_fd=folder)",
    BESIDE + "os.link('old', 'hard', dst_dir_fd=folder)",
    BESIDE + "os.mkdir('dir', dir_fd=folder)",
    BESIDE + "os.rmdir('empty', dir_fd=folder)",
    BESIDE + "os.rename('first', 'second', src_dir_fd=folder, dst_dir_fd=folder)",
    BESIDE + "os.remove('third', dir_fd=folder)",
    BESIDE + "os.symlink('there', 'fourth', dir_fd=folder)",
)
REFUSED = "def f():\n    try:\n        open('new', 'w')\n    except PermissionError: pass\n"
MORE = {
    "the first is kept": "\nfor name in 'ab':\n    try: open(name, 'w')\n    except OSError: pass",
    "at an import": "import sys; sys.path.insert(0, W)\nimport imported",
    "after the import": "import sys; sys.path.insert(0, W)\nimport imported\n\nimported.f()",
    "in a thread": "import threading\nthread = threading.Thread(target=open, args=('new', 'w'))\n"
    "threading.excepthook = print\nthread.start(); thread.join()",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the guard said of each, in a project of its own, and what that holds afterwards."""
    if os.name == "nt":
        pytest.skip("Windows has neither these folders nor names below an open folder")
    here = tmp_path_factory.mktemp("guard").resolve()
    work = here / "project" / "work"
    for folder in ("work/empty", "dir", "snippets", "kept/keras", "kept/matplotlib"):
        (here / "project" / folder).mkdir(parents=True)
    for name in ("there", "first", "third"):
        (work / name).touch()
    (work / "imported.py").write_text(f"{REFUSED}f()\n", encoding="utf-8")
    for name in ("old", "dir/inner"):
        (here / "project" / name).touch()
    sources = {line: HERE + line for line in (*WRITES, *ASKS, *MAY)} | MORE
    kept = str(here / "project" / "kept")
    folders = {"KERAS_HOME": f"{kept}/keras", "MPLCONFIGDIR": f"{kept}/matplotlib"}
    guarding = Path(__file__).with_name("guarding.py")
    path = os.pathsep.join((str(ROOT), str(guarding.parent)))
    done = subprocess.run(
        [sys.executable, "-c", f"import {guarding.stem}", str(here)],
        input=json.dumps(sources),
        env=os.environ | folders | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout, done.stderr
    left = {path for path in (here / "project").rglob("*") if work not in (path, *path.parents)}
    names = {path.relative_to(here / "project").as_posix() for path in left}
    return json.loads(done.stdout.splitlines()[-1]), names


@pytest.mark.parametrize("line", WRITES)
def test_it_may_not_write_elsewhere(told, line):
    text = (
        f"it writes {WRITES[line]}, which is not in its folder. Write into the working folder, "
        "under a name without folders"
    )
    assert told[0][line] == [2, text, f"PermissionError: {text}"]


def test_what_is_refused_has_not_been_done(told):
    kept = {"kept", "kept/keras", "kept/keras/new", "kept/matplotlib", "kept/matplotlib/new"}
    assert told[1] == kept | {"dir", "dir/inner", "snippets", "old"}


@pytest.mark.parametrize("line", ASKS)
def test_it_may_not_use_the_network(told, line):
    text = (
        f"it uses the network ({ASKS[line]}), which readers may lack. Take data from an installed "
        "package, or compute it"
    )
    assert told[0][line] == [2, text, f"PermissionError: {text}"]


@pytest.mark.parametrize("line", MAY)
def test_it_may_read_and_write_what_is_its_own(told, line):
    assert told[0][line] == [None, "", ""]


def test_the_first_refusal_is_told_even_where_the_snippet_goes_on(told):
    number, text, raised = told[0]["the first is kept"]
    assert text.startswith("it writes a, which")
    assert (number, raised) == (3, "")


def test_what_a_library_tries_at_its_import_is_refused_and_no_fault(told):
    assert told[0]["at an import"] == [None, "", ""]
    number, text, raised = told[0]["after the import"]
    assert text.startswith("it writes new,")
    assert (number, raised) == (4, "")  # where the snippet asks for it


def test_what_a_thread_does_is_told_without_a_line(told):
    number, text, raised = told[0]["in a thread"]
    assert text.startswith("it writes new,")
    assert (number, raised) == (None, "")


def test_a_folder_whose_name_begins_alike_is_another():
    at = os.path.join
    assert _below(at("a", "b"), [at("a", "b")])
    assert _below(at("a", "b", "c"), ["d", at("a", "b")])
    assert not _below(at("a", "bc"), [at("a", "b")])
    assert not _below("a", [at("a", "b")])
    assert not _below("a", [])
