"""Every snippet prints and draws what is recorded, on machines with oneDNN and without."""

import os
from pathlib import Path

import pytest

import runner

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.xdist_group("site")
@pytest.mark.parametrize("onednn", [None, "0"])
def test_every_snippet_holds_its_record(onednn, monkeypatch):
    """TF_ENABLE_ONEDNN_OPTS=0 stands for machines that have no oneDNN, such as Apple's."""
    monkeypatch.delenv("TF_ENABLE_ONEDNN_OPTS", raising=False)
    usual = runner.environment_fingerprint(ROOT)
    if onednn:
        monkeypatch.setenv("TF_ENABLE_ONEDNN_OPTS", onednn)
        assert runner.environment_fingerprint(ROOT) != usual
    done = runner.check(ROOT, say=print)
    assert not (done.left_out and os.environ.get("CI"))
    every = list((ROOT / "snippets").glob("*/**/*.py"))
    assert len(done.results) + len(done.left_out) == len(every)
