"""What Keras asks of optree: lists, tuples and dicts within each other, as leaves and a structure.

Keys of a dict are taken in order, as optree takes them; those of an OrderedDict as they stand.
"""

from collections import OrderedDict, defaultdict, deque
from dataclasses import dataclass

_registered = {}


@dataclass(frozen=True)
class Spec:
    """The structure of a tree. A leaf has no `build`; a node has its children, and a type."""

    build: object = None  # from the list of children to the node
    children: tuple = ()
    keys: tuple = ()
    kind: object = None

    @property
    def num_leaves(self):
        return 1 if self.build is None else sum(child.num_leaves for child in self.children)

    @property
    def num_nodes(self):
        return 1 + sum(child.num_nodes for child in self.children)


LEAF = Spec()


def register_pytree_node(cls, flatten, unflatten, namespace=""):
    """Make `cls` a node: `flatten` gives (children, metadata[, keys]), `unflatten` undoes it."""
    _registered[cls] = flatten, unflatten


def register_pytree_node_class(cls, namespace=""):
    """The same for a class with methods `tree_flatten` and `tree_unflatten`."""
    register_pytree_node(cls, lambda node: node.tree_flatten(), cls.tree_unflatten)
    return cls


def _open(tree, none_is_leaf):
    """(children, keys, build) of a node; None of a leaf."""
    kind = type(tree)
    if tree is None:
        return None if none_is_leaf else ([], (), lambda children: None)
    if kind in _registered:
        flatten, unflatten = _registered[kind]
        children, metadata, *keys = flatten(tree)
        children = list(children)
        names = tuple(keys[0]) if keys and keys[0] is not None else tuple(range(len(children)))
        return children, names, lambda new: unflatten(metadata, new)
    if kind in (dict, OrderedDict, defaultdict):
        keys = tuple(tree) if kind is OrderedDict else _in_order(tree)
        made = (lambda: defaultdict(tree.default_factory)) if kind is defaultdict else kind

        def build(children):
            new = made()
            new.update(dict.fromkeys(tree))  # a dict is given back with its own order of keys
            new.update(zip(keys, children, strict=True))
            return new

        return [tree[key] for key in keys], keys, build
    places = tuple(range(len(tree))) if isinstance(tree, (list, tuple, deque)) else ()
    if kind in (list, tuple):
        return list(tree), places, kind
    if kind is deque:
        return list(tree), places, lambda children: deque(children, tree.maxlen)
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        return list(tree), places, lambda children: kind(*children)
    return None


def _in_order(keys):
    try:
        return tuple(sorted(keys))
    except TypeError:  # keys of several types
        return tuple(sorted(keys, key=lambda key: (type(key).__qualname__, str(key))))


def tree_is_leaf(tree, is_leaf=None, none_is_leaf=False, namespace=""):
    """True for what has no children to go through; an empty list is a node."""
    return bool(is_leaf and is_leaf(tree)) or _open(tree, none_is_leaf) is None


def tree_flatten_with_path(tree, is_leaf=None, none_is_leaf=False, namespace=""):
    """(paths, leaves, structure): a path is the tuple of keys and places that leads to a leaf."""
    opened = None if is_leaf and is_leaf(tree) else _open(tree, none_is_leaf)
    if opened is None:
        return [()], [tree], LEAF
    children, keys, build = opened
    paths, leaves, specs = [], [], []
    for key, child in zip(keys, children, strict=True):
        below, found, spec = tree_flatten_with_path(child, is_leaf, none_is_leaf)
        paths += [(key, *path) for path in below]
        leaves += found
        specs.append(spec)
    return paths, leaves, Spec(build, tuple(specs), keys, type(tree))


def tree_flatten(tree, is_leaf=None, none_is_leaf=False, namespace=""):
    """(leaves, structure)."""
    return tree_flatten_with_path(tree, is_leaf, none_is_leaf)[1:]


def tree_paths(tree, is_leaf=None, none_is_leaf=False, namespace=""):
    """The path of each leaf."""
    return tree_flatten_with_path(tree, is_leaf, none_is_leaf)[0]


def tree_unflatten(spec, leaves):
    """The tree of this structure with these leaves."""
    leaves = list(leaves)
    if len(leaves) != spec.num_leaves:
        raise ValueError(f"{spec.num_leaves} leaves expected, {len(leaves)} given")
    return _fill(spec, iter(leaves))


def _fill(spec, leaves):
    if spec.build is None:
        return next(leaves)
    return spec.build([_fill(child, leaves) for child in spec.children])


def tree_map(func, tree, *rests, is_leaf=None, none_is_leaf=False, namespace=""):
    """The tree of func(leaf, what stands there in each of `rests`)."""
    leaves, spec = tree_flatten(tree, is_leaf, none_is_leaf)
    others = [_up_to(spec, rest, none_is_leaf) for rest in rests]
    return tree_unflatten(spec, [func(*found) for found in zip(leaves, *others, strict=True)])


def _up_to(spec, tree, none_is_leaf):
    """What stands in `tree` where `spec` has leaves; ValueError if it is built otherwise."""
    if spec.build is None:
        return [tree]
    opened = _open(tree, none_is_leaf)
    dicts = (dict, OrderedDict, defaultdict)
    kinds = type(tree) is spec.kind or (type(tree) in dicts and spec.kind in dicts)
    if opened is None or not kinds or set(opened[1]) != set(spec.keys):
        raise ValueError(f"a {spec.kind.__name__} like the first one expected, found {tree!r}")
    children = dict(zip(opened[1], opened[0], strict=True))
    return [
        leaf
        for key, child in zip(spec.keys, spec.children, strict=True)
        for leaf in _up_to(child, children[key], none_is_leaf)
    ]
