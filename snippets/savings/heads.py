"""A large dense part eats the saving: it costs the same for every cell."""

# The two convolutions above: multiply-adds on a crop of 28, and on 200 x 200
crop = 24**2 * 25 * 8 + 8**2 * 25 * 8 * 16
whole = 196**2 * 25 * 8 + 94**2 * 25 * 8 * 16
cells = 44 * 44

heads = [[10], [120, 10], [120, 84, 10], [500, 10]]
for widths in heads:
    head, inputs = 0, 4 * 4 * 16
    for width in widths:
        head += inputs * width
        inputs = width
    ratio = cells * (crop + head) / (whole + cells * head)
    print(f"dense {widths!s:13s} {ratio:4.1f} times fewer multiply-adds")
