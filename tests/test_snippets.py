"""Every snippet prints and draws what is recorded, on machines with oneDNN and without."""

import os
from pathlib import Path

import pytest

import runner
from runner.packages import topics
from runner.snippet import find

ROOT = Path(__file__).resolve().parents[1]

LONG = "mask/train.py"
pytestmark = pytest.mark.xdist_group("site")


def test_every_snippet_holds_its_record(monkeypatch):
    monkeypatch.delenv("TF_ENABLE_ONEDNN_OPTS", raising=False)
    done = runner.check(ROOT, say=print)
    assert not (done.left_out and os.environ.get("CI"))
    every = list((ROOT / "snippets").glob("*/**/*.py"))
    assert len(done.results) + len(done.left_out) == len(every)


def test_every_figure_is_drawn_alike_without_onednn(monkeypatch):
    """As on machines that lack it, such as Apple's; what is printed there, test_pasting asks.

    But for one that trains six networks, for minutes.
    """
    usual = runner.environment_fingerprint(ROOT)
    monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", "0")
    assert runner.environment_fingerprint(ROOT) != usual
    elsewhere = topics(ROOT)
    drawn = [s.path for s in find(ROOT) if s.figure_record.exists() and s.title != LONG]
    own = [path for path in drawn if path.parent.name not in elsewhere]
    done = runner.check(ROOT, own, say=print)
    assert len(done.results) == len(own) > 20
