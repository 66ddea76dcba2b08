"""VGG16 before and after: the trunk is shared, three layers change."""

import matplotlib.pyplot as plt

TRUNK = [  # rows, columns, channels after each block: a pool halves the map
    (224 // 2**block, 224 // 2**block, channels)
    for block, channels in enumerate((3, 64, 128, 256, 512, 512))
]
CLASSIC = ["Flatten  25088", "fc1  4096", "fc2  4096", "predictions  1000"]
CONVERTED = ["7×7  4096", "1×1  4096", "1×1  1000"]

fig, ax = plt.subplots(figsize=(4.5, 5.2))


def box(x, y, width, text, colour, height=0.8):
    style = {"fc": (colour, 0.25), "ec": colour}
    ax.add_patch(plt.Rectangle((x - width / 2, y), width, height, **style))
    ax.text(x, y + height / 2, text, ha="center", va="center")


for y, (rows, columns, channels) in enumerate(TRUNK):
    name = f"block{y}" if y else "image"
    text = f"{name}  {rows}×{columns}×{channels}"
    box(0, y, 2.2 + 3 * 0.5**y, text, "C0" if y else "0.5")
for x, title, layers in (
    (-1.6, "classic", CLASSIC),
    (1.6, "converted", CONVERTED),
):
    ax.text(x, 6.6, title, ha="center")
    ax.annotate("", (x, 6.2), (0, 5.8), arrowprops={"arrowstyle": "->"})
    for number, text in enumerate(layers):
        first = 7 + number
        if title == "converted":  # the first takes the place of two layers
            first += number > 0
        height = 1.8 if title == "converted" and not number else 0.8
        colour = "C2" if height > 1 else f"C{1 + min(number, 1)}"
        box(x, first, 2.9, text, "C2" if number else colour, height)
ax.set(xlim=(-3.2, 3.2), ylim=(11, -0.2))
ax.axis("off")
