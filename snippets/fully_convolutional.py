"""Turn a Keras convnet with Dense layers into a fully convolutional one.

    converted = to_fully_convolutional(model)   # takes any larger image
    print(receptive_field(model))               # may its cells be read as crops?
    print(max_difference(model, converted))     # check it on your own model

How it works. The network is followed tensor by tensor. Each tensor has a twin: a
feature map of the new network, and, once the original is no longer that map (after
Flatten, say), an array of indices that tells where each of its numbers is on the map.
Flatten, Reshape and Permute rearrange the indices and vanish. A Dense layer becomes a
convolution as large as the map, its kernel rows put where the indices say. All other
layers are copied. What cannot be followed exactly raises a ValueError.
"""

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import NamedTuple

import keras
import numpy as np
from keras import layers as L
from keras import ops

__all__ = [
    "conv_to_dense_kernel",
    "dense_to_conv_kernel",
    "max_difference",
    "receptive_field",
    "to_fully_convolutional",
]


# ------------------------------------------------------------------ kernels


def dense_to_conv_kernel(dense_kernel, feature_shape, flatten_order):
    """The kernel of a convolution equal to a Dense layer on a flattened map.

    Args:
        dense_kernel: the Dense layer's kernel, shape (inputs, outputs).
        feature_shape: the map's sizes in the order of the letters, for example
            (3, 5, 7) with "CHW" or (5, 7, 3) with "HWC".
        flatten_order: the order in which the map was flattened, slowest axis first:
            "C" for channels and "W", "HW" or "DHW" for a 1-D, 2-D or 3-D map.

    Returns:
        NumPy array (*spatial sizes, channels, outputs), the shape of a Keras
        convolution kernel in either data format. A view where that is possible.

    Raises:
        ValueError: if the letters, the sizes and the kernel do not fit together.

    Formula: reshape the inputs to the map, then move its axes to D, H, W, C.
    """
    kernel_order = _kernel_order(flatten_order)
    sizes = feature_shape if isinstance(feature_shape, (tuple, list)) else ()
    if len(sizes) != len(flatten_order) or not all(_is_size(n) for n in sizes):
        raise ValueError(
            f"feature_shape must give one positive integer for each letter of "
            f"{flatten_order!r}, got {feature_shape!r}. Take them from the shape of "
            f"the layer before Flatten, in the order in which it was flattened."
        )
    kernel = _array(dense_kernel, "dense_kernel", 2, "(inputs, outputs)")
    if len(kernel) != math.prod(sizes):
        raise ValueError(
            f"dense_kernel must have {' × '.join(map(str, sizes))} = "
            f"{math.prod(sizes)} rows for feature_shape {tuple(sizes)}, got "
            f"{len(kernel)}. Check the shape of the map that is flattened; a PyTorch "
            f"weight (outputs, inputs) must be transposed first."
        )
    axes = [flatten_order.index(letter) for letter in kernel_order]
    return kernel.reshape(*sizes, -1).transpose(*axes, len(axes))


def conv_to_dense_kernel(conv_kernel, flatten_order):
    """The inverse of `dense_to_conv_kernel`.

    Args:
        conv_kernel: Keras convolution kernel as large as the map it is applied to,
            shape (*spatial sizes, channels, outputs).
        flatten_order: as for `dense_to_conv_kernel`.

    Returns:
        NumPy array (inputs, outputs).

    Raises:
        ValueError: if the letters do not fit the kernel.
    """
    kernel_order = _kernel_order(flatten_order)
    shape = f"(*sizes of {kernel_order!r}, outputs)"
    kernel = _array(conv_kernel, "conv_kernel", len(kernel_order) + 1, shape)
    axes = [kernel_order.index(letter) for letter in flatten_order]
    return kernel.transpose(*axes, len(axes)).reshape(-1, kernel.shape[-1])


def _kernel_order(flatten_order):
    orders = {"".join(sorted(order)): order for order in ("WC", "HWC", "DHWC")}
    if isinstance(flatten_order, str):
        letters = "".join(sorted(flatten_order))
        if letters in orders:
            return orders[letters]
    raise ValueError(
        f"flatten_order must hold each letter of 'WC', 'HWC' or 'DHWC' once, such as "
        f"'HWC' or 'CHW', got {flatten_order!r}. Write the map's axes in the order in "
        f"which they were flattened, slowest first."
    )


def _is_size(n):
    return (
        isinstance(n, (int, np.integer)) and not isinstance(n, bool) and n > 0
    )


def _array(value, name, ndim, shape):
    try:
        array = ops.convert_to_numpy(value)
        numeric = array.dtype.kind in "fiub" or "float" in array.dtype.name
    except Exception:
        array, numeric = None, False
    if not numeric or array.ndim != ndim:
        got = f"shape {array.shape}" if numeric else f"{type(value).__name__}"
        raise ValueError(
            f"{name} must be an array of numbers of shape {shape}, got {got}. "
            f"Pass layer.kernel, or the first array of layer.get_weights()."
        )
    return array


# ---------------------------------------------------------- what a tensor is


@dataclass(frozen=True)
class _Twin:
    """What stands in the new network for one tensor of the original."""

    tensor: object  # feature map of the new network; None in a dry run
    grid: tuple  # spatial sizes of that map on the original input
    channels: int
    first: bool  # is the map channels_first?
    field: (
        dict  # input name -> per axis (stride, lowest, highest pixel of cell 0)
    )
    reason: str = (
        ""  # why a larger input is not equal to cropping, if it is not
    )
    # Where the original's numbers are on the map, counted in H, W, C order; shaped
    # like the original. None: the original is the map.
    index: np.ndarray | None = None
    folds: tuple = ()  # normalisations per position, waiting to enter a Dense kernel

    @property
    def axis(self):
        return 1 if self.first else -1

    @property
    def data_format(self):
        return "channels_first" if self.first else "channels_last"

    @property
    def size(self):
        return math.prod(self.grid) * self.channels

    def all_indices(self, first):
        """The map's own indices, as a channels_first or channels_last array."""
        index = np.arange(self.size).reshape(*self.grid, self.channels)
        return np.moveaxis(index, -1, 0) if first else index

    def indices(self):
        return (
            self.all_indices(self.first) if self.index is None else self.index
        )

    def moved(self, steps, **changes):
        """This twin after a layer whose cell o sees cells a·o + b to a·o + c.

        steps: (a, b, c) per spatial axis.
        """
        field = {
            name: tuple(
                (stride * a, low + stride * b, high + stride * c)
                for (stride, low, high), (a, b, c) in zip(
                    axes, steps, strict=True
                )
            )
            for name, axes in self.field.items()
        }
        changes["reason"] = self.reason or changes.get("reason", "")
        return replace(self, field=field, **changes)


# ------------------------------------------------------ what a layer does


def _kinds(names):
    """The Keras layers of these names, # standing for 1, 2 or 3 dimensions."""
    names = {name.replace("#", n) for name in names.split() for n in "123"}
    return {getattr(L, name) for name in names if hasattr(L, name)}


# No effect at inference.
_PASSIVE = _kinds("Dropout GaussianDropout GaussianNoise AlphaDropout Identity")
_PASSIVE |= {L.ActivityRegularization}
# The same function of every number, wherever it stands.
_ELEMENTWISE = _PASSIVE | _kinds("Activation ReLU LeakyReLU ELU Rescaling")
_SCALAR_FUNCTIONS = set(
    "linear relu relu6 leaky_relu elu selu celu gelu silu mish sigmoid hard_sigmoid "
    "hard_silu log_sigmoid tanh hard_tanh tanh_shrink soft_shrink hard_shrink softplus "
    "softsign exponential squareplus threshold sparse_plus sparse_sigmoid".split()
)
_AXIS_FUNCTIONS = {
    "softmax",
    "log_softmax",
    "sparsemax",
}  # act on the last axis
# The same function of every window of a map.
_CONVS = _kinds("Conv#D DepthwiseConv#D SeparableConv#D")
_POOLS = _kinds("AveragePooling#D MaxPooling#D")
_UPSAMPLES = _kinds("UpSampling#D Conv#DTranspose")
_AUGMENTATIONS = _kinds(
    "RandomFlip RandomRotation RandomZoom RandomTranslation"
)
_AUGMENTATIONS |= _kinds("RandomContrast RandomBrightness")
_WINDOWED = _CONVS | _POOLS | _UPSAMPLES | _AUGMENTATIONS
_WINDOWED |= _kinds("ZeroPadding#D Cropping#D SpatialDropout#D")
_WHOLE_MAP = _kinds("GlobalAveragePooling#D AdaptiveAveragePooling#D")
_WHOLE_MAP |= _kinds("GlobalMaxPooling#D AdaptiveMaxPooling#D")
# Numbers of their own, or statistics, along an axis.
_CHANNELWISE = _kinds(
    "BatchNormalization Normalization LayerNormalization PReLU"
)
_CHANNELWISE |= _kinds(
    "RMSNormalization GroupNormalization UnitNormalization Softmax"
)
_ARITHMETIC = _kinds("Add Subtract Multiply Average Maximum Minimum")
_OPERATORS = {"Add", "Subtract", "Multiply", "Divide", "TrueDivide", "Negative"}
_OPERATORS |= {
    "Maximum",
    "Minimum",
    "Relu",
    "Relu6",
    "Sigmoid",
    "Silu",
    "Tanh",
    "Gelu",
}


def _refuse(layer, problem):
    raise ValueError(
        f"Cannot convert {type(layer).__name__} {layer.name!r}: {problem}"
    )


def _steps(layer, grid):
    """How far cell o of the layer's output sees: cells a·o + b to a·o + c, per axis.

    Returns:
        A list of (a, b, c), and why this is not the same as cropping ("" if it is).
    """
    kind, ones = type(layer), (1,) * len(grid)
    padding = getattr(layer, "padding", "valid")
    if kind in _kinds("ZeroPadding#D Cropping#D"):
        sides = layer.padding if "Zero" in kind.__name__ else layer.cropping
        sides = [sides] if len(grid) == 1 else sides
        if "Zero" not in kind.__name__:
            return [(1, before, before) for before, _ in sides], ""
        reason = f"{layer.name!r} pads" if any(map(any, sides)) else ""
        return [(1, -before, -before) for before, _ in sides], reason
    if kind in _kinds("UpSampling#D"):
        sizes = np.broadcast_to(layer.size, len(grid)).tolist()
        reach = {"bilinear": 1, "bicubic": 2, "lanczos3": 3, "lanczos5": 5}
        more = reach.get(getattr(layer, "interpolation", "nearest"), 0)
        steps = [
            (Fraction(1, n), Fraction(1 - n, n) - more, more) for n in sizes
        ]
        return steps, f"{layer.name!r} upsamples"
    if kind in _UPSAMPLES:  # a transposed convolution
        spans = [
            _span(*pair)
            for pair in zip(layer.kernel_size, layer.dilation_rate, strict=True)
        ]
        steps = [
            (Fraction(1, s), Fraction(1 - k, s), Fraction(max(k - s, 0), s))
            for k, s in zip(spans, layer.strides, strict=True)
        ]
        return steps, f"{layer.name!r} upsamples"
    if kind not in _CONVS | _POOLS:
        return [(1, 0, 0)] * len(grid), ""
    sizes = layer.pool_size if kind in _POOLS else layer.kernel_size
    dilations = np.broadcast_to(
        getattr(layer, "dilation_rate", 1), len(grid)
    ).tolist()
    spans = [_span(k, d) for k, d in zip(sizes, dilations, strict=True)]
    strides = np.broadcast_to(layer.strides, len(grid)).tolist()
    steps = []
    for n, span, stride in zip(grid, spans, strides, strict=True):
        before = 0
        if (
            padding == "same"
        ):  # as TensorFlow pads; an unknown size counts as a multiple
            total = span - (
                stride if n is None or n % stride == 0 else n % stride
            )
            before = max(total, 0) // 2
        elif padding == "causal":
            before = span - 1
        steps.append((stride, -before, span - 1 - before))
    pads = padding != "valid" and tuple(spans) != ones
    return steps, f"{layer.name!r} pads (padding={padding!r})" if pads else ""


def _span(kernel_size, dilation):
    return (kernel_size - 1) * dilation + 1


def _function(layer):
    """What its activation acts on: "numbers", "last axis", "axis 1" or "unknown"."""
    function = getattr(layer, "activation", None)
    if function is None or type(function) in _kinds("ReLU LeakyReLU ELU"):
        return "numbers"
    if type(function) is L.Softmax and function.axis in (1, -1):
        return "axis 1" if function.axis == 1 else "last axis"
    name = _name(function)
    if getattr(keras.activations, name, None) is not function:
        return "unknown"
    if name in _SCALAR_FUNCTIONS:
        return "numbers"
    return "last axis" if name in _AXIS_FUNCTIONS else "unknown"


def _name(function):
    return getattr(function, "__name__", "")


# -------------------------------------------------------- following the model


class _Follower:
    """Walks through a model and gives every tensor its twin."""

    def __init__(self, build):
        self.build = build  # False: a dry run, without layers and weights
        self.copies = {}  # id of an original layer -> (how it is used, the new layer)
        self.names = set()
        self.prefix = ""

    def follow(self, model, twins):
        """The twins of the model's outputs, from those of its inputs."""
        known = {
            id(t): twin for t, twin in zip(model.inputs, twins, strict=True)
        }
        # Private, as Keras has no public walk: the calls of layers, by depth.
        depths = keras.Function(model.inputs, model.outputs)._nodes_by_depth
        for node in (
            n for depth in sorted(depths, reverse=True) for n in depths[depth]
        ):
            layer, arguments = node.operation, node.arguments
            if not arguments.keras_tensors or id(node.outputs[0]) in known:
                continue
            sources = [known[id(tensor)] for tensor in arguments.keras_tensors]
            if (
                arguments.kwargs.get("training")
                or arguments.kwargs.get("mask") is not None
            ):
                _refuse(
                    layer,
                    "it is called with training=True or a mask. Call it without.",
                )
            if isinstance(layer, keras.Model):
                _check_model(layer)
                outer, self.prefix = self.prefix, f"{self.prefix}{layer.name}_"
                results = self.follow(layer, sources)
                self.prefix = outer
            else:
                results = [
                    self.step(layer, sources, node.outputs[0].shape, arguments)
                ]
            known.update(zip(map(id, node.outputs), results, strict=True))
        return [known[id(tensor)] for tensor in model.outputs]

    def step(self, layer, sources, shape, arguments):
        """The twin of one layer's output, which has the given shape."""
        kind, twin = type(layer), sources[0]
        if getattr(layer, "quantization_mode", None):
            _refuse(
                layer,
                "its weights are quantized. Convert first, then quantize.",
            )
        if not isinstance(layer, L.Layer) and kind.__name__ in _OPERATORS:
            return self.operator(layer, sources, arguments)
        if kind in _ARITHMETIC or kind is L.Concatenate:
            return self.merge(layer, sources)
        if kind in _WINDOWED:
            return self.windowed(layer, twin, shape)
        if kind in _WHOLE_MAP:
            return self.whole_map(layer, twin, shape)
        if kind in {L.Flatten, L.Reshape, L.Permute}:
            return self.rearrange(layer, twin, shape)
        if kind is L.Dense:
            return self.dense(layer, twin)
        if kind in _CHANNELWISE or (
            kind is L.Activation and _function(layer) == "last axis"
        ):
            return self.channelwise(layer, twin)
        if kind in _ELEMENTWISE:
            return self.elementwise(layer, twin)
        _refuse(
            layer,
            "its kind is unknown, or mixes positions as no convolution does. Replace it "
            "with Keras layers that treat all positions alike, or convert the model up "
            "to it and apply it to the result.",
        )

    def copy(
        self,
        layer,
        inputs,
        kind=None,
        config=None,
        use=(),
        values=None,
        order=None,
    ):
        """The output of the layer's counterpart, which is made on its first use.

        kind, config: the class and settings to change. use: what must not differ when
        a layer is shared. values: the weights, if not the layer's own. order: how
        weights along the channels are rearranged.
        """
        changes = {} if config is None else config
        use = (str(changes), *use)
        known_use, new = self.copies.setdefault(id(layer), (use, None))
        if known_use != use:
            _refuse(
                layer,
                "it is shared by maps that differ. Give each a layer of its own.",
            )
        if not self.build:
            return None
        if new is not None:
            return new(inputs)
        kind = kind or type(layer)
        config = (layer.get_config() if kind is type(layer) else {}) | changes
        config["name"] = self.unused(layer.name)
        if isinstance(layer, L.Layer):
            config |= {
                "dtype": layer.dtype_policy,
                "trainable": layer.trainable,
            }
        given = [key for key in config if key.endswith("_initializer")]
        new = kind.from_config(config | dict.fromkeys(given, "zeros"))
        for key in (
            values or {}
        ):  # the weights at once, without a random draw before
            setattr(
                new, f"{key}_initializer", lambda *_, key=key, **__: values[key]
            )
        output = new(inputs)
        for key in given:
            setattr(new, key, getattr(layer, key))
        if isinstance(layer, L.Layer) and not values:
            for target, source in zip(new.weights, layer.weights, strict=True):
                if order is not None and source.shape == order.shape:
                    source = ops.take(source, order, axis=0)
                target.assign(ops.reshape(source, target.shape))
        if isinstance(layer, L.Normalization):
            new.finalize_state()
        self.copies[id(layer)] = use, new
        return output

    def unused(self, name):
        """The name, or with its nested model's name or a number before it is twice."""
        names = [name, self.prefix + name] + [
            f"{self.prefix}{name}_{n}" for n in range(1, 99)
        ]
        name = next(name for name in names if name not in self.names)
        self.names.add(name)
        return name

    # Each method below returns the twin of a layer's output.

    def elementwise(self, layer, twin):
        if type(layer) is L.Activation and _function(layer) != "numbers":
            _refuse(
                layer, "its function is unknown. Use one of keras.activations."
            )
        if type(layer) is L.Rescaling and np.ndim(layer.scale) + np.ndim(
            layer.offset
        ):
            default = twin.data_format == keras.config.image_data_format()
            if twin.index is not None or not default:
                _refuse(
                    layer,
                    "it rescales along an axis. Use numbers, or Normalization.",
                )
        if type(layer) not in _PASSIVE:
            twin = self.settled(twin, layer, only_folds=True)
        return replace(twin, tensor=self.copy(layer, twin.tensor))

    def windowed(self, layer, twin, shape):
        first = self.reads_map(layer, twin)
        allowed = {"numbers", "axis 1" if first else "last axis"}
        if _function(layer) not in allowed:
            _refuse(
                layer,
                "its activation does not act on each position alone. Use another.",
            )
        steps, reason = _steps(layer, twin.grid)
        grid, channels = (
            (shape[2:], shape[1]) if first else (shape[1:-1], shape[-1])
        )
        tensor = self.copy(layer, twin.tensor)
        return twin.moved(
            steps, tensor=tensor, grid=grid, channels=channels, reason=reason
        )

    def reads_map(self, layer, twin):
        """Refuses unless the layer gets a map in its data format; is it channels_first?"""
        if twin.index is not None:
            _refuse(
                layer,
                "a Reshape or Permute before it leaves no map. Remove that.",
            )
        first = (
            getattr(layer, "data_format", "channels_last") == "channels_first"
        )
        if first != twin.first:
            _refuse(
                layer,
                f"it reads {layer.data_format} but gets a {twin.data_format} map. Give all "
                f"layers the same data_format, or put a Permute between.",
            )
        return first

    def whole_map(self, layer, twin, shape):
        """Global pooling slides as pooling of the map's size with stride 1."""
        self.reads_map(layer, twin)
        self.needs_sizes(layer, twin)
        pieces = getattr(layer, "output_size", (1,) * len(twin.grid))
        if any(n % m for n, m in zip(twin.grid, pieces, strict=True)):
            _refuse(
                layer,
                f"its output size {pieces} does not divide the map {twin.grid}.",
            )
        sizes = tuple(n // m for n, m in zip(twin.grid, pieces, strict=True))
        strides = tuple(
            1 if m == 1 else n for n, m in zip(sizes, pieces, strict=True)
        )
        kind = (
            "AveragePooling"
            if "Average" in type(layer).__name__
            else "MaxPooling"
        )
        config = {
            "pool_size": sizes,
            "strides": strides,
            "data_format": twin.data_format,
        }
        tensor = self.copy(
            layer, twin.tensor, getattr(L, f"{kind}{len(sizes)}D"), config
        )
        steps = [(s, 0, n - 1) for s, n in zip(strides, sizes, strict=True)]
        index = np.arange(twin.channels) if len(shape) == 2 else None
        return twin.moved(steps, tensor=tensor, grid=tuple(pieces), index=index)

    def needs_sizes(self, layer, twin):
        if None in twin.grid:
            _refuse(
                layer,
                f"its map has free sizes {twin.grid}, so its window is unknown. Rebuild "
                f"the model with the input size it was trained on.",
            )

    def rearrange(self, layer, twin, shape):
        """Flatten, Reshape and Permute move the indices, not the numbers."""
        self.needs_sizes(layer, twin)
        twin = self.settled(twin, layer, only_folds=True)
        index = twin.indices()
        if type(layer) is L.Permute:
            index = index.transpose([axis - 1 for axis in layer.dims])
        elif type(layer) is L.Flatten and layer.data_format == "channels_first":
            index = np.moveaxis(index, 0, -1)
        index = index.reshape(shape[1:])
        for first in (twin.first, not twin.first):
            if np.array_equal(
                index, twin.all_indices(first)
            ):  # it is a map again
                if first != twin.first:
                    n = len(twin.grid)
                    dims = (
                        (n + 1, *range(1, n + 1))
                        if first
                        else (*range(2, n + 2), 1)
                    )
                    tensor = self.copy(
                        layer, twin.tensor, L.Permute, {"dims": dims}
                    )
                    twin = replace(twin, tensor=tensor, first=first)
                return replace(twin, index=None)
        return replace(twin, index=index)

    def dense(self, layer, twin):
        """A convolution: as large as the map on a vector, of size 1 on positions."""
        function = _function(layer)
        if function not in ("numbers", "last axis"):
            _refuse(
                layer,
                "its activation is unknown. Use one of keras.activations.",
            )
        if twin.index is not None and twin.index.ndim == 1:
            size, order, index = (
                twin.grid,
                np.argsort(twin.index),
                np.arange(layer.units),
            )
        else:
            size, order, index = (
                (1,) * len(twin.grid),
                None,
                self.positions(layer, twin),
            )
            if index is not None:
                index = index[..., None] * layer.units + np.arange(layer.units)
        rows = math.prod(size) * twin.channels
        if tuple(layer.kernel.shape) != (rows, layer.units):
            _refuse(
                layer,
                f"its kernel is {layer.kernel.shape}, its map has {rows} numbers.",
            )
        config = layer.get_config()
        kept = (
            "activation",
            "use_bias",
            "kernel_initializer",
            "bias_initializer",
        )
        kept += ("bias_regularizer", "activity_regularizer", "bias_constraint")
        config = {key: config[key] for key in kept if key in config}
        if isinstance(
            layer.kernel_regularizer,
            keras.regularizers.L1L2 | keras.regularizers.L2,
        ):
            config["kernel_regularizer"] = layer.kernel_regularizer
        config |= {"filters": layer.units, "kernel_size": size}
        config |= {
            "data_format": twin.data_format,
            "use_bias": layer.use_bias or bool(twin.folds),
        }
        if function == "last axis" and twin.first:
            if _name(layer.activation) != "softmax":
                _refuse(
                    layer, "channels_first has no such activation. Use softmax."
                )
            config["activation"] = L.Softmax(axis=1)
        values = {}
        if self.build:
            values = _conv_weights(
                layer, twin.folds, order, (*size, twin.channels, layer.units)
            )
        use = () if order is None else (order.tobytes(),)
        kind = getattr(L, f"Conv{len(size)}D")
        tensor = self.copy(layer, twin.tensor, kind, config, use, values)
        twin = twin.moved(
            [(1, 0, n - 1) for n in size],
            tensor=tensor,
            channels=layer.units,
            folds=(),
        )
        grid = twin.grid if order is None else (1,) * len(size)
        return replace(twin, grid=grid, index=index)

    def positions(self, layer, twin):
        """Where the rows of the last axis are, if each is a position; None for the map."""
        if twin.index is None and not twin.first:
            return None
        self.needs_sizes(layer, twin)
        index = twin.indices()
        rows = index[..., :1] // twin.channels
        if index.shape[-1] != twin.channels or not np.array_equal(
            index, rows * twin.channels + np.arange(twin.channels)
        ):
            _refuse(
                layer,
                "its last axis mixes positions of the map. Put a Flatten before it, or "
                "bring the channels last with Permute.",
            )
        return rows[..., 0]

    def channelwise(self, layer, twin):
        """Normalisation, PReLU and softmax: their axis becomes that of the channels."""
        kind, vector = (
            type(layer),
            twin.index is not None and twin.index.ndim == 1,
        )
        rank = 2 + len(twin.grid) if twin.index is None else 1 + twin.index.ndim
        if kind is L.PReLU:
            axes = set(range(1, rank)) - set(layer.shared_axes or ())
        else:
            axes = np.atleast_1d(getattr(layer, "axis", -1)).tolist()
            axes = {axis % rank for axis in axes if axis is not None}
        if twin.index is None and twin.first:
            channel = 1
        else:
            channel = rank - 1
            if not vector and axes:
                self.positions(layer, twin)
        if not axes <= {channel}:
            _refuse(
                layer,
                f"it acts along axis {sorted(axes)}. Let it act on axis {channel}.",
            )
        if kind is L.BatchNormalization and vector and math.prod(twin.grid) > 1:
            return replace(twin, folds=(*twin.folds, layer))
        if vector:
            twin = self.settled(twin, layer)
        order = np.argsort(twin.index) if vector else None
        if (
            kind is L.GroupNormalization
            and vector
            and layer.groups != 1
            and any(np.diff(order) < 0)
        ):
            _refuse(
                layer,
                "its groups are not contiguous on the map. Put it after Dense.",
            )
        config = {"axis": twin.axis if axes else None}
        if kind is L.PReLU:
            n = len(twin.grid)
            spatial = list(range(2, n + 2) if twin.first else range(1, n + 1))
            config = {"shared_axes": spatial if axes else list(range(1, n + 2))}
        elif kind is L.Activation:
            config = {}
            if twin.first:
                if _name(layer.activation) != "softmax":
                    _refuse(
                        layer,
                        "channels_first has no such activation. Use softmax.",
                    )
                kind, config = L.Softmax, {"axis": 1}
        tensor = self.copy(layer, twin.tensor, kind, config, order=order)
        if kind is not L.GroupNormalization:
            return replace(twin, tensor=tensor)
        reason = f"{layer.name!r} normalises over the whole map"
        steps = [(1, -math.inf, math.inf)] * len(twin.grid)
        return twin.moved(steps, tensor=tensor, reason=reason)

    def settled(self, twin, layer, only_folds=False):
        """The same vector on a 1×1 map: every position of the window as channels."""
        if only_folds and not twin.folds:
            return twin
        if math.prod(twin.grid) > 1:
            twin = self.gathered(twin, layer)
        for fold in twin.folds:
            order = np.argsort(twin.index)
            tensor = self.copy(
                fold, twin.tensor, config={"axis": twin.axis}, order=order
            )
            twin = replace(twin, tensor=tensor)
        return replace(twin, folds=())

    def gathered(self, twin, layer):
        self.needs_sizes(layer, twin)
        n, tensor = len(twin.grid), None
        if self.build:
            options = {"data_format": twin.data_format} if n > 1 else {}
            swap = n == 1 and twin.first  # Cropping1D knows channels_last only
            source = L.Permute((2, 1))(twin.tensor) if swap else twin.tensor
            pieces = []
            for cell in product(*map(range, twin.grid)):
                sides = tuple(
                    (i, size - 1 - i)
                    for i, size in zip(cell, twin.grid, strict=True)
                )
                name = self.unused(
                    "_".join(map(str, (layer.name, "at", *cell)))
                )
                crop = getattr(L, f"Cropping{n}D")
                pieces.append(
                    crop(sides if n > 1 else sides[0], name=name, **options)(
                        source
                    )
                )
            tensor = L.Concatenate(-1 if swap else twin.axis)(pieces)
            tensor = L.Permute((2, 1))(tensor) if swap else tensor
        steps = [(1, 0, size - 1) for size in twin.grid]
        return twin.moved(
            steps, tensor=tensor, grid=(1,) * n, channels=twin.size
        )

    def merge(self, layer, sources, call=None):
        """Sums, products and concatenations; `call` makes the tensor if not a layer."""
        one = sources[0]
        if len({(twin.first, len(twin.grid)) for twin in sources}) > 1:
            _refuse(
                layer,
                "its inputs have different data formats or numbers of axes.",
            )
        maps = [twin.index is None for twin in sources]
        joins, config = type(layer) is L.Concatenate, {}
        if not all(maps):
            if any(maps) or any(twin.index.ndim > 1 for twin in sources):
                _refuse(
                    layer,
                    "it mixes maps and vectors. Flatten or pool all of its inputs.",
                )
            same = [
                not twin.folds
                and twin.grid == one.grid
                and np.array_equal(twin.index, one.index)
                for twin in sources
            ]
            if joins or not all(same):
                sources = [self.settled(twin, layer) for twin in sources]
        if len({twin.grid for twin in sources}) > 1:
            _refuse(
                layer,
                "it spreads a pooled vector over a map, which on a larger input would have "
                "more than one cell. Convert the model without such a gate.",
            )
        one, channels, index = (
            sources[0],
            max(t.channels for t in sources),
            sources[0].index,
        )
        if joins:
            rank = len(one.grid) + 2 if all(maps) else 2
            channel = 1 if all(maps) and one.first else rank - 1
            if layer.axis % rank != channel:
                _refuse(
                    layer,
                    f"it joins along axis {layer.axis}, not the channels ({channel}).",
                )
            config = {"axis": one.axis}
            starts = np.cumsum([0] + [twin.channels for twin in sources])
            channels = int(starts[-1])
            if not all(maps):
                parts = zip(sources, starts[:-1], strict=True)
                index = np.concatenate(
                    [twin.index + start for twin, start in parts]
                )
        elif not all(maps) and not all(
            np.array_equal(t.index, index) for t in sources
        ):
            _refuse(
                layer,
                "its inputs were flattened in different orders. Flatten them alike.",
            )
        tensors = [twin.tensor for twin in sources]
        tensor = (
            call(tensors) if call else self.copy(layer, tensors, config=config)
        )
        field, reason = _union(layer, sources)
        return replace(
            one,
            tensor=tensor,
            channels=channels,
            index=index,
            field=field,
            reason=reason,
        )

    def operator(self, layer, sources, arguments):
        """x + y, x * 2, keras.ops.relu(x) and the like."""
        flat = keras.tree.flatten((arguments.args, arguments.kwargs))
        if any(
            np.ndim(x) for x in flat if not isinstance(x, keras.KerasTensor)
        ):
            _refuse(
                layer,
                "it combines a map with an array. Use a number, or a layer.",
            )

        def call(tensors):
            if not self.build:
                return None
            rest = iter(tensors)
            args, kwargs = keras.tree.map_structure(
                lambda x: next(rest) if isinstance(x, keras.KerasTensor) else x,
                (arguments.args, arguments.kwargs),
            )
            config = layer.get_config() | {"name": self.unused(layer.name)}
            return type(layer).from_config(config)(*args, **kwargs)

        return self.merge(
            layer, [self.settled(t, layer, True) for t in sources], call
        )

    def output(self, twin, name):
        """The map that a converted model returns."""
        if twin.index is not None:
            if None not in twin.grid and math.prod(twin.grid) > 1:
                twin = self.settled(twin, _Named(name))
            if not np.array_equal(twin.index, np.arange(twin.channels)):
                raise ValueError(
                    f"Cannot convert the output {name!r}: a Reshape or Flatten leaves it in "
                    f"another order than the map's channels. Leave that layer out."
                )
        return twin


class _Named(NamedTuple):
    name: str


def _union(layer, sources):
    """What a merge of these twins sees, and why cropping differs."""
    field = {}
    for twin in sources:
        for name, axes in twin.field.items():
            known = field.get(name, axes)
            if any(a[0] != b[0] for a, b in zip(axes, known, strict=True)):
                _refuse(
                    layer,
                    f"its inputs move over the image with different strides, "
                    f"{[str(a[0]) for a in known]} and {[str(a[0]) for a in axes]}, so that "
                    f"their sizes part on larger images. Give both branches equal strides.",
                )
            pairs = zip(axes, known, strict=True)
            field[name] = tuple(
                (a[0], min(a[1], b[1]), max(a[2], b[2])) for a, b in pairs
            )
    return field, next((twin.reason for twin in sources if twin.reason), "")


def _conv_weights(layer, folds, order, shape):
    """Kernel and bias of the convolution that replaces a Dense layer.

    folds: batch normalisations before it, y = s·x + t per input number: the kernel's
    rows take s, the bias takes t·kernel. order: the rows in the order of the map.
    """
    kernel, bias = layer.kernel, layer.bias if layer.use_bias else None
    for fold in reversed(folds):
        mean, variance = (
            ops.convert_to_numpy(w).astype("float64")
            for w in (fold.moving_mean, fold.moving_variance)
        )
        scale = 1 / np.sqrt(variance + fold.epsilon)
        scale = (
            scale * ops.convert_to_numpy(fold.gamma) if fold.scale else scale
        )
        shift = -mean * scale + (
            ops.convert_to_numpy(fold.beta) if fold.center else 0
        )
        kernel = ops.convert_to_numpy(kernel)
        bias = shift @ kernel + (
            0 if bias is None else ops.convert_to_numpy(bias)
        )
        kernel = kernel * scale[:, None].astype(kernel.dtype)
    if order is not None and np.any(np.diff(order) != 1):
        kernel = ops.take(kernel, order, axis=0)
    values = {"kernel": ops.reshape(kernel, shape)}
    return (
        values
        if bias is None
        else values | {"bias": ops.cast(bias, layer.variable_dtype)}
    )


# ------------------------------------------------------------- converting


def to_fully_convolutional(model):
    """An equivalent network without Dense layers, which takes any larger input.

    Args:
        model: a built Sequential or Functional model, its inputs maps of known sizes:
            (batch, *sizes, channels) or, for layers with data_format="channels_first",
            (batch, channels, *sizes).

    Returns:
        keras.Model with the same layer names, dtypes, trainable flags and weights,
        free spatial sizes, and inner models laid out flat. On an input of the original
        size it returns what the model returns, with spatial axes of size 1, in the
        model's data format. It is not compiled. Kernel constraints of Dense layers are
        left out: they act along an axis that is gone.

    Raises:
        ValueError: names the layer that cannot be converted exactly and what to do.
    """
    first, _ = _dry_run(model)
    follower = _Follower(build=True)
    twins = _inputs(model, first, build=follower)
    results = follower.follow(model, twins)
    names = _output_names(model)
    results = [
        follower.output(t, n).tensor
        for t, n in zip(results, names, strict=True)
    ]
    inputs = {
        id(t): twin.tensor for t, twin in zip(model.inputs, twins, strict=True)
    }
    outputs = {
        id(t): result for t, result in zip(model.outputs, results, strict=True)
    }
    sequential = isinstance(model, keras.Sequential)
    return keras.Model(
        keras.tree.map_structure(
            lambda t: inputs[id(t)],
            model.inputs[0] if sequential else model.input,
        ),
        keras.tree.map_structure(
            lambda t: outputs[id(t)],
            model.outputs[0] if sequential else model.output,
        ),
        name=model.name,
    )


def _check_model(model):
    what = f"Expected a built Sequential or Functional keras.Model, got {type(model).__name__}"
    if not isinstance(model, keras.Model):
        raise ValueError(
            f"{what}. Pass the model itself, not a layer, a path or weights."
        )
    try:
        inputs, outputs = model.inputs, model.outputs
    except AttributeError:
        inputs = outputs = None
    if not inputs or not outputs:
        raise ValueError(
            f"{what} {model.name!r} whose layers cannot be followed. If it is not built yet, "
            f"give it an Input; if its class has a call method of its own, write it with the "
            f"Functional API."
        )


def _inputs(model, first, build=None):
    """The twins of the model's inputs."""
    twins = []
    for tensor in model.inputs:
        shape, n = tuple(tensor.shape[1:]), len(tensor.shape) - 2
        grid, channels = (
            (shape[1:], shape[0]) if first else (shape[:-1], shape[-1])
        )
        field = {tensor.name: ((1, 0, 0),) * n}
        new = None
        if build:
            new_shape = (
                (channels, *[None] * n) if first else (*[None] * n, channels)
            )
            new = keras.Input(
                new_shape,
                batch_size=tensor.shape[0],
                dtype=tensor.dtype,
                name=tensor.name,
            )
            build.names.add(tensor.name)
        twins.append(_Twin(new, grid, channels, first, field))
    return twins


def _dry_run(model, free_sizes=False):
    """Is the model channels_first, and what the outputs' twins are, without tensors."""
    _check_model(model)
    for tensor in model.inputs:
        shape = tuple(tensor.shape)
        if not 3 <= len(shape) <= 5:
            raise ValueError(
                f"Input {tensor.name!r} must be a map (batch, sizes and channels), got shape "
                f"{shape}. A flat input cannot slide; a grey image needs a channel axis."
            )
        if not free_sizes and None in shape[1:]:
            raise ValueError(
                f"Input {tensor.name!r} must have known sizes, got shape {shape}. Rebuild the "
                f"model with the input size it was trained on; without Dense layers it is "
                f"fully convolutional already."
            )
    error = None
    guess = _layers_format(model) or keras.config.image_data_format()
    for first in sorted(
        (True, False), key=lambda first: first != (guess == "channels_first")
    ):
        follower = _Follower(build=False)
        try:
            twins = follower.follow(model, _inputs(model, first))
            names = _output_names(model)
            return first, [
                follower.output(t, n) for t, n in zip(twins, names, strict=True)
            ]
        except ValueError as refusal:
            error = error or refusal
    raise error


def _layers_format(model):
    for layer in model.layers:
        inner = (
            _layers_format(layer) if isinstance(layer, keras.Model) else None
        )
        found = inner or getattr(layer, "data_format", None)
        if found:
            return found
    return None


def _output_names(model):
    return [tensor._keras_history.operation.name for tensor in model.outputs]


# ------------------------------------------------------ what an output sees


class ReceptiveField(NamedTuple):
    """What cell (i, j) of an output sees, in input pixels per axis: the pixels from
    i * stride + offset, as many as size. An offset below 0 reaches into the padding."""

    size: tuple
    stride: tuple
    offset: tuple
    equals_cropping: (
        bool  # is each cell of a larger input equal to that of its crop?
    )
    reason: str  # the layer that prevents it, or ""


def receptive_field(model):
    """Size, stride and offset of an output cell, and whether larger inputs equal crops.

    Args:
        model: a model that `to_fully_convolutional` accepts or has returned.

    Returns:
        ReceptiveField; for several inputs or outputs, a dict of them by (output name,
        input name). A layer that pads makes equals_cropping False: at the border of a
        crop it sees zeros, and on the larger input what is really there. With
        padding="same" and strides the offset holds for the model's input size, or, if
        that is free, for sizes that the strides divide.

    Raises:
        ValueError: as `to_fully_convolutional`.

    Formula: a layer of kernel k (dilated), stride s and padding p sees cells o·s - p to
    o·s - p + k - 1; chained from the output to the input.
    """
    _, twins = _dry_run(model, free_sizes=True)
    fields = {}
    for name, twin in zip(_output_names(model), twins, strict=True):
        for source, axes in twin.field.items():
            lows = [
                low if math.isinf(low) else math.floor(low)
                for _, low, _ in axes
            ]
            highs = [
                high if math.isinf(high) else math.floor(high)
                for *_, high in axes
            ]
            fields[name, source] = ReceptiveField(
                tuple(
                    high - low + 1
                    for low, high in zip(lows, highs, strict=True)
                ),
                tuple(int(s) if s == int(s) else float(s) for s, *_ in axes),
                tuple(lows),
                not twin.reason,
                twin.reason,
            )
    return next(iter(fields.values())) if len(fields) == 1 else fields


# ---------------------------------------------------------------- proving


class Difference(NamedTuple):
    """Largest absolute differences between a model and its converted twin."""

    original_size: float  # on inputs of the model's own size
    crops: (
        float | None
    )  # cells of a larger input against crops; None if not equal
    largest_output: float  # to judge them by


def max_difference(model, converted, samples=2, extra_cells=1, seed=0):
    """The largest difference between a model and its conversion, on random inputs.

    Args:
        model: the original, with inputs of known sizes.
        converted: what `to_fully_convolutional(model)` returned, or your own.
        samples: how many random inputs, standard normal (0 to 255 for integers).
        extra_cells: how many cells more per axis the larger input gives. It is tried
            where `receptive_field` says that cells equal crops, on one input.
        seed: of the random numbers.

    Returns:
        Difference(original_size, crops, largest_output), the largest over all outputs.

    Raises:
        ValueError: if the models or numbers are not as above, or do not fit together.
    """
    for name, value in {"samples": samples, "extra_cells": extra_cells}.items():
        if not _is_size(value):
            raise ValueError(
                f"{name} must be a positive integer, got {value!r}."
            )
    _check_model(converted)
    first, twins = _dry_run(model)
    shapes = [tuple(tensor.shape[1:]) for tensor in model.inputs]
    rng = np.random.default_rng(seed)
    inputs = [
        _random(rng, (samples, *shape), tensor.dtype)
        for shape, tensor in zip(shapes, model.inputs, strict=True)
    ]
    expected = _predict(model, inputs, first)
    found = _predict(converted, inputs, first)
    if len(found) != len(expected):
        raise ValueError(
            f"model has {len(expected)} outputs, converted {len(found)}. Pass a model "
            f"and its own conversion."
        )
    same = 0.0
    for a, b in zip(expected, found, strict=True):
        if a.size != b.size:
            raise ValueError(
                f"model gives {a.shape}, converted {b.shape} on the same input. Pass a "
                f"model and its own conversion."
            )
        same = max(same, float(np.abs(a.reshape(b.shape) - b).max()))
    largest = max(float(np.abs(a).max()) for a in expected)
    if any(twin.reason for twin in twins):
        return Difference(same, None, largest)
    return Difference(
        same, _crops(model, converted, twins, first, extra_cells, rng), largest
    )


def _crops(model, converted, twins, first, extra, rng):
    """The largest difference between cells of one larger input and its crops."""
    strides = [int(s) for s, *_ in next(iter(twins[0].field.values()))]
    larger = []
    for tensor in model.inputs:
        shape = np.array(tensor.shape[1:])
        axes = slice(1, None) if first else slice(None, -1)
        shape[axes] += np.array(strides) * extra
        larger.append(_random(rng, (1, *shape), tensor.dtype))
    found = _predict(converted, larger, first)
    cells = list(product(range(extra + 1), repeat=len(strides)))
    crops = []
    for image, tensor in zip(larger, model.inputs, strict=True):
        image = np.moveaxis(image[0], 0, -1) if first else image[0]
        sizes = tensor.shape[2:] if first else tensor.shape[1:-1]
        pieces = []
        for cell in cells:
            starts = [i * s for i, s in zip(cell, strides, strict=True)]
            window = tuple(
                slice(a, a + n) for a, n in zip(starts, sizes, strict=True)
            )
            piece = image[window]
            pieces.append(np.moveaxis(piece, -1, 0) if first else piece)
        crops.append(np.stack(pieces))
    expected = _predict(model, crops, first)
    worst = 0.0
    for a, b in zip(expected, found, strict=True):
        for row, cell in zip(a, cells, strict=True):
            where = (0, slice(None), *cell) if first else (0, *cell)
            worst = max(worst, float(np.abs(row - b[where]).max()))
    return worst


def _predict(model, inputs, first):
    twin = keras.Model(
        model.inputs, model.outputs
    )  # leaves the model uncompiled
    # On a CPU TensorFlow convolves channels_first only when XLA compiles it.
    twin.compile(jit_compile=first and keras.backend.backend() == "tensorflow")
    outputs = twin.predict(inputs, verbose=0, batch_size=len(inputs[0]))
    return [np.asarray(x, "float32") for x in keras.tree.flatten(outputs)]


def _random(rng, shape, dtype):
    if "int" in dtype:
        return rng.integers(0, 256, shape).astype(dtype)
    return rng.standard_normal(shape).astype("float32")
