"""Which cells of the finer grid each pass fills: two passes, and all four."""

import matplotlib.pyplot as plt

SIZE, F = 6, 2
PASSES = {
    "2 passes": [(0, 0), (1, 1)],
    "4 passes": [(0, 0), (1, 1), (0, 1), (1, 0)],
}

fig, axes = plt.subplots(1, 2, figsize=(4.5, 2.5))
for ax, (title, shifts) in zip(axes, PASSES.items(), strict=True):
    for i in range(SIZE):
        for j in range(SIZE):
            ax.add_patch(plt.Rectangle((j, i), 1, 1, fill=False, lw=0.5))
            if (i % F, j % F) in shifts:
                number = shifts.index((i % F, j % F))
                at = (j + 0.08, i + 0.08)
                filled = plt.Rectangle(
                    at, 0.84, 0.84, fc=f"C{number}", alpha=0.4
                )
                ax.add_patch(filled)
                middle = (j + 0.5, i + 0.53)
                ax.text(*middle, str(number + 1), ha="center", va="center")
    ax.set(xlim=(-0.1, 6.1), ylim=(6.1, -0.1), aspect="equal", title=title)
    ax.set_axis_off()
