"""The lines that a map's format and its order put into the block."""

KERNEL = {
    "H,W,C": "W_dense.reshape(H, W, C, OUT)",
    "C,H,W": "W_dense.T.reshape(OUT, C, H, W).transpose(2, 3, 1, 0)",
    "W,C,H": "W_dense.reshape(W, C, H, OUT).transpose(2, 0, 1, 3)",
}
FORMATS = {  # shape of the map, of a cell; kernel once unshuffled
    "channels_last": (
        "(H, W, C)",
        "(1, 1, FEATURES)",
        "in_map_order.reshape(H, W, C, OUT)",
    ),
    "channels_first": (
        "(C, H, W)",
        "(FEATURES, 1, 1)",
        "in_map_order.reshape(C, H, W, OUT).transpose(1, 2, 0, 3)",
    ),
}


def put(block, choice, line):
    print(block, choice, line, sep=" | ")


for name, (shape, cell, kernel) in FORMATS.items():
    for block in ("last_unpermuted", "any_order", "later_dense"):
        put(block, name, f'data_format = "{name}"')
        put(block, name, f"shape = {cell if block == 'later_dense' else shape}")
    put("any_order", name, f"kernel = {kernel}")
for order, kernel in KERNEL.items():
    put("last_unpermuted", order, f"kernel = {kernel}")
put("any_order", "Keras 2.2+", "flat = keras.layers.Flatten()")
as_then = 'flat = keras.layers.Flatten(data_format="channels_last")'
put("any_order", "Keras to 2.1", f"{as_then}  # as it did then")
