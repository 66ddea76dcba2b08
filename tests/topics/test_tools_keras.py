"""keras_cv_attention_models' conversion, against sums over channels in NumPy."""

import numpy as np


def test_the_convolution_is_dense_at_each_position_without_its_activation(snippet):
    ns = snippet("tools_keras/kecam_positions.py")
    keras, layers, images = ns["keras"], ns["layers"], ns["images"].numpy()
    model = keras.Sequential([keras.Input((8, 9, 3)), layers.Dense(4, activation="relu")])
    weight, _ = model.get_weights()
    bias = np.arange(4) - 1.5
    model.set_weights([weight, bias])
    sums = np.zeros((2, 8, 9, 4))
    for position in np.ndindex(2, 8, 9):
        sums[position] = sum(images[position][c] * weight[c] for c in range(3)) + bias
    assert (sums < 0).any()
    np.testing.assert_allclose(model(images).numpy(), np.maximum(sums, 0), atol=1e-5)
    converted = ns["model_surgery"].convert_dense_to_conv(model)
    np.testing.assert_allclose(converted(images).numpy(), sums, atol=1e-5)
    assert converted.layers[-1].get_weights()[0].shape == (1, 1, 3, 4)


def test_behind_flatten_dense_stays(snippet):
    ns = snippet("tools_keras/kecam_positions.py")
    lines = ns.out.splitlines()
    assert [line.split(" | ")[1] for line in lines[:3]] == ["equal", "equal", "DIFFERENT"]
    assert lines[1].endswith("Flatten | Dense")
    assert lines[-1].split(" | ")[1:] == [
        name for name in dir(ns["model_surgery"]) if "ense" in name
    ]
