"""What is remembered and damaged, or of another version, is not used: the build is right."""

import json
import subprocess
import sys

import pytest

from runner.pool import stop
from tests.faults.failing import POSIX
from tests.faults.fault import failure
from tests.project import PAGE, SNIPPET, Project

TABLES = "\n".join(f'--8<-- "report/{name}.md"' for name in ("totals", "snippets", "versions"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A site that was built once, and whose pages show the report, seconds and all."""
    project = Project.tiny(tmp_path_factory.mktemp("whole").resolve())
    text = project.read("mkdocs.yml").replace(
        "/snippets]", "/snippets, !relative $config_dir/.cache]"
    )
    project.write("mkdocs.yml", text)
    project.write("docs/report.md", f"# Report\n\n{TABLES}\n")
    assert failure(project) == ""
    yield project
    stop()


def result(project):
    (path,) = (project.folder / ".cache/runner/results").glob("*.json")
    return path


def kept(change):
    """Damage what is remembered of the snippet."""
    return lambda project: result(project).write_bytes(change(result(project).read_bytes()))


def other(**values):
    return kept(lambda data: json.dumps(json.loads(data) | values).encode())


def report(name, text):
    return lambda project: project.write(f".cache/{name}", text)


DAMAGE = {
    "cut short": kept(lambda data: data[: len(data) // 2]),
    "empty": kept(lambda data: b""),
    "not UTF-8": kept(lambda data: b"\xff" + data),
    "a list": kept(lambda data: b"[1, 2]"),
    "a number": kept(lambda data: b"7"),
    "a digit is another": kept(lambda data: data.replace(b"sum 2", b"sum 3")),
    "an output that is none": other(stdout=5),
    "a figure that is none": other(figure=[1]),
    "seconds of another run": other(seconds=99.5),
    "another version's, without a digest": other(digest=None),
    "a problem": other(problem={"line": 1, "text": "no"}),
    "the report": report("runner/report.json", b'{"environment": "", "topics": 5}'),
    "the report is cut short": report("runner/report.json", b'{"environ'),
    "a table of the report": report("report/totals.md", "| 999 | 0.0 | 0 |\n"),
    "a table that is cut short": report("report/snippets.md", "| `su"),
    "a part that an interruption left": report("runner/parts/1-one.txt", "su"),
}


@pytest.mark.xdist_group("faults-caches")
@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_memory_is_harmless(whole, what):
    DAMAGE[what](whole)
    assert failure(whole) == ""
    first = whole.site()
    whole_report = json.loads(whole.read(".cache/runner/report.json"))
    (row,) = whole_report["snippets"]
    assert f"| 1 | {row['seconds']:.1f} |" in whole.read(".cache/report/totals.md")
    assert whole.read("site/snippets/sums/one.txt") == "sum 2\n"
    assert f"<code>{row['fingerprint'][:8]}</code>" in whole.read("site/report/index.html")
    assert "999" not in whole.read("site/report.md")
    assert json.loads(result(whole).read_bytes())["seconds"] < 99
    assert failure(whole) == ""
    assert whole.site() == first


@pytest.mark.xdist_group("faults-caches")
@pytest.mark.skipif(not POSIX, reason="Windows calls it a lack of rights")
def test_a_folder_in_the_place_of_a_result_is_named(whole):
    path = result(whole)
    data = path.read_bytes()
    path.unlink()
    path.mkdir()
    message = failure(whole)
    path.rmdir()
    path.write_bytes(data)
    assert path.name in message
    assert "move away the folder in its place" in message


@pytest.mark.xdist_group("faults-caches")
def test_builds_at_once_leave_a_whole_site_and_a_memory_that_holds(whole):
    """Three, with an output that none remembers."""
    whole.write("snippets/sums/one.py", SNIPPET.replace("1 + 1", "0 + 2"))
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    builds = [subprocess.Popen(command, cwd=whole.folder, **pipes) for _ in range(3)]
    said = [build.communicate()[0].decode() for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0], said
    assert list(whole.folder.glob(".site*")) == []
    at_once = whole.site()
    assert failure(whole) == ""
    assert whole.site().keys() == at_once.keys()
    assert at_once["snippets/sums/one.txt"] == b"sum 2\n"
    assert PAGE.splitlines()[0][2:] in at_once["index.html"].decode()
