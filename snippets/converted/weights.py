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
print(f"{'classic':>14} {'converted':>16}")
for before, after in zip(classic.weights, converted.weights, strict=True):
    print(f"{before.shape!s:>14} {after.shape!s:>16}")
print(f"{classic.count_params():14} {converted.count_params():16}")
