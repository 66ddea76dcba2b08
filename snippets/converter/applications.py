"""Networks that ship with Keras: converted and equal, or refused."""

# timeout: 180

import keras
import numpy as np

from fully_convolutional import receptive_field, to_fully_convolutional

keras.utils.set_random_seed(0)
image = np.random.default_rng(0).uniform(0, 255, (1, 64, 64, 3))

for name in ("VGG16", "MobileNetV2", "EfficientNetB0", "ConvNeXtTiny"):
    model = getattr(keras.applications, name)(
        weights=None, input_shape=(64, 64, 3), classifier_activation=None
    )
    try:
        converted = to_fully_convolutional(model)
    except ValueError as error:
        print(name, "refused:", str(error).split(" '")[0])
        continue
    a, b = np.asarray(model(image)), np.asarray(converted(image))[:, 0, 0]
    equal = np.allclose(a, b, atol=1e-5 * np.abs(a).max())
    field = receptive_field(model)
    print(name, "equal:", equal, " size:", field.size[0], " ", field.reason)
