"""flax.nnx.max_pool moves by one unless it is told a stride."""

import jax.numpy as jnp
from flax import nnx

maps = jnp.zeros((1, 14, 14, 4))
print(nnx.max_pool(maps, (2, 2)).shape, "by max_pool(x, (2, 2))")
halved = nnx.max_pool(maps, (2, 2), strides=(2, 2))
print(halved.shape, "  with strides=(2, 2)")
