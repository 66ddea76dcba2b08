"""Multiply-adds of one training step over all crops of an image."""

# kernel, stride, channels in, channels out; a pool has no channels out
layers = [(3, 1, 1, 3), (2, 2, 0, 0), (3, 1, 3, 4), (1, 1, 4, 5)]


def forward(height, width):
    """Multiply-adds of each layer, and the size of the answer."""
    counts = []
    for kernel, step, channels, filters in layers:
        height = (height - kernel) // step + 1
        width = (width - kernel) // step + 1
        counts.append(height * width * kernel**2 * channels * filters)
    return counts, height * width


def training_step(height, width):
    """Forward, the gradient of the weights, the gradient of the inputs."""
    counts, _ = forward(height, width)
    return 3 * sum(counts) - counts[0]  # no one needs the image's gradient


print("multiply-adds of a step over all crops, or whole")
print("image       crops  over crops      whole  ratio")
for side in (8, 20, 64, 256):
    cells = forward(side, side)[1]
    apart = cells * training_step(8, 8)
    whole = training_step(side, side)
    print(f"{side:3d} x {side:3d}  {cells:6,d}  {apart:10,d}", end="")
    print(f"  {whole:9,d}  {apart / whole:5.1f}")
