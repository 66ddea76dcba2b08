"""VGG16's recipe. The blocks with all its weights run in the runner; here the small ones."""

import numpy as np


def test_preprocessing_reverses_the_channels_and_subtracts_the_mean(snippet):
    ns = snippet("vgg/preprocess.py")
    mean = np.array([103.939, 116.779, 123.68])  # blue, green, red, of VGG's authors
    np.testing.assert_allclose(ns["ready"].ravel(), [30, 20, 10] - mean, atol=1e-4)


def test_no_cell_of_a_padded_network_equals_its_crop(snippet):
    ns = snippet("vgg/larger.py")
    assert ns["cells"].shape[:2] == (5, 5)
    first = ns["model"].predict(ns["image"][:, :32, :32], verbose=0)[0]
    np.testing.assert_allclose(ns["alone"][0, 0], first, atol=1e-5)
    assert (np.abs(ns["cells"] - ns["alone"]).max(-1) > 1e-4).all()
