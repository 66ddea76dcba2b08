"""The tests' own machinery: one build for all workers, whatever becomes of one of them."""

import multiprocessing
import os
import subprocess

import pytest

from tests import built


def build(_, *arguments):
    """Stands for MkDocs: makes the folder that it is told to."""
    os.mkdir(arguments[-1])
    return subprocess.CompletedProcess(arguments, 0, "", "")


def die_while_building(folder):
    built.mkdocs = lambda *_: os._exit(1)
    built.built_once(folder)


def test_a_worker_that_dies_while_it_builds_holds_nobody_up(tmp_path, monkeypatch):
    worker = multiprocessing.get_context("spawn").Process(
        target=die_while_building, args=(tmp_path,)
    )
    worker.start()
    worker.join()
    assert worker.exitcode == 1
    monkeypatch.setattr(built, "mkdocs", build)
    assert built.built_once(tmp_path).is_dir()
    monkeypatch.setattr(built, "mkdocs", None)  # a second build would fail
    assert built.built_once(tmp_path).is_dir()


def test_a_build_that_fails_fails_every_worker_with_its_words(tmp_path, monkeypatch):
    failed = subprocess.CompletedProcess([], 1, "", "no such page")
    monkeypatch.setattr(built, "mkdocs", lambda *_: failed)
    for _ in range(2):
        with pytest.raises(pytest.fail.Exception, match="no such page"):
            built.built_once(tmp_path)
