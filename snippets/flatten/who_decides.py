"""Flatten follows the global setting, not the layer before it."""

import keras
from keras import layers

summaries = []
for setting in ("channels_last", "channels_first"):
    keras.config.set_image_data_format(setting)
    conv = layers.Conv2D(3, (1, 3), data_format="channels_first", name="conv")
    flat = layers.Flatten(name="flat")
    model = keras.Sequential([keras.Input((1, 5, 7)), conv, flat], name="model")
    print("setting:", setting)
    print("  Conv2D: ", conv.data_format)
    print("  Flatten:", flat.data_format)
    lines = []
    model.summary(print_fn=lines.append)
    summaries.append(lines)
print("their summaries are alike:", summaries[0] == summaries[1])
