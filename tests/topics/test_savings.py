"""Multiply-adds, against the shapes that Keras computes; the measured ways give equal answers."""

import importlib.util
from pathlib import Path

import keras
import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def scanning():
    spec = importlib.util.spec_from_file_location("scanning", ROOT / "bench" / "scanning.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def by_keras(model, size):
    """Multiply-adds of every layer with a kernel: the numbers it gives, times what each needs."""
    total, shape = 0, (1, size, size, 1)
    for layer in model.layers:
        shape = layer.compute_output_shape(shape)
        if hasattr(layer, "kernel"):
            total += int(np.prod(shape)) * int(np.prod(layer.kernel.shape[:-1]))
    return total


def classic(dense):
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((28, 28, 1)), layers.Conv2D(8, 5), layers.MaxPooling2D(2)]
    )
    model.add(layers.Conv2D(16, 5))
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    for width in dense:
        model.add(layers.Dense(width))
    return model


def converted(dense):
    layers = keras.layers
    model = keras.Sequential([keras.Input((None, None, 1)), layers.Conv2D(8, 5)])
    for layer in (layers.MaxPooling2D(2), layers.Conv2D(16, 5), layers.MaxPooling2D(2)):
        model.add(layer)
    for number, width in enumerate(dense):
        model.add(layers.Conv2D(width, 1 if number else 4))
    return model


def test_layer_by_layer(snippet):
    ns = snippet("savings/layer_by_layer.py")
    assert sum(ns["crop"]) == by_keras(classic([10]), 28)
    assert sum(ns["whole"]) == by_keras(converted([10]), 200)
    assert converted([10]).compute_output_shape((1, 200, 200, 1))[1:3] == (ns["cells"],) * 2


def test_heads(snippet):
    ns = snippet("savings/heads.py")
    for dense, line in zip(ns["heads"], ns.out.splitlines(), strict=True):
        ratio = 1936 * by_keras(classic(dense), 28) / by_keras(converted(dense), 200)
        assert f" {ratio:.1f} times" in line


def test_over_sizes(snippet):
    count = snippet("savings/over_sizes.py")["count"]
    network = converted([10])
    for size in (28, 64, 200):
        assert count(size) == by_keras(network, size)
    layers = keras.layers
    dilated = keras.Sequential(
        [
            keras.Input((None, None, 1)),
            layers.Conv2D(8, 5),
            layers.MaxPooling2D(2, strides=1),
            layers.Conv2D(16, 5, dilation_rate=2),
            layers.MaxPooling2D(3, strides=1),  # as far across as 2 values with a gap of 2
            layers.Conv2D(10, 4, dilation_rate=4),
        ]
    )
    for size in (28, 64, 200):
        assert count(size, strides=False) == by_keras(dilated, size)
        assert dilated.compute_output_shape((1, size, size, 1))[1] == size - 27


def test_measured_ways_are_equal_to_crops(scanning):
    classic, sweep, dilated = scanning.networks()
    image = np.random.default_rng(1).random((40, 44)).astype("float32")
    crops = np.stack([image[r : r + 28, c : c + 28, None] for r, c in np.ndindex(13, 17)])
    alone = classic.predict(crops, verbose=0).reshape(13, 17, 10)
    every = dilated.predict(image[None, ..., None], verbose=0)[0]
    np.testing.assert_allclose(every, alone, atol=1e-5)
    fourth = sweep.predict(image[None, ..., None], verbose=0)[0]
    np.testing.assert_allclose(fourth, alone[::4, ::4], atol=1e-5)


def test_the_table_on_the_page_has_the_counted_multiply_adds(scanning):
    table = (ROOT / "bench" / "scanning.txt").read_text("utf-8")
    for name, count in scanning.multiply_adds().items():
        line = next(line for line in table.splitlines() if line.startswith(name + " "))
        seconds, ratio, counted, _, rate = line.removeprefix(name).split()
        assert counted == f"{count:,d}"
        # Printed with few digits, so the arithmetic of the columns holds only roughly.
        assert float(rate) == pytest.approx(count / float(seconds) / 1e9, rel=0.05, abs=0.01)
        assert float(ratio) > 0
