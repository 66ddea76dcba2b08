"""Blocks that have a Run button print in the page what is published: all of them, in Chromium."""

import os

import pytest

from hooks.inpage import runnable
from hooks.inpage.files import is_here
from runner.snippet import find
from tests.project import ROOT
from tools.browser import NO_BROWSER, chromium
from tools.runnable import NOTEBOOK, notebook, opened, python_on_a_server, run, survey

RECORD = runnable.read(ROOT)
LEAST = 160  # blocks that run


@pytest.fixture(scope="module")
def there():
    if not os.environ.get("CI") and (chromium() is None or not is_here(ROOT)):
        pytest.skip(f"{NO_BROWSER}; or run python -m tools.pyodide")


@pytest.fixture(scope="module")
def page(there, browser):
    with python_on_a_server(ROOT) as address:
        page = opened(browser, address)
        yield page
        page.close()


def test_every_snippet_is_known():
    """`python -m tools.runnable --record` tries them."""
    cells = {name for name in RECORD if name.startswith(NOTEBOOK)}
    assert set(RECORD) == {s.title for s in find(ROOT)} | cells
    assert len(cells) > 10
    assert sum(not cause for cause in RECORD.values()) >= LEAST


def test_what_has_a_button_prints_the_record(page):
    """Each where the others ran before it: what one leaves behind changes nothing."""
    runs = [snippet for snippet in find(ROOT) if not RECORD[snippet.title]]
    found = survey(page, runs, say=lambda text: None)
    assert {name: cause for name, cause in found.items() if cause} == {}
    cells = notebook(page)
    assert {name for name, cause in cells.items() if not cause} == {
        name for name, cause in RECORD.items() if name.startswith(NOTEBOOK) and not cause
    }


def test_a_block_sees_nothing_of_the_one_before(page):
    first = """
import os, numpy as np, keras
from fully_convolutional import rule
import fully_convolutional
fully_convolutional.left = 1
kept = 1
np.set_printoptions(precision=1)
keras.config.set_image_data_format("channels_first")
keras.config.set_floatx("float64")
keras.layers.Dense(2)
open("file.txt", "w").close()
os.environ["KERAS_BACKEND"] = "jax"
os.environ["LEFT"] = "1"
print(keras.layers.Dense(3).name)
"""
    second = """
import os, numpy as np, keras, fully_convolutional
print("kept" in globals(), hasattr(fully_convolutional, "left"), os.listdir())
print(np.array([0.123456]), keras.config.image_data_format(), keras.config.floatx())
print(keras.layers.Dense(3).name, keras.layers.Dense(3).dtype)
print(os.environ["KERAS_BACKEND"], "LEFT" in os.environ)
"""
    assert run(page, first, "first.py").out == "dense_1\n"
    told = run(page, second, "second.py")
    assert told.out.splitlines() == [
        "False False []",
        "[0.123456] channels_last float32",
        "dense float32",
        "numpy False",
    ]


def test_nobody_else_finds_what_stands_in_for_other_libraries(page):
    run(page, "import keras", "first.py")
    for name in ("jax", "optree", "ml_dtypes", "tensorflow"):
        told = run(page, f"import {name}", "second.py")
        assert f"No module named '{name}'" in told.error
