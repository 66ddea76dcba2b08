"""The converter's tests on Keras' other backends, in the environments of topics that have them.

Each test that stands in the files passes there, in all its cases, but for those named here. Of the
networks that are drawn at random there are fewer (networks.py). JAX compiles each operation for
each size anew; what takes long for that and has little to do with a backend is left to the others
there, and it runs only where EVERY_BACKEND is set.
"""

import ast
import os
from xml.etree import ElementTree

import pytest

from tests.environments import here, run
from tests.project import ROOT

FOLDER = "tests/converter"
LEFT_OUT = (  # the text itself; the detectors, whose package is not there; half an hour elsewhere
    "test_source.py",
    "test_detector.py",
    "test_applications.py",
)
BACKENDS = {
    "torch": ("pytorch", ()),
    "jax": (
        "jax_flax",
        (
            "test_receptive_field.py",
            "test_refused_arguments.py",
            "test_refused_models.py",
            "test_transposed.py",
        ),
    ),
}
SKIPPED = {  # what TensorFlow alone misplaces, and what needs its float64
    "test_bias.test_conversion_names_layers_and_larger_widths",
    "test_bias.test_max_difference_shows_and_names_it",
    "test_bias.test_a_column_is_as_many_pixels_wide_as_the_strides_before_it",
    "test_bias.test_a_weight_of_one_cell_meets_no_width",
    "test_bias.test_at_the_models_own_size",
    "test_bias.test_where_no_crops_are_compared_max_difference_names_the_models_own_size",
    "test_bias.test_a_pooled_cell_added_to_a_map_in_a_batch_of_one",
    "test_cases.test_applications",
    "test_details.test_channels_first_without_onednn",
    "test_details.test_a_model_for_batches_of_one_is_run_so_and_no_other",
    "test_details.test_more_than_five_misplaced_biases_are_told_by_five",
}


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_converters_tests_pass_on_another_backend(backend, tmp_path):
    if backend == "jax" and not os.environ.get("EVERY_BACKEND"):
        pytest.skip("it takes many minutes: EVERY_BACKEND=1 runs it")
    topic, more = BACKENDS[backend]
    packages = here(topic)
    assert packages.variables()["KERAS_BACKEND"] == backend
    left_out = (*LEFT_OUT, *more)
    without = [f"--ignore={FOLDER}/{name}" for name in left_out]
    results = tmp_path / "results.xml"
    done = run(packages, f"--confcutdir={FOLDER}", f"--junitxml={results}", *without, FOLDER)
    if done.returncode:
        pytest.fail(done.stdout + done.stderr, pytrace=False)
    assert passed(results) == written(left_out) - SKIPPED


def written(left_out):
    """The tests that stand in the files: `test_bias.test_layers_and_widths`."""
    files = {p for p in (ROOT / FOLDER).glob("test_*.py") if p.name not in left_out}
    return {
        f"{file.stem}.{part.name}"
        for file in files
        for part in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(part, ast.FunctionDef) and part.name.startswith("test_")
    }


def passed(results):
    """Of pytest's results, the tests of which each case passed; a skipped case did not."""
    ran, not_passed = set(), set()
    for case in ElementTree.parse(results).iter("testcase"):
        file = case.get("classname").rsplit(".", 1)[-1]
        name = f"{file}.{case.get('name').split('[')[0]}"
        ran.add(name)
        if case.find("skipped") is not None:
            not_passed.add(name)
    return ran - not_passed
