"""The error, reproduced: a channels_first convolution without oneDNN."""

import os
import textwrap

os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # as on CPUs that lack oneDNN

import keras
import numpy as np

model = keras.Sequential(
    [
        keras.Input((1, 5, 7)),
        keras.layers.Conv2D(3, (1, 3), data_format="channels_first"),
    ]
)
print("built:", model.output_shape)
try:
    model.predict(np.ones((1, 1, 5, 7)), verbose=0)
except Exception as error:
    print(type(error).__name__)
    for line in str(error).splitlines():
        if "NHWC" in line:
            print(textwrap.fill(line[line.index("The Conv2D op") :], 46))
            break
