"""Details that random networks, each kind of layer and how models are put together do not reach."""

import subprocess
import sys
from pathlib import Path

import keras
import ml_dtypes
import numpy as np
import pytest
from keras import layers as L

from fully_convolutional import (
    dense_to_conv_kernel,
    max_difference,
    misplaced_biases,
    receptive_field,
    to_fully_convolutional,
)
from tests.converter.comparing import (
    ON_TENSORFLOW,
    assert_equal,
    misplaced,
    randomize,
    run,
    same,
    small,
)
from tests.told import is_as_recorded

FIRST = {"data_format": "channels_first"}
SNIPPETS = Path(__file__).resolve().parents[2] / "snippets"


def test_nothing_is_printed(capfd):
    model = small(L.Conv2D(20, 3, **FIRST), L.Flatten(), L.Dense(1), shape=(1, 8, 8))
    same(model)
    assert capfd.readouterr().out == ""


@pytest.mark.skipif(not ON_TENSORFLOW, reason="of TensorFlow's kernels")
@pytest.mark.parametrize("model", ["layers", "[nested, *layers[1:]]"])
def test_channels_first_without_onednn(model):
    """TensorFlow has no convolution for it on a CPU then, but XLA has."""
    code = """
        import keras
        from fully_convolutional import *
        f = {"data_format": "channels_first"}
        layers = [keras.layers.Conv2D(20, 3, **f), keras.layers.Flatten(), keras.layers.Dense(1)]
        inputs, {nested} = keras.Input((1, 8, 8)), keras.Sequential(layers[:1])
        model = keras.Sequential([inputs, *{layers}])
        print(max_difference(model, to_fully_convolutional(model)).crops)
    """
    code = code.replace("{nested}", "nested").replace("{layers}", model)
    lines = "\n".join(line.strip() for line in code.strip().splitlines())
    variables = {"TF_ENABLE_ONEDNN_OPTS": "0", "KERAS_BACKEND": "tensorflow"}
    done = subprocess.run(
        [sys.executable, "-c", lines],
        env=variables | {"PYTHONPATH": str(SNIPPETS)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) <= 1e-5


@misplaced
@pytest.mark.parametrize("batch_size", [1, None])
def test_a_model_for_batches_of_one_is_run_so_and_no_other(batch_size):
    """In larger ones Keras adds the pooled cell rightly."""
    inputs = keras.Input((1, 8, 8), batch_size=batch_size)
    x = L.Conv2D(6, 3, use_bias=False, **FIRST)(inputs)
    y = L.GlobalAveragePooling2D(keepdims=True, **FIRST)(x)
    model = keras.Model(inputs, L.Add(name="sum")([x, y]))
    randomize(model)
    converted = to_fully_convolutional(model)
    assert converted.input.shape == (batch_size, 1, None, None)
    with pytest.warns(match="'sum' to the columns"):
        found = max_difference(model, converted, samples=3)
    images = np.random.default_rng(0).standard_normal((3, 1, 8, 8)).astype("float32")
    batches = images[:, None] if batch_size else images[None]
    largest = max(np.abs(run(model, batch)[0]).max() for batch in batches)
    assert found.largest_output == pytest.approx(largest, rel=1e-5)


@misplaced
def test_more_than_five_misplaced_biases_are_told_by_five():
    layers = [L.Conv2D(8, 3, padding="same", name=f"conv_{n}", **FIRST) for n in range(6)]
    model = small(*layers, L.Flatten(), L.Dense(2), shape=(8, 8, 8))
    with pytest.warns(match="'conv_4' and others to the columns") as told:
        to_fully_convolutional(model)
    is_as_recorded(__file__, "six misplaced biases", str(told[0].message))


def test_arrays_of_bfloat16_are_numbers():
    kernel = np.arange(24).reshape(12, 2).astype(ml_dtypes.bfloat16)
    found = dense_to_conv_kernel(kernel, (2, 3, 2), "HWC")
    assert (np.asarray(found, "float32") == np.arange(24.0).reshape(2, 3, 2, 2)).all()


class PerChannel(L.Layer):
    """Three numbers, one a channel, of a sequence."""

    def call(self, x):
        _, _, _ = x.shape
        return x * keras.ops.array([1.0, -2.0, 0.5])


def test_a_layer_of_ones_own_on_sequences():
    model = small(L.Conv1D(3, 3), PerChannel(), L.Flatten(), L.Dense(2), shape=(9, 2))
    same(model, pointwise=PerChannel)


def test_where_no_layer_tells_the_format_biases_are_asked_for_with_it():
    model = small(L.ReLU(), L.Flatten(), L.Dense(2), shape=(4, 5, 3))
    assert misplaced_biases(model, data_format="channels_last") == []


@pytest.mark.skipif(not hasattr(L, "AdaptiveAveragePooling2D"), reason="not in this Keras")
@pytest.mark.parametrize("cells", [(1, 2), (2, 1)])
def test_one_cell_along_an_axis_slides_by_one(cells):
    layers = [L.Conv2D(3, 3), L.AdaptiveAveragePooling2D(cells), L.Flatten(), L.Dense(2)]
    model = small(*layers, shape=(8, 8, 2))
    same(model)
    field = receptive_field(model)
    assert field.size == (8, 8)
    assert field.stride == tuple(1 if n == 1 else 6 // n for n in cells)


@pytest.mark.skipif(not hasattr(L, "AdaptiveAveragePooling2D"), reason="not in this Keras")
def test_an_adaptive_pooling_to_one_cell_weighs_the_channels():
    """Squeeze and excite, with another layer's name for the same pooling."""
    inputs = keras.Input((8, 7, 2))
    x = L.Conv2D(3, 3)(inputs)
    weight = L.Dense(3, "sigmoid")(L.AdaptiveAveragePooling2D(1)(x))
    model = keras.Model(inputs, L.Dense(2)(L.Flatten()(L.Multiply()([x, weight]))))
    randomize(model)
    x = np.random.default_rng(0).standard_normal((3, 8, 7, 2)).astype("float32")
    (found,) = run(to_fully_convolutional(model), x)
    assert_equal([found[:, 0, 0]], run(model, x))


@pytest.mark.skipif(not hasattr(L, "AdaptiveAveragePooling2D"), reason="not in this Keras")
def test_a_weight_that_is_not_pooled_globally_is_refused():
    """Of several cells, which no other pooling can stand for: asking for one would not end."""
    inputs = keras.Input((8, 8, 2))
    x = L.Conv2D(3, 3)(inputs)
    weight = L.Conv2D(3, 2)(L.AdaptiveAveragePooling2D(2)(x))
    model = keras.Model(inputs, L.Multiply()([x, weight]))
    with pytest.raises(ValueError, match="different sizes"):
        to_fully_convolutional(model)


def test_a_normalisation_of_a_vector_of_one_cell_stays_a_layer():
    norm = L.BatchNormalization(name="norm")
    converted = same(small(L.Conv2D(3, (8, 7)), L.Flatten(), norm, L.Dense(2)))
    assert isinstance(converted.get_layer("norm"), L.BatchNormalization)


@pytest.mark.parametrize("norm", [L.BatchNormalization, L.LayerNormalization])
def test_a_normalisation_of_a_vector_of_two_cells(norm):
    """Dense takes in the one; the other is made of a crop for each cell."""
    layers = [L.Conv2D(3, (8, 6), name="conv"), L.Flatten(), norm(name="norm")]
    converted = same(small(*layers, L.Dense(2, name="dense")))
    window = ["norm_at_0_0", "norm_at_0_1", "norm_window", "norm"]
    between = window if norm is L.LayerNormalization else []
    assert [layer.name for layer in converted.layers[1:]] == ["conv", *between, "dense"]


def test_an_operation_keeps_its_name():
    inputs = keras.Input((8, 7, 2), name="image")
    x = keras.ops.relu(L.Conv2D(3, 3, name="conv")(inputs))
    model = keras.Model(inputs, L.Dense(2, name="dense")(L.Flatten(name="flat")(x)))
    randomize(model)
    names = [operation.name for operation in model.operations if operation.name != "flat"]
    assert [operation.name for operation in same(model).operations] == names


def test_a_normalisation_without_center_folds_into_dense():
    norms = [L.BatchNormalization(center=False), L.BatchNormalization(scale=False)]
    converted = same(small(L.Conv2D(3, 3), L.Flatten(), *norms, L.Dense(2)))
    assert [type(x).__name__ for x in converted.layers] == ["InputLayer", "Conv2D", "Conv2D"]


def test_vectors_are_joined_by_the_number_of_their_axis():
    inputs = keras.Input((8, 7, 2))
    x = L.Flatten()(L.Conv2D(3, 3)(inputs))
    joined = L.Concatenate(axis=1)([L.Dense(3)(x), L.Dense(2, "relu")(x)])
    model = keras.Model(inputs, L.Dense(2)(joined))
    randomize(model)
    same(model)


def test_a_dense_on_the_positions_of_a_turned_map():
    turned = L.Permute((2, 1, 3))
    same(small(L.Conv2D(3, 3), turned, L.Dense(4), L.Flatten(), L.Dense(2)))


def test_sequences_of_any_length_in_the_other_data_format():
    conv = L.Conv1D(20, 3, **FIRST)
    model = small(L.Permute((2, 1)), conv, L.Flatten(), L.Dense(1), shape=(12, 2))
    assert receptive_field(same(model)) == receptive_field(model)


def test_an_operation_between_windows_on_channels_first_images():
    layers = [L.Conv2D(20, 3, **FIRST), L.Flatten(), L.ReLU(), L.BatchNormalization(), L.ReLU()]
    model = small(*layers, L.Dense(1), shape=(2, 6, 7))
    assert receptive_field(same(model)) == receptive_field(model)


def test_a_softmax_over_the_channels_of_a_map():
    same(small(L.Conv2D(3, 3), L.Activation("softmax"), L.Flatten(), L.Dense(2)))


@pytest.mark.parametrize("activation", [L.ReLU, L.LeakyReLU, L.ELU, L.Softmax])
def test_an_activation_may_be_a_layer(activation):
    conv, dense = L.Conv2D(3, 3, activation=activation()), L.Dense(4, activation=activation())
    same(small(conv, L.Flatten(), dense, L.Dense(2)))


def test_a_softmax_layer_is_an_activation_on_channels_first_too():
    conv = L.Conv2D(20, 3, activation=L.Softmax(axis=1), **FIRST)
    dense = L.Dense(7, activation=L.Softmax())  # as its map has no columns
    same(small(conv, L.Flatten(), dense, shape=(2, 6, 7)))


def test_how_a_dense_is_trained_goes_over_to_its_convolution():
    settings = {
        "kernel_initializer": "he_normal",
        "bias_initializer": "ones",
        "bias_regularizer": "l1",
        "bias_constraint": "non_neg",
        "activity_regularizer": "l2",
    }
    dense = L.Dense(2, name="dense", **settings)
    conv = to_fully_convolutional(small(L.Conv2D(3, 3), L.Flatten(), dense)).get_layer("dense")
    for name in settings:
        assert type(getattr(conv, name)) is type(getattr(dense, name)) is not type(None), name


@pytest.mark.parametrize("turned", [True, False])
def test_augmentation_before_a_map_of_channels_first(turned):
    flip = L.RandomFlip(**FIRST) if turned else L.RandomFlip()
    before = [L.Permute((3, 1, 2)), flip] if turned else [flip]
    layers = [*before, L.Conv2D(20, 3, **FIRST), L.Flatten(), L.Dense(7)]
    same(small(*layers, shape=(6, 7, 2) if turned else (2, 6, 7)))


def test_augmentation_is_idle_where_models_are_compared():
    same(small(L.RandomFlip(), L.Conv2D(3, 3), L.Flatten(), L.Dense(2)))


@pytest.mark.parametrize(
    ("last", "after"), [("dense", "dense"), ("conv_permute", "conv_permute_1")]
)
def test_a_permute_that_the_conversion_adds_is_named_after_the_layer_that_needs_it(last, after):
    """What comes later and has that name gets a number."""
    conv = L.Conv1D(20, 3, name="conv", **FIRST)
    layers = [L.Permute((2, 1)), conv, L.Flatten(), L.Dense(1, name=last)]
    converted = same(small(*layers, shape=(12, 2)))
    assert [layer.name for layer in converted.layers[1:]] == ["conv_permute", "conv", after]


class Both(L.Layer):
    def call(self, tensors):
        return tensors[0] + tensors[1]


@pytest.mark.parametrize("join", [lambda x: keras.ops.add(*x), Both(name="both")])
def test_whatever_joins_other_strides_or_orders_is_refused(join):
    inputs = keras.Input((8, 8, 2))
    x = L.Conv2D(3, 5)(inputs)
    other = L.Conv2D(3, 2, strides=2)(inputs)
    with pytest.raises(ValueError, match="equal strides"):
        to_fully_convolutional(keras.Model(inputs, join([x, other])), pointwise=Both)
    vectors = [L.Flatten()(x), L.Flatten()(L.Permute((2, 1, 3))(x))]
    with pytest.raises(ValueError, match="different orders"):
        to_fully_convolutional(keras.Model(inputs, L.Dense(2)(join(vectors))), pointwise=Both)


def test_one_mean_for_all_channels():
    norm = L.Normalization(axis=None, mean=0.3, variance=2.0)
    same(small(L.Conv2D(3, 3), norm, L.Flatten(), L.Dense(2)))


def test_where_one_size_is_free_no_bias_can_be_told():
    inputs = keras.Input((2, 8, None))
    model = keras.Model(inputs, L.Conv2D(3, 3, **FIRST)(inputs))
    with pytest.raises(ValueError, match="takes inputs of any size"):
        misplaced_biases(model)
