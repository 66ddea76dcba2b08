"""Flax, channels_last, reshape: H,W,C."""

import jax
import jax.numpy as jnp
from flax import nnx

C, H, W, OUT = 2, 3, 4, 5  # channels, rows, columns, outputs
maps = jax.random.normal(jax.random.key(0), (8, H, W, C))
vectors = maps.reshape(8, -1)

linear = nnx.Linear(C * H * W, OUT, rngs=nnx.Rngs(0))  # put your layer here
conv = nnx.Conv(C, OUT, (H, W), padding="VALID", rngs=nnx.Rngs(0))

W_dense = linear.kernel[...]
kernel = W_dense.reshape(H, W, C, OUT)
conv.kernel[...] = kernel
conv.bias[...] = linear.bias[...]

expected, converted = linear(vectors), conv(maps)
same = jnp.allclose(expected, converted.reshape(8, OUT), atol=1e-5)
print("kernel", kernel.shape, "equal" if same else "DIFFERENT")
