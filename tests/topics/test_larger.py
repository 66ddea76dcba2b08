"""A larger image: every cell against its own crop, the size formula against real windows."""

import keras
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view


def dense_network(crop, kernel_by_filter, dense_kernel):
    """The notebook's network on one 5 x 7 crop, by loops; the map is flattened filter by filter."""
    feature_map = np.zeros((3, 5, 5))
    for f, r, c in np.ndindex(feature_map.shape):
        feature_map[f, r, c] = 0.1 * (f + 1)
        for k in range(3):
            feature_map[f, r, c] += crop[r, c + k] * kernel_by_filter[f][k]
    return feature_map.ravel() @ dense_kernel + 0.1


def test_every_cell_of_the_notebook_is_the_dense_answer_on_its_crop(snippet):
    ns = snippet("larger/each_cell.py")
    image, answer = ns["image"][0, 0], ns["output_map"]
    kernel = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    for r, c in np.ndindex(4, 4):
        expected = dense_network(image[r : r + 5, c : c + 7], kernel, ns["dense_kernel"])
        np.testing.assert_allclose(answer[:, r, c], expected, rtol=1e-6)
    np.testing.assert_allclose(answer[:, 0, 0], [5038.1, 5098.1], rtol=1e-6)


def test_every_cell_of_keras_default_is_the_dense_answer_on_its_crop(snippet):
    """By loops: the map is flattened pixel by pixel, channels fastest."""
    ns = snippet("larger/scan.py")
    conv, conv_bias = ns["trunk"]
    for r, c in np.ndindex(4, 4):
        flat = []
        for i, j, f in np.ndindex(5, 5, 3):
            products = [ns["image"][r + i, c + j + k, 0] * conv[0, k, 0, f] for k in range(3)]
            flat.append(max(sum(products) + conv_bias[f], 0))
        expected = np.array(flat) @ ns["W_dense"] + ns["bias"]
        np.testing.assert_allclose(ns["output_map"][r, c], expected, atol=1e-5)


@given(
    st.integers(1, 3), st.integers(1, 3), st.integers(0, 4), st.integers(0, 4), st.integers(0, 99)
)
def test_sweep_equals_crops_exactly_in_integers(height, width, more_rows, more_columns, seed):
    """A 2 x 2 convolution, then a dense layer as a convolution as large as the map."""
    rng = np.random.default_rng(seed)
    image = rng.integers(-9, 10, (height + 1 + more_rows, width + 1 + more_columns))
    kernel, dense = rng.integers(-9, 10, (2, 2)), rng.integers(-9, 10, height * width)
    conv = (sliding_window_view(image, (2, 2)) * kernel).sum((2, 3))
    sweep = sliding_window_view(conv, (height, width)) * dense.reshape(height, width)
    for (r, c), cell in np.ndenumerate(sweep.sum((2, 3))):
        crop = image[r : r + height + 1, c : c + width + 1]
        flat = [
            sum(crop[i + a, j + b] * kernel[a, b] for a in range(2) for b in range(2))
            for i in range(height)
            for j in range(width)
        ]
        assert cell == np.dot(flat, dense)


@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3)), min_size=1, max_size=5),
    st.integers(0, 60),
)
def test_size_formula(layers, more):
    """floor((N - R) / S) + 1 against the windows that NumPy really cuts."""
    field, stride = 1, 1
    for kernel, step in layers:
        field, stride = field + (kernel - 1) * stride, stride * step
    cells = np.zeros(field + more)
    for kernel, step in layers:
        cells = sliding_window_view(cells, kernel)[::step, 0]
    assert len(cells) == (field + more - field) // stride + 1


def test_sizes_of_the_page(snippet):
    ns = snippet("larger/size_formula.py")
    assert (ns["field"], ns["step"]) == (28, 4)
    assert ns["same"]
    model = keras.Sequential([keras.Input((None, None, 1))])
    for number, (kernel, stride) in enumerate(ns["layers"]):
        pool = number in (1, 3)
        layer = keras.layers.MaxPooling2D(kernel) if pool else keras.layers.Conv2D(1, kernel)
        assert pool == (stride == 2)
        model.add(layer)
    for size in (28, 31, 32, 200):
        assert model.compute_output_shape((1, size, size, 1))[1] == ns["layer_by_layer"](size)


def test_known_sizes_are_those_of_the_texts(snippet):
    """CS231n notes: 6 x 6. FCN paper: 10 x 10. Caffe's net surgery: 8 x 8."""
    lines = snippet("larger/known_sizes.py").out.splitlines()
    assert [line.split("-> ")[1] for line in lines] == [
        answer for size in ("6 x 6", "10 x 10", "8 x 8") for answer in ("1 x 1", size)
    ]


def test_keras_rounds_a_pooled_map_down(snippet):
    """By the arithmetic of the texts' layers, with floor in place of ceil."""
    layers = snippet("larger/known_sizes.py")["alexnet"]
    for line in snippet("larger/rounded_down.py").out.splitlines():
        size = cells = int(line.split()[0])
        for kernel, stride, padding, _ in layers:
            cells = (cells + 2 * padding - kernel) // stride + 1
        assert line == f"{size} x {size} -> {cells} x {cells}"


def test_refusals_name_the_dense_layer_and_the_empty_output(snippet):
    out = snippet("larger/refused.py").out
    assert "'dense' is incompatible" in out.replace("\n", " ")
    assert "output size would be zero or negative" in out.replace("\n", " ")
    assert "(None, 4, 5, 3)" in out


def test_vgg_has_the_layers_that_keras_gives_it(snippet):
    trunk = keras.applications.VGG16(weights=None, include_top=False)
    told = []
    for layer in trunk.layers[1:]:
        pads = {"same": 1, "valid": 0}[layer.get_config()["padding"]]
        window = layer.get_config().get("kernel_size", layer.get_config().get("pool_size"))
        told.append((window[0], layer.strides[0], pads))
    assert [layer[:3] for layer in snippet("larger/known_sizes.py")["vgg"][:-1]] == told
