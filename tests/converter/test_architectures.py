"""Random networks against their conversion: on their own size, and on larger inputs by cropping."""

import keras
import numpy as np
from hypothesis import given, settings

from fully_convolutional import receptive_field, to_fully_convolutional
from tests.converter.comparing import assert_equal, run
from tests.converter.networks import NO_CROPS, TRUNK, networks


def check(network):
    """A network is its conversion's value, on its own size and (if claimed) on every crop."""
    model = network.build()
    converted = to_fully_convolutional(model)
    assert not any(isinstance(layer, keras.layers.Dense) for layer in converted.layers)
    shape, n = model.inputs[0].shape[1:], len(network.sizes)
    rng = np.random.default_rng(1)
    x = rng.standard_normal((3, *shape)).astype("float32")
    expected, found = run(model, x), run(converted, x)
    for a, b in zip(found, expected, strict=True):
        cell = (*b.shape, *[1] * n) if network.first else (len(b), *[1] * n, *b.shape[1:])
        assert a.shape == cell
    assert_equal([a.reshape(len(a), -1) for a in found], expected)

    fields = receptive_field(model)
    for field in fields.values() if isinstance(fields, dict) else [fields]:
        if not network.slides:
            continue  # what left out its padding layer may still slide
        assert field.equals_cropping, field
        assert_crops_equal(network, model, converted, field.stride, rng)


def assert_crops_equal(network, model, converted, stride, rng):
    """Each cell of a larger input is what the model gives for the crop that begins there."""
    more = 6 if network.first else 2  # see Builder.conv
    extra = [more * s + 1 for s in stride]  # one pixel more than a whole cell
    sizes = [n + more for n, more in zip(network.sizes, extra, strict=True)]
    shape = (network.channels, *sizes) if network.first else (*sizes, network.channels)
    big = rng.standard_normal((1, *shape)).astype("float32")
    found = run(converted, big)
    cells = found[0].shape[2:] if network.first else found[0].shape[1:-1]
    corners, crops = [], []
    for cell in np.ndindex(*cells):
        start = [i * s for i, s in zip(cell, stride, strict=True)]
        if any(a + n > m for a, n, m in zip(start, network.sizes, sizes, strict=True)):
            continue  # a cell may see less than a whole crop; this one has none
        window = [slice(a, a + n) for a, n in zip(start, network.sizes, strict=True)]
        crops.append(big[(0, slice(None), *window) if network.first else (0, *window)])
        corners.append(cell)
    assert len(corners) >= 3 ** len(stride)
    expected = run(model, np.stack(crops))
    for a, b in zip(found, expected, strict=True):
        at = [(0, slice(None), *c) if network.first else (0, *c) for c in corners]
        assert_equal([np.stack([a[place] for place in at])], [b])


@settings(max_examples=60)
@given(networks(first=False))
def test_channels_last(network):
    check(network)


@settings(max_examples=40)
@given(networks(first=False, trunk=[name for name in TRUNK if name not in NO_CROPS]))
def test_what_slides(network):
    check(network)


@settings(max_examples=8)
@given(networks(first=True))
def test_channels_first(network):
    check(network)
