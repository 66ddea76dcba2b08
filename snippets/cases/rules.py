"""Every case, and its order: read off the layer that flattens the map."""

import keras
import numpy as np

SET = "keras.config.set_image_data_format({})\n".format
FLATTEN = "flatten = keras.layers.Flatten({})".format
LAST, FIRST = '"channels_last"', '"channels_first"'

NAMED = {  # what flattens the map: the code that does it
    f"Flatten({LAST})": FLATTEN(f"data_format={LAST}"),
    f"Flatten({FIRST})": FLATTEN(f"data_format={FIRST}"),
    "Reshape((-1,))": "flatten = keras.layers.Reshape((-1,))",
}
BY_SETTING = {
    "Flatten(), set to channels_last": SET(LAST) + FLATTEN(""),
    "Flatten(), set to channels_first": SET(FIRST) + FLATTEN(""),
}
THEN = {"Flatten()": FLATTEN(f"data_format={LAST}") + "  # as it did then"}
VERSIONS = {"Keras 2.2+": BY_SETTING | NAMED, "Keras to 2.1": THEN | NAMED}

number = np.arange(24).reshape(2, 3, 4)  # each element of an H,W,C map
maps = {
    "channels_last": number,
    "channels_first": number.transpose(2, 0, 1),
}
orders = {
    "H,W,C": number,
    "C,H,W": number.transpose(2, 0, 1),
    "W,C,H": number.transpose(1, 2, 0),
}


def say(*cells):
    print(*cells, sep=" | ")


for version, ways in VERSIONS.items():
    for tensor, x in maps.items():
        for way, code in ways.items():
            names = {"keras": keras}
            exec(code, names)
            vector = np.ravel(names["flatten"](x[None]))
            (order,) = (
                k for k, v in orders.items() if (v.ravel() == vector).all()
            )
            say(version, tensor, way, order, "last_unpermuted")
        say(version, tensor, "Permute", "ask the layers", "any_order")
        say(version, tensor, "Dense", "no order", "later_dense")
for way, code in (BY_SETTING | THEN | NAMED).items():
    for line in code.splitlines():
        say("last_unpermuted", way, line)
