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
model.compile(loss="mse", jit_compile=True)
x = np.ones((1, 1, 5, 7), "float32")
y = model.predict(x, verbose=0)
print("predict:", y.shape, "every value:", np.unique(y))
print("evaluate:", model.evaluate(x, y, verbose=0))
print("fit:", model.fit(x, y, verbose=0).history["loss"])
try:
    model(x)
except Exception as error:
    print("called directly:", type(error).__name__)
