"""The head's window moves over the larger map; each place is one output."""

import matplotlib.pyplot as plt

MAP, WINDOW = (6, 8), (4, 5)
CELLS = tuple(m - w + 1 for m, w in zip(MAP, WINDOW, strict=True))
TITLES = {
    "global pooling": [(0, 0, MAP)],
    "window, stride 1": [(0, 0, WINDOW), (2, 3, WINDOW)],
}

fig, axes = plt.subplots(1, 2, figsize=(4.5, 2.3))
for ax, (title, windows) in zip(axes, TITLES.items(), strict=True):
    for i in range(MAP[0]):
        for j in range(MAP[1]):
            cell = plt.Rectangle((j, i), 1, 1, fill=False, lw=0.5)
            ax.add_patch(cell)
    for number, (i, j, (height, width)) in enumerate(windows):
        corner, size = (j + 0.06, i + 0.06), (width - 0.12, height - 0.12)
        style = {"fc": f"C{number}", "ec": f"C{number}", "alpha": 0.35, "lw": 2}
        ax.add_patch(plt.Rectangle(corner, *size, **style))
    outputs = (
        f"gives {CELLS[0]}×{CELLS[1]} cells"
        if windows[1:]
        else "gives 1 output"
    )
    ax.set(xlim=(-0.1, 8.1), ylim=(7.1, -0.1), title=title, aspect="equal")
    ax.text(4, 6.7, outputs, ha="center", va="center")
    ax.set_axis_off()
