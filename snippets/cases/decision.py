"""Two questions decide the order: the map's format and how it is flattened."""

import matplotlib.pyplot as plt

LAST = "Flatten('channels_last')\nor Reshape((-1,))"
FIRST = "Flatten('channels_first')"
BOXES = {  # name: (x, y, text, colour)
    "first": (0, 4.5, "channels_first\nmap (C, H, W)", "C0"),
    "last": (0, 1.5, "channels_last\nmap (H, W, C)", "C0"),
    "first, last": (3, 5.5, LAST, "C5"),
    "first, first": (3, 3.6, FIRST, "C5"),
    "last, last": (3, 2.4, LAST, "C5"),
    "last, first": (3, 0.5, FIRST, "C5"),
    "CHW": (5.7, 5.5, "C,H,W", "C1"),
    "HWC": (5.7, 3, "H,W,C", "C2"),
    "WCH": (5.7, 0.5, "W,C,H", "C3"),
}
ARROWS = {
    "first": ["first, last", "first, first"],
    "last": ["last, last", "last, first"],
    "first, last": ["CHW"],
    "first, first": ["HWC"],
    "last, last": ["HWC"],
    "last, first": ["WCH"],
}

fig, ax = plt.subplots(figsize=(5.2, 3.4))
ax.set(xlim=(-0.9, 6.3), ylim=(0, 6))
ax.set_axis_off()
drawn = {}
for name, (x, y, text, colour) in BOXES.items():
    box = {"boxstyle": "round", "facecolor": "none", "edgecolor": colour}
    drawn[name] = ax.text(x, y, text, ha="center", va="center", bbox=box)
fig.canvas.draw()  # the boxes now know their size
for start, ends in ARROWS.items():
    for end in ends:
        style = {"arrowstyle": "->"}
        style |= {
            "patchA": drawn[start].get_bbox_patch(),
            "patchB": drawn[end].get_bbox_patch(),
        }
        ax.annotate("", BOXES[end][:2], BOXES[start][:2], arrowprops=style)
