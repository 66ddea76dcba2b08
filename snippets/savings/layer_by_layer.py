"""Multiply-adds of 1936 crops against one pass over 200 x 200, by layer."""

# name, kernel, stride, channels in, channels out; a pool multiplies nothing
layers = [
    ("conv 5", 5, 1, 1, 8),
    ("pool 2", 2, 2, 8, 8),
    ("conv 5", 5, 1, 8, 16),
    ("pool 2", 2, 2, 16, 16),
    ("dense as conv 4", 4, 1, 16, 10),
]


def count(size):
    """Multiply-adds of each layer for a square image."""
    counts = []
    for name, kernel, stride, channels, filters in layers:
        size = (size - kernel) // stride + 1
        work = size**2 * kernel**2 * channels * filters
        counts.append(0 if name.startswith("pool") else work)
    return counts, size


_, cells = count(200)
crop, whole = count(28)[0], count(200)[0]
print(f"{cells} x {cells} = {cells**2} crops of 28 x 28")
print("layer                    crops    one pass  ratio")
total = ("all", cells**2 * sum(crop), sum(whole))
names = [layer[0] for layer in layers]
rows = zip(names, [cells**2 * n for n in crop], whole, strict=True)
for name, apart, together in [*rows, total]:
    if apart:
        ratio = apart / together
        print(f"{name:15s} {apart:14,d}  {together:10,d}  {ratio:5.1f}")
