"""MTCNN with its trained weights: R-Net and O-Net, whose Flatten follows a Permute."""

from pathlib import Path

import joblib
import keras
import mtcnn
import numpy as np
import pytest
from mtcnn.network.onet import ONet
from mtcnn.network.rnet import RNet

from fully_convolutional import max_difference, receptive_field, to_fully_convolutional
from tests.converter.comparing import assert_equal, run

WEIGHTS = Path(mtcnn.__file__).parent / "assets" / "weights"


@pytest.mark.parametrize(
    ("kind", "side", "name", "field"),
    [(RNet, 24, "rnet", (25, 4)), (ONet, 48, "onet", (49, 8))],
)
def test_detector(kind, side, name, field):
    net = kind()
    net.build((None, side, side, 3))
    net.set_weights(joblib.load(WEIGHTS / f"{name}.lz4"))
    inputs = keras.Input((side, side, 3))
    model = keras.Model(inputs, net.call(inputs))
    converted = to_fully_convolutional(model)
    found = max_difference(model, converted)
    assert found.original_size <= 1e-5 * found.largest_output
    assert found.crops is None  # the first pooling pads
    for seen in receptive_field(converted).values():
        assert (seen.size[0], seen.stride[0]) == field
    image = np.random.default_rng(0).uniform(-1, 1, (2, side, side, 3)).astype("float32")
    cells = [x[:, 0, 0] for x in run(converted, image)]
    assert_equal(cells, run(model, image))
    assert converted.count_params() == model.count_params()
