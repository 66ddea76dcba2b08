"""What a snippet finds of the reader's environment variables, and which of them run it again."""

import json
import subprocess
import sys

import pytest

from runner import child_environment, environment_fingerprint
from runner.environment import can_fork, fingerprint, installed
from tests.project import ROOT

SHOW = """
import json, os, shutil, sys
import keras, matplotlib
from keras.src.backend.config import keras_home

print(json.dumps({
    "backend": keras.backend.backend(),
    "keras": keras_home(),
    "drawn by": matplotlib.get_backend(),
    "drawn as": matplotlib.matplotlib_fname(),
    "matplotlib": matplotlib.get_configdir(),
    "width": shutil.get_terminal_size().columns,
    "UTF-8": sys.flags.utf8_mode,
    "writes bytecode": not sys.dont_write_bytecode,
    "warnings": sys.warnoptions,
    "PATH": [name for name in sys.path if "reader" in name],
    "without colour": bool(os.environ.get("NO_COLOR")),
    "graphics cards": os.environ.get("CUDA_VISIBLE_DEVICES"),
    "oneDNN": os.environ.get("TF_ENABLE_ONEDNN_OPTS"),
    "left out": [n for n in ("KERAS_NNX_ENABLED", "MPL_IGNORE_SYSTEM_FONTS", "MATPLOTLIBDATA")
                 if n not in os.environ],
    "kept": os.environ.get("EDITOR"),
}))
"""


def test_libraries_work_as_the_project_says_whatever_the_reader_has_set(tmp_path, monkeypatch):
    for name, value in {
        "KERAS_BACKEND": "torch",
        "KERAS_HOME": str(tmp_path / "reader"),
        "MPLBACKEND": "svg",
        "MPLCONFIGDIR": str(tmp_path / "reader"),
        "MATPLOTLIBRC": str(tmp_path / "reader"),
        "PYTHONPATH": str(tmp_path / "reader"),
        "PYTHONWARNINGS": "ignore",
        "PYTHONUTF8": "0",
        "KERAS_NNX_ENABLED": "1",
        "MPL_IGNORE_SYSTEM_FONTS": "1",
        "MATPLOTLIBDATA": str(tmp_path / "reader"),
        "TF_CPP_MIN_LOG_LEVEL": "0",
        "COLUMNS": "33",
        "CUDA_VISIBLE_DEVICES": "0",
        "EDITOR": "an editor",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("TF_ENABLE_ONEDNN_OPTS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    done = subprocess.run(
        [sys.executable, "-c", SHOW],
        env=child_environment(tmp_path),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert json.loads(done.stdout) == {
        "backend": "tensorflow",
        "keras": str(tmp_path.resolve() / ".cache" / "keras"),
        "drawn by": "Agg",
        "drawn as": str(ROOT / "runner" / "matplotlibrc"),
        "matplotlib": str(tmp_path.resolve() / ".cache" / "matplotlib"),
        "width": 80,
        "UTF-8": 1,
        "writes bytecode": False,
        "warnings": [],
        "PATH": [],
        "without colour": True,
        "graphics cards": "-1",  # CUDA's word for none
        "oneDNN": "1",
        "left out": ["KERAS_NNX_ENABLED", "MPL_IGNORE_SYSTEM_FONTS", "MATPLOTLIBDATA"],
        "kept": "an editor",
    }
    assert "rebuild TensorFlow" not in done.stderr  # what it says to those who can do nothing


RERUN = (
    *("TF_ENABLE_ONEDNN_OPTS", "XLA_FLAGS", "JAX_PLATFORMS", "TORCHDYNAMO_DISABLE", "PYTORCH_JIT"),
    *("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "LC_ALL", "LANG"),
    "RUNNER_FORK",
)


@pytest.mark.parametrize("name", [*RERUN, "EDITOR", "PYTHONWARNINGS", "KERAS_HOME"])
def test_a_variable_that_can_change_results_runs_all_again_and_no_other(
    name, monkeypatch, tmp_path
):
    monkeypatch.delenv(name, raising=False)
    before = environment_fingerprint(tmp_path)
    monkeypatch.setenv(name, "another value")
    assert (environment_fingerprint(tmp_path) != before) == (name in RERUN)


def test_what_is_listed_and_what_is_installed_count(tmp_path, monkeypatch):
    assert any(name.startswith("numpy-") for name in installed())
    found = {environment_fingerprint(tmp_path)}
    (tmp_path / "requirements.txt").write_text("numpy==1\n", encoding="utf-8")
    found.add(environment_fingerprint(tmp_path))
    monkeypatch.setattr("runner.environment.installed", lambda: ("numpy-1.dist-info",))
    found.add(environment_fingerprint(tmp_path))
    assert len(found) == 3


def test_another_backend_is_another_fingerprint():
    found = {fingerprint({"KERAS_BACKEND": name}, b"", ()) for name in ("jax", "torch", "jax")}
    assert len(found) == 2


@pytest.mark.parametrize(
    ("platform", "value", "forks"),
    [("linux", None, True), ("linux", "1", True), ("linux", "0", False), ("darwin", None, False)],
)
def test_processes_are_forked_on_linux_unless_the_reader_says_no(
    monkeypatch, platform, value, forks
):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.delenv("RUNNER_FORK", raising=False)
    if value:
        monkeypatch.setenv("RUNNER_FORK", value)
    assert can_fork() == forks
