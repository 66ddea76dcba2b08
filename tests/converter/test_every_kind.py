"""Each kind of layer, operation and activation that the converter takes, one network for each."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import keras
import numpy as np
import pytest
from keras import layers as L
from keras import ops
from keras.src.applications.convnext import LayerScale
from keras.src.applications.inception_resnet_v2 import CustomScaleLayer

import fully_convolutional
from tests.converter.comparing import assert_equal, check, randomize, run


@dataclass(frozen=True)
class One:
    """A convolution, `kind` on its map, Flatten and Dense; or `kind` before or behind all that."""

    kind: Callable
    n: int = 2
    on_image: bool = False
    on_vector: bool = False
    slides: bool = True
    first: bool = False
    channels: int = 3

    @property
    def sizes(self):
        return (8, 9, 10)[: self.n] if self.n < 3 else (5, 6, 5)

    def build(self):
        inputs = keras.Input((*self.sizes, self.channels))
        x = getattr(L, f"Conv{self.n}D")(4, 3)(self.kind(inputs) if self.on_image else inputs)
        x = x if self.on_vector or self.on_image else self.kind(x)
        x = L.Dense(4)(L.Flatten()(x)) if len(x.shape) > 2 else L.Dense(4)(x)
        x = L.Dense(2)(self.kind(x)) if self.on_vector else x
        model = keras.Model(inputs, x)
        randomize(model)
        return model


def two(join):
    """Of two tensors: x and x², so that their order counts."""
    return lambda x: join(x, x * x + 1.0)


def of_two(kind):
    return two(lambda x, y: kind()([x, y]))


ON_BOTH = {
    L.Identity: L.Identity(),
    L.ActivityRegularization: L.ActivityRegularization(0.1),
    L.Dropout: L.Dropout(0.5),
    L.GaussianDropout: L.GaussianDropout(0.5),
    L.GaussianNoise: L.GaussianNoise(0.5),
    L.AlphaDropout: L.AlphaDropout(0.5),
    L.ReLU: L.ReLU(max_value=0.5, negative_slope=0.1),
    L.LeakyReLU: L.LeakyReLU(0.2),
    L.ELU: L.ELU(0.7),
    L.Activation: L.Activation("gelu"),
    L.Rescaling: L.Rescaling(0.5, offset=-0.25),
    L.BatchNormalization: lambda x: L.BatchNormalization()(x),
    L.LayerNormalization: lambda x: L.LayerNormalization()(x),
    L.UnitNormalization: L.UnitNormalization(),
    L.Normalization: lambda x: L.Normalization(mean=range(4), variance=[1, 2, 3, 4])(x),
    L.Softmax: L.Softmax(),
    L.Add: of_two(L.Add),
    L.Subtract: of_two(L.Subtract),
    L.Multiply: of_two(L.Multiply),
    L.Average: of_two(L.Average),
    L.Maximum: of_two(L.Maximum),
    L.Minimum: of_two(L.Minimum),
    L.Concatenate: of_two(L.Concatenate),
    L.Dense: lambda x: L.Dense(3)(x),
    "add": two(ops.add),
    "subtract": two(ops.subtract),
    "multiply": two(ops.multiply),
    "divide": two(ops.divide),
    "true_divide": two(ops.true_divide),
    "maximum": two(ops.maximum),
    "minimum": two(ops.minimum),
    "negative": ops.negative,
    "relu": ops.relu,
    "relu6": lambda x: ops.relu6(9.0 * x),
    "sigmoid": ops.sigmoid,
    "silu": ops.silu,
    "gelu": ops.gelu,
    "tanh": ops.tanh,
}
OPERATIONS = [made for kind, made in ON_BOTH.items() if isinstance(kind, str)]
if hasattr(L, "RMSNormalization"):
    ON_BOTH[L.RMSNormalization] = lambda x: L.RMSNormalization()(x)
ON_MAPS = {
    L.PReLU: lambda x, n: L.PReLU(shared_axes=list(range(1, n + 1)))(x),
    L.RandomFlip: lambda x, n: L.RandomFlip()(x),
    L.RandomRotation: lambda x, n: L.RandomRotation(0.2)(x),
    L.RandomZoom: lambda x, n: L.RandomZoom(0.2)(x),
    L.RandomTranslation: lambda x, n: L.RandomTranslation(0.2, 0.2)(x),
    L.RandomContrast: lambda x, n: L.RandomContrast(0.5)(x),
    L.RandomBrightness: lambda x, n: L.RandomBrightness(0.5)(x),
    L.Flatten: lambda x, n: L.Flatten(data_format="channels_first")(x),
    L.Reshape: lambda x, n: L.Reshape((-1, 2))(x),
    L.Permute: lambda x, n: L.Permute((2, 1, *range(3, n + 2)))(x),
    LayerScale: lambda x, n: LayerScale(0.3, 4)(x),
    CustomScaleLayer: lambda x, n: CustomScaleLayer(0.3)([x, x * x]),
}
CELLS = {1: 2, 2: (2, 7), 3: (3, 2, 3)}  # they divide the map of 6, of 6 x 7, of 3 x 4 x 3
AUGMENTS = [kind.__name__ for kind in ON_MAPS if kind.__name__.startswith("Random")]
OF_ONE_RANK = {  # each name followed by 1D, 2D or 3D
    "Conv": lambda kind, n: kind(3, 2, strides=2),
    "DepthwiseConv": lambda kind, n: kind(2, depth_multiplier=2),
    "SeparableConv": lambda kind, n: kind(3, 2),
    "MaxPooling": lambda kind, n: kind(2, strides=1),
    "AveragePooling": lambda kind, n: kind(2, strides=1),
    "SpatialDropout": lambda kind, n: kind(0.5),
    "Cropping": lambda kind, n: kind(((1, 0),) * n if n > 1 else (1, 0)),
    "GlobalAveragePooling": lambda kind, n: kind(),
    "GlobalMaxPooling": lambda kind, n: kind(),
    "AdaptiveAveragePooling": lambda kind, n: kind(CELLS[n]),
    # Where it keeps one cell along an axis, Keras 3.15.1 on TensorFlow ends Python by a signal.
    "AdaptiveMaxPooling": lambda kind, n: kind(CELLS[n]),
}
NOT_SLIDING = {
    "ZeroPadding": lambda kind, n: kind(1),
    "UpSampling": lambda kind, n: kind(2),
    "Conv#Transpose": lambda kind, n: kind(3, 2, strides=2),
}


def ranked():
    found = {}
    for base, make in (OF_ONE_RANK | NOT_SLIDING).items():
        for n in (1, 2, 3):
            name = base.replace("#", f"{n}D") if "#" in base else f"{base}{n}D"
            if kind := getattr(L, name, None):  # there are no DepthwiseConv3D and SeparableConv3D
                found[kind] = One(partial(applied, make, kind, n), n, slides=base in OF_ONE_RANK)
    return found


def applied(make, kind, n, x):
    return make(kind, n)(x)


RANKED = ranked()
CAUSAL = One(lambda x: L.Conv1D(3, 2, dilation_rate=2, padding="causal")(x), 1, slides=False)


def networks():
    """By a name that says what and where; and the kinds of layers among them."""
    found = {f"{_name(kind)} on a map": One(made) for kind, made in ON_BOTH.items()}
    found |= {
        f"{_name(kind)} on a vector": One(made, on_vector=True) for kind, made in ON_BOTH.items()
    }
    found |= {f"{_name(kind)} on a map": One(lambda x, m=m: m(x, 2)) for kind, m in ON_MAPS.items()}
    found |= {f"{n} of the image": replace(found[f"{n} on a map"], on_image=True) for n in AUGMENTS}
    return found | {_name(kind): one for kind, one in RANKED.items()} | {"causal": CAUSAL}


def _name(kind):
    return kind if isinstance(kind, str) else kind.__name__


@pytest.mark.parametrize("name", list(networks()))
def test_what_the_converter_takes_is_equal(name):
    check(networks()[name])


def test_no_kind_is_left_out():
    """A rule without its network above would be one that nothing tries."""
    operations = {type(made(keras.Input((3,)))._keras_history.operation) for made in OPERATIONS}
    there = {kind for kind in (*ON_BOTH, *ON_MAPS, *RANKED) if isinstance(kind, type)}
    group = {L.GroupNormalization}  # on maps only; among the drawn networks
    assert there | operations | group == set(fully_convolutional.RULES)


def alone(function):
    """Whether it can be called on a tensor alone."""
    others = list(inspect.signature(function).parameters.values())[1:]
    return all(other.default is not other.empty for other in others)


ACTIVATIONS = [
    name
    for name in sorted(dir(keras.activations))
    if callable(function := getattr(keras.activations, name))
    and name not in ("deserialize", "get", "serialize", "glu")  # glu halves the channels
    and alone(function)
]


def converted(model):
    """What the conversion makes of images of the model's own size: equal to what the model does."""
    randomize(model)
    images = np.random.default_rng(0).standard_normal((4, *model.input.shape[1:])).astype("float32")
    (found,) = run(fully_convolutional.to_fully_convolutional(model), images)
    assert_equal([found.reshape(4, -1)], run(model, images))
    return found


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_each_activation_of_keras_is_taken_in_dense_and_on_its_own(name):
    inputs = keras.Input((6, 7, 3))
    x = L.Conv2D(4, 3, activation=name)(inputs)
    x = L.Dense(5, activation=name)(L.Flatten()(x))
    model = keras.Model(inputs, L.Activation(name)(L.Dense(5)(x)))
    assert converted(model).shape == (4, 1, 1, 5)


def test_a_softmax_of_its_own_on_channels_first():
    inputs = keras.Input((3, 6, 7))
    x = L.Conv2D(20, 3, data_format="channels_first")(inputs)
    model = keras.Model(inputs, L.Activation("softmax")(L.Dense(5)(L.Flatten()(x))))
    assert converted(model).shape == (4, 5, 1, 1)


@pytest.mark.parametrize("n", [1, 2, 3])
@pytest.mark.parametrize("first", [True, False])
def test_a_permute_leads_to_layers_of_the_other_data_format(first, n):
    sizes, names = (5, 6, 7)[:n], ("channels_first", "channels_last")
    before, after = names if first else names[::-1]
    inputs = keras.Input((3, *sizes) if first else (*sizes, 3))
    pool, conv = getattr(L, f"MaxPooling{n}D"), getattr(L, f"Conv{n}D")
    x = pool(2, strides=1, data_format=before)(inputs)
    x = L.Permute((*range(2, n + 2), 1) if first else (n + 1, *range(1, n + 1)))(x)
    x = conv(20, 2, data_format=after)(x)  # more filters than any map has columns
    model = keras.Model(inputs, L.Dense(4)(L.Flatten(data_format="channels_last")(x)))
    assert converted(model).size == 16


def test_vectors_of_maps_of_other_sizes_are_added():
    """As many numbers of either, in the order of maps that have nothing else in common."""
    inputs = keras.Input((7, 9, 3))
    wide, high = L.Conv2D(2, (6, 4))(inputs), L.Conv2D(2, (5, 6))(inputs)  # of 2x6 and of 3x4
    summed = L.Add()([L.Flatten()(wide), L.Flatten()(high)])
    model = keras.Model(inputs, L.Dense(5)(summed))
    assert converted(model).shape == (4, 1, 1, 5)


def test_a_number_for_each_channel_rescales_a_map():
    inputs = keras.Input((6, 7, 3))
    x = L.Conv2D(4, 3)(L.Rescaling([0.5, 2, 3], [0, 1, -1])(inputs))
    model = keras.Model(inputs, L.Dense(5)(L.Flatten()(x)))
    assert converted(model).shape == (4, 1, 1, 5)
