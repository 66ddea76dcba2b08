"""Change one pixel, see which cells move: the proof without a formula."""

import numpy as np


def conv(x, kernel):
    return np.convolve(x, kernel, mode="valid")


def network(x):  # conv 3, pool 2, conv 3: size 8, stride 2, offset 0
    x = conv(x, [1, 2, 1])
    x = np.maximum(x[0:-1:2], x[1::2])  # the larger one of each pair
    return conv(x, [1, 1, 3])


image = np.zeros(14, dtype=int)
cells = len(network(image))
print("cell  pixels that move it")
for cell in range(cells):
    moves = []
    for pixel in range(len(image)):
        changed = image.copy()
        changed[pixel] = 1
        moves.append(network(changed)[cell] != network(image)[cell])
    drawing = "".join("#" if move else "." for move in moves)
    pixels = np.flatnonzero(moves).tolist()
    formula = list(range(2 * cell, 2 * cell + 8))
    print(f"{cell:4d}  {drawing}  as the formula says: {pixels == formula}")
