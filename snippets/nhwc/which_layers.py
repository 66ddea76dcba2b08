"""Which channels_first layers need oneDNN or XLA on a CPU, and which do not."""

import os

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import keras
import numpy as np
from keras import layers

first = {"data_format": "channels_first"}
for layer in (
    layers.Conv1D(2, 3, **first),
    layers.Conv2D(2, 3, **first),
    layers.Conv3D(2, 3, **first),
    layers.DepthwiseConv2D(3, **first),
    layers.SeparableConv2D(2, 3, **first),
    layers.Conv2DTranspose(2, 3, **first),
    layers.MaxPooling2D(2, **first),
    layers.AveragePooling2D(2, **first),
    layers.GlobalAveragePooling2D(**first),
    layers.ZeroPadding2D(1, **first),
    layers.UpSampling2D(2, **first),
    layers.Flatten(**first),
):
    name = type(layer).__name__
    rank = 1 if "1D" in name else 3 if "3D" in name else 2
    x = np.ones((1, 4, *[6] * rank), "float32")
    try:
        layer(x)
        print(f"{name:24} works")
    except Exception as error:
        model = keras.Sequential([layer])
        model.compile(jit_compile=True)
        shape = model.predict_on_batch(x).shape
        print(f"{name:24} {type(error).__name__}; compiled: {shape}")
