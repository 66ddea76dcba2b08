"""Every padded layer carries the difference further in from the border."""

import numpy as np

rng = np.random.default_rng(0)
image = rng.integers(1, 10, 96).astype(object)  # exact integers of any size
start, stop, stride = 32, 64, 1  # the crop is the middle third
whole, crop = image, image[start:stop]


def conv(x):
    x = np.concatenate([[0], x, [0]])  # padding="same" for a kernel of 3
    return x[:-2] + 2 * x[1:-1] + x[2:]


def pool(x):
    return np.maximum(x[0::2], x[1::2])


for layer in [conv, conv, pool, conv, conv, pool, conv, conv, pool]:
    whole, crop = layer(whole), layer(crop)
    stride *= 2 if layer is pool else 1
    equal = crop == whole[start // stride : stop // stride]
    drawing = "".join("." if same else "#" for same in equal)
    print(
        f"{layer.__name__}  {sum(equal):2d} of {len(equal):2d} equal  {drawing}"
    )
