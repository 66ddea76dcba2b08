"""Bilinear resizing as a transposed convolution: equal but at the border."""

import keras
import numpy as np

factor, channels = 4, 3
distance = np.abs(np.arange(2 * factor) - (2 * factor - 1) / 2) / factor
weights = np.outer(1 - distance, 1 - distance)  # 1 at the middle, 0 a cell away
kernel = np.zeros((2 * factor, 2 * factor, channels, channels))
kernel[:, :, range(channels), range(channels)] = weights[:, :, None]

layers = keras.layers
upsample = keras.Sequential(
    [
        keras.Input((None, None, channels)),
        layers.Conv2DTranspose(
            channels, 2 * factor, factor, padding="same", use_bias=False
        ),
    ]
)
upsample.set_weights([kernel])
resize = layers.UpSampling2D(factor, interpolation="bilinear")

scores = np.random.default_rng(0).normal(size=(1, 5, 6, channels))
ours = upsample.predict(scores, verbose=0)
theirs = keras.ops.convert_to_numpy(resize(scores.astype("float32")))
same = np.isclose(ours, theirs, atol=1e-5).all(axis=(0, 3))
print("equal everywhere:", same.all(), "· inside:", same[2:-2, 2:-2].all())
print("border of pixels that differ:", int(np.argmax(same[factor])), "wide")

padded = np.pad(scores, [(0, 0), (1, 1), (1, 1), (0, 0)], "edge")
cut = upsample.predict(padded, verbose=0)[:, factor:-factor, factor:-factor]
print("with one more cell on each side:", np.allclose(cut, theirs, atol=1e-5))
