"""Maps that are flattened and put together again, pooled, or shared: which numbers are where."""

import keras
import pytest
from keras import layers as L

from fully_convolutional import receptive_field, to_fully_convolutional
from tests.converter.comparing import same, small

FIRST = {"data_format": "channels_first"}


def test_a_map_that_is_put_together_again_is_one():
    again = [L.Flatten(), L.Reshape((6, 5, 3)), L.Conv2D(2, 2)]
    same(small(L.Conv2D(3, 3), *again, L.Flatten(), L.Dense(2)))


@pytest.mark.parametrize("name", ["again", "Flatten", "GlobalAveragePooling2D"])
def test_maps_of_channels_first(name):
    layers = {
        "again": [L.Flatten(), L.Reshape((20, 4, 5)), L.MaxPooling2D(2, 1, **FIRST), L.Flatten()],
        "Flatten": [L.Flatten(**FIRST)],
        "GlobalAveragePooling2D": [L.GlobalAveragePooling2D(**FIRST)],
    }
    same(small(L.Conv2D(20, 3, **FIRST), *layers[name], L.Dense(7), shape=(2, 6, 7)))


def test_a_vector_of_a_volume_is_normalised():
    layers = [L.Conv3D(2, (4, 4, 3)), L.Flatten(), L.LayerNormalization(), L.Dense(2)]
    same(small(*layers, shape=(4, 4, 4, 1)))


def test_a_pooling_shared_by_maps_of_two_sizes_is_refused():
    inputs = keras.Input((8, 8, 2))
    pool = L.GlobalAveragePooling2D(name="pool")
    pooled = [pool(L.Conv2D(3, size)(inputs)) for size in (3, 5)]
    with pytest.raises(ValueError, match="'pool': it is shared by maps of different sizes"):
        to_fully_convolutional(keras.Model(inputs, L.Dense(2)(L.Concatenate()(pooled))))


def test_which_free_size_tells_where_the_channels_are():
    def field(*shape):
        inputs = keras.Input(shape)
        return receptive_field(keras.Model(inputs, L.ReLU()(inputs)))

    assert field(None, 8, 3) == ((1, 1), (1, 1), (0, 0), True, "")
    with pytest.raises(ValueError, match="no layer tells where"):
        field(8, None, 3)
