"""Maps that are flattened and put together again, pooled, or shared: which numbers are where."""

import keras
import numpy as np
import pytest
from keras import layers as L

from fully_convolutional import receptive_field, to_fully_convolutional
from tests.converter.comparing import assert_equal, randomize, run, same, small

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


class Ranked(L.Layer):
    """Of tensors with so many axes, times a number that the call gives."""

    def __init__(self, rank, **options):
        super().__init__(**options)
        self.rank = rank

    def call(self, x, times=1.0):
        if len(x.shape) != self.rank:
            raise ValueError(f"{self.rank} axes, please")
        return x * times

    def get_config(self):
        return super().get_config() | {"rank": self.rank}


@pytest.mark.parametrize("where", ["turned", "volume"])
def test_a_layer_of_ones_own_is_tried_as_it_was_called(where):
    inputs = keras.Input((6, 7, 7, 2) if where == "volume" else (6, 7, 2))
    x = (L.Conv3D if where == "volume" else L.Conv2D)(3, 3)(inputs)
    x = L.Permute((2, 1, 3))(x) if where == "turned" else x
    x = Ranked(len(x.shape))(x, times=3.0)
    model = keras.Model(inputs, L.Dense(2)(L.Flatten()(x)))
    randomize(model)
    same(model, pointwise=Ranked)


def test_a_softmax_of_its_own_along_the_width_is_refused():
    layers = [L.Conv2D(20, 3, **FIRST), L.Activation("softmax"), L.Flatten(), L.Dense(7)]
    with pytest.raises(ValueError, match="it acts along axis"):
        to_fully_convolutional(small(*layers, shape=(2, 6, 7)))


def test_a_weight_from_pooled_vectors_that_are_joined():
    """Vectors have one axis besides the batch, whatever the conversion makes of them."""
    inputs = keras.Input((8, 7, 2))
    x = L.Conv2D(3, 3)(inputs)
    pooled = L.Concatenate(axis=1)([L.GlobalAveragePooling2D()(x), L.GlobalMaxPooling2D()(x)])
    weight = L.Reshape((1, 1, 3))(L.Dense(3, "sigmoid")(pooled))
    model = keras.Model(inputs, L.Dense(2)(L.Flatten()(L.Multiply()([x, weight]))))
    randomize(model)
    image = np.random.default_rng(0).standard_normal((3, 8, 7, 2)).astype("float32")
    (found,) = run(to_fully_convolutional(model), image)
    assert_equal([found[:, 0, 0]], run(model, image))
