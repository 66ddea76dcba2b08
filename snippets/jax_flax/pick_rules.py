"""The case picker's rows for Flax: orders read off what flattens."""

import jax.numpy as jnp

FLATTEN, LATER = "jax_flax/pick_flatten", "jax_flax/pick_later"
WAYS = {  # what flattens the map: the code that does it
    "reshape": "maps.reshape(8, -1)",
    "transpose(0, 3, 1, 2)": "maps.transpose(0, 3, 1, 2).reshape(8, -1)",
}
KERNEL = {
    "H,W,C": "W_dense.reshape(H, W, C, OUT)",
    "C,H,W": "W_dense.reshape(C, H, W, OUT).transpose(1, 2, 0, 3)",
}
maps = jnp.arange(8 * 24).reshape(8, 2, 3, 4)
orders = {"H,W,C": maps[0], "C,H,W": maps[0].transpose(2, 0, 1)}


def say(*cells):
    print(*cells, sep=" | ")


for way, code in WAYS.items():
    vector = eval(code, {"maps": maps})[0]
    (order,) = (k for k, v in orders.items() if (v.ravel() == vector).all())
    say("Flax", "channels_last", way, order, FLATTEN)
say("Flax", "channels_last", "Linear", "no order", LATER)
for way, code in WAYS.items():
    say(FLATTEN, way, f"vectors = {code}")
for order, kernel in KERNEL.items():
    say(FLATTEN, order, f"kernel = {kernel}")
