"""Two questions decide the order: the map's format and how it is flattened."""

import matplotlib.pyplot as plt

LAST = "Flatten('channels_last')\nor Reshape((-1,))"
FIRST = "Flatten('channels_first')"
BOXES = {  # name: (x, y, text, colour)
    "last": (0, 4.5, "channels_last\nmap (H, W, C)", "C0"),
    "first": (0, 1.5, "channels_first\nmap (C, H, W)", "C0"),
    "last, first": (3, 5.5, FIRST, "C5"),
    "last, last": (3, 3.9, LAST, "C5"),
    "first, first": (3, 2.1, FIRST, "C5"),
    "first, last": (3, 0.5, LAST, "C5"),
    "WCH": (5.5, 5.5, "W,C,H", "C3"),
    "HWC": (5.5, 3, "H,W,C", "C2"),
    "CHW": (5.5, 0.5, "C,H,W", "C1"),
}
ARROWS = {
    "last": ["last, last", "last, first"],
    "first": ["first, last", "first, first"],
    "last, last": ["HWC"],
    "last, first": ["WCH"],
    "first, last": ["CHW"],
    "first, first": ["HWC"],
}

fig, ax = plt.subplots(figsize=(4.5, 3.4))
ax.set(xlim=(-0.9, 6), ylim=(0, 6))
ax.set_axis_off()
drawn = {}
for name, (x, y, text, colour) in BOXES.items():
    box = {"boxstyle": "round,pad=0.5", "fc": "none", "ec": colour}
    drawn[name] = ax.text(x, y, text, ha="center", va="center", bbox=box)
fig.canvas.draw()  # the boxes now know their size
for start, ends in ARROWS.items():
    for end in ends:
        left, right = (drawn[box].get_bbox_patch() for box in (start, end))
        ax.annotate(
            "",
            (0, 0.5),  # the middle of the right box's left side
            (1, 0.5),
            xycoords=right,
            textcoords=left,
            arrowprops={"arrowstyle": "->", "shrinkA": 0, "shrinkB": 1},
        )
