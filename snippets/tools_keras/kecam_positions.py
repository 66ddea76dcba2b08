"""keras_cv_attention_models: Dense at each position as a 1×1 convolution."""
# timeout: 180

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"  # it works on Keras 2

import numpy as np
import tensorflow as tf
from keras_cv_attention_models import model_surgery
from tensorflow import keras
from tensorflow.keras import layers

keras.utils.set_random_seed(0)
images = tf.random.normal((2, 8, 9, 3))


def show(what, *stack, size=(8, 9, 3)):
    model = keras.Sequential([keras.Input(size), *stack])
    converted = model_surgery.convert_dense_to_conv(model)
    before, after = model(images).numpy(), converted(images).numpy()
    same = np.allclose(before, after, atol=1e-5)
    names = [type(layer).__name__ for layer in converted.layers]
    print(what, "equal" if same else "DIFFERENT", *names, sep=" | ")


show("at each position", layers.Dense(4))
show("behind Flatten", layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(2))
show("with a relu", layers.Dense(4, activation="relu"))
try:
    show("any size", layers.Dense(4), size=(None, None, 3))
except ValueError as error:
    print("any size", error, sep=" | ")
names = [name for name in dir(model_surgery) if "dense" in name]
print("named after Dense", *names, sep=" | ")
