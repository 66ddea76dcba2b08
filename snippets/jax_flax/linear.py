"""Flax: Dense becomes a convolution with a reshape; mind its padding."""

import jax
import jax.numpy as jnp
from flax import nnx

H, W, C, OUT = 4, 5, 3, 2  # rows, columns, channels of the map; outputs
dense = nnx.Linear(H * W * C, OUT, rngs=nnx.Rngs(0))
conv = nnx.Conv(C, OUT, (H, W), padding="VALID", rngs=nnx.Rngs(1))
conv.kernel[...] = dense.kernel[...].reshape(H, W, C, OUT)
conv.bias[...] = dense.bias[...]

maps = jax.random.normal(jax.random.key(0), (8, H, W, C))
before = dense(maps.reshape(8, -1))
after = conv(maps)
print("Linear", dense.kernel.shape, "->", conv.kernel.shape)
print("outputs", before.shape, after.shape)
print("equal:", jnp.allclose(before, after[:, 0, 0], atol=1e-5))
