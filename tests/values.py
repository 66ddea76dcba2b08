"""The fixture `snippet`: runs a snippet once, and hands its values to whoever checks them.

A plugin that needs NumPy and pytest only, so that it works on the packages of any topic.
"""

import contextlib
import io
import os
import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

with contextlib.suppress(ImportError):
    import hypothesis

    hypothesis.settings.register_profile("untimed", deadline=None)  # a busy machine fails no test
    hypothesis.settings.load_profile("untimed")

SNIPPETS = Path(__file__).resolve().parents[1] / "snippets"


class Namespace(dict):
    """A snippet's globals by name; the attribute `out` is the text it printed."""

    out: str


@pytest.fixture(scope="session")
def snippet(tmp_path_factory):
    """Return a function: `snippet("mapping/dense_to_conv.py")` gives the snippet's globals.

    Each snippet runs once per session, in this process, in an empty folder and with `snippets/`
    importable. What it changes for everybody (print options, environment, Keras' settings, figures)
    is put back.
    """
    cache: dict[str, Namespace] = {}

    def run(path: str) -> Namespace:
        if path not in cache:
            printed = io.StringIO()
            with pytest.MonkeyPatch.context() as patch, _settings_put_back():
                patch.chdir(tmp_path_factory.mktemp("snippet"))
                patch.syspath_prepend(SNIPPETS)
                with contextlib.redirect_stdout(printed):
                    values = Namespace(runpy.run_path(str(SNIPPETS / path)))
            values.out = printed.getvalue()
            cache[path] = values
        return cache[path]

    return run


@contextlib.contextmanager
def _settings_put_back():
    """Undo what a snippet may set for the whole process."""
    environment = dict(os.environ)
    _layers_follow_floatx()
    try:
        with np.printoptions():
            yield
    finally:
        os.environ.clear()
        os.environ.update(environment)
        if "keras" in sys.modules:
            import keras

            keras.config.set_image_data_format("channels_last")
            keras.config.set_floatx("float32")
            _layers_follow_floatx()
        if "matplotlib.pyplot" in sys.modules:
            import matplotlib.pyplot as plt

            plt.close("all")


def _layers_follow_floatx():
    """As in a fresh process, where no layer has been built: Keras has no public way back to it."""
    if "keras" in sys.modules:
        from keras.src.backend.common import global_state

        global_state.set_global_attribute("dtype_policy", None)
