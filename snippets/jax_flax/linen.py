"""The same in Flax's older API, linen: parameters are a dict."""

import jax
import jax.numpy as jnp
from flax import linen as nn


class Classic(nn.Module):
    @nn.compact
    def __call__(self, x):
        x = nn.relu(nn.Conv(4, (3, 3), padding="VALID")(x))
        return nn.Dense(2)(x.reshape(len(x), -1))


class Converted(nn.Module):
    @nn.compact
    def __call__(self, x):
        x = nn.relu(nn.Conv(4, (3, 3), padding="VALID")(x))
        return nn.Conv(2, (6, 7), padding="VALID")(x)


x = jax.random.normal(jax.random.key(1), (5, 8, 9, 3))
old = Classic().init(jax.random.key(0), x)["params"]
dense = old["Dense_0"]
kernel = dense["kernel"].reshape(6, 7, 4, 2)
new = {"Conv_0": old["Conv_0"], "Conv_1": {**dense, "kernel": kernel}}

before = Classic().apply({"params": old}, x)
after = Converted().apply({"params": new}, x)[:, 0, 0]
print("equal:", jnp.allclose(before, after, atol=1e-5))
