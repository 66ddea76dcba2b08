"""keras_cv_attention_models on Keras 3: it asks for an attribute now gone."""

import contextlib

import keras
from keras import layers

with contextlib.redirect_stdout(None):  # it warns of Keras 3 as it starts
    from keras_cv_attention_models import model_surgery

model = keras.Sequential([keras.Input((4, 5, 3)), layers.Dense(2)])
try:
    model_surgery.convert_dense_to_conv(model)
except AttributeError as error:
    print(str(error).split(".")[0])
