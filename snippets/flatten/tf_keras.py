"""tf.keras, as much older code imports it, is this same Keras today."""

import keras
import tensorflow as tf
from tensorflow.keras.layers import Flatten

print("from tensorflow.keras:", Flatten is keras.layers.Flatten)
print("tf.keras.layers:      ", tf.keras.layers.Flatten is Flatten)
