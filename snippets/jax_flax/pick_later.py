"""Flax, channels_last, Linear: no order."""

import jax
import jax.numpy as jnp
from flax import nnx

FEATURES, OUT = 6, 5  # numbers in, numbers out
cells = jax.random.normal(jax.random.key(0), (8, 1, 1, FEATURES))
vectors = cells.reshape(8, -1)

linear = nnx.Linear(FEATURES, OUT, rngs=nnx.Rngs(0))  # put your layer here
conv = nnx.Conv(FEATURES, OUT, (1, 1), rngs=nnx.Rngs(0))

W_dense = linear.kernel[...]
kernel = W_dense.reshape(1, 1, FEATURES, OUT)
conv.kernel[...] = kernel
conv.bias[...] = linear.bias[...]

expected, converted = linear(vectors), conv(cells)
same = jnp.allclose(expected, converted.reshape(8, OUT), atol=1e-5)
print("kernel", kernel.shape, "equal" if same else "DIFFERENT")
