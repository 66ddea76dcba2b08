"""VGG16's recipe. The blocks with all its weights run in the runner; here the small ones."""

import keras
import numpy as np


def test_preprocessing_reverses_the_channels_and_subtracts_the_mean(snippet):
    ns = snippet("vgg/preprocess.py")
    mean = np.array([103.939, 116.779, 123.68])  # blue, green, red, of VGG's authors
    np.testing.assert_allclose(ns["ready"].ravel(), [30, 20, 10] - mean, atol=1e-4)


def test_figure_has_the_sizes_of_keras_vgg16(snippet):
    ns = snippet("vgg/picture.py")
    trunk = keras.applications.VGG16(weights=None, include_top=False, input_shape=(224, 224, 3))
    pools = [layer for layer in trunk.layers if layer.name.endswith("_pool")]
    assert ns["TRUNK"][1:] == [layer.output.shape[1:] for layer in pools]
    rows, columns, channels = ns["TRUNK"][-1]
    assert ns["CLASSIC"][0] == f"Flatten  {rows * columns * channels}"
    assert ns["CONVERTED"][0].startswith(f"{rows}×{columns} ")
