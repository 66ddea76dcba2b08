"""The converter's tests on Keras' other backends, in the environments of topics that have them.

All but those of the text itself and of the detectors, whose package is not there. Of the networks
that are drawn at random, which take long, it is a quarter.
"""

import re

import pytest

from tests.environments import here, run

FOLDER = "tests/converter"
LEFT_OUT = ("test_source.py", "test_detector.py")


@pytest.mark.parametrize(("backend", "topic"), [("torch", "pytorch"), ("jax", "jax_flax")])
def test_the_converters_tests_pass_on_another_backend(backend, topic):
    packages = here(topic)
    assert packages.variables()["KERAS_BACKEND"] == backend
    without = [f"--ignore={FOLDER}/{name}" for name in LEFT_OUT]
    done = run(packages, f"--confcutdir={FOLDER}", *without, FOLDER)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
    (passed,) = re.findall(r"(\d+) passed", done.stdout)
    assert int(passed) > 100
