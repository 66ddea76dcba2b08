"""Cells along one side: layer by layer, and in one formula."""

# kernel and stride of: conv 5, pool 2, conv 5, pool 2, and a Dense made conv 4
layers = [(5, 1), (2, 2), (5, 1), (2, 2), (4, 1)]


def layer_by_layer(size):
    for kernel, stride in layers:
        size = (size - kernel) // stride + 1
    return size


field, step = 1, 1  # pixels seen by a cell; pixels between two cells
for kernel, stride in layers:
    field += (kernel - 1) * step
    step *= stride
print(f"receptive field {field}, stride {step}")

print("size  layers  formula  pixels left over")
for size in (28, 29, 31, 32, 64, 100, 200):
    cells, left = (size - field) // step + 1, (size - field) % step
    print(f"{size:4d}  {layer_by_layer(size):6d}  {cells:7d}  {left:16d}")
sizes = range(field, 2000)
same = all(layer_by_layer(n) == (n - field) // step + 1 for n in sizes)
print(f"equal for every size from {sizes[0]} to {sizes[-1]}: {same}")
