"""The converter's recipes, against the original model on explicit crops."""

import numpy as np


def test_every_cell_of_a_larger_image_is_the_model_on_its_crop(snippet):
    ns = snippet("model/any_model.py")
    image = np.random.default_rng(1).normal(size=(1, 24, 28, 3))
    cells = ns["converted"].predict(image, verbose=0)[0]
    # The stride is 2, the original size 20 x 24.
    places = list(np.ndindex(cells.shape[:2]))
    assert len(places) == 3 * 3
    crops = np.array([image[0, 2 * i :, 2 * j :][:20, :24] for i, j in places])
    expected = ns["model"].predict(crops, verbose=0).reshape(cells.shape)
    np.testing.assert_allclose(cells, expected, atol=1e-5)


def test_a_padded_trunk_is_named(snippet):
    ns = snippet("model/padded.py")
    assert ns["found"].crops is None
    assert "edges" in ns["field"].reason


def test_the_saved_model_scans_like_the_original(snippet):
    ns = snippet("model/your_weights.py")
    cells = ns["converted"].predict(ns["page"], verbose=0)[0]
    for i, j in [(0, 0), (5, 20), (16, 26)]:
        crop = ns["page"][:, 2 * i : 2 * i + 8, 2 * j : 2 * j + 8]
        expected = ns["model"].predict(crop, verbose=0)[0]
        np.testing.assert_allclose(cells[i, j], expected, atol=1e-5)


def test_refusals_name_the_layer(snippet):
    out = snippet("model/refusals.py").out
    for layer in ("LSTM 'lstm'", "Attention 'attention'", "Lambda 'lambda'"):
        assert layer in out
