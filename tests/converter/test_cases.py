"""What random networks do not reach: how models are put together, and what must be carried over."""

import keras
import numpy as np
import pytest
from keras import layers as L

from fully_convolutional import max_difference, receptive_field, to_fully_convolutional
from tests.converter.comparing import assert_equal, randomize, run, same, small

ON_PYTORCH = keras.backend.backend() == "torch"
IN_SINGLE = keras.backend.backend() != "tensorflow"  # Keras rounds float64 there, all or in Dense


def test_sequential_keeps_names_dtype_and_flags(tmp_path):
    model = small(
        L.Rescaling(1 / 255, name="scale"),
        L.Conv2D(3, 3, name="conv"),
        L.Flatten(name="flat"),
        L.Dense(4, "relu", name="fc", kernel_regularizer="l2", kernel_constraint="non_neg"),
        L.Dropout(0.5, name="drop"),
        L.Dense(2, name="out", trainable=False),
        dtype="uint8",
        name="pixels",
    )
    converted = same(model)
    assert [layer.name for layer in converted.layers] == [
        "pixels",
        "scale",
        "conv",
        "fc",
        "drop",
        "out",
    ]
    assert (converted.name, converted.input.dtype) == (model.name, "uint8")
    assert converted.input.shape == (None, None, None, 2)
    assert not converted.get_layer("out").trainable
    assert converted.get_layer("fc").trainable
    assert converted.get_layer("fc").kernel_regularizer.l2 == pytest.approx(0.01)
    assert type(converted.get_layer("fc").kernel_initializer).__name__ == "GlorotUniform"
    assert converted.count_params() == model.count_params()
    converted.save(tmp_path / "c.keras")
    loaded = keras.saving.load_model(tmp_path / "c.keras")
    x = np.random.default_rng(0).integers(0, 256, (1, 11, 9, 2)).astype("uint8")
    assert_equal(run(loaded, x), run(converted, x))


def test_saves_and_loads_a_channels_first_softmax(tmp_path):
    f = {"data_format": "channels_first"}
    model = small(L.Conv2D(3, 3, **f), L.Flatten(**f), L.Dense(4, "softmax"), shape=(2, 8, 8))
    converted = same(model)
    converted.save(tmp_path / "c.keras")
    loaded = keras.saving.load_model(tmp_path / "c.keras")
    x = np.random.default_rng(0).standard_normal((1, 2, 10, 13)).astype("float32")
    (probabilities,) = run(loaded, x)
    assert probabilities.shape == (1, 4, 3, 6)
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert_equal([probabilities], run(converted, x))


# PyTorch would compile C++ for minutes.
@pytest.mark.parametrize("jit", [False] if ON_PYTORCH else [False, True])
def test_training_the_conversion_leaves_the_original_alone(jit):
    """The kernels may share memory at first; they must not once one of them changes."""
    model = small(L.Conv2D(3, 3), L.BatchNormalization(), L.Flatten(), L.Dense(2))
    converted = to_fully_convolutional(model)
    before = model.get_weights()
    converted.compile("sgd", "mse", jit_compile=jit)
    x = np.random.default_rng(0).standard_normal((8, 8, 8, 2)).astype("float32")
    converted.fit(x, np.ones((8, 1, 1, 2)), epochs=2, verbose=0)
    for a, b in zip(before, model.get_weights(), strict=True):
        assert (a == b).all()
    kernel = converted.layers[-1].kernel.numpy().reshape(-1, 2)
    assert np.abs(kernel - before[-2]).max() > 1e-4


def test_nested_models_with_the_same_layer_names():
    def block(name):
        inner = keras.Sequential(
            [keras.Input((None, None, 2)), L.Conv2D(2, 3, name="c"), L.ReLU(name="r")], name=name
        )
        return inner

    model = small(block("a"), block("b"), L.Flatten(), L.Dense(3))
    names = [layer.name for layer in same(model).layers]
    assert names[1:5] == ["c", "r", "b_c", "b_r"]
    taken = [L.Conv2D(2, 1, name="c"), L.ReLU(name="b_c")]
    model = small(*taken, block("b"), L.Flatten(), L.Dense(3))
    assert [layer.name for layer in same(model).layers][1:5] == ["c", "b_c", "b_c_1", "r"]


def test_backbone_in_a_sequential_model_and_a_shared_layer():
    backbone = keras.applications.MobileNetV2(
        weights=None, input_shape=(32, 32, 3), include_top=False, alpha=0.35
    )
    a, b = keras.Input((32, 32, 3), name="a"), keras.Input((32, 32, 3), name="b")
    head = keras.Sequential([L.Flatten(), L.Dense(4, "tanh")])
    model = keras.Model([a, b], L.Subtract()([head(backbone(a)), head(backbone(b))]))
    randomize(model)
    converted = to_fully_convolutional(model)
    assert converted.count_params() == model.count_params()
    x = [np.random.default_rng(i).standard_normal((2, 32, 32, 3)).astype("float32") for i in (0, 1)]
    assert_equal([y[:, 0, 0] for y in run(converted, *x)], run(model, *x))


def test_inputs_and_outputs_by_name():
    left, right = keras.Input((7, 7, 1), name="left"), keras.Input((7, 7, 1), name="right")
    conv = L.Conv2D(2, 3)
    x = L.Flatten()(L.Concatenate()([conv(left), conv(right)]))
    outputs = {"kind": L.Dense(2, name="kind")(x), "more": [L.Dense(1, name="size")(x)]}
    model = keras.Model({"left": left, "right": right}, outputs)
    randomize(model)
    converted = same(model)
    x = {n: np.zeros((1, 9, 8, 1), "float32") for n in ("left", "right")}
    found = converted(x)
    assert found["kind"].shape == (1, 3, 2, 2)
    assert found["more"][0].shape == (1, 3, 2, 1)


@pytest.mark.parametrize("policy", ["mixed_float16", "mixed_bfloat16", "float64"])
def test_dtype_policies(policy):
    layers = [L.Conv2D(3, 3, dtype=policy), L.BatchNormalization(dtype=policy)]
    layers += [L.Flatten(dtype=policy), L.BatchNormalization(dtype=policy)]
    layers += [L.Dense(4, "relu", dtype=policy), L.Dense(2, dtype=policy)]
    model = small(*layers)
    rounding = {"mixed_bfloat16": 5e-2, "mixed_float16": 1e-2, "float64": 1e-6}
    converted = same(model, 1e-5 if IN_SINGLE and policy == "float64" else rounding[policy])
    last = converted.layers[-1]
    assert (last.compute_dtype, last.kernel.dtype) == (
        model.layers[-1].compute_dtype,
        model.layers[-1].kernel.dtype,
    )


def test_channels_last_input_and_channels_first_layers():
    f = {"data_format": "channels_first"}
    layers = [L.Permute((3, 1, 2)), L.Conv2D(3, 3, **f), L.MaxPooling2D(2, **f), L.Flatten(**f)]
    model = small(*layers, L.Dense(4), shape=(8, 10, 2))
    converted = same(model)
    assert converted.input.shape == (None, None, None, 2)
    assert converted.output.shape == (None, 4, None, None)


def test_normalization_with_adapted_statistics():
    norm = L.Normalization()
    norm.adapt(np.random.default_rng(0).normal(3, 2, (50, 8, 8, 2)))
    layers = [norm, L.Conv2D(3, 3), L.Flatten(), L.Dense(2)]
    same(keras.Sequential([keras.Input((8, 8, 2)), *layers]))


def test_several_normalisations_fold_into_a_dense_without_bias():
    norms = [L.BatchNormalization(), L.Dropout(0.3), L.BatchNormalization(scale=False)]
    model = small(L.Conv2D(3, 3), L.Flatten(), *norms, L.Dense(4, use_bias=False))
    converted = same(model)
    kinds = [type(layer).__name__ for layer in converted.layers]
    assert kinds == ["InputLayer", "Conv2D", "Dropout", "Conv2D"]


def test_flatten_may_be_the_end():
    converted = same(small(L.Conv2D(2, 3), L.Flatten()))
    assert converted.output.shape == (None, None, None, 60)


def test_a_network_without_dense_just_gets_free_sizes():
    converted = same(small(L.Conv2D(2, 3), L.MaxPooling2D(2)))
    assert converted.output.shape == (None, None, None, 2)
    assert to_fully_convolutional(small(L.Conv2D(2, 3))).layers[0].name


def test_converting_twice_is_refused_for_free_sizes():
    converted = to_fully_convolutional(small(L.Conv2D(2, 3), L.Flatten(), L.Dense(2)))
    with pytest.raises(ValueError, match="Without Dense it needs no conversion"):
        to_fully_convolutional(converted)
    assert receptive_field(converted).size == (8, 7)


def test_max_difference_sees_a_difference():
    model = small(L.Conv2D(2, 3), L.Flatten(), L.Dense(2))
    converted = to_fully_convolutional(model)
    kernel = converted.layers[-1].kernel
    kernel.assign(kernel.numpy()[::-1])
    found = max_difference(model, converted)
    assert found.original_size > 0.1
    assert found.crops > 0.1


def test_max_difference_tries_no_crops_behind_padding():
    model = small(L.Conv2D(2, 3, padding="same"), L.Flatten(), L.Dense(2))
    assert max_difference(model, to_fully_convolutional(model)).crops is None


@pytest.fixture
def float64():
    """Rounding out of the way: what still differs is a mistake."""
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy("float32")


def test_a_shared_softmax_head_on_channels_first():
    f = {"data_format": "channels_first"}
    a, b = keras.Input((2, 6, 7), name="a"), keras.Input((2, 6, 7), name="b")
    conv, flatten, dense = L.Conv2D(90, 3, **f), L.Flatten(), L.Dense(3, "softmax")
    model = keras.Model([a, b], [dense(flatten(conv(x))) for x in (a, b)])
    randomize(model)
    same(model)


def test_a_permute_between_data_formats_may_end_a_model_or_precede_a_normalisation():
    f = {"data_format": "channels_first"}
    ends = small(L.Conv2D(4, 3), L.Permute((3, 1, 2)))
    assert same(ends).output.shape == (None, 4, None, None)
    norm = L.BatchNormalization(axis=1)
    layers = [L.Permute((3, 1, 2)), norm, L.Conv2D(90, 3, **f), L.Flatten(), L.Dense(1)]
    model = small(*layers, shape=(8, 6, 2))
    assert receptive_field(same(model)) == receptive_field(model)


def test_an_operation_between_windows_on_channels_first_sequences():
    """Crops of a sequence go through a Permute, since Cropping1D knows no channels_first."""
    conv = L.Conv1D(90, 3, data_format="channels_first")
    layers = [conv, L.Flatten(), L.ReLU(), L.BatchNormalization(), L.ReLU(), L.Dense(1)]
    model = small(*layers, shape=(2, 12))
    assert receptive_field(same(model)) == receptive_field(model)


@pytest.mark.skipif(IN_SINGLE, reason="rounding hides what tells the images apart")
@pytest.mark.usefixtures("float64")
@pytest.mark.parametrize("name", ["MobileNetV3Large", "EfficientNetV2B0", "ConvNeXtTiny"])
def test_applications(name):
    """Networks as people use them; random weights throughout, statistics too."""
    model = getattr(keras.applications, name)(
        weights=None, input_shape=(32, 32, 3), classes=7, classifier_activation=None
    )
    rng = np.random.default_rng(0)
    for variable in model.weights:
        if "variance" not in variable.path and "normalization" not in variable.path:
            variable.assign(variable.numpy() + 0.02 * rng.standard_normal(variable.shape))
    x = rng.uniform(0, 255, (2, 32, 32, 3))
    converted = to_fully_convolutional(model)
    (found,), (expected,) = run(converted, x), run(model, x)
    assert found.shape == (2, 1, 1, 7)
    largest = np.abs(expected).max()
    assert np.ptp(expected, axis=0).max() > 1e-9 * largest  # it tells the images apart
    assert np.abs(found[:, 0, 0] - expected).max() <= 1e-12 * largest
    assert converted(np.zeros((1, 96, 64, 3)), training=False).shape == (1, 3, 2, 7)
