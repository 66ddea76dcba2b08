"""An image in the wrong format is often accepted: look at the kernel."""

import keras

image_shape = (1, 5, 7)  # meant as channels, rows, columns

for data_format in ("channels_first", "channels_last"):
    conv = keras.layers.Conv2D(3, (1, 3), data_format=data_format)
    conv.build((None, *image_shape))
    print(data_format)
    print("  kernel:", conv.kernel.shape)
    print("    k_height, k_width, in, out")
    print("  parameters:", conv.count_params())
    print("  output:", conv.compute_output_shape((None, *image_shape))[1:])
