"""TFLite computes channels_last: a channels_first network gets TRANSPOSE."""

import warnings

import keras
import tensorflow as tf
from keras import layers

from fully_convolutional import MisplacedBias, to_fully_convolutional

warnings.filterwarnings("ignore", "(?s).*ai_edge_litert")
plain = tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
first = {"data_format": "channels_first"}
classic = keras.Sequential(
    [
        keras.Input((3, 12, 12)),
        layers.Conv2D(6, 5, activation="relu", **first),
        layers.MaxPooling2D(2, **first),
        layers.Flatten(data_format="channels_last"),  # C,H,W, as it stands
        layers.Dense(10),
    ]
)
warnings.simplefilter("ignore", MisplacedBias)  # not at this width
for model in (classic, to_fully_convolutional(classic)):
    one = [tf.TensorSpec((1, 3, 12, 12))]
    model.export("m.tflite", "litert", False, input_signature=one)
    lite = tf.lite.Interpreter("m.tflite", experimental_op_resolver_type=plain)
    print(*(op["op_name"] for op in lite._get_ops_details()))
