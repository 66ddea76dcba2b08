"""Folding batch normalisation, against normalising element by element."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st


@given(st.integers(1, 12), st.integers(1, 4), st.floats(1e-6, 1), st.integers(0, 99))
def test_the_folded_dense_equals_normalise_then_dense(n, out, epsilon, seed):
    rng = np.random.default_rng(seed)
    mean, beta, x = rng.normal(size=(3, n))
    gamma, variance = rng.uniform(0, 2, (2, n))
    kernel, bias = rng.normal(size=(n, out)), rng.normal(size=out)
    scale = gamma / np.sqrt(variance + epsilon)
    folded = x @ (scale[:, None] * kernel) + bias + (beta - mean * scale) @ kernel
    for o in range(out):
        expected = bias[o]
        for k in range(n):
            element = (x[k] - mean[k]) / (variance[k] + epsilon) ** 0.5 * gamma[k] + beta[k]
            expected += element * kernel[k, o]
        np.testing.assert_allclose(folded[o], expected, rtol=1e-6, atol=1e-6)


def test_the_block_prints_three_equal_lines(snippet):
    lines = snippet("batchnorm/fold.py").out.splitlines()
    assert len({line.split(":")[1].strip() for line in lines}) == 1
    assert len(lines) == 3


def test_the_folded_keras_network_is_the_one_computed_by_hand(snippet):
    ns = snippet("batchnorm/fold_keras.py")
    bn = ns["bn"]
    gamma, beta, mean, variance = bn.get_weights()
    kernel, bias = ns["classic"].get_layer("dense").get_weights()
    vectors = ns["x"].reshape(5, -1)
    expected = ((vectors - mean) / np.sqrt(variance + 1e-3) * gamma + beta) @ kernel + bias
    assert bn.epsilon == 1e-3
    np.testing.assert_allclose(ns["before"], expected, rtol=1e-4)
    np.testing.assert_allclose(ns["after"][:, 0, 0], expected, rtol=1e-4)


@pytest.mark.parametrize("name", ["after_dense", "converter"])
def test_other_blocks_agree(snippet, name):
    ns = snippet(f"batchnorm/{name}.py")
    np.testing.assert_allclose(ns["after"][:, 0, 0], ns["before"], rtol=1e-4)
    assert np.ptp(ns["before"]) > 0.1  # they would differ if something were wrong


def test_training_mode_uses_the_batch(snippet):
    ns = snippet("batchnorm/training_mode.py")
    x = ns["x"].ravel()
    trained = np.array(ns["layer"](ns["x"], training=True)).ravel()
    np.testing.assert_allclose(trained, (x - x.mean()) / x.std(), atol=1e-3)


def test_only_a_vector_has_a_number_per_position(snippet):
    out = snippet("batchnorm/per_position.py").out.splitlines()
    assert [line.split(": ")[1] for line in out] == ["(24,)", "(4,)", "(2,)", "(3,)", "(4,)"]


def test_with_an_activation_between_only_the_positions_as_channels_are_right(snippet):
    ns = snippet("batchnorm/activation_between.py")
    x, scale, shift, kernel = ns["x"], ns["scale"], ns["shift"], ns["kernel"]
    expected = ns["bias"].copy()
    for o in range(ns["out"]):
        for k in range(ns["n"]):
            expected[o] += max(x[k] * scale[k] + shift[k], 0) * kernel[k, o]
    np.testing.assert_allclose(ns["y"], expected)
    assert (abs(ns["wrong"] - expected) > 0.1).all()
