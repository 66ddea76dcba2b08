"""Small networks drawn from everything that the converter handles."""

from dataclasses import dataclass

import keras
from hypothesis import strategies as st

from tests.converter.builder import Builder
from tests.converter.comparing import randomize

SHARE = {"tensorflow": 1, "torch": 4, "jax": 12}  # of the networks; JAX compiles each operation


def examples(number):
    """How many networks to draw: that many on TensorFlow, fewer where each takes longer."""
    return max(2, number // SHARE[keras.backend.backend()])


TRUNK = [
    "conv3",
    "conv2 stride2",
    "conv3 dilated",
    "conv1",
    "same3",
    "same3 stride2",
    "separable",
    "depthwise",
    "max2",
    "average3 stride1",
    "max3 same",
    "zeros",
    "crop",
    "batchnorm",
    "layernorm",
    "groupnorm",
    "prelu",
    "relu",
    "dropout",
    "rescaling",
    "operators",
    "residual",
    "valid residual",
    "branches",
    "nested",
    "gate",
    "upsampling",
    "transposed",
]
PADDING = {"same3", "same3 stride2", "max3 same", "zeros", "residual"}
NO_CROPS = PADDING | {"groupnorm", "gate", "upsampling", "transposed"}
ENDS = [
    "flatten last",
    "flatten first",
    "reshape",
    "permute flatten",
    "tokens flatten",
    "average",
    "average keepdims",
    "max",
    "adaptive",
    "two flattened",
]
HEAD = [
    "dense",
    "dense relu",
    "batchnorm",
    "relu",
    "leaky",
    "prelu",
    "dropout",
    "layernorm",
    "softmax",
    "sum of two",
    "concatenation",
    "operators",
    "reshape and convolve",
]


@dataclass(frozen=True)
class Network:
    """What a network is made of; `build` makes it."""

    first: bool
    sizes: tuple
    channels: int
    trunk: tuple
    end: str
    head: tuple
    last: str

    @property
    def slides(self):
        return not NO_CROPS & set(self.trunk)

    def build(self):
        net = Builder(self.first, len(self.sizes))
        shape = (self.channels, *self.sizes) if self.first else (*self.sizes, self.channels)
        inputs = keras.Input(shape, name="image")
        x = net.conv(inputs, 2, 2)  # tells the data format
        for name in self.trunk:
            x = net.trunk(name, x)
        x = net.end(self.end, x)
        for name in self.head:
            x = net.head(name, x)
        model = keras.Model(inputs, net.last(self.last, x))
        randomize(model)
        return model


def networks(first=None, trunk=TRUNK, dims=(1, 2, 2, 2, 3)):
    """Strategy: any Network, or those of one data format or trunk."""

    @st.composite
    def draw_network(draw):
        n = draw(st.sampled_from(dims))
        side = st.integers(5, 7) if n == 3 else st.integers(6, 12)
        return Network(
            first=draw(st.booleans()) if first is None else first,
            sizes=tuple(draw(side) for _ in range(n)),
            channels=draw(st.integers(1, 3)),
            trunk=tuple(draw(st.lists(st.sampled_from(trunk), min_size=1, max_size=4))),
            end=draw(st.sampled_from(ENDS)),
            head=tuple(draw(st.lists(st.sampled_from(HEAD), max_size=3))),
            last=draw(st.sampled_from(["dense", "softmax", "two heads"])),
        )

    return draw_network()
