"""What Keras' NumPy backend asks of libraries that no browser has, in NumPy.

Keras computes its layers with NumPy there, but for convolution, pooling and two Fourier transforms,
which it borrows from JAX; it walks through nested lists with optree, and asks ml_dtypes for the
limits of a type. `in_place` puts these few functions where Keras looks for them. h5py is not stood
in for: Keras says by itself that saving to a file needs it.
"""

import concurrent.futures
import contextlib
import importlib
import sys
import types
from dataclasses import dataclass

import numpy as np
import trees


@dataclass(frozen=True)
class ConvDimensionNumbers:
    """Which axes of input, kernel and output are batch, channels and places, in this order.

    Of a kernel: output channels, input channels, places.
    """

    lhs_spec: tuple
    rhs_spec: tuple
    out_spec: tuple


def maximum(one, other):
    """`jax.lax.max`. Keras passes it to `reduce_window`."""
    return np.maximum(one, other)


def add(one, other):
    """`jax.lax.add`. Keras passes it to `reduce_window`."""
    return np.add(one, other)


def margins(padding, sizes, windows, strides):
    """Pairs (before, after), one an axis, for the padding that Keras names or gives.

    "same" makes ceil(size / stride) windows; of an odd number the larger half comes after.
    """
    if not isinstance(padding, str):
        return [tuple(pair) for pair in padding]
    if padding.lower() == "valid":
        return [(0, 0)] * len(sizes)
    missing = [
        max((-(-size // stride) - 1) * stride + window - size, 0)
        for size, window, stride in zip(sizes, windows, strides, strict=True)
    ]
    return [(total // 2, total - total // 2) for total in missing]


def windows_of(array, axes, shape, strides, dilation, pads, value):
    """A view of every window along `axes`; the places within a window are the last axes.

    `array` is padded with `value` first. A negative margin cuts, as in JAX.
    """
    around = [(0, 0)] * array.ndim
    cut = [slice(None)] * array.ndim
    for axis, (before, after) in zip(axes, pads, strict=True):
        around[axis] = (max(before, 0), max(after, 0))
        cut[axis] = slice(max(-before, 0), array.shape[axis] - max(-after, 0))
    array = np.pad(array[tuple(cut)], around, constant_values=value)
    spread = [(size - 1) * step + 1 for size, step in zip(shape, dilation, strict=True)]
    if any(array.shape[axis] < size for axis, size in zip(axes, spread, strict=True)):
        empty = list(array.shape)
        for axis, size in zip(axes, spread, strict=True):
            empty[axis] = max(array.shape[axis] - size + 1, 0)
        return np.zeros([*empty, *shape], array.dtype)
    views = np.lib.stride_tricks.sliding_window_view(array, spread, axis=tuple(axes))
    chosen = [slice(None)] * array.ndim
    for axis, stride in zip(axes, strides, strict=True):
        chosen[axis] = slice(None, None, stride)
    return views[(*chosen, *(slice(None, None, step) for step in dilation))]


def reduce_window(operand, init_value, computation, window_dimensions, window_strides, padding):
    """`jax.lax.reduce_window` for `lax.max` and `lax.add`: pooling, over all axes at once."""
    operand = np.asarray(operand)
    axes = [axis for axis, size in enumerate(window_dimensions) if size > 1]
    pads = margins(padding, operand.shape, window_dimensions, window_strides)
    single = tuple(
        slice(None) if axis in axes else slice(None, None, stride)
        for axis, stride in enumerate(window_strides)
    )
    operand = operand[single]
    if not axes:
        return operand
    pick = [[values[axis] for axis in axes] for values in (window_dimensions, window_strides)]
    ones = [1] * len(axes)
    views = windows_of(operand, axes, *pick, ones, [pads[axis] for axis in axes], init_value)
    inner = tuple(range(operand.ndim, views.ndim))
    reduce = {maximum: np.max, add: np.sum}[computation]
    return reduce(views, axis=inner).astype(operand.dtype, copy=False)


def conv_general_dilated(
    lhs,
    rhs,
    window_strides,
    padding,
    lhs_dilation=None,
    rhs_dilation=None,
    dimension_numbers=None,
    feature_group_count=1,
):
    """`jax.lax.conv_general_dilated`: every convolution of Keras.

    One matrix product a group: the input's windows, a row each, by the kernel, a column a filter.
    """
    spec = dimension_numbers
    image = np.transpose(lhs, (spec.lhs_spec[0], *spec.lhs_spec[2:], spec.lhs_spec[1]))
    kernel = np.transpose(rhs, (*spec.rhs_spec[2:], *spec.rhs_spec[1::-1]))  # places, in, out
    places = kernel.ndim - 2
    if lhs_dilation:
        image = spaced(image, lhs_dilation)
    steps = rhs_dilation or [1] * places
    shape = kernel.shape[:places]
    spread = [(size - 1) * step + 1 for size, step in zip(shape, steps, strict=True)]
    pads = margins(padding, image.shape[1:-1], spread, window_strides)
    axes = range(1, 1 + places)
    views = windows_of(image, axes, shape, window_strides, steps, pads, 0)
    maps = views.shape[: 1 + places]  # batch and the output's places
    groups = feature_group_count
    views = np.moveaxis(views, 1 + places, -1)  # channels last within a window
    views = views.reshape(*maps, *shape, groups, views.shape[-1] // groups)
    filters = kernel.shape[-1] // groups
    parts = []
    for group in range(groups):
        columns = kernel[..., group * filters : (group + 1) * filters].reshape(-1, filters)
        rows = views[..., group, :].reshape(-1, len(columns))
        parts.append((rows @ columns).reshape(*maps, filters))
    out = np.concatenate(parts, axis=-1)
    back = (spec.out_spec[0], *spec.out_spec[2:], spec.out_spec[1])
    return np.transpose(out, np.argsort(back)).astype(np.asarray(lhs).dtype, copy=False)


def spaced(image, dilation):
    """`image` (batch, places, channels) with zeros between its places: a strided conv's inverse."""
    shape = [(size - 1) * step + 1 for size, step in zip(image.shape[1:-1], dilation, strict=True)]
    out = np.zeros((image.shape[0], *shape, image.shape[-1]), image.dtype)
    out[(slice(None), *(slice(None, None, step) for step in dilation))] = image
    return out


def conv_transpose(
    lhs, rhs, strides, padding, rhs_dilation=None, dimension_numbers=None, transpose_kernel=False
):
    """`jax.lax.conv_transpose`, as Keras calls it: with a kernel of (places, out, in).

    The input's places stand `strides` apart, and the kernel is turned round and its channels are
    exchanged: then it is a convolution.
    """
    assert transpose_kernel  # Keras asks for nothing else
    spec = dimension_numbers
    rhs = np.flip(rhs, spec.rhs_spec[2:]).swapaxes(*spec.rhs_spec[:2])
    ones = [1] * len(strides)
    return conv_general_dilated(lhs, rhs, ones, padding, strides, rhs_dilation, spec)


def fft(x):
    """Of `keras.ops.fft`: (real, imaginary) to (real, imaginary), over the last axis."""
    out = np.fft.fft(np.asarray(x[0]) + 1j * np.asarray(x[1]))
    return out.real.astype(x[0].dtype), out.imag.astype(x[0].dtype)


def fft2(x):
    """Of `keras.ops.fft2`: the same over the last two axes."""
    out = np.fft.fft2(np.asarray(x[0]) + 1j * np.asarray(x[1]))
    return out.real.astype(x[0].dtype), out.imag.astype(x[0].dtype)


class AtOnce(concurrent.futures.Executor):
    """In the place of `ThreadPoolExecutor`: a browser's Python has no threads, so each call is
    done when it is submitted."""

    def __init__(self, *_, **__):
        pass

    def submit(self, fn, /, *args, **kwargs):
        future = concurrent.futures.Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Later:
    """A module that is imported when something in it is asked for."""

    def __init__(self, name):
        self.name = name

    def __getattr__(self, name):
        return getattr(importlib.import_module(self.name), name)


@contextlib.contextmanager
def in_place():
    """Let Keras find all this under the names that it imports, while it is being imported.

    Afterwards the names are gone: nobody else is to take these few functions for JAX or optree.
    """
    lax = types.SimpleNamespace(
        ConvDimensionNumbers=ConvDimensionNumbers,
        max=maximum,
        add=add,
        reduce_window=reduce_window,
        conv_general_dilated=conv_general_dilated,
        conv_transpose=conv_transpose,
    )
    monitoring = types.SimpleNamespace(record_scalar=None)  # Keras asks whether it is there
    modules = {
        "jax": {"lax": lax, "monitoring": monitoring},
        "ml_dtypes": {"finfo": np.finfo, "iinfo": np.iinfo},  # of NumPy's own types
        "optree": {**vars(trees), "utils": None},
        "optree.utils": {},
        "scipy": {"linalg": Later("scipy.linalg")},  # which is large, and rarely asked for
        "scipy.linalg": {},
        "keras._tf_keras": {},  # a second set of the same names
        "keras.src.backend.jax": {},
        "keras.src.backend.jax.math": {"fft": fft, "fft2": fft2},
        "sklearn": None,  # for Keras' wrappers, which no block uses; it would take seconds
    }
    below = [name for name in sys.modules if name.startswith(("scipy.", "sklearn."))]
    before = {name: sys.modules.pop(name, None) for name in (*modules, *below)}
    for name, contents in modules.items():
        sys.modules[name] = _module(name, contents)
    try:
        yield
    finally:
        for name in modules:
            del sys.modules[name]
        sys.modules.update({name: module for name, module in before.items() if module})


def _module(name, contents):
    if contents is None:
        return None  # importing it is an ImportError
    module = types.ModuleType(name, "Stood in for: see standins.py")
    vars(module).update({k: v for k, v in contents.items() if not k.startswith("__")})
    return module
