"""The receptive field against brute force: change a row of the input, see which cells change."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers as L

from fully_convolutional import receptive_field, to_fully_convolutional
from tests.converter.builder import Builder
from tests.converter.comparing import randomize, refused, run
from tests.converter.networks import examples, networks

# With weights above 0, a larger pixel makes each cell that sees it larger.
GROWING = ["conv3", "conv2 stride2", "conv3 dilated", "same3", "same3 stride2", "depthwise"]
GROWING += ["max2", "average3 stride1", "max3 same", "zeros", "crop", "batchnorm", "relu"]
GROWING += ["residual", "valid residual", "branches", "nested", "separable"]
REACHES = {"nearest": 0, "bilinear": 1, "bicubic": 3}  # more cells than one, at a factor of 3
if keras.backend.backend() != "torch":  # Keras has no Lanczos there
    REACHES |= {"lanczos3": 5, "lanczos5": 9}
UPSAMPLING = ["upsampling", "transposed"]


def trunk(names, sizes):
    net = Builder(first=False, n=len(sizes))
    inputs = keras.Input((*sizes, 1))
    x = net.conv(inputs, 2, 2, activation="relu")
    for name in names:
        x = net.trunk(name, x)
    model = keras.Model(inputs, x)
    randomize(model, positive=True)
    return model


def seen(model, shape, axis):
    """For each cell along the axis, the first and last input row that changes it, if any does."""
    base = np.random.default_rng(0).random(shape).astype("float32")
    rows = np.repeat(base[None], shape[axis], axis=0)
    for i in range(shape[axis]):
        np.moveaxis(rows[i], axis, 0)[i] += 1e4
    (before,), (after,) = run(model, base[None]), run(model, rows)
    others = tuple(a for a in range(1, before.ndim) if a != axis + 1)
    changed = (np.abs(after - before) > 1e-6 * np.abs(after)).any(axis=others)
    rows = [np.flatnonzero(cell).tolist() or [None] for cell in changed.T]
    return [(numbers[0], numbers[-1]) for numbers in rows]


@settings(max_examples=examples(40))
@given(
    st.lists(st.sampled_from(GROWING), min_size=1, max_size=4),
    st.tuples(st.integers(17, 24), st.integers(17, 24)),
)
def test_every_cell_of_a_trunk(names, sizes):
    """Sizes odd and even: padding="same" with strides begins elsewhere in each."""
    model = trunk(names, sizes)
    field = receptive_field(model)
    for axis in (0, 1):
        size, stride, offset = (x[axis] for x in field[:3])
        for cell, (first, last) in enumerate(seen(model, (*sizes, 1), axis)):
            low = cell * stride + offset
            if low >= 0 and low + size <= sizes[axis]:
                assert (first, last) == (low, low + size - 1)
            elif first is not None:  # at the border padding takes the place of some pixels
                assert max(low, 0) <= first <= last <= min(low + size, sizes[axis]) - 1


@settings(max_examples=examples(10))
@given(
    st.lists(st.sampled_from(GROWING), max_size=2),
    st.sampled_from(UPSAMPLING),
    st.lists(st.sampled_from(GROWING), max_size=1),
)
def test_upsampling_stays_within(before, name, after):
    model = trunk([*before, name, *after], (8, 8))
    field = receptive_field(model)
    if model.layers[1:] and not any(
        "ampling" in x.name or "transpose" in x.name for x in model.layers
    ):
        return
    assert not field.equals_cropping
    for cell, (first, last) in enumerate(seen(model, (8, 8, 1), 0)):
        low = cell * field.stride[0] + field.offset[0]
        if first is None:
            continue
        assert low - 1e-6 <= first
        assert last <= low + field.size[0] - 1 + 1e-6


@pytest.mark.parametrize("interpolation", REACHES)
@pytest.mark.parametrize("kernel", [1, 2])
def test_interpolation_reaches_so_far(interpolation, kernel):
    """No cell sees a pixel outside; most see as much as is said."""
    inputs = keras.Input((24, 24, 1))
    x = L.Conv2D(1, kernel, name="conv")(inputs)
    model = keras.Model(inputs, L.UpSampling2D(3, interpolation=interpolation)(x))
    model.get_layer("conv").set_weights([np.ones((kernel, kernel, 1, 1)), np.zeros(1)])
    field = receptive_field(model)
    (size, _), (stride, _), (offset, _) = field.size, field.stride, field.offset
    spans = []
    for cell, (first, last) in enumerate(seen(model, (24, 24, 1), 0)):
        low = cell * stride + offset
        if first not in (None, 0) and last != 23:
            assert low - 1e-6 <= first
            assert last <= low + size - 1 + 1e-6
            spans.append(last - first + 1)
    assert max(spans) == kernel + REACHES[interpolation]
    assert size <= max(spans) + 2


def test_each_side_pads_for_itself():
    inputs = keras.Input((8, 8, 1))
    x = L.ZeroPadding2D(((1, 2), (3, 4)), name="pad")(inputs)
    field = receptive_field(keras.Model(inputs, L.Conv2D(1, 3)(x)))
    assert field == ((3, 3), (1, 1), (-1, -3), False, "'pad' pads")


def test_a_weight_of_the_whole_image_begins_nowhere():
    inputs = keras.Input((8, 8, 1))
    x = L.Conv2D(3, 3)(inputs)
    weight = L.GlobalAveragePooling2D(keepdims=True, name="pool")(x)
    field = receptive_field(keras.Model(inputs, L.Multiply()([x, weight])))
    infinite, reason = (np.inf, np.inf), "'pool' pools over the whole input"
    assert field == (infinite, (1, 1), (-np.inf, -np.inf), False, reason)
    assert receptive_field(keras.Model(inputs, x)) == ((3, 3), (1, 1), (0, 0), True, "")


@pytest.mark.parametrize("shape", [(None, None, 3), (3, None, None)])
def test_free_sizes_tell_where_the_channels_are(shape):
    """No layer has to: the one size that is known is theirs."""
    inputs = keras.Input(shape)
    field = receptive_field(keras.Model(inputs, L.ReLU()(inputs)))
    assert (field.size, field.stride, field.offset) == ((1, 1), (1, 1), (0, 0))


def test_a_causal_convolution_looks_back():
    inputs = keras.Input((12, 1))
    x = L.Conv1D(1, 3, dilation_rate=2, padding="causal", name="c")(inputs)
    model = keras.Model(inputs, x)
    model.get_layer("c").set_weights([np.ones((3, 1, 1)), np.zeros(1)])
    field = receptive_field(model)
    assert (field.size, field.stride, field.offset) == ((5,), (1,), (-4,))
    assert field.reason == "'c' pads (padding='causal')"
    for cell, (first, last) in enumerate(seen(model, (12, 1), 0)):
        assert (first, last) == (max(cell - 4, cell % 2), cell)  # every other one, to itself


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_converted_on_a_larger_input(padding):
    """The same numbers from the original and from its conversion, and they hold there."""
    inputs = keras.Input((12, 12, 1))
    x = L.Conv2D(2, 3, strides=2, padding=padding, activation="relu")(inputs)
    x = L.MaxPooling2D(2)(x)
    model = keras.Model(inputs, L.Dense(1)(L.Flatten()(x)))
    randomize(model, positive=True)
    converted = to_fully_convolutional(model)
    field = receptive_field(model)
    assert receptive_field(converted) == field
    assert field.equals_cropping == (padding == "valid")
    assert ("conv2d" in field.reason) == (padding == "same")
    for axis in (0, 1):
        for cell, (first, last) in enumerate(seen(converted, (24, 24, 1), axis)):
            low = cell * field.stride[axis] + field.offset[axis]
            assert (first, last) == (max(low, 0), min(low + field.size[axis], 24) - 1)


@settings(max_examples=examples(25))
@given(networks())
def test_of_every_conversion(network):
    """Whatever the converter has returned can be asked, and answers as the original does."""
    model = network.build()
    fields, converted = (receptive_field(x) for x in (model, to_fully_convolutional(model)))
    fields, converted = ([x] if hasattr(x, "size") else [*x.values()] for x in (fields, converted))
    assert len(fields) == len(converted)
    for a, b in zip(fields, converted, strict=True):
        assert (a.stride, a.reason) == (b.stride, b.reason)
        # With padding="same" and strides the offset is that of the size, and a conversion has none;
        # upsampled, it moves by parts of a pixel.
        if not {"same3 stride2", "max3 same"} & set(network.trunk):
            assert (a.offset, a.size) == (b.offset, b.size)
        elif not set(UPSAMPLING) & set(network.trunk):
            assert a.size == b.size


def test_of_a_converted_squeeze_and_excitation():
    inputs = keras.Input((12, 12, 3))
    x = L.Conv2D(8, 3, name="conv")(inputs)
    gate = L.Dense(8, "sigmoid")(L.Dense(2, "relu")(L.GlobalAveragePooling2D(name="pool")(x)))
    x = L.Multiply()([x, L.Reshape((1, 1, 8))(gate)])
    model = keras.Model(inputs, L.Dense(2)(L.GlobalAveragePooling2D()(x)))
    field = receptive_field(to_fully_convolutional(model))
    assert field == receptive_field(model)
    assert field.reason == "'pool' pools over the whole input"
    assert not field.equals_cropping


def test_known_numbers_of_vgg16():
    """404 pixels for fc6 and the stride of 32: the numbers of the field's literature."""
    model = keras.applications.VGG16(weights=None, input_shape=(64, 64, 3), include_top=False)
    x = L.Conv2D(1, 7, padding="same", name="fc6")(model.output)
    field = receptive_field(keras.Model(model.input, x))
    assert (field.size, field.stride) == ((404, 404), (32, 32))
    assert not field.equals_cropping
    assert "block1_conv1" in field.reason


@pytest.mark.parametrize(
    ("layer", "reason"),
    [
        (L.GroupNormalization(1, name="n"), "'n' normalises over the whole map"),
        (L.ZeroPadding2D(name="n"), "'n' pads"),
        (L.Conv2D(2, 3, padding="same", name="n"), r"'n' pads (padding='same')"),
        (L.MaxPooling2D(2, padding="same", name="n"), r"'n' pads (padding='same')"),
        (L.UpSampling2D(2, name="n"), "'n' upsamples"),
    ],
)
def test_reasons(layer, reason):
    inputs = keras.Input((8, 8, 2))
    model = keras.Model(inputs, layer(L.Conv2D(2, 3, name="c")(inputs)))
    assert receptive_field(model).reason == reason
    assert not receptive_field(model).equals_cropping


@pytest.mark.parametrize(
    "layer", [L.Conv2D(2, 1, padding="same"), L.ZeroPadding2D(0), L.Cropping2D(1), L.Dropout(0.5)]
)
def test_what_pads_nothing_equals_cropping(layer):
    inputs = keras.Input((8, 8, 2))
    field = receptive_field(keras.Model(inputs, layer(L.Conv2D(2, 3, name="c")(inputs))))
    assert field.equals_cropping
    assert field.reason == ""


def test_several_inputs_and_outputs():
    a, b = keras.Input((8, 8, 1), name="a"), keras.Input((8, 8, 1), name="b")
    x, y = L.Conv2D(1, 3)(a), L.Conv2D(1, 5, padding="same")(b)
    model = keras.Model([a, b], [L.Add(name="sum")([x, L.Cropping2D(1)(y)]), L.ReLU(name="one")(x)])
    fields = receptive_field(model)
    assert set(fields) == {("sum", "a"), ("sum", "b"), ("one", "a")}
    assert fields["sum", "b"].size == (5, 5)
    assert fields["sum", "b"].offset == (-1, -1)
    assert fields["one", "a"].equals_cropping
    assert not fields["sum", "a"].equals_cropping


@pytest.mark.parametrize(
    "layer", [L.GlobalMaxPooling2D(name="n"), L.Permute((2, 1, 3), name="n")], ids=["pool", "turn"]
)
def test_what_needs_sizes_says_so(layer):
    model = keras.Sequential([keras.Input((None, None, 2)), L.Conv2D(2, 3), layer])
    with refused(__file__, type(layer).__name__, r"'n': its map has free sizes"):
        receptive_field(model)
