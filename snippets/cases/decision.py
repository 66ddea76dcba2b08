"""Two questions decide the formula: the tensor's format and the flattening."""

import matplotlib.pyplot as plt

BOXES = {  # name: (x, y, text, colour)
    "tensor": (0.02, 0.5, "map before\nFlatten", "C0"),
    "first": (0.26, 0.78, "(C, H, W)\nchannels_first", "C0"),
    "last": (0.26, 0.22, "(H, W, C)\nchannels_last", "C0"),
    "chw": (0.74, 0.9, "C,H,W", "C1"),
    "hwc": (0.74, 0.5, "H,W,C", "C2"),
    "wch": (0.74, 0.1, "W,C,H", "C3"),
}
ARROWS = [
    ("tensor", "first", ""),
    ("tensor", "last", ""),
    ("first", "chw", "Flatten('channels_last')\nor Reshape"),
    ("first", "hwc", "Flatten('channels_first')"),
    ("last", "hwc", "Flatten('channels_last')\nor Reshape"),
    ("last", "wch", "Flatten('channels_first')"),
]

fig, ax = plt.subplots(figsize=(7.5, 3.4))
ax.set_axis_off()
ax.set(xlim=(-0.08, 0.95), ylim=(-0.05, 1.05))
for start, end, label in ARROWS:
    a, b = BOXES[start], BOXES[end]
    tail, head = (a[0] + 0.09, a[1]), (b[0] - 0.08, b[1])
    ax.annotate("", head, tail, arrowprops={"arrowstyle": "->", "color": "C7"})
    middle = (tail[0] + head[0]) / 2, (tail[1] + head[1]) / 2 + 0.02
    ax.text(*middle, label, ha="center", va="bottom", fontsize=8)
for x, y, text, colour in BOXES.values():
    box = {"boxstyle": "round", "facecolor": "none", "edgecolor": colour}
    ax.text(x, y, text, ha="center", va="center", bbox=box)
