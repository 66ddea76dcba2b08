"""A converted network on a larger image: every cell is one crop's answer."""

import jax
import jax.numpy as jnp
import numpy as np
from flax import nnx

rngs = nnx.Rngs(0)
trunk = nnx.Sequential(
    nnx.Conv(1, 4, (3, 3), padding="VALID", rngs=rngs),
    nnx.relu,
    lambda x: nnx.max_pool(x, (2, 2), strides=(2, 2)),
)
# a 16 x 16 crop gives a 7 x 7 map
dense = nnx.Linear(7 * 7 * 4, 3, rngs=rngs)
conv = nnx.Conv(4, 3, (7, 7), padding="VALID", rngs=rngs)
conv.kernel[...] = dense.kernel[...].reshape(7, 7, 4, 3)
conv.bias[...] = dense.bias[...]

image = jax.random.normal(jax.random.key(1), (24, 28, 1))
output_map = conv(trunk(image[None]))[0]
print("image", image.shape, "output map", output_map.shape)
windows = np.lib.stride_tricks.sliding_window_view(image, (16, 16), (0, 1))
crops = windows[::2, ::2].reshape(-1, 1, 16, 16).transpose(0, 2, 3, 1)
answers = dense(trunk(crops).reshape(len(crops), -1))
equal = jnp.isclose(output_map.reshape(-1, 3), answers, atol=1e-5).all(1)
print(f"{equal.sum()} of {len(crops)} cells equal the dense network's answer")
