"""`make check TOPIC=...`: what it runs for a topic, and what it says when it cannot."""

import subprocess
import sys

import pytest

from tools import check_topic


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((), "which topic? Name one, as make check TOPIC=softmax does"),
        (("",), "which topic?"),
        (("sotfmax",), "there is no snippets/sotfmax/"),
        (("..",), "there is no snippets/../"),
    ],
)
def test_without_a_topic_that_exists_it_names_those_that_do(given, words):
    done = subprocess.run(
        [sys.executable, "-m", "tools.check_topic", *given],
        cwd=check_topic.ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert " softmax " in done.stderr
    assert "Traceback" not in done.stderr


def test_it_takes_the_topics_snippets_tests_and_pages():
    said = dict(check_topic.steps("softmax"))
    assert ["-m", "runner", "snippets/softmax"] in said.values()
    name, command = said.popitem()
    assert name.startswith("tests/topics/test_softmax.py docs/en/")
    assert "docs/en/recipes/softmax.md" in name
    assert "docs/en/scanning/" not in name
    asked = [sys.executable, *command, "--collect-only"]
    done = subprocess.run(asked, cwd=check_topic.ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout  # each test that it names is there


def test_a_topic_is_a_folder_with_snippets(tmp_path):
    for name in ("one/idea.py", "two/idea.txt", "module.py"):
        (tmp_path / "snippets" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "snippets" / name).touch()
    assert check_topic.topics(tmp_path) == ["one"]


@pytest.mark.parametrize("fails", [0, 1, 2, 3, None])
def test_it_stops_at_the_first_step_that_fails(fails, monkeypatch, capfd):
    """Each step stands for itself: a program that ends with an exit code."""
    exits = [
        (f"step {n}", ["-c", f"print('ran {n}'); raise SystemExit({n == fails:d})"])
        for n in range(4)
    ]
    monkeypatch.setattr(check_topic, "steps", lambda topic: exits)
    assert check_topic.main(["snippets/softmax/"]) == (0 if fails is None else 1)
    out, errors = capfd.readouterr()
    ran = 4 if fails is None else fails + 1
    assert out.count("ran ") == ran
    assert (f"stopped at: step {fails}" in errors) == (fails is not None)
    assert ("softmax: all is well" in out) == (fails is None)
