"""Which reshape is right depends on how the map was flattened."""

import jax
import jax.numpy as jnp

H, W, C, OUT = 4, 5, 3, 2
keys = jax.random.split(jax.random.key(0), 2)
maps = jax.random.normal(keys[0], (8, H, W, C))
weights = jax.random.normal(keys[1], (H * W * C, OUT))
vectors = {
    "x.reshape(8, -1)": maps.reshape(8, -1),
    "x moved to channels first": maps.transpose(0, 3, 1, 2).reshape(8, -1),
}
kernels = {
    "H,W,C": weights.reshape(H, W, C, OUT),
    "C,H,W": weights.reshape(C, H, W, OUT).transpose(1, 2, 0, 3),
}
for name, vector in vectors.items():
    for order, kernel in kernels.items():
        found = jnp.einsum("nhwc,hwco->no", maps, kernel)
        same = jnp.allclose(found, vector @ weights, atol=1e-4)
        print(f"{name:26} {order}", "equal" if same else "DIFFERENT")
