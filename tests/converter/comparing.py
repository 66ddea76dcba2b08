"""Weights in which a mistake would show, what a model gives, and when two are equal."""

from collections.abc import Iterator
from contextlib import contextmanager

import keras
import numpy as np
import pytest

from fully_convolutional import max_difference, receptive_field, to_fully_convolutional
from tests.told import is_as_recorded

ON_TENSORFLOW = keras.backend.backend() == "tensorflow"  # its messages are recorded
misplaced = pytest.mark.skipif(not ON_TENSORFLOW, reason="no bias is misplaced on this backend")


@contextmanager
def refused(test: str, name: str, words: str) -> Iterator[None]:
    """A ValueError that says these words, and the rest as it is recorded."""
    with pytest.raises(ValueError, match=words) as told:
        yield
    if ON_TENSORFLOW:
        is_as_recorded(test, name, str(told.value))


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


def small(*layers, shape=(8, 7, 2), **options):
    """A Sequential of these layers with such weights; the options are the Input's."""
    model = keras.Sequential([keras.Input(shape, **options), *layers])
    randomize(model)
    return model


def same(model, tolerance=1e-5, **options):
    """Converts, and asserts that the result is equal on the original size and on crops."""
    converted = to_fully_convolutional(model, **options)
    found = max_difference(model, converted, samples=3, **options)
    assert found.largest_output > 1e-3
    limit = tolerance * max(1, found.largest_output)
    assert found.original_size <= limit
    assert found.crops is None or found.crops <= limit
    return converted


def run(model, *images):
    """What the model gives, as a list of arrays, on any CPU."""
    first = any(getattr(layer, "data_format", "") == "channels_first" for layer in model.layers)
    images = list(images) if len(images) > 1 else images[0]
    if first and ON_TENSORFLOW:
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


def check(network):
    """A network is its conversion's value, on its own size and (if claimed) on every crop."""
    model = network.build()
    converted = to_fully_convolutional(model)
    assert not any(isinstance(layer, keras.layers.Dense) for layer in converted.layers)
    shape, n = model.inputs[0].shape[1:], len(network.sizes)
    rng = np.random.default_rng(1)
    x = rng.standard_normal((3, *shape)).astype("float32")
    expected, found = run(model, x), run(converted, x)
    for a, b in zip(found, expected, strict=True):
        cell = (*b.shape, *[1] * n) if network.first else (len(b), *[1] * n, *b.shape[1:])
        assert a.shape == cell
    assert_equal([a.reshape(len(a), -1) for a in found], expected)

    fields = receptive_field(model)
    for field in fields.values() if isinstance(fields, dict) else [fields]:
        if not network.slides:
            continue  # what left out its padding layer may still slide
        assert field.equals_cropping, field
        assert all(seen <= n for seen, n in zip(field.size, network.sizes, strict=True)), field
        assert_crops_equal(network, model, converted, field.stride, rng)


def assert_crops_equal(network, model, converted, stride, rng):
    """Each cell of a larger input is what the model gives for the crop that begins there."""
    more = 6 if network.first else 2  # see Builder.conv
    extra = [more * s + 1 for s in stride]  # one pixel more than a whole cell
    sizes = [n + more for n, more in zip(network.sizes, extra, strict=True)]
    shape = (network.channels, *sizes) if network.first else (*sizes, network.channels)
    big = rng.standard_normal((1, *shape)).astype("float32")
    found = run(converted, big)
    cells = found[0].shape[2:] if network.first else found[0].shape[1:-1]
    corners, crops = [], []
    for cell in np.ndindex(*cells):
        start = [i * s for i, s in zip(cell, stride, strict=True)]
        if any(a + n > m for a, n, m in zip(start, network.sizes, sizes, strict=True)):
            continue  # a cell may see less than a whole crop; this one has none
        window = [slice(a, a + n) for a, n in zip(start, network.sizes, strict=True)]
        crops.append(big[(0, slice(None), *window) if network.first else (0, *window)])
        corners.append(cell)
    assert len(corners) >= 3 ** len(stride)
    expected = run(model, np.stack(crops))
    for a, b in zip(found, expected, strict=True):
        at = [(0, slice(None), *c) if network.first else (0, *c) for c in corners]
        assert_equal([np.stack([a[place] for place in at])], [b])
