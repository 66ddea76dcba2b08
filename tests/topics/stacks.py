"""Random stacks of layers along one axis, and the pixels that really change each cell."""

from hypothesis import strategies as st

# kernel, stride, dilation, padding on both sides
LAYERS = st.lists(
    st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3), st.integers(0, 2)),
    min_size=1,
    max_size=4,
)


def run(x, layers):
    """Convolutions with kernels of ones, by loops, over exact integers."""
    for kernel, stride, dilation, padding in layers:
        x = [0] * padding + x + [0] * padding
        last = len(x) - dilation * (kernel - 1)
        x = [sum(x[o + dilation * k] for k in range(kernel)) for o in range(0, last, stride)]
    return x


def pixels_that_move(layers, size):
    """For each cell the pixels that change it, found by changing every pixel."""
    before = run([0] * size, layers)
    moved = [
        [
            a != b
            for a, b in zip(before, run([int(q == p) for q in range(size)], layers), strict=True)
        ]
        for p in range(size)
    ]
    return [[p for p in range(size) if moved[p][cell]] for cell in range(len(before))]


def named(layers):
    return [("", *layer) for layer in layers]
