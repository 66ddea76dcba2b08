"""A build interrupted at any point leaves the old site or the new one; the next is right."""

import multiprocessing
import os
import random
import signal
import sys
import threading
import time

import psutil
import pytest

from tests.faults import building
from tests.project import PAGE, SNIPPET, Project

if sys.platform == "win32":
    pytest.skip("Windows has no such signals", allow_module_level=True)

TIMES = 8  # a signal
LOOKED_AT = ("index.html", "pt-BR/index.html", "snippets/sums/one.py")
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(building.IMPORTED)


class Watched:
    """A site of two versions, each in two languages, one built after the other.

    A thread looks at it all the time; `wrong` is what it has seen.
    """

    def __init__(self, project):
        self.project, self.site = project, project.folder / "site"
        project.write("mkdocs.pt-BR.yml", "INHERIT: mkdocs.yml\ndocs_dir: pt-BR\n")
        self.versions = {}
        for version in "AB":
            self.become(version)
            assert self.build().exitcode == 0, project.read("said.txt")
            self.versions[version] = project.site()
            assert "pt-BR/index.html" in self.versions[version]
        self.seconds = self.took  # of a whole build; the least that has been seen
        self.wrong, self.looks, self._over = [], 0, threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def become(self, version):
        """Change a page in both languages and a snippet: all have to be made anew."""
        self.project.write("docs/index.md", f"{PAGE}\nVersion {version}.\n")
        self.project.write("pt-BR/index.md", f"{PAGE}\nVersão {version}.\n")
        snippet = SNIPPET.replace("1 + 1", "1 + 1 + 0" if version == "B" else "1 + 1")
        self.project.write("snippets/sums/one.py", snippet)

    def build(self, kill=None, after=None, step=0):
        """One build; a signal `kill` is sent `after` seconds."""
        process = PROCESSES.Process(target=building.build, args=(str(self.project.folder), step))
        started = time.perf_counter()
        process.start()
        if kill is not None:
            process.join(after)
            if process.is_alive():
                os.kill(process.pid, kill)
        process.join()
        self.took = time.perf_counter() - started
        return process

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _watch(self):
        while not self._over.is_set():
            self.looks += 1
            try:
                folder = os.open(self.site, os.O_RDONLY | os.O_DIRECTORY)
            except OSError as error:
                self.wrong.append(f"absent: {error}")
                continue
            try:
                here = self._read(folder)
                still = os.path.samestat(os.fstat(folder), os.stat(self.site))  # read all of it
                if still and here not in [self._seen(v) for v in self.versions.values()]:
                    self.wrong.append(f"half: {here}")
            except OSError as error:
                self.wrong.append(str(error))
            finally:
                os.close(folder)
            time.sleep(0.0005)

    @staticmethod
    def _read(folder):
        def read(name):
            try:
                with open(name, "rb", opener=lambda n, f: os.open(n, f, dir_fd=folder)) as file:
                    return file.read()
            except FileNotFoundError:
                return None

        return (set(os.listdir(folder)), *map(read, LOOKED_AT))

    @staticmethod
    def _seen(version):
        return ({n.split("/")[0] for n in version}, *map(version.get, LOOKED_AT))


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    return Watched(Project.tiny(tmp_path_factory.mktemp("interrupted").resolve()))


@pytest.fixture
def watching(watched):
    watched.wrong, watched.looks, watched._over = [], 0, threading.Event()
    watched._thread = threading.Thread(target=watched._watch)
    with watched:
        yield watched
    assert watched.looks > 100
    assert watched.wrong[:3] == []


@pytest.mark.xdist_group("interrupts")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_a_build_that_is_interrupted_leaves_a_whole_site_and_the_next_is_right(watching, name):
    """At moments drawn over the time that a build takes, the later half of them near its end."""
    draw, ended = random.Random(name), []
    for number in range(TIMES):
        version = "AB"[number % 2]
        watching.become(version)
        first = 0 if number < TIMES / 2 else 0.8
        moment = draw.uniform(first, 1) * watching.seconds
        ended.append(watching.build(getattr(signal, name), moment).exitcode)
        assert watching.project.site() in watching.versions.values()
        process = watching.build()
        watching.seconds = min(watching.seconds, watching.took)
        assert process.exitcode == 0, watching.project.read("said.txt")
        assert watching.project.site() == watching.versions[version]
        assert list(watching.project.folder.glob(".site*")) == []
        assert "Traceback" not in watching.project.read("said.txt")
    assert any(ended), "some were still building"


@pytest.mark.xdist_group("interrupts")
@pytest.mark.parametrize("step", [1, 2, 3])
def test_without_an_exchange_in_one_step_the_next_build_finds_the_site_again(watched, step):
    """Killed before the old site is moved, between both moves, and after them: none has lost it."""
    watched.become("A")
    assert watched.build().exitcode == 0
    watched.become("B")
    assert watched.build(step=step).exitcode == -signal.SIGKILL
    old = [path.name for path in watched.project.folder.glob(".site*-old")]
    assert bool(old) == (step > 1)
    watched.project.write("docs/index.md", "[Nowhere](nowhere.md)\n")
    assert watched.build().exitcode == 1
    assert watched.project.site() == watched.versions["A" if step < 3 else "B"]
    assert list(watched.project.folder.glob(".site*")) == []


@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL"])
def test_what_runs_ends_with_the_command_that_was_ended(tmp_path, name):
    """Even where each core has a snippet to run."""
    project = Project(tmp_path.resolve())
    for n in range(2 * (os.cpu_count() or 1)):
        project.write(f"snippets/topic/s{n}.py", "import time\nprint(1)\ntime.sleep(50)\n")
    command = project.start()
    for line in command.stdout:
        if "running topic/" in line:
            break
    time.sleep(1)
    started = psutil.Process(command.pid).children(recursive=True)
    assert len(started) > 2
    command.send_signal(getattr(signal, name))
    command.communicate()
    _, alive = psutil.wait_procs(started, timeout=20)
    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []
