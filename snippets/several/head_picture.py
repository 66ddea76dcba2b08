"""A head of two Dense layers on a map, before and after the conversion."""

import matplotlib.pyplot as plt

MAP, WINDOW = (4, 6), (3, 4)  # a larger map; the map of training
CELLS = (MAP[0] - WINDOW[0] + 1, MAP[1] - WINDOW[1] + 1)

fig, ax = plt.subplots(figsize=(4.5, 2.7))


def grid(left, top, rows, columns, title, colour):
    ax.text(left, top - 0.3, title)
    for i in range(rows):
        for j in range(columns):
            at = (left + j, top + i)
            cell = plt.Rectangle(at, 1, 1, fc=(colour, 0.2), ec=colour, lw=0.8)
            ax.add_patch(cell)


def mark(left, top, rows, columns):
    style = {"fc": ("C1", 0.35), "ec": "C1", "lw": 2}
    ax.add_patch(plt.Rectangle((left, top), columns, rows, **style))


def arrow(x, y, label):
    ax.annotate("", (x + 3, y), (x, y), arrowprops={"arrowstyle": "->"})
    ax.text(x + 1.5, y - 0.3, label, ha="center")


grid(0, 0, *WINDOW, "map 3×4", "C0")
mark(0, 0, *WINDOW)
grid(9.2, 1, 1, 1, "6", "C2")
mark(9.2, 1, 1, 1)
grid(15.4, 1, 1, 1, "4", "C3")
mark(15.4, 1, 1, 1)
arrow(5.2, 1.5, "Dense")
arrow(11.4, 1.5, "Dense")

grid(0, 6, *MAP, "map 4×6", "C0")
mark(1, 7, *WINDOW)
grid(10, 7, *CELLS, "2×3 cells,\n6 numbers each", "C2")
mark(11, 8, 1, 1)
grid(17, 7, *CELLS, "2×3 cells,\n4 numbers each", "C3")
mark(18, 8, 1, 1)
arrow(6.5, 8, "3×4")
arrow(13.5, 8, "1×1")
ax.set(xlim=(-0.1, 20.1), ylim=(10.1, -1), aspect="equal")
ax.axis("off")
