"""Both networks, tensor by tensor: only the end differs."""

import matplotlib.pyplot as plt

networks = {
    "classic": [
        ("input", "1, 5, 7", "0.5"),
        ("conv1", "3, 5, 5", "C0"),
        ("Flatten", "75", "C1"),
        ("Dense", "2", "C2"),
    ],
    "converted": [
        ("input", "1, 5, 7", "0.5"),
        ("conv1", "3, 5, 5", "C0"),
        ("Conv2D(2, (5, 5))", "2, 1, 1", "C2"),
    ],
}
widths = {"classic": [3, 3, 3, 3], "converted": [3, 3, 7]}

fig, ax = plt.subplots(figsize=(4.5, 2.2))
for number, (name, boxes) in enumerate(networks.items()):
    top, left = 3.6 * number, 0
    ax.text(0, top - 0.3, name)
    for (layer, shape, colour), width in zip(boxes, widths[name], strict=True):
        style = {"facecolor": (colour, 0.2), "edgecolor": colour}
        ax.add_patch(plt.Rectangle((left, top), width, 2, **style))
        middle = {"x": left + width / 2, "ha": "center", "va": "center"}
        ax.text(y=top + 0.6, s=layer, **middle)
        ax.text(y=top + 1.4, s=shape, **middle)
        left += width + 1
        if layer != boxes[-1][0]:
            ax.text(left - 0.5, top + 1, "→", ha="center", va="center")
ax.set(xlim=(-0.1, 15.1), ylim=(5.7, -1.2), aspect="equal")
ax.axis("off")
