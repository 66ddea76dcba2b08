"""A pool after a removed stride needs gaps too; Keras' pool has none."""

import inspect

import keras
import numpy as np

pool = keras.layers.MaxPooling2D
print("arguments:", *list(inspect.signature(pool).parameters)[:4])


def dilated_pool(x, gap):
    """Largest of four values, `gap` apart: a 2 x 2 pool with stride 1."""
    x = keras.ops.maximum(x[:, :-gap], x[:, gap:])
    return keras.ops.maximum(x[:, :, :-gap], x[:, :, gap:])


image = np.random.default_rng(0).integers(0, 100, (1, 10, 12, 1))
image = image.astype("float32")
strided = pool(2)(pool(2)(image))
without_gap = pool(2, strides=1)(pool(2, strides=1)(image))
with_gap = dilated_pool(pool(2, strides=1)(image), gap=2)
print("every fourth value equals the strided answer")
for name, dense in (("without", without_gap), ("with", with_gap)):
    every_fourth = keras.ops.convert_to_numpy(dense)[:, ::4, ::4]
    rows, columns = strided.shape[1:3]
    same = np.array_equal(every_fourth[:, :rows, :columns], strided)
    print(f"{name} a gap: {same}")
