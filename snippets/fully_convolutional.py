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
exactly raises a ValueError that says what to do. One rule for each kind of
layer says all this; `rule` adds one of your own.

Needs Keras 3 and NumPy. From the site Dense to Conv, which explains and tests
it: see CHANGELOG.md there for what changed from version to version.

SPDX-License-Identifier: MIT
"""

from __future__ import annotations

import inspect
import math
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, NoReturn

import keras
import numpy as np
from keras import activations as A
from keras import layers as L
from keras import ops

__version__ = "1.0.4"
__all__ = [
    "MisplacedBias",
    "conv_to_dense_kernel",
    "dense_to_conv_kernel",
    "max_difference",
    "misplaced_biases",
    "receptive_field",
    "rule",
    "to_fully_convolutional",
]

# ----------------------------------------------------------------- converting


def to_fully_convolutional(model, *, pointwise=(), data_format=None):
    """An equivalent model without Dense layers that takes any larger input.

    Args:
        model: a built Sequential or Functional model. Its inputs are maps of
            known sizes, (batch, *sizes, channels) or, if its layers are
            channels_first, (batch, channels, *sizes).
        pointwise: layer classes of your own that treat all positions of a map
            alike and each by itself. They are copied, once that has been tried
            on random numbers. For any other class write a `rule`.
        data_format: of the inputs, "channels_last" or "channels_first". Needed
            only where no layer tells it.

    Returns:
        keras.Model with free spatial sizes and the same layer names, dtypes,
        trainable flags and weights; nested models are laid out flat. For an
        input of the original size it returns what `model` does, with spatial
        axes of 1 where the data format has them. It is not compiled, and a
        converted Dense has no kernel constraint any more: its axis is gone.

    Raises:
        ValueError: names the layer that cannot be converted exactly, and why;
            or asks for `data_format`.

    Warns:
        MisplacedBias: for which image widths Keras adds a bias wrongly.
    """
    plan = survey(model, pointwise, data_format)
    warn_at_conversion(plan)
    follower = Follower(plan.gates, plan.pointwise, build=True)
    follower.names.update(tensor.name for tensor in model.inputs)
    inputs = input_twins(model, plan.channels_first)
    for i, (old, twin) in enumerate(zip(model.inputs, inputs, strict=True)):
        free = replace(twin, grid=(None,) * len(twin.grid)).shape
        new = keras.Input(free, old.shape[0], dtype=old.dtype, name=old.name)
        inputs[i] = replace(twin, tensor=new)
    outputs = follower.outputs(model, inputs)
    pairs = zip(model.inputs + model.outputs, inputs + outputs, strict=True)
    new_of = {id(tensor): twin.tensor for tensor, twin in pairs}
    if isinstance(model, keras.Sequential):
        structures = [model.inputs[0], model.outputs[0]]
    else:
        structures = [model.input, model.output]  # perhaps dicts or lists
    return keras.Model(
        *keras.tree.map_structure(lambda x: new_of[id(x)], structures),
        name=model.name,
    )


# --------------------------------------------------------- what an output sees


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


def receptive_field(model, *, pointwise=(), data_format=None):
    """What an output cell sees, and whether a larger input equals cropping.

    Args:
        model: a model that `to_fully_convolutional` takes or has returned.
        pointwise, data_format: as for `to_fully_convolutional`.

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
    Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional Neural
    Networks", Distill (2019), doi.org/10.23915/distill.00021.
    """
    plan = survey(model, pointwise, data_format, free=True)
    fields = {}
    for layer, twin in zip(last_layers(model), plan.outputs, strict=True):
        reason = twin.reason
        for name, (stride, low, high) in twin.views.items():
            low, high = np.floor(low + 1e-6), np.ceil(high - 1e-6)
            numbers = high - low + 1, stride, low
            size, step, start = (tuple(map(exact, x)) for x in numbers)
            one = ReceptiveField(size, step, start, not reason, reason)
            fields[layer.name, name] = one
    return fields if len(fields) > 1 else next(iter(fields.values()))


def exact(x):
    return int(x) if np.isfinite(x) and x == int(x) else float(x)


# --------------------------------------------------------------------- proving


class Difference(NamedTuple):
    """The largest absolute differences between a model and its conversion."""

    original_size: float  # on inputs of the model's own size
    crops: float | None  # a larger input against its crops; None: not equal
    largest_output: float  # of the model, to judge the differences by


def max_difference(
    model,
    converted,
    samples=2,
    extra_cells=1,
    seed=0,
    *,
    pointwise=(),
    data_format=None,
):
    """The largest difference between a model and its conversion.

    Args:
        model: the original, as for `to_fully_convolutional`.
        converted: its conversion, by this file or by hand.
        samples: number of random inputs, standard normal (integers: 0 to 255).
        extra_cells: if `receptive_field` says that cells equal crops, so is it
            tried, on a larger input that gives so many more cells per axis.
        seed: of the random numbers.
        pointwise, data_format: as for `to_fully_convolutional`.

    Returns:
        Difference, the largest over all outputs.

    Raises:
        ValueError: if an argument is not as described, or the two do not fit.

    Warns:
        MisplacedBias: if Keras adds a bias wrongly on one of the inputs.
    """
    for name, value in (("samples", samples), ("extra_cells", extra_cells)):
        if not is_count(value):
            raise ValueError(
                f"{name} must be a positive integer, got {value!r}."
            )
    check_model(converted)
    plan = survey(model, pointwise, data_format)
    rng = np.random.default_rng(seed)
    images = [draw(rng, samples, t.shape[1:], t.dtype) for t in model.inputs]
    expected, found = run(model, images), run(converted, images)
    if [x.size for x in expected] != [x.size for x in found]:
        raise ValueError(
            f"The outputs of model {[x.shape for x in expected]} and those of "
            f"converted {[x.shape for x in found]} differ in number or size. "
            f"Pass a model and its own conversion."
        )
    pairs = list(zip(expected, found, strict=True))
    same = max(np.abs(a - b.reshape(a.shape)).max() for a, b in pairs)
    crops = None
    if not any(twin.reason for twin in plan.outputs):
        crops = crops_difference(model, converted, plan, extra_cells, rng)
    elif names := [repr(b.layer) for b in plan.biases if b.misplaced()]:
        where = "in an image of the model's own size"
        warn_misplaced(names, where, stacklevel=3)
    largest = max(np.abs(a).max() for a in expected)
    return Difference(float(same), crops, float(largest))


def crops_difference(model, converted, plan, extra_cells, rng):
    """A larger input against the original on each of its crops."""
    outputs = plan.outputs
    strides = [next(iter(t.views.values())).stride.astype(int) for t in outputs]
    step = np.max(strides, axis=0)
    corners = step * list(np.ndindex(*[extra_cells + 1] * len(step)))
    images, crops = [], []
    inputs = input_twins(model, plan.channels_first)
    for tensor, twin in zip(model.inputs, inputs, strict=True):
        larger = replace(twin, grid=tuple(twin.grid + extra_cells * step))
        images.append(draw(rng, 1, larger.shape, tensor.dtype))
        parts = [cut(images[-1], twin, corner) for corner in corners]
        crops.append(np.concatenate(parts))
    extra = extra_cells * step[-1]
    misplaced = [repr(b.layer) for b in plan.biases if b.misplaced(0, extra)]
    if misplaced:
        where = f"in an image {larger.grid[-1]} pixels wide or in its crops"
        warn_misplaced(misplaced, where, stacklevel=4)
    expected, found = run(model, crops), run(converted, images)
    worst = 0.0
    together = zip(expected, found, outputs, strides, strict=True)
    for a, b, twin, stride in together:
        for crop, corner in zip(a, corners, strict=True):
            part = cut(b, twin, corner // stride).reshape(crop.shape)
            worst = max(worst, float(np.abs(crop - part).max()))
    return worst


def cut(image, twin, corner):
    """The window of an image (batch, ...) as large as the twin's map."""
    sides = [*map(slice, corner, corner + np.array(twin.grid))]
    lead = [slice(None)] * (2 if twin.channels_first else 1)
    return image[(*lead, *sides)]


def run(model, images):
    model = keras.Model(model.inputs, model.outputs)  # the caller's stays
    first = "channels_first" in data_formats(model)
    if first and keras.backend.backend() == "tensorflow":
        # On a CPU TensorFlow convolves channels_first only if XLA compiles it.
        model.compile(jit_compile=True)
        batch_size = model.inputs[0].shape[0] or len(images[0])
        outputs = model.predict(images, verbose=0, batch_size=batch_size)
    else:
        outputs = model(images, training=False)
    outputs = map(ops.convert_to_numpy, keras.tree.flatten(outputs))
    return [x.astype("float64") for x in outputs]


def draw(rng, count, shape, dtype):
    if "int" in dtype:
        return rng.integers(0, 256, (count, *shape)).astype(dtype)
    return rng.standard_normal((count, *shape)).astype("float32")


# ------------------------------------------------- where Keras misplaces a bias


class MisplacedBias(UserWarning):
    """Keras on TensorFlow adds a bias to the columns, not to the channels."""


def misplaced_biases(model, sizes=None, *, pointwise=(), data_format=None):
    """The layers whose bias Keras on TensorFlow adds to the wrong axis.

    It adds a channels_first bias to the columns of a map that has as many
    columns as channels (1D: as many steps), and says nothing.

    Args:
        model: a model that `to_fully_convolutional` takes or has returned.
        sizes: of the input in question, without channels, such as (480, 640);
            by default the model's own.
        pointwise, data_format: as for `to_fully_convolutional`.

    Returns:
        list of layer names, of the model or of its conversion; empty on other
        backends, and for channels_last.

    Raises:
        ValueError: as `to_fully_convolutional`, or if the sizes are not known.
    """
    plan = survey(model, pointwise, data_format, free=True, sizes=sizes)
    grids = [twin.grid for twin in input_twins(model, plan.channels_first)]
    if sizes is None and any(None in grid for grid in grids):
        raise ValueError(
            f"Model {model.name!r} takes inputs of any size. Pass the sizes of "
            f"yours, such as sizes=(480, 640)."
        )
    return list(dict.fromkeys(b.layer for b in plan.biases if b.misplaced()))


class Bias(NamedTuple):
    """A bias added to a channels_first map."""

    layer: str
    length: int
    columns: int  # of the map, for an input of the size at hand
    width: int  # of that input
    stride: float  # pixels of the input from column to column

    def misplaced(self, *extra_pixels):
        """Is it, on an input wider by one of these numbers of pixels?"""
        more = {extra / self.stride for extra in extra_pixels or (0,)}
        return self.length - self.columns in more and keras_misplaces()


def keras_misplaces():
    """Does it, on this backend and in this version? Tried on two numbers."""
    bias = np.array([1.0, 2.0]).reshape(1, 2, 1, 1)
    sums = ops.add(np.zeros((1, 2, 1, 2)), bias)
    return not (ops.convert_to_numpy(sums) == bias).all()


def warn_misplaced(layers, where, stacklevel, more=""):
    layers = list(dict.fromkeys(layers))
    names = ", ".join(layers[:5]) + (" and others" if layers[5:] else "")
    text = (
        f"Keras on TensorFlow adds the bias of {names} to the columns instead "
        f"of the channels {where}: the channels_first map has as many columns "
        f"as channels there. Those numbers are wrong. Use another image width, "
        f"channels_last or another backend.{more}"
    )
    warnings.warn(text, MisplacedBias, stacklevel=stacklevel)


def warn_at_conversion(plan):
    """Of the model's own size, and of larger ones whose maps fit a bias."""
    own = [repr(bias.layer) for bias in plan.biases if bias.misplaced()]
    wider = set()
    for bias in plan.biases:
        width = bias.width + (bias.length - bias.columns) * bias.stride
        if bias.width < width < np.inf and width == int(width):
            wider.add((int(width), bias.layer))
    if own:
        where = "in an image of the model's own size"
        warn_misplaced(own, where, stacklevel=4)
    if wider and keras_misplaces():
        layers = [f"{name!r} ({width})" for width, name in sorted(wider)]
        where = "in larger images, about so many pixels wide"
        more = " misplaced_biases(converted, sizes) tells for any size."
        warn_misplaced(layers, where, stacklevel=4, more=more)


# ------------------------------------------------------- what a tensor becomes


class Window(NamedTuple):
    """Cell o sees the cells o·stride + low to o·stride + high."""

    stride: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @classmethod
    def of(cls, size, stride=1, before=0):
        """`size` cells, of which `before` lie before cell o·stride."""
        size, stride, before = np.broadcast_arrays(size, stride, before)
        return cls(stride, -before, size - 1 - before)

    @classmethod
    def everything(cls, n):
        return cls(np.ones(n), np.full(n, -np.inf), np.full(n, np.inf))

    def seen_through(self, window):
        """What this one's cells see, for a layer that sees them so."""
        stride, low, high = self
        return Window(
            stride * window.stride,
            low + stride * window.low,
            high + stride * window.high,
        )


@dataclass(frozen=True)
class Twin:
    """What stands in the new model for one tensor of the original."""

    tensor: Any  # a feature map; None in a dry run
    grid: tuple  # its spatial sizes for an input of the original size
    channels: int
    channels_first: bool
    views: dict[str, Window]  # what a cell of the map sees, by input's name
    reason: str = ""  # why cells of a larger input do not equal those of crops
    # Where on the map the original's numbers are, counted in (D, H,) W, C order
    # and shaped like the original. None: the original is the map.
    index: Any = None
    folds: tuple = ()  # BatchNormalizations per position, for the next Dense
    pools: frozenset = frozenset()  # ids of the global poolings it came through
    whole: bool = False  # pooled over all of any input: always a single cell

    @property
    def axis(self) -> int:
        return 1 if self.channels_first else -1

    @property
    def data_format(self) -> str:
        return "channels_first" if self.channels_first else "channels_last"

    @property
    def shape(self) -> tuple:
        """Of the map, without the batch."""
        first, channels = self.channels_first, self.channels
        return (channels, *self.grid) if first else (*self.grid, channels)

    @property
    def is_vector(self) -> bool:
        return self.index is not None and self.index.ndim == 1

    @property
    def order(self):
        """Which of the original's numbers each channel is, for a vector."""
        return np.argsort(self.index) if self.is_vector else None

    def all_indices(self, channels_first):
        """The indices of a tensor that is the map, in this data format."""
        shape = (*self.grid, self.channels)
        index = np.arange(math.prod(shape)).reshape(shape)
        return np.moveaxis(index, -1, 0) if channels_first else index

    def indices(self):
        if self.index is not None:
            return self.index
        return self.all_indices(self.channels_first)

    def is_map_in(self, channels_first):
        return np.array_equal(self.index, self.all_indices(channels_first))

    def behind(self, window, reason="", **changes) -> Twin:
        """The twin of what a layer with this window makes of it."""
        items = self.views.items()
        views = {name: view.seen_through(window) for name, view in items}
        reason = self.reason or reason
        return replace(self, views=views, reason=reason, **changes)


# ---------------------------------------------------------- following the model


class Gate(Exception):
    """A pooled vector meets a map: its global pooling must stay global."""


class Plan(NamedTuple):
    """What a dry run has found out."""

    channels_first: bool  # are the inputs?
    gates: frozenset  # ids of the global poolings that stay global
    pointwise: tuple
    outputs: list[Twin]
    biases: list[Bias]


def survey(
    model, pointwise=(), data_format=None, *, free=False, sizes=None
) -> Plan:
    """Follows the model without building, in each data format it may have."""
    check_model(model)
    check_inputs(model, free, sizes)
    pointwise = check_pointwise(pointwise)
    plans: list[Plan] = []
    refusals = []
    for channels_first in possible_formats(model, data_format):
        try:
            plans.append(dry_run(model, channels_first, pointwise, sizes))
        except ValueError as error:
            refusals.append(error)
    if not plans:
        raise refusals[0]
    if len(plans) > 1:
        shape = model.inputs[0].shape
        raise ValueError(
            f"Model {model.name!r}: no layer tells where its input {shape} has "
            f"the channels. Pass data_format='channels_last' if they are "
            f"{shape[-1]}, data_format='channels_first' if they are {shape[1]}."
        )
    return plans[0]


def dry_run(model, channels_first, pointwise, sizes) -> Plan:
    gates: frozenset = frozenset()
    while True:
        follower = Follower(gates, pointwise)
        twins = input_twins(model, channels_first, sizes)
        try:
            outputs = follower.outputs(model, twins)
        except Gate as gate:
            gates |= gate.args[0]
        else:
            biases = follower.biases
            return Plan(channels_first, gates, pointwise, outputs, biases)


def check_model(model):
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


def check_inputs(model, free, sizes):
    for tensor in model.inputs:
        if not 3 <= len(tensor.shape) <= 5:
            raise ValueError(
                f"Input {tensor.name!r} must be a map with sizes and channels, "
                f"got shape {tensor.shape}. A flat input cannot slide over an "
                f"image; a grey image needs an axis for its one channel."
            )
        if not free and None in tensor.shape[1:]:
            raise ValueError(
                f"Input {tensor.name!r} must have known sizes, got shape "
                f"{tensor.shape}. Rebuild the model with the input size of its "
                f"training. Without Dense it needs no conversion."
            )
        n = len(tensor.shape) - 2
        counts = isinstance(sizes, tuple | list) and all(map(is_count, sizes))
        if sizes is not None and not (counts and len(sizes) == n):
            raise ValueError(
                f"sizes must be {n} positive integers for input "
                f"{tensor.name!r}, got {sizes!r}. Leave the channels out."
            )


def check_pointwise(classes):
    classes = (classes,) if isinstance(classes, type) else tuple(classes)
    for kind in classes:
        if not (isinstance(kind, type) and issubclass(kind, L.Layer)):
            raise ValueError(
                f"pointwise must hold classes of layers, got {kind!r}. Pass "
                f"type(layer) for a layer."
            )
    return classes


def possible_formats(model, data_format):
    """Is it channels_first? The likelier answer leads: its refusal is shown."""
    formats = ["channels_last", "channels_first"]
    if data_format is not None:
        if data_format not in formats:
            raise ValueError(
                f"data_format must be 'channels_last' or 'channels_first', got "
                f"{data_format!r}."
            )
        return [data_format == "channels_first"]
    guess = [*data_formats(model), keras.config.image_data_format()][0]
    first = guess == "channels_first"
    known = all(t.shape[-1] and t.shape[1] for t in model.inputs)
    return [first, not first] if known else [model.inputs[0].shape[-1] is None]


def data_formats(model):
    """Those of the layers, in their order."""
    found: list[str] = []
    for layer in model.layers:
        nested = isinstance(layer, keras.Model)
        own = getattr(layer, "data_format", None)
        found += data_formats(layer) if nested else [own] if own else []
    return found


def input_twins(model, channels_first, sizes=None):
    twins = []
    for tensor in model.inputs:
        grid, channels = split(tensor.shape[1:], channels_first)
        grid = tuple(sizes or grid)
        views = {tensor.name: Window.of(np.ones(len(grid), int))}
        twins.append(Twin(None, grid, channels, channels_first, views))
    return twins


def split(shape, channels_first):
    """The spatial sizes and the channels in the shape of a map."""
    shape = tuple(shape)
    return (shape[1:], shape[0]) if channels_first else (shape[:-1], shape[-1])


def last_layers(model):
    return [tensor._keras_history.operation for tensor in model.outputs]


def nodes_of(model):
    """The calls of its layers, each after those that it needs."""
    # Keras keeps each call of a layer as a node; no public way leads there.
    depths = keras.Function(model.inputs, model.outputs)._nodes_by_depth
    return [node for _, level in sorted(depths.items())[::-1] for node in level]


def trains_by_default(layer):
    """As augmentation does: told nothing it acts, and in predict it is idle."""
    told = inspect.signature(layer.call).parameters.get("training")
    return told is not None and told.default is True


@dataclass
class Follower:
    """Goes through a model and gives each tensor its twin."""

    gates: frozenset  # ids of the global poolings that stay global
    pointwise: tuple  # the reader's classes that treat all positions alike
    build: bool = False  # False: a dry run, without layers and weights
    free: bool = False  # has the model free sizes, as a converted one has?
    biases: list[Bias] = field(default_factory=list)
    copies: dict = field(default_factory=dict)  # id -> its use, its counterpart
    names: set = field(default_factory=set)
    widths: dict[str, int] = field(default_factory=dict)  # of the inputs
    prefix: str = ""  # of nested models

    def outputs(self, model, twins):
        """The maps that the new model returns."""
        self.widths = {next(iter(t.views)): t.grid[-1] for t in twins}
        self.free = any(None in tensor.shape[1:] for tensor in model.inputs)
        twins = self.follow(model, twins)
        pairs = zip(last_layers(model), twins, strict=True)
        return [Step(self, layer, [twin]).output() for layer, twin in pairs]

    def follow(self, model, twins):
        """The twins of the model's outputs, from those of its inputs."""
        twin_of = dict(zip(map(id, model.inputs), twins, strict=True))
        for node in nodes_of(model):
            if id(node.outputs[0]) in twin_of:
                continue
            sources = [twin_of[id(x)] for x in node.arguments.keras_tensors]
            results = self.step(Step(self, node.operation, sources, node))
            twin_of.update(zip(map(id, node.outputs), results, strict=True))
        return [twin_of[id(tensor)] for tensor in model.outputs]

    def step(self, step: Step) -> list[Twin]:
        """The twins of what one layer returns."""
        layer, options = step.layer, step.node.arguments.kwargs
        told = options.get("training") and not trains_by_default(layer)
        if told or options.get("mask") is not None:
            step.refuse("it is called with training=True or a mask. Do not.")
        if isinstance(layer, keras.Model):
            check_model(layer)
            outer, self.prefix = self.prefix, f"{self.prefix}{layer.name}_"
            results = self.follow(layer, step.sources)
            self.prefix = outer
            return results
        special = ("quantization_mode", "lora_enabled")
        if any(getattr(layer, name, None) for name in special):
            step.refuse("it is quantized or has LoRA weights. Convert first.")
        if type(layer) in self.pointwise:
            return [each_position(step)]
        if type(layer) in RULES:
            return [RULES[type(layer)](step)]
        step.refuse(
            "its kind is unknown, or mixes positions as no convolution does. "
            "Replace it with Keras layers that treat all positions alike, name "
            "its class as pointwise or give it a rule, or convert the model up "
            "to it and apply it to the result."
        )

    def unused(self, name):
        """This name, or one with the nested model's name or a number added."""
        choices = [name, self.prefix + name]
        choices += [f"{self.prefix}{name}_{n}" for n in range(1, 1000)]
        name = next(choice for choice in choices if choice not in self.names)
        self.names.add(name)
        return name


# -------------------------------------------------------- one step of the way


@dataclass
class Step:
    """One call of a layer: the layer, the twins of its inputs, and its copy."""

    follower: Follower
    layer: Any
    sources: list[Twin]
    node: Any = None  # how Keras keeps the call

    @property
    def twin(self) -> Twin:
        return self.sources[0]

    def refuse(self, problem: str) -> NoReturn:
        kind, name = type(self.layer).__name__, self.layer.name
        raise ValueError(f"Cannot convert {kind} {name!r}: {problem}")

    # The layer's counterpart in the new model

    def keep(self, twin=None) -> Twin:
        """The layer changes neither sizes nor channels: its copy does it."""
        twin = twin or self.twin
        return replace(twin, tensor=self.copy(twin))

    def slide(self, size, stride=1, before=0, reason="") -> Twin:
        """The layer slides a window over a map: its copy does it.

        size, stride: of the window, in cells; a number, or one per axis.
        before: the window of cell o begins so many cells before o · stride.
        reason: why a larger input does not equal crops, such as "'x' pads".
        """
        n = len(self.as_map().grid)
        size = np.broadcast_to(size, n)
        return self.through(Window.of(size, stride, before), reason)

    def through(self, window, reason="") -> Twin:
        twin = self.as_map()
        channels = "axis 1" if twin.channels_first else "last axis"
        if acts_on(self.layer) not in ("numbers", channels):
            self.refuse(
                "its activation mixes positions, or is unknown. Use one of "
                "keras.activations."
            )
        before = keras.KerasTensor((None, *twin.shape))
        after = self.layer.compute_output_spec(before).shape[1:]
        grid, channels = split(after, twin.channels_first)
        changes = {"grid": grid, "channels": channels}
        tensor = self.copy(twin)
        return twin.behind(window, reason, tensor=tensor, **changes)

    def copy(self, *twins, kind=None, config=None, order=None, values=None):
        """The output of the layer's counterpart, made when first called.

        kind, config: its class, and the settings that change. order: how to
        rearrange weights along the channels. values: weights to take instead.
        """
        config, copies = config or {}, self.follower.copies
        use = str(config), None if order is None else order.tobytes()
        known_use, new = copies.setdefault(id(self.layer), (use, None))
        if known_use != use:
            self.refuse(
                "it is shared by maps of different sizes or orders. Give each "
                "a layer of its own."
            )
        if not self.follower.build:
            return None
        call = self.call if kind is None else lambda new, tensors: new(*tensors)
        tensors = [twin.tensor for twin in twins]
        if new is not None:
            return call(new, tensors)
        new, drawn = self.counterpart(kind, config)
        for key in values or ():
            given = values[key]
            setattr(new, key, lambda *_, given=given, **__: given)
        output = call(new, tensors)
        for key in drawn:
            setattr(new, key, getattr(self.layer, key))
        if kind is None and isinstance(self.layer, L.Layer):
            self.hand_over_weights(new, order)
        copies[id(self.layer)] = use, new
        return output

    def counterpart(self, kind, changes):
        """A layer with these settings, and its initializers left to set."""
        layer = self.layer
        config = {"name": self.follower.unused(layer.name)}
        if isinstance(layer, L.Layer):
            config["dtype"] = layer.dtype_policy
        try:
            config = (layer.get_config() if kind is None else {}) | config
            config |= changes
            drawn = [key for key in config if key.endswith("_initializer")]
            drawn = [key for key in drawn if hasattr(layer, key)]
            undrawn = config | dict.fromkeys(drawn, "zeros")  # not in vain
            new = (kind or type(layer)).from_config(undrawn)
        except (TypeError, NotImplementedError) as error:
            self.refuse(
                f"its get_config does not make it anew. Let it return all "
                f"arguments of __init__ ({type(error).__name__})."
            )
        if isinstance(layer, L.Layer):  # not all take it in __init__
            new.trainable = layer.trainable
        return new, drawn

    def call(self, new, tensors):
        """Calls a layer as the original was, with other tensors."""
        if self.node is None:
            return new(*tensors)
        rest, arguments = iter(tensors), self.node.arguments
        args, kwargs = keras.tree.map_structure(
            lambda x: next(rest) if isinstance(x, keras.KerasTensor) else x,
            (arguments.args, arguments.kwargs),
        )
        return new(*args, **kwargs)

    def hand_over_weights(self, new, order):
        for target, source in zip(new.weights, self.layer.weights, strict=True):
            if order is not None and source.shape == order.shape:
                source = ops.take(source, order, axis=0)
            target.assign(own(ops.reshape(source, target.shape)))
        if isinstance(new, L.Normalization):
            new.finalize_state()

    def note_bias(self, twin, length):
        """Of a bias that Keras may misplace on this map."""
        columns, widths = twin.grid[-1], self.follower.widths
        if not twin.channels_first or length == 1 or columns is None:
            return
        for name, view in twin.views.items():
            stride = np.inf if twin.whole else view.stride[-1]  # whole: 1 cell
            bias = Bias(self.layer.name, length, columns, widths[name], stride)
            self.follower.biases.append(bias)

    # The forms that a twin can take

    def as_map(self) -> Twin:
        """The source as a map in the layer's data format."""
        expected = getattr(self.layer, "data_format", "channels_last")
        twin = self.twin
        if expected != twin.data_format:
            twin = self.sources[0] = self.permuted(twin)
        if twin.index is not None:
            self.refuse(
                "a Reshape or Permute before it leaves no map. Drop it."
            )
        if expected != twin.data_format:
            self.refuse(
                f"it reads {expected}, but its input is {twin.data_format}. "
                f"Give all layers one data_format, or put a Permute between."
            )
        return twin

    def permuted(self, twin) -> Twin:
        """A Permute to the other data format is put into effect."""
        first = not twin.channels_first
        if twin.index is None or not twin.is_map_in(first):
            return twin
        tensor, n = twin.tensor, len(twin.grid)
        if self.follower.build:
            to_last = *range(2, n + 2), 1
            dims = (n + 1, *range(1, n + 1)) if first else to_last
            name = self.follower.unused(f"{self.layer.name}_permute")
            tensor = L.Permute(dims, name=name)(tensor)
        return replace(twin, tensor=tensor, channels_first=first, index=None)

    def needs_sizes(self, twin):
        if None in twin.grid:
            self.refuse(
                f"its map has free sizes {twin.grid}, its window is unknown. "
                f"Rebuild the model with the input size of its training."
            )

    def positions(self, twin):
        """The position of each row of the last axis; None if it is the map."""
        if twin.index is None and not twin.channels_first:
            return None
        self.needs_sizes(twin)
        index, channels = twin.indices(), twin.channels
        positions = index[..., :1] // channels
        rows = positions * channels + np.arange(channels)
        if index.shape[-1] != channels or not np.array_equal(index, rows):
            self.refuse(
                "its last axis is not the channels of one position. Flatten "
                "before it, or bring the channels last with Permute."
            )
        return positions[..., 0]

    def unfolded(self, twin) -> Twin:
        """BatchNormalizations that no Dense takes in become layers."""
        if not twin.folds:
            return twin
        return Step(self.follower, twin.folds[0], [twin]).gathered(twin)

    def gathered(self, twin) -> Twin:
        """The vector of a window of many cells as channels of one cell."""
        n = len(twin.grid)
        if math.prod(twin.grid) > 1:
            tensor = self.crops(twin) if self.follower.build else None
            channels = math.prod(twin.grid) * twin.channels
            changes = {"tensor": tensor, "grid": (1,) * n, "channels": channels}
            twin = twin.behind(Window.of(twin.grid), **changes)
        for fold in twin.folds:
            step = Step(self.follower, fold, [twin])
            config = {"axis": twin.axis}
            tensor = step.copy(twin, config=config, order=twin.order)
            twin = replace(twin, tensor=tensor)
        return replace(twin, folds=())

    def crops(self, twin):
        """A shifted crop per position of the window, together as channels."""
        n, tensor, axis = len(twin.grid), twin.tensor, twin.axis
        name, unused = self.layer.name, self.follower.unused
        options = {"data_format": twin.data_format} if n > 1 else {}
        if swap := n == 1 and twin.channels_first:  # unknown to Cropping1D
            tensor, axis = L.Permute((2, 1))(tensor), -1
        pieces = []
        for cell in np.ndindex(*twin.grid):
            after = np.array(twin.grid) - 1 - cell
            sides = np.stack([cell, after], axis=1).tolist()
            options["name"] = unused("_".join(map(str, (name, "at", *cell))))
            crop = CROPPINGS[n](sides if n > 1 else sides[0], **options)
            pieces.append(crop(tensor))
        tensor = L.Concatenate(axis, name=unused(f"{name}_window"))(pieces)
        return L.Permute((2, 1))(tensor) if swap else tensor

    def output(self) -> Twin:
        """The source as a map that the new model returns."""
        twin = self.permuted(self.twin)
        if twin.index is not None:
            twin = self.gathered(twin)
            if not np.array_equal(twin.index, np.arange(twin.channels)):
                self.refuse(
                    "a Reshape or Flatten mixes this output. Leave it out."
                )
        if twin.whole:
            self.refuse("this output is pooled and a gate. Pool it twice.")
        return twin


# ---------------------------------------------------- the rules, and one's own

RULES: dict[type, Callable[[Step], Twin]] = {}
CONVOLUTIONS = {1: L.Conv1D, 2: L.Conv2D, 3: L.Conv3D}
CROPPINGS = {1: L.Cropping1D, 2: L.Cropping2D, 3: L.Cropping3D}
MEANS = {1: L.AveragePooling1D, 2: L.AveragePooling2D, 3: L.AveragePooling3D}
MAXIMA = {1: L.MaxPooling1D, 2: L.MaxPooling2D, 3: L.MaxPooling3D}


def rule(*classes):
    """Says how layers of these classes are converted; a decorator.

        @rule(MyBlur)
        def blur(step):
            return step.slide(size=3, stride=2)

    The function takes a step and returns the twin of the layer's output. A step
    has the `layer` and its `sources`, twins (`twin` is the first; each has
    `grid`, `channels` and `data_format`), and these ways to go on:

        step.keep()     copies a layer that neither mixes positions nor changes
                        the number of channels
        step.slide(size, stride=1, before=0, reason="")   copies a layer whose
                        output cell o sees `size` cells of its input, from
                        o · stride - before on, with a reason if it pads
        step.refuse("why, and what to do instead")   raises the ValueError

    A rule is believed: prove it with `max_difference`. The latest rule for a
    class counts; subclasses need their own.
    """

    def register(function):
        RULES.update(dict.fromkeys(classes, function))
        return function

    return register


def newer(module, *names):
    """What older versions of Keras lack."""
    return [getattr(module, name) for name in names if hasattr(module, name)]


def classes_of(count, *functions):
    """The classes behind functions of keras.ops that take `count` tensors."""
    x = keras.KerasTensor((1,))
    results = [function(*[x] * count) for function in functions]
    return [type(result._keras_history.operation) for result in results]


# What acts on each number by itself


@rule(L.Dropout, L.GaussianDropout, L.GaussianNoise, L.AlphaDropout)
@rule(L.Identity, L.ActivityRegularization)
def keep(step):
    return step.keep()


@rule(L.ReLU, L.LeakyReLU, L.ELU)
def activate(step):
    return step.keep(step.unfolded(step.twin))


@rule(L.Activation)
def activate_as_told(step):
    acts = acts_on(step.layer)
    if acts == "last axis":
        return normalize(step)
    if acts != "numbers":
        step.refuse("its function is unknown. Use one of keras.activations.")
    return activate(step)


@rule(L.Rescaling)
def rescale(step):
    layer, twin = step.layer, step.twin
    if np.size(layer.scale) * np.size(layer.offset) > 1:
        understood = twin.data_format == keras.config.image_data_format()
        if twin.index is not None or not understood:
            step.refuse("it scales along an axis. Use one number for all.")
    return activate(step)


ON_NUMBERS: Collection = {
    *(A.linear, A.relu, A.relu6, A.leaky_relu, A.elu, A.selu, A.gelu, A.silu),
    *(A.mish, A.tanh, A.sigmoid, A.hard_sigmoid, A.hard_silu, A.log_sigmoid),
    *(A.softplus, A.softsign, A.exponential),
    *newer(A, "celu", "hard_shrink", "hard_tanh", "soft_shrink", "squareplus"),
    *newer(A, "sparse_plus", "sparse_sigmoid", "tanh_shrink", "threshold"),
}
ON_LAST_AXIS = {A.softmax, A.log_softmax, *newer(A, "sparsemax")}


def acts_on(layer):
    """Of its activation: "numbers", "last axis", "axis 1" or "unknown"."""
    function = getattr(layer, "activation", None)
    if function is None or type(function) in (L.ReLU, L.LeakyReLU, L.ELU):
        return "numbers"
    if type(function) is L.Softmax and function.axis in (1, -1):
        return "last axis" if function.axis == -1 else "axis 1"
    if function in ON_NUMBERS:
        return "numbers"
    return "last axis" if function in ON_LAST_AXIS else "unknown"


# What slides a window over the map


@rule(L.Conv1D, L.Conv2D, L.Conv3D, L.DepthwiseConv1D, L.DepthwiseConv2D)
@rule(L.SeparableConv1D, L.SeparableConv2D)
def convolve(step):
    return slide_padded(step, step.layer.kernel_size, step.layer.dilation_rate)


@rule(L.AveragePooling1D, L.AveragePooling2D, L.AveragePooling3D)
@rule(L.MaxPooling1D, L.MaxPooling2D, L.MaxPooling3D)
def pool(step):
    return slide_padded(step, step.layer.pool_size)


def slide_padded(step, size, dilation=1):
    layer, grid, padding = step.layer, step.as_map().grid, step.layer.padding
    span = (np.array(size) - 1) * dilation + 1
    stride = np.broadcast_to(layer.strides, len(grid))
    before = 0 * span
    if padding == "causal":
        before = span - 1
    elif padding == "same":  # a free size counts as a multiple of strides
        rest = np.array([n or 0 for n in grid]) % stride
        before = np.maximum(span - np.where(rest, rest, stride), 0) // 2
    pads = padding != "valid" and (span > 1).any()
    reason = f"{layer.name!r} pads (padding={padding!r})" if pads else ""
    twin = step.through(Window.of(span, stride, before), reason)
    if getattr(layer, "use_bias", False):
        step.note_bias(twin, twin.channels)
    return twin


@rule(L.Conv1DTranspose, L.Conv2DTranspose, L.Conv3DTranspose)
def convolve_transposed(step):
    layer, n = step.layer, len(step.as_map().grid)
    span = (np.array(layer.kernel_size) - 1) * layer.dilation_rate + 1
    stride = np.broadcast_to(layer.strides, n)
    before = 0 * span
    if layer.padding == "same" and layer.output_padding is None:
        before = np.maximum(span - stride, 0) // 2
    elif layer.padding == "same":
        before = np.maximum(2 * (span // 2) - layer.output_padding, 0) // 2
    window = Window(1 / stride, (before + 1 - span) / stride, before / stride)
    twin = step.through(window, f"{layer.name!r} upsamples")
    if layer.use_bias:
        step.note_bias(twin, twin.channels)
    return twin


@rule(L.ZeroPadding1D, L.ZeroPadding2D, L.ZeroPadding3D)
def pad(step):
    sides = np.reshape(step.layer.padding, (-1, 2))
    reason = f"{step.layer.name!r} pads" if sides.any() else ""
    return step.slide(1, before=sides[:, 0], reason=reason)


@rule(L.Cropping1D, L.Cropping2D, L.Cropping3D)
def crop(step):
    sides = np.reshape(step.layer.cropping, (-1, 2))
    return step.slide(1, before=-sides[:, 0])


@rule(L.UpSampling1D, L.UpSampling2D, L.UpSampling3D)
def upsample(step):
    layer, one = step.layer, np.ones(len(step.as_map().grid))
    reach = {"bilinear": 1, "bicubic": 2, "lanczos3": 3, "lanczos5": 5}
    more = reach.get(getattr(layer, "interpolation", ""), 0)
    part = one / layer.size
    window = Window(part, part - 1 - more, 0 * one + more)
    return step.through(window, f"{layer.name!r} upsamples")


@rule(L.SpatialDropout1D, L.SpatialDropout2D, L.SpatialDropout3D)
def drop_channels(step):
    return step.slide(1)


@rule(L.RandomFlip, L.RandomRotation, L.RandomZoom, L.RandomTranslation)
@rule(L.RandomContrast, L.RandomBrightness)
def augment(step):
    """Idle but in training, where it needs an image."""
    return step.keep(step.twin if step.twin.index is None else step.as_map())


# Global pooling slides: it becomes pooling of the map's size with stride 1


@rule(L.GlobalAveragePooling1D, L.GlobalAveragePooling2D)
@rule(L.GlobalAveragePooling3D)
def average_all(step):
    return pool_all(step, MEANS)


@rule(L.GlobalMaxPooling1D, L.GlobalMaxPooling2D, L.GlobalMaxPooling3D)
def maximum_of_all(step):
    return pool_all(step, MAXIMA)


def pool_all(step, kinds):
    layer, twin = step.layer, step.as_map()
    index = None if layer.keepdims else np.arange(twin.channels)
    stays = id(layer) in step.follower.gates
    if stays or (step.follower.free and layer.keepdims):
        return pool_whole_input(step, twin, index)
    step.needs_sizes(twin)
    n, pools = len(twin.grid), twin.pools | {id(layer)}
    config = {"pool_size": twin.grid, "strides": (1,) * n}
    twin = pool_window(step, twin, kinds[n], config)
    return replace(twin, index=index, pools=pools)


def pool_whole_input(step, twin, index=None, kind=None):
    config = {"keepdims": True, "data_format": twin.data_format}
    changes = {"grid": (1,) * len(twin.grid), "index": index, "whole": True}
    changes["tensor"] = step.copy(twin, kind=kind, config=config)
    reason = f"{step.layer.name!r} pools over the whole input"
    window = Window.everything(len(twin.grid))
    return twin.behind(window, reason, **changes)


@rule(*newer(L, *(f"AdaptiveAveragePooling{n}D" for n in (1, 2, 3))))
def average_cells(step):
    return pool_cells(step, MEANS)


@rule(*newer(L, *(f"AdaptiveMaxPooling{n}D" for n in (1, 2, 3))))
def maximum_of_cells(step):
    return pool_cells(step, MAXIMA)


def pool_cells(step, kinds):
    twin, cells = step.as_map(), step.layer.output_size
    kind = kinds[len(cells)]
    if math.prod(cells) == 1 and id(step.layer) in step.follower.gates:
        kind = getattr(L, f"Global{kind.__name__}")
        return pool_whole_input(step, twin, kind=kind)
    step.needs_sizes(twin)
    size = tuple(int(side) for side in np.array(twin.grid) // cells)
    if not np.array_equal(np.multiply(size, cells), twin.grid):
        step.refuse(
            f"its {cells} cells do not divide its map {twin.grid}. Choose a "
            f"number that does."
        )
    stride = np.where(np.array(cells) > 1, size, 1).tolist()
    config = {"pool_size": size, "strides": tuple(stride)}
    pools = twin.pools | {id(step.layer)}
    twin = pool_window(step, twin, kind, config)
    return replace(twin, grid=tuple(cells), pools=pools)


def pool_window(step, twin, kind, config):
    config["data_format"] = twin.data_format
    tensor = step.copy(twin, kind=kind, config=config)
    window = Window.of(config["pool_size"], config["strides"])
    return twin.behind(window, tensor=tensor, grid=(1,) * len(twin.grid))


# What rearranges the numbers: the indices move, the map stays


@rule(L.Flatten, L.Reshape, L.Permute)
def rearrange(step):
    layer, twin = step.layer, step.unfolded(step.twin)
    if step.follower.free and type(layer) is L.Permute:
        return permute_free_sizes(step, twin)
    step.needs_sizes(twin)
    index = before = twin.indices()
    if type(layer) is L.Permute:
        index = index.transpose([axis - 1 for axis in layer.dims])
    elif type(layer) is L.Flatten and layer.data_format == "channels_first":
        index = np.moveaxis(index, 0, -1)
    shape = layer.compute_output_shape((None, *before.shape))
    twin = replace(twin, index=index.reshape(shape[1:]))
    is_map_again = twin.is_map_in(twin.channels_first)
    return replace(twin, index=None) if is_map_again else twin


def permute_free_sizes(step, twin):
    """From one data format to the other, as in a converted model."""
    channels = 1 if twin.channels_first else len(twin.shape)
    axes = [axis for axis in step.layer.dims if axis != channels]
    if axes != sorted(axes):
        step.needs_sizes(twin)
    first = step.layer.dims[0] == channels
    return replace(twin, channels_first=first)


# Dense: a convolution of the map's size; on positions, of size 1


@rule(L.Dense)
def connect_fully(step):
    layer, twin = step.layer, step.twin
    units, n = layer.units, len(twin.grid)
    softmax = softmax_on_axis_1(step, twin)
    size, grid, index = (1,) * n, twin.grid, None
    if twin.is_vector:
        size, grid, index = twin.grid, size, np.arange(units)
    elif (positions := step.positions(twin)) is not None:
        index = positions[..., None] * units + np.arange(units)
    rows = math.prod(size) * twin.channels
    if tuple(layer.kernel.shape) != (rows, units):
        step.refuse(
            f"its kernel {layer.kernel.shape} is not ({rows}, {units}). Build "
            f"it anew on the map it reads."
        )
    config = convolution_config(layer) | softmax
    config |= {"kernel_size": size, "data_format": twin.data_format}
    config["use_bias"] = layer.use_bias or bool(twin.folds)
    build = step.follower.build
    values = kernel_and_bias(layer, twin, size) if build else None
    options = {"config": config, "order": twin.order, "values": values}
    tensor = step.copy(twin, kind=CONVOLUTIONS[n], **options)
    changes = {"grid": grid, "channels": units, "index": index, "folds": ()}
    twin = twin.behind(Window.of(size), tensor=tensor, **changes)
    if config["use_bias"]:
        step.note_bias(twin, units)
    return twin


def softmax_on_axis_1(step, twin):
    """The activation to set if the map has its channels on another axis."""
    acts, function = acts_on(step.layer), step.layer.activation
    if acts not in ("numbers", "last axis"):
        step.refuse("its activation is unknown. Use one of keras.activations.")
    if acts == "numbers" or not twin.channels_first:
        return {}
    if function is not A.softmax and type(function) is not L.Softmax:
        name = function.__name__
        step.refuse(f"{name!r} acts on the last axis only. Use softmax.")
    name = f"{step.layer.name}_softmax"
    return {"activation": L.Softmax(axis=1, name=name)}


def convolution_config(dense):
    """The settings that a Dense layer shares with its convolution."""
    config, known = dense.get_config(), keras.regularizers
    kept = ["activation", "kernel_initializer", "bias_initializer"]
    kept += ["bias_regularizer", "bias_constraint", "activity_regularizer"]
    by_weight = (known.L1L2, known.L1, known.L2)  # whatever the kernel's shape
    if isinstance(dense.kernel_regularizer, by_weight):
        kept.append("kernel_regularizer")
    kept = [key for key in kept if key in config]
    return {key: config[key] for key in kept} | {"filters": dense.units}


def kernel_and_bias(layer, twin, size):
    """Initial values that make a convolution equal to a Dense layer.

    A BatchNormalization before it is y = s·x + t for each of its inputs: the
    rows of the kernel take s, the bias takes t·kernel.
    """
    kernel, bias = layer.kernel, layer.bias if layer.use_bias else None
    for fold in reversed(twin.folds):
        scale, shift = scale_and_shift(fold)
        kernel = as_numpy(kernel)
        shift = shift @ kernel
        bias = shift if bias is None else shift + as_numpy(bias)
        kernel = kernel * scale[:, None].astype(kernel.dtype)
    if twin.is_vector and (np.diff(twin.order) != 1).any():
        kernel = ops.take(kernel, twin.order, axis=0)
    shape = (*size, twin.channels, layer.units)
    values = {"kernel_initializer": own(ops.reshape(kernel, shape))}
    if bias is not None:
        values["bias_initializer"] = own(ops.cast(bias, layer.variable_dtype))
    return values


def scale_and_shift(norm):
    """A BatchNormalization in use is scale · x + shift."""
    mean = as_numpy(norm.moving_mean)
    variance = as_numpy(norm.moving_variance).astype("float64")
    gamma = as_numpy(norm.gamma) if norm.scale else 1
    beta = as_numpy(norm.beta) if norm.center else 0
    scale = gamma / np.sqrt(variance + norm.epsilon)
    return scale, beta - mean * scale


# What acts along the channels keeps to their axis of the map


@rule(L.BatchNormalization)
def normalize_batch(step):
    twin = step.twin
    if twin.is_vector and math.prod(twin.grid) > 1:
        along_channels(step)
        return replace(twin, folds=(*twin.folds, step.layer))
    return normalize(step)


@rule(L.LayerNormalization, L.UnitNormalization, L.Normalization)
@rule(L.Softmax, *newer(L, "RMSNormalization"))
def normalize(step):
    twin, along = along_channels(step)
    twin = step.gathered(twin) if twin.is_vector else twin
    kind, config = None, {"axis": twin.axis if along else None}
    if type(step.layer) is L.Activation:
        config = {}
        if twin.channels_first:
            if step.layer.activation is not A.softmax:
                step.refuse("channels_first has no counterpart. Use softmax.")
            kind, config = L.Softmax, {"axis": 1}
    options = {"kind": kind, "config": config, "order": twin.order}
    return replace(twin, tensor=step.copy(twin, **options))


@rule(L.GroupNormalization)
def normalize_groups(step):
    if step.twin.is_vector:
        step.refuse("on a vector it has no counterpart. Put it before.")
    reason = f"{step.layer.name!r} normalises over the whole map"
    twin = normalize(step)
    return twin.behind(Window.everything(len(twin.grid)), reason)


@rule(L.PReLU)
def activate_by_slopes(step):
    twin, along = along_channels(step)
    twin = step.gathered(twin) if twin.is_vector else twin
    n = len(twin.grid)
    every = range(1, n + 2)
    channels = twin.axis % (n + 2)
    shared = [axis for axis in every if axis != channels or not along]
    config = {"shared_axes": shared}
    tensor = step.copy(twin, config=config, order=twin.order)
    return replace(twin, tensor=tensor)


def along_channels(step):
    """The twin, and does the layer act along any axis? Only along channels."""
    twin, axes = step.twin, acting_axes(step)
    if axes == {1}:
        twin = step.permuted(twin)
    is_map = twin.index is None
    rank = len(twin.shape if is_map else twin.index.shape) + 1
    channel = 1 if twin.channels_first and is_map else rank - 1
    if not axes <= {channel}:
        step.refuse(
            f"it acts along axis {axes}, not channels ({channel}). Let it act "
            f"along the channels and train it so."
        )
    if channel != 1 and axes:
        step.positions(twin)
    return twin, bool(axes)


def acting_axes(step):
    layer, twin = step.layer, step.twin
    rank = len(twin.shape if twin.index is None else twin.index.shape) + 1
    if type(layer) is L.PReLU:
        return set(range(1, rank)) - set(layer.shared_axes or ())
    axes = np.ravel(getattr(layer, "axis", -1)).tolist()
    return {axis % rank for axis in axes if axis is not None}


# What joins several tensors


@rule(L.Add, L.Subtract, L.Multiply, L.Average, L.Maximum, L.Minimum)
def combine(step):
    sources = alike(step)
    check_same_order(step, sources)
    twin = merged(step, sources, step.copy(*sources))
    if type(step.layer) in (L.Add, L.Average):
        note_added_cell(step, sources, twin)
    return twin


ADD = classes_of(2, ops.add)


@rule(*ADD, *classes_of(2, ops.subtract, ops.multiply, ops.divide))
@rule(*classes_of(2, ops.true_divide, ops.maximum, ops.minimum))
@rule(*classes_of(1, ops.negative, ops.relu, ops.relu6, ops.sigmoid))
@rule(*classes_of(1, ops.silu, ops.gelu, ops.tanh))
def operate(step):
    """x + y, x * 2, keras.ops.relu(x) and the like."""
    layer, arguments = step.layer, step.node.arguments
    for x in keras.tree.flatten((arguments.args, arguments.kwargs)):
        if not isinstance(x, keras.KerasTensor) and np.ndim(x):
            step.refuse("it takes an array. Use a number, or a layer.")
    step.sources = [step.unfolded(twin) for twin in step.sources]
    sources, tensor = alike(step), None
    check_same_order(step, sources)
    if step.follower.build:
        name = step.follower.unused(layer.name)
        new = type(layer).from_config(layer.get_config() | {"name": name})
        tensor = step.call(new, [twin.tensor for twin in sources])
    twin = merged(step, sources, tensor)
    if type(layer) in ADD:
        note_added_cell(step, sources, twin)
    return twin


@rule(L.Concatenate)
def concatenate(step):
    sources = alike(step, joins=True)
    twin, axis = sources[0], step.layer.axis
    is_map, ends = twin.index is None, np.cumsum([t.channels for t in sources])
    rank = len(twin.grid) + 2 if is_map else 2
    channel = 1 if is_map and twin.channels_first else rank - 1
    if axis % rank != channel:
        step.refuse(
            f"it joins axis {axis}, not channels ({channel}). Join the "
            f"channels."
        )
    tensor = step.copy(*sources, config={"axis": twin.axis})
    changes: dict[str, Any] = {"channels": int(ends[-1])}
    if not is_map:
        starts = zip(sources, ends, strict=True)
        parts = [t.index + end - t.channels for t, end in starts]
        changes["index"] = np.concatenate(parts)
    return merged(step, sources, tensor, **changes)


def alike(step, joins=False):
    """The sources as maps of one size, or as vectors of one form."""
    sources, one = step.sources, step.twin
    forms = {(t.channels_first, len(t.grid), t.index is None) for t in sources}
    if len(forms) > 1:
        step.refuse(
            "its inputs are a map and a vector, or of other formats. Flatten "
            "or pool them alike first."
        )
    same = all(np.array_equal(t.index, one.index) for t in sources)
    same = same and all(not t.folds and t.grid == one.grid for t in sources)
    if one.index is not None and (joins or not same):
        if not all(twin.is_vector for twin in sources):
            step.refuse(
                "its inputs are neither maps nor vectors. Convert the model up "
                "to them."
            )
        sources = [step.gathered(twin) for twin in sources]
    check_same_size(step, sources, joins)
    return sources


def extent(twin):
    return not twin.whole, math.prod(n or 2 for n in twin.grid)


def check_same_size(step, sources, joins):
    small, large = min(sources, key=extent), max(sources, key=extent)
    if all(twin.grid == large.grid or twin.whole for twin in sources):
        return
    in_vain = small.pools <= step.follower.gates  # they stay global already
    if joins or in_vain or math.prod(small.grid) > 1:
        step.refuse("its inputs have different sizes. Crop them alike.")
    raise Gate(small.pools)


def check_same_order(step, sources):
    if not all(np.array_equal(t.index, sources[0].index) for t in sources):
        step.refuse(
            "its inputs were flattened in different orders. Flatten them alike."
        )


def merged(step, sources, tensor, **changes):
    """The twin of what a layer makes of sources that are alike."""
    reasons = [twin.reason for twin in sources if twin.reason]
    changes = {
        "index": sources[0].index,
        "channels": max(twin.channels for twin in sources),
        "pools": frozenset().union(*(twin.pools for twin in sources)),
        "reason": reasons[0] if reasons else "",
        "views": seen_by_any(step, sources),
    } | changes
    return replace(max(sources, key=extent), tensor=tensor, **changes)


def seen_by_any(step, sources):
    """What a cell sees that takes from all these."""
    views: dict[str, Window] = {}
    for twin in sorted(sources, key=lambda twin: twin.whole):
        for name, view in twin.views.items():
            other = views.setdefault(name, view)
            if not twin.whole and not np.array_equal(view.stride, other.stride):
                step.refuse(
                    f"its inputs have strides {other.stride} and "
                    f"{view.stride}: on larger images they no longer line up. "
                    f"Give them equal strides."
                )
            low = np.minimum(view.low, other.low)
            high = np.maximum(view.high, other.high)
            views[name] = Window(other.stride, low, high)
    return views


def note_added_cell(step, sources, twin):
    """A pooled cell that is added to a map looks like a bias (batch of 1)."""
    if not twin.whole and any(source.whole for source in sources[1:]):
        step.note_bias(twin, twin.channels)


# What the reader says treats all positions alike


def each_position(step):
    """Copied, once it has been tried on random numbers."""
    sources = alike(step)
    check_same_order(step, sources)
    if sources[0].is_vector:
        sources = [step.gathered(twin) for twin in sources]
        if (np.diff(sources[0].order) != 1).any():
            step.refuse(
                "it reads a vector in another order than that of the map. Put "
                "it before Flatten."
            )
    channels = try_each_position(step, sources)
    tensor = step.copy(*sources)
    return merged(step, sources, tensor, channels=channels)


def try_each_position(step, sources):
    """Its channels, if six cells alone and as one map give the same."""
    rng, twin = np.random.default_rng(0), sources[0]
    n, axis = len(twin.grid), twin.axis
    cells = [rng.standard_normal((6, source.channels)) for source in sources]
    as_one = [x.reshape(1, *[1, 2, 3][3 - n :], -1) for x in cells]
    as_one = [x.reshape(1, 6, -1) for x in cells] if n == 1 else as_one
    as_one = [np.moveaxis(x, -1, axis) for x in as_one]
    if twin.index is not None:  # in the original the channels are last
        n, axis = twin.index.ndim - 1, -1
    alone = [x.reshape(6, *[1] * n, -1) for x in cells]
    alone = [np.moveaxis(x, -1, axis) for x in alone]
    try:
        expected = as_numpy(step.call(step.layer, alone)).reshape(6, -1)
        found = as_numpy(step.call(step.layer, as_one))
        found = np.moveaxis(found, twin.axis, -1).reshape(6, -1)
        same = np.allclose(found, expected, rtol=1e-2, atol=1e-4)
    except Exception as error:  # of any kind: the class is not ours
        step.refuse(f"it was named pointwise, but cannot be tried: {error}")
    if not same:
        step.refuse(
            "it was named pointwise, but does not treat all positions alike. "
            "Give it a rule."
        )
    return expected.shape[1]


try:  # Keras does not export these two of its networks' layers
    from keras.src.applications.convnext import LayerScale
    from keras.src.applications.inception_resnet_v2 import CustomScaleLayer
except ImportError:
    pass
else:
    rule(LayerScale, CustomScaleLayer)(each_position)

# --------------------------------------------------------------------- kernels


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
    kernel_order = kernel_order_of(flatten_order)
    sizes = feature_shape if isinstance(feature_shape, tuple | list) else ()
    if len(sizes) != len(flatten_order) or not all(map(is_count, sizes)):
        raise ValueError(
            f"feature_shape must be one positive integer for each letter of "
            f"{flatten_order!r}, got {feature_shape!r}. Take the shape of the "
            f"layer before Flatten, in the order in which it was flattened."
        )
    kernel = as_kernel(dense_kernel, "dense_kernel", 2, "(inputs, outputs)")
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
    kernel_order = kernel_order_of(flatten_order)
    shape = f"({', '.join(kernel_order)}, outputs)"
    ndim = len(kernel_order) + 1
    kernel = as_kernel(conv_kernel, "conv_kernel", ndim, shape)
    axes = [kernel_order.index(letter) for letter in flatten_order]
    return kernel.transpose(*axes, ndim - 1).reshape(-1, kernel.shape[-1])


def kernel_order_of(flatten_order):
    for order in ("WC", "HWC", "DHWC"):
        text = flatten_order if isinstance(flatten_order, str) else ""
        if sorted(text) == sorted(order):
            return order
    raise ValueError(
        f"flatten_order must hold each letter of 'WC', 'HWC' or 'DHWC' once, "
        f"got {flatten_order!r}. Write the map's axes in the order in which "
        f"they were flattened, slowest first, such as 'HWC' or 'CHW'."
    )


def as_kernel(value, name, ndim, shape):
    try:
        array = as_numpy(value)
        got = f"an array of {array.dtype} of shape {array.shape}"
        got = type(value).__name__ if array.dtype == object else got
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


def own(array):
    """A copy where a variable would share memory with the array it is given.

    PyTorch trains in place, and JAX frees the arrays of a model that runs.
    """
    return array if keras.backend.backend() == "tensorflow" else ops.copy(array)


def as_numpy(value):
    if isinstance(value, keras.Variable):
        return value.numpy()
    plain = isinstance(value, np.ndarray | list | tuple)
    return np.asarray(value) if plain else ops.convert_to_numpy(value)


def is_count(value):
    return (
        isinstance(value, int | np.integer) and value > 0 and value is not True
    )
