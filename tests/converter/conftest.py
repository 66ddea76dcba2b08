"""Lets these tests import the converter without its folder on the path."""

import importlib.util
import sys
from pathlib import Path

import keras
import pytest
from hypothesis import HealthCheck, Phase, settings

PATH = Path(__file__).resolve().parents[2] / "snippets" / "fully_convolutional.py"

if "fully_convolutional" not in sys.modules:
    spec = importlib.util.spec_from_file_location("fully_convolutional", PATH)
    sys.modules["fully_convolutional"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["fully_convolutional"])

# The same networks on every run: a failure is a change in the code, never a new draw.
settings.register_profile(
    "converter",
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("converter")


def pytest_collection_modifyitems(items):
    """Networks drawn on channels_first meet the misplaced bias somewhere: see test_bias.py."""
    for item in items:
        if Path(__file__).parent in item.path.parents and item.path.name != "test_bias.py":
            item.add_marker(pytest.mark.filterwarnings("ignore:Keras on TensorFlow adds the bias"))


@pytest.fixture(autouse=True)
def _forget_models():
    """Layer names start anew, and TensorFlow's graphs do not pile up."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(0)
