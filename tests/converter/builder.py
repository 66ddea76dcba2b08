"""Adds the layers of a drawn network, each by its name in networks.py."""

import keras
import numpy as np
from keras import layers as L


class Builder:
    """Adds layers by name, and leaves out those for which a map is too small."""

    def __init__(self, first, n):
        self.first, self.n = first, n
        self.axis = 1 if first else -1
        self.format = {"data_format": "channels_first" if first else "channels_last"}

    def layer(self, kind, *args, **kwargs):
        return getattr(L, kind.replace("#", str(self.n)))(*args, **kwargs, **self.format)

    def sizes(self, x):
        return x.shape[2:] if self.first else x.shape[1:-1]

    def trunk(self, name, x):
        small = min(self.sizes(x))
        needs = {"conv3 dilated": 5, "conv3": 3, "average3 stride1": 3, "valid residual": 3}
        needs |= {"crop": 3, "branches": 3, "nested": 3, "separable": 3, "depthwise": 3}
        if small < needs.get(name, 2) or (small > 8 and name in ("upsampling", "transposed")):
            return x
        return getattr(self, "trunk_" + name.replace(" ", "_"))(x)

    def conv(self, x, filters, size, **kwargs):
        return self.layer("Conv#D", self.many(filters), size, **kwargs)(x)

    def many(self, filters):
        """More on channels_first than any map has columns: see test_bias.py."""
        return filters + 100 if self.first and filters < 100 else filters

    def trunk_conv3(self, x):
        return self.conv(x, 3, 3, activation="relu")

    def trunk_conv2_stride2(self, x):
        return self.conv(x, 3, 2, strides=2, use_bias=False)

    def trunk_conv3_dilated(self, x):
        return self.conv(x, 2, 3, dilation_rate=2, activation="gelu")

    def trunk_conv1(self, x):
        # softmax over the channels is over the last axis: only there does it slide
        return self.conv(x, 4, 1, activation="relu" if self.first else "softmax")

    def trunk_same3(self, x):
        return self.conv(x, 3, 3, padding="same", activation="elu")

    def trunk_same3_stride2(self, x):
        return self.conv(x, 3, 3, padding="same", strides=2)

    def trunk_separable(self, x):
        return (
            self.layer("SeparableConv#D", self.many(3), 3)(x) if self.n < 3 else self.conv(x, 3, 3)
        )

    def trunk_depthwise(self, x):
        return self.layer("DepthwiseConv#D", 3)(x) if self.n < 3 else self.conv(x, 3, 3)

    def trunk_max2(self, x):
        return self.layer("MaxPooling#D", 2)(x)

    def trunk_average3_stride1(self, x):
        return self.layer("AveragePooling#D", 3, strides=1)(x)

    def trunk_max3_same(self, x):
        return self.layer("MaxPooling#D", 3, strides=2, padding="same")(x)

    def trunk_zeros(self, x):
        return self.layer("ZeroPadding#D", 1)(x)

    def trunk_crop(self, x):
        if self.n == 1:
            return x if self.first else L.Cropping1D((1, 0))(x)
        return self.layer("Cropping#D", ((1, 0),) * self.n)(x)

    def trunk_batchnorm(self, x):
        return L.BatchNormalization(axis=self.axis)(x)

    def trunk_layernorm(self, x):
        return L.LayerNormalization(axis=self.axis)(x)

    def trunk_groupnorm(self, x):
        return L.GroupNormalization(groups=1, axis=self.axis)(x)

    def trunk_prelu(self, x):
        spatial = range(2, self.n + 2) if self.first else range(1, self.n + 1)
        return L.PReLU(shared_axes=list(spatial))(x)

    def trunk_relu(self, x):
        return L.ReLU()(x)

    def trunk_dropout(self, x):
        return L.Dropout(0.5)(x)

    def trunk_rescaling(self, x):
        return L.Rescaling(0.5, offset=-0.25)(x)

    def trunk_operators(self, x):
        return keras.ops.relu(x * 2.0 - 0.5) + x

    def trunk_residual(self, x):
        y = self.conv(x, x.shape[self.axis], 3, padding="same", activation="relu")
        return L.Add()([x, y])

    def trunk_valid_residual(self, x):
        y = self.conv(x, x.shape[self.axis], 3, activation="relu")
        if self.n == 1:  # the middle of each window, without a cropping layer
            return L.Add()([self.layer("AveragePooling1D", 3, strides=1)(x), y])
        return L.Add()([self.layer("Cropping#D", 1)(x), y])

    def trunk_branches(self, x):
        a, b = self.conv(x, 2, 3), self.layer("MaxPooling#D", 3, strides=1)(x)
        return L.Concatenate(axis=self.axis)([a, b])

    def trunk_nested(self, x):
        inner = keras.Input(x.shape[1:])
        y = L.BatchNormalization(axis=self.axis)(self.conv(inner, 3, 3, name="inner"))
        return keras.Model(inner, L.ReLU()(y))(x)

    def trunk_gate(self, x):
        channels = x.shape[self.axis]
        y = self.layer("GlobalAveragePooling#D")(x)
        spatial = (1,) * self.n
        y = L.Reshape((channels, *spatial) if self.first else (*spatial, channels))(y)
        return L.Multiply()([x, self.conv(y, channels, 1, activation="sigmoid")])

    def trunk_upsampling(self, x):
        if self.n == 1 and self.first:
            return x
        options = {} if self.n == 1 else self.format
        return getattr(L, f"UpSampling{self.n}D")(2, **options)(x)

    def trunk_transposed(self, x):
        return self.layer("Conv#DTranspose", self.many(2), 3, strides=2)(x)

    def end(self, name, x):
        if name == "flatten last":
            return L.Flatten(data_format="channels_last")(x)
        if name == "flatten first":
            return L.Flatten(data_format="channels_first")(x)
        if name == "reshape":
            return L.Reshape((-1,))(x)
        if name == "permute flatten":
            dims = range(self.n + 1, 0, -1)
            return L.Flatten(data_format="channels_last")(L.Permute(tuple(dims))(x))
        if name == "tokens flatten":
            rows = -1 if self.first else int(np.prod(self.sizes(x)))
            shape = (x.shape[1], -1) if self.first else (rows, x.shape[-1])
            tokens = L.Reshape(shape)(x)
            tokens = tokens if self.first else L.Dense(3)(tokens)
            return L.Flatten(data_format="channels_last")(tokens)
        if name.startswith("average"):
            keep = name.endswith("keepdims")
            y = self.layer("GlobalAveragePooling#D", keepdims=keep)(x)
            return L.Flatten()(y) if keep else y
        if name == "max":
            return self.layer("GlobalMaxPooling#D")(x)
        if name == "adaptive":
            return L.Flatten()(self.layer("AdaptiveAveragePooling#D", 1)(x))
        if name == "two flattened":
            a = L.Flatten()(x)
            b = L.Flatten()(self.conv(x, 2, 1, activation="relu"))
            return L.Concatenate()([a, b])
        raise ValueError(name)

    def head(self, name, x):
        match name:
            case "dense":
                return L.Dense(4, use_bias=False)(x)
            case "dense relu":
                return L.Dense(5, activation="relu")(x)
            case "batchnorm":
                return L.BatchNormalization()(x)
            case "relu":
                return L.ReLU()(x)
            case "leaky":
                return L.Dense(3, activation=L.LeakyReLU(0.2))(x)
            case "prelu":
                return L.PReLU()(x)
            case "dropout":
                return L.Dropout(0.5)(x)
            case "layernorm":
                return L.LayerNormalization()(x)
            case "softmax":
                return L.Softmax()(x)
            case "sum of two":
                return L.Add()([L.Dense(4)(x), L.Dense(4, activation="relu")(x)])
            case "concatenation":
                return L.Concatenate()([L.Dense(2)(x), L.Dense(3)(x)])
            case "operators":
                return keras.ops.sigmoid(x) * 3.0
            case "reshape and convolve":
                x = L.Dense(4)(x)
                spatial = (1,) * self.n
                y = L.Reshape((4, *spatial) if self.first else (*spatial, 4))(x)
                return L.Flatten()(self.conv(y, 3, 1))
        raise ValueError(name)

    def last(self, name, x):
        if name == "two heads":
            return {"kind": L.Dense(3, name="kind")(x), "box": L.Dense(2, name="box")(x)}
        return L.Dense(3, activation=None if name == "dense" else "softmax")(x)
