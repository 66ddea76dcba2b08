"""What a check tells of itself: a file for programs, rows of tables for pages."""

import json
import platform
from importlib.metadata import version

import pytest

from runner import report
from runner.job import Result
from runner.snippet import Snippet

ABOUT = {"executed": False, "versions": {"b": "2", "a": "1"}, "dates": ["2001-01-01", "2002-02-02"]}


@pytest.fixture
def written(tmp_path):
    """A project's report, and its tables by name."""

    def done(results, topics):
        snippets = {
            Snippet(tmp_path, tmp_path / "snippets" / name): r for name, r in results.items()
        }
        fingerprints = {s: f"{number}23456789" for number, s in enumerate(snippets)}
        report.write(tmp_path, snippets, fingerprints, "e", topics)
        folder = tmp_path / ".cache" / "report"
        tables = {path.stem: path.read_text(encoding="utf-8") for path in folder.iterdir()}
        kept = tmp_path / ".cache" / "runner" / "report.json"
        return json.loads(kept.read_text(encoding="utf-8")), tables

    return done


def test_a_row_a_snippet_by_name_and_a_sum(written, tmp_path):
    lines = "# why\nnumpy==1\nnot-here==1\nPillow==3 # why\n  scipy==2\n"
    (tmp_path / "requirements.in").write_bytes(lines.encode() + b"\xff\n")
    results = {
        "one/b.py": Result("", seconds=1.23456, peak=3 * 2**20),
        "one/a.py": Result("", seconds=2.0, peak=700_000),
    }
    topics = {"one": ABOUT, "two": ABOUT | {"executed": True}}
    kept, tables = written(results, topics)
    versions = {"Python": platform.python_version(), platform.system(): platform.machine()}
    versions |= {name: version(name) for name in ("numpy", "Pillow")}
    rows = [
        {"snippet": "one/a.py", "seconds": 2.0, "peak_bytes": 700_000, "fingerprint": "123456789"},
        {
            "snippet": "one/b.py",
            "seconds": 1.235,
            "peak_bytes": 3 * 2**20,
            "fingerprint": "023456789",
        },
    ]
    assert kept == {"environment": "e", "versions": versions, "topics": topics, "snippets": rows}
    text = (tmp_path / ".cache" / "runner" / "report.json").read_text(encoding="utf-8")
    assert text == json.dumps(kept, indent=1)  # for people too
    assert report.topics(tmp_path) == topics
    assert tables == {
        "snippets": "| `one/a.py` | 2.00 | 1 | `12345678` |\n"
        "| `one/b.py` | 1.24 | 3 | `02345678` |\n",
        "versions": "".join(f"| {name} | {number} |\n" for name, number in versions.items()),
        "topics": "| one | b 2, a 1 | – | 2002-02-02 |\n| two | b 2, a 1 | ✓ | 2002-02-02 |\n",
        "totals": "| 2 | 3.2 | 3 |\n",
    }


def test_nothing_is_reported_of_nothing(written, tmp_path):
    kept, tables = written({}, {})
    assert (kept["snippets"], kept["topics"]) == ([], {})
    assert list(kept["versions"]) == ["Python", platform.system()]
    assert tables["totals"] == "| 0 | 0.0 | 0 |\n"
    assert tables["snippets"] == tables["topics"] == "\n"


def test_a_file_is_written_only_where_it_says_something_else(written, tmp_path, monkeypatch):
    one = {"one/a.py": Result("", seconds=2.0, peak=5)}
    written(one, {})
    names = []
    monkeypatch.setattr(report, "write_whole", lambda root, path, text: names.append((root, path)))
    written(one, {})
    assert names == []
    (tmp_path / ".cache" / "report" / "topics.md").unlink()
    (tmp_path / ".cache" / "report" / "totals.md").write_bytes(b"\xff")
    names_of = lambda: [(root, path.name) for root, path in names]  # noqa: E731
    report.write(
        tmp_path,
        {Snippet(tmp_path, tmp_path / "snippets/one/a.py"): one["one/a.py"]},
        {Snippet(tmp_path, tmp_path / "snippets/one/a.py"): "023456789"},
        "e",
        {},
    )
    assert names_of() == [(tmp_path, "topics.md"), (tmp_path, "totals.md")]
