"""Way out 1: let XLA compile the model; predict then works on any CPU."""

import os

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # the setting that fails above

import keras
import numpy as np

model = keras.Sequential(
    [
        keras.Input((1, 5, 7)),
        keras.layers.Conv2D(
            3, (1, 3), data_format="channels_first", kernel_initializer="ones"
        ),
    ]
)
model.compile(jit_compile=True)
y = model.predict(np.ones((1, 1, 5, 7)), verbose=0)
print(y.shape, "every value:", np.unique(y))
