"""Weights in which a mistake would show, what a model gives, and when two are equal."""

import keras
import numpy as np


def randomize(model, positive=False):
    """Weights that leave nothing out: no zero bias, no neutral normalisation.

    positive: all of them above 0, so that an output grows with every pixel that it sees.
    """
    rng = np.random.default_rng(0)
    for variable in model.weights:
        shape = tuple(variable.shape)
        fan_in = max(1, int(np.prod(shape[:-1])))
        value = rng.standard_normal(shape) / np.sqrt(fan_in if len(shape) > 1 else 4)
        if "variance" in variable.path or "gamma" in variable.path:
            value = 0.5 + rng.random(shape)
        elif positive and "moving_mean" in variable.path:
            value = np.zeros(shape)
        elif positive:
            value = np.abs(value) + 0.1
        if "float" in variable.dtype:
            variable.assign(value)


def run(model, *images):
    """What the model gives, as a list of arrays, on any CPU."""
    first = any(getattr(layer, "data_format", "") == "channels_first" for layer in model.layers)
    images = list(images) if len(images) > 1 else images[0]
    if first and keras.backend.backend() == "tensorflow":
        model = keras.Model(model.inputs, model.outputs)
        model.compile(jit_compile=True)
        outputs = model.predict(images, verbose=0, batch_size=64)
    else:
        outputs = model(images, training=False)
    outputs = map(keras.ops.convert_to_numpy, keras.tree.flatten(outputs))
    return [np.asarray(x, "float64") for x in outputs]


def assert_equal(found, expected):
    """Equal but for rounding, measured against the largest output."""
    assert len(found) == len(expected)
    for a, b in zip(found, expected, strict=True):
        assert a.shape == b.shape
        assert np.isfinite(b).all()
        assert np.abs(a - b).max() <= 2e-5 * max(1, np.abs(b).max())
