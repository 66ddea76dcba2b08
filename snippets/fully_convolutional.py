"""Turn a Keras convnet with Dense layers into a fully convolutional one.

    converted = to_fully_convolutional(model)  # takes any larger image
    receptive_field(model)                     # may its cells be read as crops?
    max_difference(model, converted)           # the proof, on your own model

How it works. The model is followed tensor by tensor. Each tensor has a twin: a
feature map of the new model and, once the original is no longer that map (say,
after Flatten), an array of indices: where on the map each of its numbers is.
Flatten, Reshape and Permute rearrange the indices and vanish. A Dense layer
becomes a convolution as large as the map, the rows of its kernel put where the
indices say. Other layers are copied with their weights. What cannot be followed
exactly raises a ValueError that says what to do.
"""

import math
from dataclasses import dataclass, replace
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
        flatten_order: the order in which the map was flattened, slowest axis
            first: "C" for channels and "W", "HW" or "DHW" for a map of 1, 2 or
            3 spatial axes.

    Returns:
        NumPy array (*spatial sizes, channels, outputs): a Keras convolution
        kernel, the same for both data formats. A view where possible.

    Raises:
        ValueError: if the letters, the sizes and the kernel do not fit.

    Formula: reshape the rows to the map, then move its axes to D, H, W, C.
    """
    kernel_order = _kernel_order(flatten_order)
    sizes = feature_shape if isinstance(feature_shape, tuple | list) else ()
    if len(sizes) != len(flatten_order) or not all(map(_is_count, sizes)):
        raise ValueError(
            f"feature_shape must be one positive integer for each letter of "
            f"{flatten_order!r}, got {feature_shape!r}. Take the shape of the "
            f"layer before Flatten, in the order in which it was flattened."
        )
    kernel = _array(dense_kernel, "dense_kernel", 2, "(inputs, outputs)")
    if len(kernel) != math.prod(sizes):
        raise ValueError(
            f"dense_kernel must have {' × '.join(map(str, sizes))} = "
            f"{math.prod(sizes)} rows, got {len(kernel)}. Check the shape of "
            f"the flattened map; transpose a kernel that is (outputs, inputs)."
        )
    axes = [flatten_order.index(letter) for letter in kernel_order]
    return kernel.reshape(*sizes, -1).transpose(*axes, len(axes))


def conv_to_dense_kernel(conv_kernel, flatten_order):
    """The inverse of `dense_to_conv_kernel`.

    Args:
        conv_kernel: kernel of a Keras convolution as large as its map, shape
            (*spatial sizes, channels, outputs).
        flatten_order: as for `dense_to_conv_kernel`.

    Returns:
        NumPy array (inputs, outputs).

    Raises:
        ValueError: if the letters and the kernel do not fit.
    """
    kernel_order = _kernel_order(flatten_order)
    shape = f"({', '.join(kernel_order)}, outputs)"
    ndim = len(kernel_order) + 1
    kernel = _array(conv_kernel, "conv_kernel", ndim, shape)
    axes = [kernel_order.index(letter) for letter in flatten_order]
    return kernel.transpose(*axes, ndim - 1).reshape(-1, kernel.shape[-1])


def _kernel_order(flatten_order):
    for order in ("WC", "HWC", "DHWC"):
        text = flatten_order if isinstance(flatten_order, str) else ""
        if sorted(text) == sorted(order):
            return order
    raise ValueError(
        f"flatten_order must hold each letter of 'WC', 'HWC' or 'DHWC' once, "
        f"got {flatten_order!r}. Write the map's axes in the order in which "
        f"they were flattened, slowest first, such as 'HWC' or 'CHW'."
    )


def _array(value, name, ndim, shape):
    try:
        array = _numpy(value)
        got = f"an array of {array.dtype} of shape {array.shape}"
        good = array.dtype.kind in "iuf" or "float" in array.dtype.name
        good = good and array.ndim == ndim and 0 not in array.shape
    except (TypeError, ValueError, RuntimeError):
        good, got = False, type(value).__name__
    if not good:
        raise ValueError(
            f"{name} must be an array of numbers of shape {shape}, got {got}. "
            f"Pass layer.kernel, or the first array of layer.get_weights()."
        )
    return array


def _numpy(value):
    if isinstance(value, keras.Variable):
        return value.numpy()
    plain = isinstance(value, np.ndarray | list | tuple)
    return np.asarray(value) if plain else ops.convert_to_numpy(value)


def _is_count(value):
    return (
        isinstance(value, int | np.integer) and value > 0 and value is not True
    )


# ------------------------------------------------------ what a tensor becomes


@dataclass(frozen=True)
class _Twin:
    """What stands in the new model for one tensor of the original."""

    tensor: object  # a feature map; None in a dry run
    grid: tuple  # its spatial sizes for an input of the original size
    channels: int
    first: bool  # is it channels_first?
    # Per input name, what cell 0 of the map sees: arrays (stride, lowest pixel,
    # highest pixel) over the spatial axes.
    field: dict
    reason: str = ""  # why cells of a larger input do not equal those of crops
    # Where on the map the original's numbers are, counted in (D, H,) W, C order
    # and shaped like the original. None: the original is the map.
    index: np.ndarray | None = None
    folds: tuple = ()  # BatchNormalizations per position, for the next Dense
    pools: frozenset = frozenset()  # ids of the global poolings it came through
    whole: bool = False  # pooled over all of any input: always a single cell

    @property
    def axis(self):
        return 1 if self.first else -1

    @property
    def data_format(self):
        return "channels_first" if self.first else "channels_last"

    @property
    def vector(self):
        return self.index is not None and self.index.ndim == 1

    def all_indices(self, first):
        shape = (*self.grid, self.channels)
        index = np.arange(math.prod(shape)).reshape(shape)
        return np.moveaxis(index, -1, 0) if first else index

    def indices(self):
        return (
            self.all_indices(self.first) if self.index is None else self.index
        )

    def through(self, window, reason="", **changes):
        """Behind a layer whose cell o sees the cells a·o + b to a·o + c."""
        a, b, c = (np.array(x) for x in window)
        field = {
            name: (stride * a, low + stride * b, high + stride * c)
            for name, (stride, low, high) in self.field.items()
        }
        return replace(
            self, field=field, reason=self.reason or reason, **changes
        )


def _full(grid):
    """The window of a layer that sees as many cells as the grid has."""
    return np.ones(len(grid), int), np.zeros(len(grid), int), np.array(grid) - 1


def _window(layer, grid):
    """Cell o of a layer sees cells a·o + b to a·o + c: (a, b, c), reason."""
    kind, name = type(layer).__name__, repr(layer.name)
    one, zero, _ = _full((1,) * len(grid))
    if kind.startswith(("ZeroPadding", "Cropping")):
        pads = kind.startswith("Z")
        sides = np.reshape(layer.padding if pads else layer.cropping, (-1, 2))
        start = -sides[:, 0] if pads else sides[:, 0]
        return (
            one,
            start,
            start,
        ), f"{name} pads" if pads and sides.any() else ""
    if kind.startswith("UpSampling"):
        reach = {"bilinear": 1, "bicubic": 2, "lanczos3": 3, "lanczos5": 5}
        more = reach.get(getattr(layer, "interpolation", ""), 0)
        part = one / layer.size
        return (part, part - 1 - more, zero + more), f"{name} upsamples"
    if "Conv" not in kind and "Pooling" not in kind:
        return (one, zero, zero), ""
    size = layer.pool_size if "Pooling" in kind else layer.kernel_size
    span = (np.array(size) - 1) * getattr(layer, "dilation_rate", 1) + 1
    stride = one * layer.strides
    if "Transpose" in kind:
        high = np.maximum(span - stride, 0) / stride
        return (1 / stride, (1 - span) / stride, high), f"{name} upsamples"
    before = zero
    if layer.padding == "causal":
        before = span - 1
    elif layer.padding == "same":  # a free size counts as a multiple of strides
        rest = np.array([n or 0 for n in grid]) % stride
        before = np.maximum(span - np.where(rest, rest, stride), 0) // 2
    pads = layer.padding != "valid" and (span > 1).any()
    reason = f"{name} pads (padding={layer.padding!r})" if pads else ""
    return (stride, -before, span - 1 - before), reason


def _union(layer, sources):
    """What a merge of these twins sees."""
    field = {}
    for twin in sorted(sources, key=lambda twin: twin.whole):
        for name, (stride, low, high) in twin.field.items():
            known = field.setdefault(name, (stride, low, high))
            if not twin.whole and not np.array_equal(stride, known[0]):
                _refuse(
                    layer,
                    f"its inputs have strides {known[0]} and {stride}, so "
                    f"larger images part them. Give them equal strides.",
                )
            low, high = np.minimum(low, known[1]), np.maximum(high, known[2])
            field[name] = known[0], low, high
    return field


# ---------------------------------------------------------- what a layer does

# For each layer the method of _Follower below that converts it; # is 1, 2 or 3.
_METHODS = {
    "windowed": "Conv#D DepthwiseConv#D SeparableConv#D Conv#DTranspose "
    "AveragePooling#D MaxPooling#D ZeroPadding#D Cropping#D UpSampling#D "
    "SpatialDropout#D RandomFlip RandomRotation RandomZoom RandomTranslation "
    "RandomContrast RandomBrightness",
    "pooled": "GlobalAveragePooling#D GlobalMaxPooling#D "
    "AdaptiveAveragePooling#D AdaptiveMaxPooling#D",
    "rearranged": "Flatten Reshape Permute",
    "dense": "Dense",
    "normalized": "BatchNormalization LayerNormalization RMSNormalization "
    "UnitNormalization GroupNormalization Normalization Softmax PReLU",
    "elementwise": "Activation ReLU LeakyReLU ELU Rescaling",
    "passed": "Dropout GaussianDropout GaussianNoise AlphaDropout Identity "
    "ActivityRegularization",
    "merged": "Add Subtract Multiply Average Maximum Minimum Concatenate",
}
_METHOD_OF = {
    getattr(L, name.replace("#", n)): method
    for method, names in _METHODS.items()
    for name in names.split()
    for n in "123"
    if hasattr(L, name.replace("#", n))
}
_OPERATORS = """Add Subtract Multiply Divide TrueDivide Negative Maximum Minimum
    Relu Relu6 Sigmoid Silu Gelu Tanh"""  # of keras.ops, and + - * /
# The activations that act on each number, and those that act on the last axis.
_ON_NUMBERS = """linear relu relu6 leaky_relu elu selu celu gelu silu mish tanh
    sigmoid hard_sigmoid hard_silu hard_tanh hard_shrink log_sigmoid softplus
    soft_shrink softsign exponential tanh_shrink squareplus threshold
    sparse_plus sparse_sigmoid"""
_ON_LAST_AXIS = "softmax log_softmax sparsemax"


def _activation(layer):
    """What it acts on: "numbers", "last axis", "axis 1" or "unknown"."""
    function = getattr(layer, "activation", None)
    name = getattr(function, "__name__", "")
    if function is None or type(function) in (L.ReLU, L.LeakyReLU, L.ELU):
        return "numbers"
    if type(function) is L.Softmax and function.axis in (1, -1):
        return "last axis" if function.axis == -1 else "axis 1"
    if getattr(keras.activations, name, None) is function:
        if name in _ON_NUMBERS.split():
            return "numbers"
        if name in _ON_LAST_AXIS.split():
            return "last axis"
    return "unknown"


def _refuse(layer, problem):
    kind = type(layer).__name__
    raise ValueError(f"Cannot convert {kind} {layer.name!r}: {problem}")


class _Gate(Exception):
    """A pooled vector meets a map: its global pooling must stay global."""


# -------------------------------------------------------- following the model


class _Follower:
    """Goes through a model and gives each tensor its twin."""

    def __init__(self, build, gates):
        self.build = build  # False: a dry run, without layers and weights
        self.gates = gates  # ids of the global poolings that stay global
        self.copies = {}  # id of a layer -> (how it is used, its counterpart)
        self.names = set()
        self.prefix = ""  # of nested models

    def follow(self, model, twins):
        """The twins of the model's outputs, from those of its inputs."""
        known = dict(zip(map(id, model.inputs), twins, strict=True))
        # Keras keeps each call of a layer as a node; no public way leads there.
        depths = keras.Function(model.inputs, model.outputs)._nodes_by_depth
        for node in (
            n for d in sorted(depths, reverse=True) for n in depths[d]
        ):
            layer, call = node.operation, node.arguments
            if id(node.outputs[0]) in known:
                continue
            sources = [known[id(tensor)] for tensor in call.keras_tensors]
            if (
                call.kwargs.get("training")
                or call.kwargs.get("mask") is not None
            ):
                _refuse(
                    layer, "it is called with training=True or a mask. Do not."
                )
            if isinstance(layer, keras.Model):
                _check_model(layer)
                outer, self.prefix = self.prefix, f"{self.prefix}{layer.name}_"
                results = self.follow(layer, sources)
                self.prefix = outer
            else:
                results = [self.step(layer, sources, node)]
            known.update(zip(map(id, node.outputs), results, strict=True))
        return [known[id(tensor)] for tensor in model.outputs]

    def step(self, layer, sources, node):
        """The twin of one layer's output."""
        method = _METHOD_OF.get(type(layer))
        special = ("quantization_mode", "lora_enabled")
        if any(getattr(layer, name, None) for name in special):
            _refuse(
                layer, "it is quantized or has LoRA weights. Convert first."
            )
        if method == "merged":
            return self.merged(layer, sources)
        if method:
            return getattr(self, method)(
                layer, sources[0], node.outputs[0].shape
            )
        if (
            not isinstance(layer, L.Layer)
            and type(layer).__name__ in _OPERATORS.split()
        ):
            return self.operator(layer, sources, node.arguments)
        _refuse(
            layer,
            "its kind is unknown, or mixes positions as no convolution does. "
            "Replace it with Keras layers that treat all positions alike, or "
            "convert the model up to it and apply it to the result.",
        )

    def copy(
        self, layer, inputs, kind=None, config=None, order=None, values=None
    ):
        """The output of the layer's counterpart, made when it is first called.

        kind, config: class and settings to change. order: how to rearrange
        weights along the channels. values: weights to take instead.
        """
        changes = {} if config is None else config
        use = (str(changes), None if order is None else order.tobytes())
        known_use, new = self.copies.setdefault(id(layer), (use, None))
        if known_use != use:
            _refuse(
                layer,
                "it is shared by maps of different sizes or orders. Give "
                "each a layer of its own.",
            )
        if not self.build:
            return None
        if new is not None:
            return new(inputs)
        config = layer.get_config() if kind is None else {}
        config = config | changes | {"name": self.unused(layer.name)}
        if isinstance(layer, L.Layer):
            config |= {
                "dtype": layer.dtype_policy,
                "trainable": layer.trainable,
            }
        drawn = [key for key in config if key.endswith("_initializer")]
        new = (kind or type(layer)).from_config(
            config | dict.fromkeys(drawn, "zeros")  # nothing drawn in vain
        )
        for key in values or ():
            given = values[key]
            setattr(new, key, lambda *_, given=given, **__: given)
        output = new(inputs)
        for key in drawn:
            setattr(new, key, getattr(layer, key))
        if kind is None and isinstance(layer, L.Layer):
            for target, source in zip(new.weights, layer.weights, strict=True):
                if order is not None and source.shape == order.shape:
                    source = ops.take(source, order, axis=0)
                target.assign(ops.reshape(source, target.shape))
        if kind is None and isinstance(layer, L.Normalization):
            new.finalize_state()
        self.copies[id(layer)] = use, new
        return output

    def unused(self, name):
        """This name, or one with the nested model's name or a number added."""
        choices = [name, self.prefix + name]
        choices += [f"{self.prefix}{name}_{n}" for n in range(1, 1000)]
        name = next(choice for choice in choices if choice not in self.names)
        self.names.add(name)
        return name

    # Each method below returns the twin of the layer's output.

    def passed(self, layer, twin, shape):
        return replace(twin, tensor=self.copy(layer, twin.tensor))

    def elementwise(self, layer, twin, shape):
        if type(layer) is L.Activation and _activation(layer) == "last axis":
            return self.normalized(layer, twin, shape)
        if _activation(layer) != "numbers":
            _refuse(
                layer, "its function is unknown. Use one of keras.activations."
            )
        if (
            type(layer) is L.Rescaling
            and np.size(layer.scale) * np.size(layer.offset) > 1
        ):
            known = twin.data_format == keras.config.image_data_format()
            if twin.index is not None or not known:
                _refuse(
                    layer, "it scales along an axis. Use one number for all."
                )
        return self.passed(layer, self.unfolded(twin), shape)

    def windowed(self, layer, twin, shape):
        twin = self.as_map(layer, twin)
        first = twin.first
        if _activation(layer) not in (
            "numbers",
            "axis 1" if first else "last axis",
        ):
            _refuse(
                layer,
                "its activation mixes positions, or is unknown. Use "
                "one of keras.activations.",
            )
        known = (
            (twin.channels, *twin.grid)
            if first
            else (*twin.grid, twin.channels)
        )
        shape = layer.compute_output_shape((None, *known))
        window, reason = _window(layer, twin.grid)
        return twin.through(
            window,
            reason,
            tensor=self.copy(layer, twin.tensor),
            grid=tuple(shape[2:] if first else shape[1:-1]),
            channels=shape[1] if first else shape[-1],
        )

    def as_map(self, layer, twin):
        """The twin as a map in the layer's data format; a Permute may help."""
        expected = getattr(layer, "data_format", "channels_last")
        if "Random" in type(layer).__name__ and twin.index is None:
            return twin
        if twin.index is not None and expected != twin.data_format:
            n, first = len(twin.grid), not twin.first
            if np.array_equal(twin.index, twin.all_indices(first)):
                dims = (
                    [n + 1, *range(1, n + 1)]
                    if first
                    else [*range(2, n + 2), 1]
                )
                tensor = twin.tensor
                if self.build:
                    name = self.unused(f"{layer.name}_permute")
                    tensor = L.Permute(dims, name=name)(tensor)
                return replace(twin, tensor=tensor, first=first, index=None)
        if twin.index is not None:
            _refuse(
                layer, "a Reshape or Permute before it leaves no map. Drop it."
            )
        if expected != twin.data_format:
            _refuse(
                layer,
                f"it reads {expected}, but its input is {twin.data_format}. "
                f"Give all layers one data_format, or put a Permute between.",
            )
        return twin

    def needs_sizes(self, layer, twin):
        if None in twin.grid:
            _refuse(
                layer,
                f"its map has free sizes {twin.grid}, its window is unknown. "
                f"Rebuild the model with the input size of its training.",
            )

    def pooled(self, layer, twin, shape):
        """Global pooling slides: pooling of the map's size with stride 1."""
        twin = self.as_map(layer, twin)
        self.needs_sizes(layer, twin)
        n, index = len(twin.grid), None
        if len(shape) == 2:
            index = np.arange(twin.channels)
        if id(layer) in self.gates:
            tensor = self.copy(layer, twin.tensor, config={"keepdims": True})
            window = np.ones(n), np.full(n, -np.inf), np.full(n, np.inf)
            reason = f"{layer.name!r} pools over the whole input"
            changes = {"grid": (1,) * n, "index": index, "whole": True}
            return twin.through(window, reason, tensor=tensor, **changes)
        cells = getattr(layer, "output_size", (1,) * n)
        size = tuple(int(side) for side in np.array(twin.grid) // cells)
        if not np.array_equal(np.multiply(size, cells), twin.grid):
            _refuse(
                layer,
                f"its {cells} cells do not divide its map {twin.grid}. Choose "
                "a number that does.",
            )
        stride = tuple(np.where(np.array(cells) > 1, size, 1).tolist())
        kind = "Average" if "Average" in type(layer).__name__ else "Max"
        kind = getattr(L, f"{kind}Pooling{n}D")
        config = {"pool_size": size, "strides": stride}
        config["data_format"] = twin.data_format
        tensor = self.copy(layer, twin.tensor, kind, config)
        return twin.through(
            (stride, np.zeros(n), np.array(size) - 1),
            tensor=tensor,
            grid=tuple(cells),
            index=index,
            pools=twin.pools | {id(layer)},
        )

    def rearranged(self, layer, twin, shape):
        """Flatten, Reshape, Permute: the indices move, the map stays."""
        self.needs_sizes(layer, twin)
        twin = self.unfolded(twin)
        index = twin.indices()
        if type(layer) is L.Permute:
            index = index.transpose([axis - 1 for axis in layer.dims])
        elif type(layer) is L.Flatten and layer.data_format == "channels_first":
            index = np.moveaxis(index, 0, -1)
        shape = layer.compute_output_shape((None, *twin.indices().shape))
        index = index.reshape(shape[1:])
        known = np.array_equal(index, twin.all_indices(twin.first))
        return replace(
            twin, index=None if known else index
        )  # None: a map again

    def dense(self, layer, twin, shape):
        """A convolution of the map's size; on positions, of size 1."""
        acts, first, units = _activation(layer), twin.first, layer.units
        name = getattr(layer.activation, "__name__", "")
        if acts not in ("numbers", "last axis"):
            _refuse(
                layer,
                "its activation is unknown. Use one of keras.activations.",
            )
        if acts == "last axis" and first and name != "softmax":
            _refuse(layer, f"{name!r} acts on the last axis only. Use softmax.")
        n, order = len(twin.grid), None
        size, grid, index = (1,) * n, twin.grid, np.arange(units)
        if twin.vector:
            size, grid, order = twin.grid, size, np.argsort(twin.index)
        else:
            places = self.places(layer, twin)
            index = (
                None if places is None else places[..., None] * units + index
            )
        rows = math.prod(size) * twin.channels
        if tuple(layer.kernel.shape) != (rows, units):
            _refuse(
                layer,
                f"its kernel {layer.kernel.shape} is not ({rows}, {units}). "
                "Build it anew on the map it reads.",
            )
        known = layer.get_config()
        kept = (
            "activation kernel_initializer bias_initializer bias_regularizer "
        )
        kept += "bias_constraint activity_regularizer"
        config = {key: known[key] for key in kept.split() if key in known}
        config |= {"filters": units, "kernel_size": size}
        config |= {"data_format": twin.data_format}
        config |= {"use_bias": layer.use_bias or bool(twin.folds)}
        regularizer = keras.regularizers
        if isinstance(
            layer.kernel_regularizer,
            regularizer.L1L2 | regularizer.L1 | regularizer.L2,
        ):
            config["kernel_regularizer"] = known["kernel_regularizer"]
        if acts == "last axis" and first:
            config["activation"] = L.Softmax(axis=1)
        values = _weights(layer, twin, order, size) if self.build else None
        kind = getattr(L, f"Conv{n}D")
        tensor = self.copy(layer, twin.tensor, kind, config, order, values)
        changes = {"grid": grid, "channels": units, "index": index, "folds": ()}
        return twin.through(_full(size), tensor=tensor, **changes)

    def places(self, layer, twin):
        """The position of each row of the last axis; None if it is the map."""
        if twin.index is None and not twin.first:
            return None
        self.needs_sizes(layer, twin)
        index, channels = twin.indices(), twin.channels
        places = index[..., :1] // channels
        rows = places * channels + np.arange(channels)
        if index.shape[-1] != channels or not np.array_equal(index, rows):
            _refuse(
                layer,
                "its last axis is not the channels of one position. Flatten "
                "before it, or bring the channels last with Permute.",
            )
        return places[..., 0]

    def normalized(self, layer, twin, shape):
        """What acts along the channels keeps to their axis of the map."""
        rank, kind, config = len(shape), None, {}
        if type(layer) is L.PReLU:
            axes = set(range(1, rank)) - set(layer.shared_axes or ())
        else:
            axes = np.ravel(getattr(layer, "axis", -1)).tolist()
            axes = {axis % rank for axis in axes if axis is not None}
        channel = 1 if twin.first and twin.index is None else rank - 1
        if not axes <= {channel}:
            _refuse(
                layer,
                f"it acts along axis {axes}, not channels ({channel}). Let it "
                "act along the channels and train it so.",
            )
        if channel != 1 and axes:
            self.places(layer, twin)
        if twin.vector:
            if type(layer) is L.BatchNormalization and math.prod(twin.grid) > 1:
                return replace(twin, folds=(*twin.folds, layer))
            if type(layer) is L.GroupNormalization:
                _refuse(
                    layer, "on a vector it has no counterpart. Put it before."
                )
            twin = self.gathered(twin, layer)
        n, order = (
            len(twin.grid),
            np.argsort(twin.index) if twin.vector else None,
        )
        if type(layer) is L.PReLU:
            shared = [
                axis
                for axis in range(1, n + 2)
                if axis % (n + 2) != twin.axis % (n + 2)
            ]
            config["shared_axes"] = shared if axes else [*range(1, n + 2)]
        elif type(layer) is not L.Activation:
            config["axis"] = twin.axis if axes else None
        elif twin.first:
            if layer.activation is not keras.activations.softmax:
                _refuse(
                    layer, "channels_first has no counterpart. Use softmax."
                )
            kind, config = L.Softmax, {"axis": 1}
        tensor = self.copy(layer, twin.tensor, kind, config, order)
        if type(layer) is not L.GroupNormalization:
            return replace(twin, tensor=tensor)
        window = np.ones(n), np.full(n, -np.inf), np.full(n, np.inf)
        reason = f"{layer.name!r} normalises over the whole map"
        return twin.through(window, reason, tensor=tensor)

    def unfolded(self, twin):
        """BatchNormalizations that no Dense takes in become layers."""
        return self.gathered(twin, twin.folds[0]) if twin.folds else twin

    def gathered(self, twin, layer):
        """The vector of a window of many cells as channels of one cell."""
        n = len(twin.grid)
        if math.prod(twin.grid) > 1:
            tensor = self.crops(twin, layer) if self.build else None
            channels = math.prod(twin.grid) * twin.channels
            changes = {"tensor": tensor, "grid": (1,) * n, "channels": channels}
            twin = twin.through(_full(twin.grid), **changes)
        order = None if twin.index is None else np.argsort(twin.index)
        for fold in twin.folds:
            tensor = self.copy(
                fold, twin.tensor, None, {"axis": twin.axis}, order
            )
            twin = replace(twin, tensor=tensor)
        return replace(twin, folds=())

    def crops(self, twin, layer):
        """A shifted crop per position of the window, together as channels."""
        n, tensor, axis = len(twin.grid), twin.tensor, twin.axis
        options = {"data_format": twin.data_format} if n > 1 else {}
        if swap := n == 1 and twin.first:  # Cropping1D knows no channels_first
            tensor, axis = L.Permute((2, 1))(tensor), -1
        pieces = []
        for cell in np.ndindex(*twin.grid):
            after = np.array(twin.grid) - 1 - cell
            sides = np.stack([cell, after], axis=1).tolist()
            name = self.unused("_".join(map(str, (layer.name, "at", *cell))))
            crop = getattr(L, f"Cropping{n}D")
            crop = crop(sides if n > 1 else sides[0], name=name, **options)
            pieces.append(crop(tensor))
        name = self.unused(f"{layer.name}_window")
        tensor = L.Concatenate(axis, name=name)(pieces)
        return L.Permute((2, 1))(tensor) if swap else tensor

    def merged(self, layer, sources, call=None):
        """Sums, products, concatenations; `call` is what an operator does."""
        joins, config = type(layer) is L.Concatenate, {}
        if len({(t.first, len(t.grid), t.index is None) for t in sources}) > 1:
            _refuse(
                layer,
                "its inputs are a map and a vector, or of other formats. "
                "Flatten or pool them alike first.",
            )
        maps, one = sources[0].index is None, sources[0]
        if not maps:
            alike = all(
                not t.folds
                and t.grid == one.grid
                and np.array_equal(t.index, one.index)
                for t in sources
            )
            if joins or not alike:
                if any(not t.vector for t in sources):
                    _refuse(
                        layer,
                        "its inputs are neither maps nor vectors. Convert "
                        "the model up to them.",
                    )
                sources = [self.gathered(twin, layer) for twin in sources]
        sizes = [
            (not t.whole, math.prod(n or 2 for n in t.grid)) for t in sources
        ]
        small, one = (
            sources[sizes.index(min(sizes))],
            sources[sizes.index(max(sizes))],
        )
        if any(t.grid != one.grid and not t.whole for t in sources):
            if joins or not small.pools or math.prod(small.grid) > 1:
                _refuse(
                    layer, "its inputs have different sizes. Crop them alike."
                )
            raise _Gate(small.pools)
        index, channels = sources[0].index, max(t.channels for t in sources)
        if joins:
            rank = len(one.grid) + 2 if maps else 2
            channel = 1 if maps and one.first else rank - 1
            if layer.axis % rank != channel:
                _refuse(
                    layer,
                    f"it joins axis {layer.axis}, not channels ({channel}). "
                    "Join the channels.",
                )
            config["axis"] = one.axis
            ends = np.cumsum([t.channels for t in sources])
            channels = int(ends[-1])
            if not maps:
                index = [
                    t.index + e - t.channels
                    for t, e in zip(sources, ends, strict=True)
                ]
                index = np.concatenate(index)
        elif not all(np.array_equal(t.index, index) for t in sources):
            _refuse(
                layer,
                "its inputs were flattened in different orders. Flatten "
                "them alike.",
            )
        tensors = [twin.tensor for twin in sources]
        tensor = (
            call(tensors) if call else self.copy(layer, tensors, None, config)
        )
        reason = next((t.reason for t in sources if t.reason), "")
        field = _union(layer, sources)
        changes = {"tensor": tensor, "channels": channels, "index": index}
        pools = frozenset().union(*(t.pools for t in sources))
        return replace(one, **changes, field=field, reason=reason, pools=pools)

    def operator(self, layer, sources, arguments):
        """x + y, x * 2, keras.ops.relu(x) and the like."""
        arguments = arguments.args, arguments.kwargs
        others = keras.tree.flatten(arguments)
        if any(
            np.ndim(x) for x in others if not isinstance(x, keras.KerasTensor)
        ):
            _refuse(layer, "it takes an array. Use a number, or a layer.")

        def call(tensors):
            if not self.build:
                return None
            tensors = iter(tensors)
            args, kwargs = keras.tree.map_structure(
                lambda x: (
                    next(tensors) if isinstance(x, keras.KerasTensor) else x
                ),
                arguments,
            )
            config = layer.get_config() | {"name": self.unused(layer.name)}
            return type(layer).from_config(config)(*args, **kwargs)

        return self.merged(layer, [self.unfolded(t) for t in sources], call)

    def output(self, twin, layer):
        """The map that the new model returns."""
        if twin.index is not None:
            twin = self.gathered(twin, layer)
            if not np.array_equal(twin.index, np.arange(twin.channels)):
                _refuse(
                    layer,
                    "a Reshape or Flatten mixes this output. Leave it out.",
                )
        if twin.whole:
            _refuse(layer, "this output is pooled and a gate. Pool it twice.")
        return twin


def _weights(layer, twin, order, size):
    """Initial values that make a convolution equal to a Dense layer.

    A BatchNormalization before it is y = s·x + t for each of its inputs: the
    rows of the kernel take s, the bias takes t·kernel.
    """
    kernel, bias = layer.kernel, layer.bias if layer.use_bias else None
    for fold in reversed(twin.folds):
        numbers = [fold.moving_mean, fold.moving_variance]
        numbers += [
            fold.gamma if fold.scale else 1,
            fold.beta if fold.center else 0,
        ]
        mean, variance, gamma, beta = (_numpy(x) for x in numbers)
        scale = gamma / np.sqrt(variance.astype("float64") + fold.epsilon)
        kernel = _numpy(kernel)
        shift = (beta - mean * scale) @ kernel
        bias = shift if bias is None else shift + _numpy(bias)
        kernel = kernel * scale[:, None].astype(kernel.dtype)
    if order is not None and (np.diff(order) != 1).any():
        kernel = ops.take(kernel, order, axis=0)
    shape = (*size, twin.channels, layer.units)
    values = {"kernel_initializer": ops.reshape(kernel, shape)}
    if bias is not None:
        values["bias_initializer"] = ops.cast(bias, layer.variable_dtype)
    return values


# ----------------------------------------------------------------- converting


def to_fully_convolutional(model):
    """An equivalent model without Dense layers that takes any larger input.

    Args:
        model: a built Sequential or Functional model. Its inputs are maps of
            known sizes, (batch, *sizes, channels) or, if its layers are
            channels_first, (batch, channels, *sizes).

    Returns:
        keras.Model with free spatial sizes and the same layer names, dtypes,
        trainable flags and weights; nested models are laid out flat. For an
        input of the original size it returns what `model` does, with spatial
        axes of 1 where the data format has them. It is not compiled, and a
        converted Dense has no kernel constraint any more: its axis is gone.

    Raises:
        ValueError: names the layer that cannot be converted exactly, and why.
    """
    first, gates, _ = _dry_run(model)
    follower, twins = _Follower(True, gates), _inputs(model, first)
    follower.names.update(t.name for t in model.inputs)
    for i, (old, twin) in enumerate(zip(model.inputs, twins, strict=True)):
        sizes = [None] * len(twin.grid)
        shape = [twin.channels, *sizes] if first else [*sizes, twin.channels]
        new = keras.Input(shape, old.shape[0], dtype=old.dtype, name=old.name)
        twins[i] = replace(twin, tensor=new)
    results = follower.follow(model, twins)
    results = map(follower.output, results, _last_layers(model))
    known = dict(zip(map(id, model.inputs), twins, strict=True))
    known |= zip(map(id, model.outputs), results, strict=True)
    inputs, outputs = model.inputs, model.outputs
    if isinstance(model, keras.Sequential):
        inputs, outputs = inputs[0], outputs[0]
    else:
        inputs, outputs = model.input, model.output  # perhaps a dict or a list
    pick = lambda tensor: known[id(tensor)].tensor  # noqa: E731
    inputs = keras.tree.map_structure(pick, inputs)
    outputs = keras.tree.map_structure(pick, outputs)
    return keras.Model(inputs, outputs, name=model.name)


def _dry_run(model, free_sizes=False):
    """Is the model channels_first, its gates, and the twins of its outputs."""
    _check_model(model)
    for tensor in model.inputs:
        if not 3 <= len(tensor.shape) <= 5:
            raise ValueError(
                f"Input {tensor.name!r} must be a map with sizes and channels, "
                f"got shape {tensor.shape}. A flat input cannot slide over an "
                f"image; a grey image needs an axis for its one channel."
            )
        if not free_sizes and None in tensor.shape[1:]:
            raise ValueError(
                f"Input {tensor.name!r} must have known sizes, got shape "
                f"{tensor.shape}. Rebuild the model with the input size of its "
                f"training. Without Dense it needs no conversion."
            )
    guess = [*_formats(model), keras.config.image_data_format()][0]
    refusal, gates = None, set()
    formats = ["channels_first", "channels_last"]
    formats.sort(key=lambda data_format: data_format != guess)
    while formats:
        follower, first = (
            _Follower(False, gates),
            formats[0] == "channels_first",
        )
        try:
            twins = follower.follow(model, _inputs(model, first))
            outputs = map(follower.output, twins, _last_layers(model))
            return first, gates, list(outputs)
        except _Gate as gate:
            gates = gates | gate.args[0]
        except ValueError as error:
            refusal = refusal or error
            formats, gates = formats[1:], set()
    raise refusal


def _check_model(model):
    got = f"expected a built Sequential or Functional model, got {type(model)}"
    if not isinstance(model, keras.Model):
        raise ValueError(f"model: {got}. Pass the Keras model itself.")
    try:
        built = model.inputs and model.outputs
    except AttributeError:
        built = False
    if not built:
        raise ValueError(
            f"Model {model.name!r}: {got} that cannot be followed. Give "
            f"it an Input, or write its call method with the Functional API."
        )


def _inputs(model, first):
    twins = []
    for tensor in model.inputs:
        shape = tuple(tensor.shape[1:])
        grid, channels = (
            (shape[1:], shape[0]) if first else (shape[:-1], shape[-1])
        )
        one, zero, _ = _full((1,) * len(grid))
        field = {tensor.name: (one, zero, zero)}
        twins.append(_Twin(None, grid, channels, first, field))
    return twins


def _formats(model):
    """The data_formats of the layers, in their order."""
    found = []
    for layer in model.layers:
        nested = isinstance(layer, keras.Model)
        found += (
            _formats(layer) if nested else [getattr(layer, "data_format", None)]
        )
    return [data_format for data_format in found if data_format]


def _last_layers(model):
    return [tensor._keras_history.operation for tensor in model.outputs]


# ---------------------------------------------------------- what an output sees


class ReceptiveField(NamedTuple):
    """What an output cell sees of an input, in pixels, one number per axis.

    Cell i sees `size` pixels from i · stride + offset on; those below 0 are
    padding.
    """

    size: tuple
    stride: tuple
    offset: tuple
    equals_cropping: bool  # is each cell of a larger input equal to its crop's?
    reason: str  # the layer that prevents it


def receptive_field(model):
    """What an output cell sees, and whether a larger input equals cropping.

    Args:
        model: a model that `to_fully_convolutional` takes or has returned.

    Returns:
        ReceptiveField; for several inputs or outputs a dict of them by (output
        layer's name, input's name). As soon as a layer pads,
        equals_cropping is False: where a crop ends the layer sees zeros, and in
        the larger input what is there. After padding="same" with strides the
        offset is that for the model's input size; for a free size, that for a
        multiple of the strides. A layer that looks at the whole map makes the
        size inf.

    Raises:
        ValueError: as `to_fully_convolutional`.

    Formula: with kernel k (dilated), stride s and padding p, cell o of a layer
    sees the cells o·s - p to o·s - p + k - 1 before it; so on to the input.
    """
    _, _, twins = _dry_run(model, free_sizes=True)
    fields = {}
    for layer, twin in zip(_last_layers(model), twins, strict=True):
        for name, (stride, low, high) in twin.field.items():
            low, high = np.floor(low + 1e-6), np.floor(high + 1e-6)
            numbers = [map(_exact, x) for x in (high - low + 1, stride, low)]
            field = ReceptiveField(
                *map(tuple, numbers), not twin.reason, twin.reason
            )
            fields[layer.name, name] = field
    return fields if len(fields) > 1 else field


def _exact(x):
    return int(x) if np.isfinite(x) and x == int(x) else float(x)


# -------------------------------------------------------------------- proving


class Difference(NamedTuple):
    """The largest absolute differences between a model and its conversion."""

    original_size: float  # on inputs of the model's own size
    crops: float | None  # a larger input against its crops; None: not equal
    largest_output: float  # of the model, to judge the differences by


def max_difference(model, converted, samples=2, extra_cells=1, seed=0):
    """The largest difference between a model and its conversion.

    Args:
        model: the original, as for `to_fully_convolutional`.
        converted: its conversion, by this file or by hand.
        samples: number of random inputs, standard normal (integers: 0 to 255).
        extra_cells: if `receptive_field` says that cells equal crops, so is it
            tried, on a larger input that gives so many more cells per axis.
        seed: of the random numbers.

    Returns:
        Difference, the largest over all outputs.

    Raises:
        ValueError: if an argument is not as described, or the two do not fit.
    """
    for name, value in (("samples", samples), ("extra_cells", extra_cells)):
        if not _is_count(value):
            raise ValueError(
                f"{name} must be a positive integer, got {value!r}."
            )
    _check_model(converted)
    first, _, twins = _dry_run(model)
    rng = np.random.default_rng(seed)
    images = [_random(rng, samples, t.shape[1:], t.dtype) for t in model.inputs]
    expected, found = _run(model, images), _run(converted, images)
    if [x.size for x in expected] != [x.size for x in found]:
        raise ValueError(
            f"The outputs of model {[x.shape for x in expected]} and those of "
            f"converted {[x.shape for x in found]} differ in number or size. "
            f"Pass a model and its own conversion."
        )
    pairs = list(zip(expected, found, strict=True))
    same = max(np.abs(a - b.reshape(a.shape)).max() for a, b in pairs)
    crops = None
    if not any(twin.reason for twin in twins):
        crops = _crops_difference(
            model, converted, first, twins, extra_cells, rng
        )
    largest = max(np.abs(a).max() for a in expected)
    return Difference(float(same), crops, float(largest))


def _crops_difference(model, converted, first, twins, extra, rng):
    strides = [next(iter(t.field.values()))[0].astype(int) for t in twins]
    step = np.max(strides, axis=0)
    # With channels_first and as many columns as filters, Keras 3.15 adds a bias
    # to the columns on TensorFlow: avoid that number.
    filters = {getattr(layer, "filters", 0) for layer in converted.layers}
    while twins[0].first and extra + 1 in filters:
        extra += 1
    starts = [step * cell for cell in np.ndindex(*[extra + 1] * len(step))]
    images, crops = [], []
    for tensor in model.inputs:
        lead = 2 if first else 1  # where the spatial axes begin
        shape, sizes = (
            np.array(tensor.shape[1:]),
            slice(lead - 1, lead - 1 + len(step)),
        )
        window = shape[sizes].copy()
        shape[sizes] += extra * step
        images.append(_random(rng, 1, shape, tensor.dtype))
        parts = [_cut(images[-1], lead, start, window) for start in starts]
        crops.append(np.concatenate(parts))
    worst = 0.0
    expected, found = _run(model, crops), _run(converted, images)
    for a, b, twin, stride in zip(expected, found, twins, strides, strict=True):
        for crop, start in zip(a, starts, strict=True):
            part = _cut(b, 2 if twin.first else 1, start // stride, twin.grid)
            worst = max(
                worst, float(np.abs(crop - part.reshape(crop.shape)).max())
            )
    return worst


def _cut(image, lead, start, sizes):
    """The window of an image (batch, ...) whose sizes begin at axis `lead`."""
    sides = map(slice, start, start + np.array(sizes))
    return image[(slice(None),) * lead + tuple(sides)]


def _run(model, images):
    model = keras.Model(
        model.inputs, model.outputs
    )  # the caller's stays as it is
    first = "channels_first" in _formats(model)
    if first and keras.backend.backend() == "tensorflow":
        # On a CPU TensorFlow convolves channels_first only if XLA compiles it.
        model.compile(jit_compile=True)
        batch_size = model.inputs[0].shape[0] or len(images[0])
        outputs = model.predict(images, verbose=0, batch_size=batch_size)
    else:
        outputs = model(images, training=False)
    outputs = map(ops.convert_to_numpy, keras.tree.flatten(outputs))
    return [x.astype("float64") for x in outputs]


def _random(rng, count, shape, dtype):
    if "int" in dtype:
        return rng.integers(0, 256, (count, *shape)).astype(dtype)
    return rng.standard_normal((count, *shape)).astype("float32")
