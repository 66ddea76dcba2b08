"""Without a library: one product, one reshape, one convolution of lax."""

import jax
import jax.numpy as jnp
from jax import lax

H, W, C, OUT = 4, 5, 3, 2
keys = jax.random.split(jax.random.key(0), 2)
maps = jax.random.normal(keys[0], (8, H, W, C))
W_dense = jax.random.normal(keys[1], (H * W * C, OUT))


def classic(W_dense):
    return maps.reshape(8, -1) @ W_dense


def converted(W_dense):
    kernel = W_dense.reshape(H, W, C, OUT)
    layout = ("NHWC", "HWIO", "NHWC")
    cells = lax.conv_general_dilated(
        maps, kernel, (1, 1), "VALID", dimension_numbers=layout
    )
    return cells[:, 0, 0]


before, after = classic(W_dense), converted(W_dense)
print("outputs equal:  ", jnp.allclose(before, after, atol=1e-4))
slopes = [
    jax.grad(lambda w, f=f: (f(w) ** 2).sum())(W_dense)
    for f in (classic, converted)
]
print("gradients equal:", jnp.allclose(*slopes, rtol=1e-3, atol=1e-3))
