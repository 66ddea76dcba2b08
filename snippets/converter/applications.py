"""One network of each family that ships with Keras: converted, and equal."""

# timeout: 900

import logging

import keras
import numpy as np

from fully_convolutional import receptive_field, to_fully_convolutional

names = """ConvNeXtTiny DenseNet121 EfficientNetB0 EfficientNetV2B0
    InceptionResNetV2 InceptionV3 MobileNet MobileNetV2 MobileNetV3Small
    NASNetMobile ResNet50 ResNet50V2 VGG16 VGG19 Xception"""
large = {"InceptionResNetV2": 75, "InceptionV3": 75, "Xception": 71}
rng = np.random.default_rng(0)
# Keras compiles each grouped convolution of ConvNeXt; TensorFlow would warn.
logging.getLogger("tensorflow").setLevel(logging.ERROR)


def drawn(name, images):
    """The network with random weights, and statistics as after training."""
    model = getattr(keras.applications, name)(
        weights=None,
        input_shape=images.shape[1:],
        classes=10,
        classifier_activation=None,
    )
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0  # takes over the statistics of one batch
    for weight in model.trainable_weights:
        if len(weight.shape) == 1:  # biases, gamma, beta
            weight.assign_add(rng.normal(0, 0.1, weight.shape))
    model(images, training=True)
    return model


for name in names.split():
    keras.utils.set_random_seed(0)
    keras.utils.clear_session()
    side = large.get(name, 32)
    images = rng.uniform(0, 255, (4, side, side, 3)).astype("float32")
    model = drawn(name, images)
    converted = to_fully_convolutional(model)
    a, b = (
        keras.ops.convert_to_numpy(net(images)) for net in (model, converted)
    )
    told_apart = np.ptp(a, axis=0).max()  # what one image changes
    equal = np.abs(a - b[:, 0, 0]).max() < 1e-3 * told_apart
    field = receptive_field(converted)
    print(f"{name:17} equal: {equal}  size: {field.size[0]:4}  {field.reason}")
