"""Figure: two cells of an output map, and what they see in each layer below."""

import matplotlib.pyplot as plt
from matplotlib.patches import Rectangle

# kernel and stride of each layer, from the image up
layers = [("conv 3", 3, 1), ("pool 2", 2, 2), ("conv 3", 3, 1)]
sizes, names = [14], ["pixels"]
for name, kernel, stride in layers:
    sizes.append((sizes[-1] - kernel) // stride + 1)
    names.append(name)

figure, ax = plt.subplots(figsize=(4.5, 2.8), layout="constrained")
step, centre = 1, 0.5  # where a layer's cells stand over the pixels
places = [(centre, step)]
for _, kernel, stride in layers:
    centre += (kernel - 1) / 2 * step
    step *= stride
    places.append((centre, step))
for cell, color in ((0, "C0"), (2, "C1")):
    low = high = cell
    for level in range(len(layers), -1, -1):
        start, step = places[level]
        for index in range(low, high + 1):
            box = (start + index * step - 0.45, level)
            ax.add_patch(Rectangle(box, 0.9, 0.5, fc=color, alpha=0.45))
        if level:
            _, kernel, stride = layers[level - 1]
            low, high = low * stride, high * stride + kernel - 1
for level, (start, step) in enumerate(places):
    for index in range(sizes[level]):
        box = (start + index * step - 0.45, level)
        ax.add_patch(Rectangle(box, 0.9, 0.5, fill=False, ec="0.5"))
ax.set(xlim=(-0.1, 14.1), ylim=(-0.2, 3.8))
ax.set_yticks([level + 0.25 for level in range(4)], names)
ax.set_xticks([pixel + 0.5 for pixel in range(14)], range(14))
ax.tick_params(length=0)
ax.spines[:].set_visible(False)
