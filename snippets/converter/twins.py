"""How a model is followed: each tensor, and its twin in the new model."""

import matplotlib.pyplot as plt

rows = [
    ("image\n4×4", "image\nany size", "Conv2D"),
    ("map\n2×2×2", "map\n0 1 | 2 3\n4 5 | 6 7", "Flatten"),
    ("vector\nof 8", "the same map\nnote: 0 1 2 3 4 5 6 7", "Dense(3)"),
    ("3 numbers", "a cell with 3\nchannels", ""),
]
becomes = ["Conv2D, copied", "nothing", "Conv2D, 2×2"]

figure, axes = plt.subplots(figsize=(4.4, 4.8))
for row, (original, twin, layer) in enumerate(rows):
    for x, text, colour in ((0, original, "C0"), (1, twin, "C1")):
        box = {"boxstyle": "round,pad=0.5", "fc": (colour, 0.2), "ec": colour}
        style = {"ha": "center", "va": "center"}
        axes.text(x, -row, text, bbox=box, **style)
    if layer:
        for x, text in ((0, layer), (1, becomes[row])):
            axes.annotate(
                "",
                (x, -row - 0.68),
                (x, -row - 0.34),
                arrowprops={"arrowstyle": "->"},
            )
            axes.text(x + 0.04, -row - 0.5, text, va="center", style="italic")
axes.text(0, 0.55, "the original", ha="center", weight="bold")
axes.text(1, 0.55, "its twin", ha="center", weight="bold")
axes.set(xlim=(-0.4, 1.65), ylim=(-3.5, 0.75))
axes.axis("off")
