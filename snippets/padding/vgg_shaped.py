"""A VGG-shaped network: 36 crops of 224 against one pass over 384 x 384."""

import keras
import numpy as np

keras.utils.set_random_seed(0)
layers = keras.layers
options = {"padding": "same", "activation": "relu"}
options["kernel_initializer"] = "he_normal"


def network(size, head):
    model = keras.Sequential([keras.Input((size, size, 3))])
    for block, convolutions in enumerate([2, 2, 3, 3, 3]):
        for _ in range(convolutions):
            width = 4 << min(block, 2)
            model.add(layers.Conv2D(width, 3, **options))
        model.add(layers.MaxPooling2D(2))
    for layer in head:
        model.add(layer)
    return model


classic = network(224, [layers.Flatten(), layers.Dense(1)])
sweep = network(None, [layers.Conv2D(1, 7)])
*trunk, kernel, bias = classic.get_weights()
sweep.set_weights([*trunk, kernel.reshape(7, 7, 16, 1), bias])

patches = np.random.default_rng(0).random((1, 24, 24, 3), dtype="float32")
image = patches.repeat(16, axis=1).repeat(16, axis=2)  # 384 x 384
cells = sweep.predict(image, verbose=0)[0, ..., 0]
corners = [(r, c) for r in range(0, 161, 32) for c in range(0, 161, 32)]
crops = [image[0, r : r + 224, c : c + 224] for r, c in corners]
alone = classic.predict(np.stack(crops), batch_size=6, verbose=0).reshape(
    cells.shape
)
same = np.isclose(cells, alone, rtol=1e-3, atol=0)
print("cells", cells.shape, "equal to their crop:", same.sum(), "of", same.size)
print(f"deviation of the 36 answers {alone.std():.3f}")
print(f"largest difference {np.abs(cells - alone).max():.3f}")
