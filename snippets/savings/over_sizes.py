"""Figure: multiply-adds over image sizes, for the network of this page."""

import matplotlib.pyplot as plt

# kernel, stride, channels in, channels out; a pool has no channels out
layers = [
    (5, 1, 1, 8),
    (2, 2, 0, 0),
    (5, 1, 8, 16),
    (2, 2, 0, 0),
    (4, 1, 16, 10),
]


def count(size, strides=True):
    """Multiply-adds for a square image, with strides or dilated instead."""
    total, gap = 0, 1
    for kernel, stride, channels, filters in layers:
        size -= (kernel - 1) * gap
        if strides:
            size = (size - 1) // stride + 1
        else:
            gap *= stride
        total += size**2 * kernel**2 * channels * filters
    return total


sizes = list(range(28, 512, 4))
curves = {
    "crops at every pixel": [(n - 27) ** 2 * count(28) for n in sizes],
    "crops every 4 pixels": [
        ((n - 28) // 4 + 1) ** 2 * count(28) for n in sizes
    ],
    "one pass, every pixel (dilated)": [count(n, strides=False) for n in sizes],
    "one pass, every 4 pixels": [count(n) for n in sizes],
}
figure, ax = plt.subplots(figsize=(4.5, 4), layout="constrained")
styles = ["-", "--", "-.", ":"]
for style, (name, counts) in zip(styles, curves.items(), strict=True):
    ax.plot(sizes, counts, style, label=name)
    print(f"{name:31s} at 508 x 508: {counts[-1]:15,d}")
ax.set(yscale="log", xlabel="image side, pixels", title="multiply-adds")
ax.set_yticks([1e6, 1e8, 1e10], ["1 million", "100 million", "10 billion"])
figure.legend(loc="outside lower left")
