"""Flax pads a convolution unless told otherwise: one cell of many is right."""

import jax
import jax.numpy as jnp
from flax import nnx

H, W, C, OUT = 4, 5, 3, 2
dense = nnx.Linear(H * W * C, OUT, rngs=nnx.Rngs(0))
maps = jax.random.normal(jax.random.key(0), (1, H, W, C))
before = dense(maps.reshape(1, -1))[0]

for options in ({}, {"padding": "VALID"}):
    conv = nnx.Conv(C, OUT, (H, W), **options, rngs=nnx.Rngs(1))
    conv.kernel[...] = dense.kernel[...].reshape(H, W, C, OUT)
    conv.bias[...] = dense.bias[...]
    cells = conv(maps)[0].reshape(-1, OUT)
    equal = jnp.isclose(cells, before, atol=1e-5).all(1)
    print(f"{conv.padding}: {len(cells)} cells, {equal.sum()} equal")
