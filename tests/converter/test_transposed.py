"""What a cell behind a transposed convolution sees, against brute force."""

import itertools

import keras
import pytest
from keras import layers as L

from fully_convolutional import receptive_field
from tests.converter.comparing import randomize
from tests.converter.test_receptive_field import seen

SIDE = 14
NAMES = ("kernel", "stride", "padding", "output_padding", "dilation")
FORMS = [  # padding, output_padding less the stride
    ("valid", None),
    ("valid", -1),
    ("same", None),
    ("same", -1),
    ("same", -2),
]


def cases():
    for kernel, stride, (padding, less) in itertools.product((1, 2, 3, 4, 5), (1, 2, 3), FORMS):
        output_padding = None if less is None else stride + less
        odd = kernel % 2 or padding == "valid"  # oneDNN has none for an even kernel and padding 0
        if output_padding is None or (output_padding >= 0 and (odd or output_padding)):
            yield kernel, stride, padding, output_padding, 1
    yield from ((3, 1, padding, None, 2) for padding in ("valid", "same"))


@pytest.mark.parametrize(NAMES, list(cases()))
def test_no_cell_sees_more_and_each_nearly_all(kernel, stride, padding, output_padding, dilation):
    """Where several cells lie on a pixel, they see as many or one fewer."""
    inputs = keras.Input((SIDE, SIDE, 1))
    options = {"strides": stride, "padding": padding, "dilation_rate": dilation}
    layer = L.Conv2DTranspose(1, kernel, output_padding=output_padding, **options)
    model = keras.Model(inputs, layer(L.Conv2D(1, 2)(inputs)))
    randomize(model, positive=True)
    field = receptive_field(model)
    assert field.reason == f"{layer.name!r} upsamples"
    (size, _), (step, _), (offset, _) = field[:3]
    assert step == pytest.approx(1 / stride)
    inside = 0
    try:
        cells = list(seen(model, (SIDE, SIDE, 1), 0))
    except Exception as error:
        if "do not yet support dilation rates" not in str(error):
            raise
        pytest.skip("without oneDNN, TensorFlow dilates no transposed convolution on a processor")
    for cell, (first, last) in enumerate(cells):
        low, high = cell * step + offset, cell * step + offset + size - 1
        if first is None or low < 0 or high > SIDE - 1:
            continue  # near the border a cell sees less
        assert low - 1e-6 <= first <= low + (stride > 1 and 1.4)
        assert high - (stride > 1 and 1.4) <= last <= high + 1e-6
        inside += 1
    assert inside >= 4


def test_one_behind_another():
    """Parts of pixels add up: rounded down, the last pixel of some cells would be missing."""
    inputs = x = keras.Input((SIDE, SIDE, 1))
    for kernel in (4, 4):
        x = L.Conv2DTranspose(1, kernel, strides=2, padding="same")(x)
    model = keras.Model(inputs, x)
    randomize(model, positive=True)
    (size, _), (step, _), (offset, _) = receptive_field(model)[:3]
    assert step == 0.25
    rows = enumerate(seen(model, (SIDE, SIDE, 1), 0))
    beyond = [last - (cell * step + offset + size - 1) for cell, (_, last) in rows]
    assert -1 < max(beyond) <= 0
