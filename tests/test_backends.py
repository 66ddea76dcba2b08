"""The converter's tests on Keras' other backends, in the environments of topics that have them.

All but those of the text itself and of the detectors, whose package is not there. Of the networks
that are drawn at random there are fewer (networks.py). JAX compiles each operation for each size
anew; what takes long for that and has little to do with a backend is left to the others there, and
it runs only where EVERY_BACKEND is set.
"""

import os
import re

import pytest

from tests.environments import here, run

FOLDER = "tests/converter"
LEFT_OUT = ("test_source.py", "test_detector.py")
BACKENDS = {
    "torch": ("pytorch", ()),
    "jax": (
        "jax_flax",
        ("test_receptive_field.py", "test_refused_arguments.py", "test_refused_models.py"),
    ),
}


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_converters_tests_pass_on_another_backend(backend):
    if backend == "jax" and not os.environ.get("EVERY_BACKEND"):
        pytest.skip("it takes many minutes: EVERY_BACKEND=1 runs it")
    topic, more = BACKENDS[backend]
    packages = here(topic)
    assert packages.variables()["KERAS_BACKEND"] == backend
    without = [f"--ignore={FOLDER}/{name}" for name in (*LEFT_OUT, *more)]
    done = run(packages, f"--confcutdir={FOLDER}", *without, FOLDER)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
    (passed,) = re.findall(r"(\d+) passed", done.stdout)
    assert int(passed) > 60
