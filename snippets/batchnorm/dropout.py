"""Dropout does nothing when a network predicts, and has nothing to convert."""

import keras
import numpy as np

keras.utils.set_random_seed(0)
dropout = keras.layers.Dropout(0.5)
x = np.ones((1, 2, 2, 3), "float32")
print("predicting:", np.unique(dropout(x, training=False)))
print("training:  ", np.unique(dropout(x, training=True)))
print("weights:   ", dropout.weights)
