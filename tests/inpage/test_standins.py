"""What stands in for JAX, optree and ml_dtypes in the page, against TensorFlow and optree."""

import sys
from collections import OrderedDict, defaultdict, deque, namedtuple

import numpy as np
import optree
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.project import ROOT

sys.path.insert(0, str(ROOT / "inpage" / "python"))
import standins
import trees

sys.path.pop(0)
Pair = namedtuple("Pair", "one other")
LAST = {1: "NWC", 2: "NHWC", 3: "NDHWC"}
PADDINGS = st.sampled_from(["valid", "same"])
FORMATS = st.sampled_from(["channels_last", "channels_first"])


def numbers(places, data_format):
    """As Keras' NumPy backend names the axes."""
    last = data_format == "channels_last"
    spatial = tuple(range(1, places + 1)) if last else tuple(range(2, places + 2))
    image = (0, places + 1 if last else 1, *spatial)
    return standins.ConvDimensionNumbers(image, (places + 1, places, *range(places)), image)


def arranged(array, data_format):
    """An array with channels last, in `data_format`."""
    return array if data_format == "channels_last" else np.moveaxis(array, -1, 1)


def back(array, data_format):
    return array if data_format == "channels_last" else np.moveaxis(array, 1, -1)


@st.composite
def convolutions(draw):
    """(image, kernel, strides, dilation, groups); strides or dilation are 1, for TensorFlow.

    On a processor it has neither groups nor dilation in three dimensions, and without oneDNN begins
    one place late where padding is "same" and a stride passes the kernel by two.
    """
    places = draw(st.integers(1, 3))
    ones = [1] * places
    steps = draw(st.lists(st.integers(1, 3), min_size=places, max_size=places))
    strides, dilation = (steps, ones) if places == 3 or draw(st.booleans()) else (ones, steps)
    least = [step - 1 if places == 3 and step > 2 else 1 for step in steps]
    shape = [draw(st.integers(size, 4)) for size in least]
    spread = [(size - 1) * step + 1 for size, step in zip(shape, dilation, strict=True)]
    sizes = [size + draw(st.integers(0, 5)) for size in spread]
    groups = draw(st.integers(1, 3)) if places < 3 else 1
    channels, filters = groups * draw(st.integers(1, 3)), groups * draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    image = rng.standard_normal((draw(st.integers(1, 2)), *sizes, channels)).astype("float32")
    kernel = rng.standard_normal((*shape, channels // groups, filters)).astype("float32")
    return image, kernel, strides, dilation, groups


@given(convolutions(), PADDINGS, FORMATS)
@settings(max_examples=150)
def test_convolution(given, padding, data_format):
    image, kernel, strides, dilation, groups = given
    places = kernel.ndim - 2
    ours = standins.conv_general_dilated(
        arranged(image, data_format),
        kernel,
        strides,
        padding,
        rhs_dilation=dilation,
        dimension_numbers=numbers(places, data_format),
        feature_group_count=groups,
    )
    theirs = tf.nn.convolution(
        image, kernel, strides, padding.upper(), LAST[places], dilations=dilation
    )
    assert ours.dtype == np.float32
    np.testing.assert_allclose(back(ours, data_format), theirs, atol=1e-4)


@given(convolutions(), PADDINGS, FORMATS, st.integers(1, 2))
def test_depthwise_convolution_is_one_with_a_group_a_channel(given, padding, data_format, times):
    image, _, strides, dilation, _ = given
    if image.ndim != 4:
        return
    strides = [strides[0]] * 2
    channels = image.shape[-1]
    kernel = np.random.default_rng(0).standard_normal((3, 2, channels, times)).astype("float32")
    image = np.pad(image, [(0, 0), (0, 9), (0, 9), (0, 0)])
    ours = standins.conv_general_dilated(
        arranged(image, data_format),
        kernel.reshape(3, 2, 1, channels * times),
        strides,
        padding,
        rhs_dilation=dilation,
        dimension_numbers=numbers(2, data_format),
        feature_group_count=channels,
    )
    theirs = tf.nn.depthwise_conv2d(
        image, kernel, [1, *strides, 1], padding.upper(), dilations=dilation
    )
    np.testing.assert_allclose(back(ours, data_format), theirs, atol=1e-4)


@given(convolutions(), PADDINGS, FORMATS, st.integers(1, 3), st.integers(1, 2))
def test_transposed_convolution(given, padding, data_format, filters, spread):
    """Dilated too: TensorFlow's takes the kernel with zeros between its places."""
    from keras.src.backend.common.backend_utils import compute_conv_transpose_padding_args_for_jax

    image, kernel, strides, *_ = given
    shape, places = kernel.shape[:-2], kernel.ndim - 2
    full = (*shape, filters, image.shape[-1])
    kernel = np.random.default_rng(1).standard_normal(full).astype("float32")
    margins = compute_conv_transpose_padding_args_for_jax(
        image.shape, full, strides, padding, None, spread
    )
    ours = standins.conv_transpose(
        arranged(image, data_format),
        kernel,
        strides,
        margins,
        rhs_dilation=[spread] * places,
        dimension_numbers=numbers(places, data_format),
        transpose_kernel=True,
    )
    ours = back(ours, data_format)
    wide = np.zeros([(size - 1) * spread + 1 for size in shape] + list(full[-2:]), "float32")
    wide[(slice(None, None, spread),) * places] = kernel
    theirs = tf.nn.conv_transpose(image, wide, ours.shape, strides, padding.upper(), LAST[places])
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


@given(convolutions(), PADDINGS, FORMATS)
def test_pooling(given, padding, data_format):
    image, kernel, strides, *_ = given
    shape = kernel.shape[:-2]

    def reduced(array, start, computation):
        steps = [
            (1, *values, 1) if data_format == "channels_last" else (1, 1, *values)
            for values in (shape, strides)
        ]
        array = arranged(array, data_format)
        found = standins.reduce_window(array, start, computation, *steps, padding.upper())
        return back(found, data_format)

    largest = reduced(image, -np.inf, standins.maximum)
    theirs = tf.nn.max_pool(image, shape, strides, padding.upper())
    np.testing.assert_array_equal(largest, theirs)
    sums = reduced(image, 0.0, standins.add)
    counts = reduced(np.ones_like(image), 0.0, standins.add)
    theirs = tf.nn.avg_pool(image, shape, strides, padding.upper())
    np.testing.assert_allclose(sums / counts, theirs, atol=1e-5)


@given(st.tuples(*[st.integers(-2, 2)] * 4))
def test_margins_that_are_given_pad_and_cut(margins):
    image = np.random.default_rng(0).standard_normal((1, 7, 8, 2)).astype("float32")
    kernel = np.random.default_rng(1).standard_normal((3, 2, 2, 4)).astype("float32")
    pairs = [margins[:2], margins[2:]]
    ours = standins.conv_general_dilated(
        image, kernel, [1, 1], pairs, dimension_numbers=numbers(2, "channels_last")
    )
    padded = np.pad(image, [(0, 0), (2, 2), (2, 2), (0, 0)])
    (top, bottom), (left, right) = pairs
    theirs = tf.nn.conv2d(
        padded[:, 2 - top : 9 + bottom, 2 - left : 10 + right], kernel, 1, "VALID"
    )
    np.testing.assert_allclose(ours, theirs, atol=1e-4)


def test_a_kernel_that_does_not_fit_gives_an_empty_map_as_in_jax():
    image, kernel = np.ones((1, 2, 5, 1), "float32"), np.ones((3, 3, 1, 4), "float32")
    ours = standins.conv_general_dilated(
        image, kernel, [1, 1], "valid", dimension_numbers=numbers(2, "channels_last")
    )
    assert ours.shape == (1, 0, 3, 4)


@given(st.integers(1, 4), st.integers(1, 5))
def test_fourier_transforms(rows, columns):
    rng = np.random.default_rng(rows)
    real, imaginary = rng.standard_normal((2, rows, columns)).astype("float32")
    for ours, theirs in ((standins.fft, tf.signal.fft), (standins.fft2, tf.signal.fft2d)):
        expected = theirs(tf.complex(real, imaginary)).numpy()
        found = ours((real, imaginary))
        np.testing.assert_allclose(found[0] + 1j * found[1], expected, atol=1e-4)


LEAVES = st.one_of(st.integers(), st.text(max_size=2), st.none(), st.booleans())
KEYS = st.text("abc", max_size=2)
TREES = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.lists(below, max_size=3),
        st.lists(below, max_size=3).map(tuple),
        st.dictionaries(KEYS, below, max_size=3),
        st.dictionaries(KEYS, below, max_size=3).map(OrderedDict),
        st.dictionaries(KEYS, below, max_size=3).map(lambda d: defaultdict(list, d)),
        st.lists(below, max_size=3).map(lambda found: deque(found, maxlen=5)),
        st.tuples(below, below).map(lambda both: Pair(*both)),
    ),
    max_leaves=12,
)


@given(TREES, st.booleans())
def test_trees_are_taken_apart_as_optree_does(tree, none_is_leaf):
    own = {"none_is_leaf": none_is_leaf}
    paths, leaves, spec = trees.tree_flatten_with_path(tree, **own)
    theirs = optree.tree_flatten_with_path(tree, **own)
    assert (paths, leaves) == (theirs[0], theirs[1])
    assert (spec.num_leaves, spec.num_nodes) == (theirs[2].num_leaves, theirs[2].num_nodes)
    assert trees.tree_paths(tree, **own) == optree.tree_paths(tree, **own)
    assert trees.tree_is_leaf(tree, **own) == optree.tree_is_leaf(tree, **own)
    again = trees.tree_unflatten(spec, leaves)
    assert type(again) is type(tree)
    assert again == tree


@given(TREES)
def test_trees_are_mapped_as_optree_does(tree):
    own = {"none_is_leaf": True}
    other = optree.tree_map(lambda leaf: [leaf], tree, **own)
    ours = trees.tree_map(lambda *both: both, tree, other, **own)
    assert ours == optree.tree_map(lambda *both: both, tree, other, **own)
    shallow = {"is_leaf": lambda node: isinstance(node, dict), **own}
    assert trees.tree_flatten(tree, **shallow)[0] == optree.tree_flatten(tree, **shallow)[0]


@pytest.mark.parametrize("other", [[1], (1, 2), {"a": 1}, 3])
def test_trees_of_another_shape_are_refused(other):
    for library in (trees, optree):
        with pytest.raises(ValueError, match=r".+"):
            library.tree_map(lambda a, b: a, [1, 2], other)


@pytest.mark.parametrize("leaves", [[1], [1, 2, 3]])
def test_a_tree_takes_as_many_leaves_as_it_has(leaves):
    for library in (trees, optree):
        spec = library.tree_flatten([1, {"a": 2}])[1]
        with pytest.raises(ValueError, match=r".+"):
            library.tree_unflatten(spec, leaves)


def test_a_class_becomes_a_node():
    class Twin:
        def __init__(self, a, b):
            self.a, self.b = a, b

        def tree_flatten(self):
            return (self.a, self.b), None

        @classmethod
        def tree_unflatten(cls, metadata, children):
            return cls(*children)

    trees.register_pytree_node_class(Twin)
    mapped = trees.tree_map(lambda x: x + 1, Twin(1, [2, 3]))
    assert (mapped.a, mapped.b) == (2, [3, 4])


def test_calls_are_done_when_submitted():
    with standins.AtOnce(max_workers=3) as executor:
        done, failed = executor.submit(divmod, 7, 2), executor.submit(divmod, 7, 0)
        assert done.result() == (3, 1)
        assert isinstance(failed.exception(), ZeroDivisionError)
        assert list(executor.map(abs, [-1, -2])) == [1, 2]


def test_the_names_are_gone_once_keras_has_them():
    before = {name: sys.modules.get(name) for name in ("jax", "optree", "ml_dtypes", "sklearn")}
    with standins.in_place():
        import jax
        import ml_dtypes
        import optree as borrowed
        import scipy.linalg

        assert jax.lax.conv_general_dilated is standins.conv_general_dilated
        assert borrowed.tree_map is trees.tree_map
        assert ml_dtypes.finfo("float32").eps == np.finfo("float32").eps
        later = scipy.linalg
    assert {name: sys.modules.get(name) for name in before} == before
    np.testing.assert_allclose(later.inv(np.diag([2.0, 4.0])), np.diag([0.5, 0.25]))
