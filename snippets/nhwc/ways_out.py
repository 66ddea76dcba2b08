"""A channels_first convolution on a CPU, and the three ways out."""

import matplotlib.pyplot as plt

FIRST, LAST = "C,H,W", "H,W,C"
WAYS = {
    "TensorFlow's own CPU code: an error": [FIRST, "Conv2D"],
    "1. compile the model: XLA convolves": [FIRST, "Conv2D, XLA", FIRST],
    "2. move to channels_last": [LAST, "Conv2D", LAST],
    "3. move only the convolution": [
        FIRST,
        "Permute",
        "Conv2D",
        "Permute",
        FIRST,
    ],
}
COLOURS = {FIRST: "C1", LAST: "C0"}  # tensors; layers are grey

fig, ax = plt.subplots(figsize=(4.5, 3.5))
for number, (title, chain) in enumerate(WAYS.items()):
    left, top = 0, 2.2 * number
    ax.text(0, top - 0.2, title)
    for name in chain:
        width = 1.2 + 0.36 * len(name)
        colour = COLOURS.get(name, "0.5")
        style = {"fc": (colour, 0.25), "ec": colour}
        ax.add_patch(plt.Rectangle((left, top), width, 1, **style))
        middle = {"ha": "center", "va": "center"}
        ax.text(left + width / 2, top + 0.5, name, **middle)
        left += width + 0.5
    if len(chain) == 2:
        ax.text(left, top + 0.5, "✗", va="center")
ax.set(xlim=(-0.1, 19), ylim=(7.8, -0.8))
ax.axis("off")
