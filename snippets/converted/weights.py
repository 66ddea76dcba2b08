"""The weights of both networks, shape by shape: as many, cut otherwise."""

import keras
from keras import layers

keras.config.set_image_data_format("channels_first")
classic = keras.Sequential(
    [
        keras.Input((1, 5, 7)),
        layers.Conv2D(3, (1, 3)),
        layers.Flatten(data_format="channels_last"),
        layers.Dense(2),
    ]
)
converted = keras.Sequential(
    [
        keras.Input((1, 5, 7)),
        layers.Conv2D(3, (1, 3)),
        layers.Conv2D(2, (5, 5)),
    ]
)
names = ("conv kernel", "conv bias", "Dense kernel", "Dense bias")
pairs = zip(names, classic.weights, converted.weights, strict=True)
print(f"{'':12} {'classic':>13} {'converted':>13}")
for name, before, after in pairs:
    print(f"{name:12} {before.shape!s:>13} {after.shape!s:>13}")
totals = classic.count_params(), converted.count_params()
print(f"{'together':12} {totals[0]:13} {totals[1]:13}")
