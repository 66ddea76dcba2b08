"""How many multiply-adds one pass takes, against the crops of its cells."""

import keras
import numpy as np
from mtcnn.network.rnet import RNet

from fully_convolutional import to_fully_convolutional

net = RNet()
net.build()
image = keras.Input((24, 24, 3))
classic = keras.Model(image, net.call(image))
converted = to_fully_convolutional(classic)


def multiply_adds(model, height, width):
    """A number of a layer's output is a sum over one column of its kernel."""
    layers = [layer for layer in model.layers if hasattr(layer, "kernel")]
    watch = keras.Model(model.input, [layer.output for layer in layers])
    maps = watch(np.zeros((1, height, width, 3), "float32"))
    terms = [np.prod(layer.kernel.shape[:-1]) for layer in layers]
    numbers = [np.prod(output.shape) for output in maps]
    return np.dot(numbers, terms)


one = multiply_adds(classic, 24, 24)
print(f"millions of multiply-adds; one crop: {one / 1e6:.2f}")
print("image      cells  by crops  one pass  ratio")
for step in range(6):
    width, height = (round(n * 0.4 / 2 ** (step / 2)) for n in (512, 600))
    scan = multiply_adds(converted, height, width)
    shape = (1, height, width, 3)
    _, rows, columns, _ = converted.compute_output_shape(shape)[1]
    crops = rows * columns * one
    print(f"{width:3} × {height:<3} {rows * columns:6,}", end="  ")
    print(f"{crops / 1e6:8,.0f}  {scan / 1e6:8,.0f}  {crops / scan:5.1f}")
