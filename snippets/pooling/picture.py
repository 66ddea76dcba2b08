"""The head's window slides over the larger map; each place is one output."""

import matplotlib.pyplot as plt

SIZE, MAP, WINDOW = (4, 5), (6, 8), (4, 5)
TITLES = {
    "global pooling": [(0, 0, MAP)],
    "window, stride 1": [(0, 0, WINDOW), (2, 3, WINDOW)],
}

fig, axes = plt.subplots(1, 2, figsize=(5.4, 2.6))
for ax, (title, windows) in zip(axes, TITLES.items(), strict=True):
    for i in range(MAP[0]):
        for j in range(MAP[1]):
            cell = plt.Rectangle((j, i), 1, 1, fill=False, lw=0.5)
            ax.add_patch(cell)
    for number, (i, j, (height, width)) in enumerate(windows):
        shape = plt.Rectangle(
            (j + 0.06, i + 0.06),
            width - 0.12,
            height - 0.12,
            facecolor=f"C{number}",
            edgecolor=f"C{number}",
            alpha=0.35,
            lw=2,
        )
        ax.add_patch(shape)
    outputs = "1 output" if len(windows) == 1 else "3 x 4 outputs"
    ax.set(xlim=(-0.1, 8.1), ylim=(6.1, -0.1), title=title, aspect="equal")
    ax.text(4, 6.6, outputs, ha="center", va="center")
    ax.set_axis_off()
