# ---
# jupyter:
#   title: What does the original notebook do on today's Keras?
#   description: The original notebook's conversion, cell by cell on today's Keras.
#   jupytext:
#     formats: py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What does the original notebook do on today's Keras? { #question }
#
# Left as it was, its `Flatten` reads another order: its two networks no longer agree, and
# [no error says so](flatten.md#today). With one argument added to `Flatten`, both answer `5038.1`
# and `5098.1`, as in Keras 2.0.3, for which the notebook was written.
#
# It turns a network of one convolution and one Dense layer, here the classic network, into one of
# two convolutions, the converted network. Its cells stand here in their old order. Where one had to
# change, the text above it says so.
#
# The notebook keeps its channels first and flattens channel by channel, `C,H,W`. If your network
# has Keras' default, channels_last, its order is `H,W,C` and
# [another formula is right](../recipes/cases.md).
#
# This page is a notebook that the site executes when it is built:
# [download it with its outputs](notebook.ipynb){ download }.
#
# ## Goal { #goal }
#
# To follow a value by eye through one network, then through the other. The arrays are small enough
# to read number by number: one image of five rows and seven columns, one convolutional layer, one
# Dense layer (also: fully connected layer).

# %% [markdown]
# ## Imports { #imports }
#
# **Changed.** Imports that the notebook never used are gone. The data format is set through
# `keras.config`, its documented place today. The output names the Keras that ran here.

# %%
import keras
import numpy as np
from keras import Model
from keras.layers import Conv2D, Dense, Flatten, Input

keras.config.set_image_data_format("channels_first")
np.set_printoptions(precision=3, suppress=True)
print("Keras:", keras.__version__)

# %% [markdown]
# ## The classic network: one convolution, one Dense layer { #dense-network }
#
# This is the network to convert. First the format of its arrays, then its code.
#
# ### channels_first or channels_last { #channels-first }
#
# The notebook uses `channels_first`. An array printed in that format shows one channel after the
# other, each as a small image, and that is easier to read.
#
# ### Built with the functional API { #dense-network-code }
#
# **Changed, and this one matters.** In Keras 2.0.3, `Flatten` read the values in the order in
# which they lie in memory: all of channel 0, then channel 1, then channel 2. Today's `Flatten`
# follows the global setting, and under `channels_first` it moves the channels last before it reads.
# The Dense weights below are numbered for the old order. `data_format="channels_last"` tells
# `Flatten` that the channels already stand last, so it moves nothing and reads memory order again.
# Without the argument no error is raised and the classic network gives other numbers. Gone is what
# says only the default: `padding="valid"` and `use_bias=True`.


# %%
def build_dense():
    inputs = Input((1, 5, 7), name="input")  # channels, rows, columns
    conv1 = Conv2D(3, (1, 3), data_format="channels_first", name="conv1")(inputs)
    flat = Flatten(data_format="channels_last", name="flat")(conv1)
    dense = Dense(2, name="dense2")(flat)
    return Model(inputs=inputs, outputs=dense, name="classic")


model_a = build_dense()

# %% [markdown]
# ## The parameters of the network { #parameters }
#
# The image that the network reads comes first, then its weights and biases, layer by layer.
#
# ### The image: 5 rows, 7 columns { #image }
#
# A single pixel is 1. So the convolution puts out the filters themselves, mirrored, plus the bias:
# the first channel reads `3.1 2.1 1.1`, since the window meets the pixel with its last weight
# first.

# %%
X = np.zeros((1, 1, 5, 7), dtype=int)
X[0, 0, 1, 2] = 1

n_samples, n_channels, img_height, img_width = X.shape
print("X.shape =", X.shape)
print("X:")
print(X)

# %% [markdown]
# ### The convolution's kernel { #kernel }
#
# `Win` is the kernel in the layout that reads best: one filter after the other. Keras stores a
# kernel as (k_height, k_width, n_channels, n_filters), and `transpose(2, 3, 1, 0)` gets it there.
# The lessons call these two axes in and out.

# %%
n_filters = 3
k_height, k_width = 1, 3

Win = np.array([[[1, 2, 3]], [[4, 5, 6]], [[7, 8, 9]]])
Win = Win.reshape(n_filters, 1, k_height, k_width)
print("Win.shape (n_filters, n_channels, k_height, k_width):", Win.shape)
print("Win:")
print(Win)

W_conv = Win.transpose(2, 3, 1, 0)
print("W_conv.shape (k_height, k_width, n_channels, n_filters):", W_conv.shape)
print("W_conv, as Keras wants it:")
print(W_conv)

# %% [markdown]
# ### The convolution's bias { #conv-bias }
#
# One number for each filter, added at every position of its map.

# %%
f_bias = 0.1
bias_conv = np.arange(1, n_filters + 1) * f_bias
print("Bias of the convolution:", bias_conv)

# %% [markdown]
# ### The Dense layer's weights { #dense-weights }
#
# Column 0 holds the even numbers, column 1 the odd ones. No two weights are equal, so each tells
# its place. The result tells less: on this image most values of the map are alike, and
# [some weights could change places unnoticed](classic.md#data).

# %%
W_dense = np.arange(2 * 75).reshape(75, 2)
print("Weights of the Dense layer, transposed:")
print(W_dense.T)

# %% [markdown]
# ### The Dense layer's bias { #dense-bias }
#
# One number for each of the two outputs.

# %%
bias_dense = np.ones(2) * f_bias
print("Bias of the Dense layer:", bias_dense)

# %% [markdown]
# ## The output of every layer { #dense-layers }
#
# A network gives only its last layer's output. To see the others, build a helper network that
# shares all layers and returns what each of them puts out.
#
# **Changed.** The original built one such helper for each layer. One with a list of outputs does,
# and spares TensorFlow a compilation for each. The loop became a function, since the converted
# network needs it too. `jit_compile=True` is new: TensorFlow's plain `channels_first` convolution
# does not run on every CPU, and its compiled one does. `verbose=0` keeps the progress bar away.


# %%
def show_layers(model, image):
    every_layer = Model(model.input, [layer.output for layer in model.layers])
    every_layer.compile(jit_compile=True)
    outputs = every_layer.predict(image, verbose=0)
    pairs = zip(model.layers, outputs, strict=True)
    for i, (layer, output) in enumerate(pairs, 1):
        print("-" * 46)
        print("Output of layer", i, ":", layer.name, "shape:", output.shape)
        print("-" * 46)
        print(output)
    return outputs[-1]


print(W_conv.shape)
print(bias_conv.shape)
print(W_dense.shape)
print(bias_dense.shape)
model_a.set_weights([W_conv, bias_conv, W_dense, bias_dense])

print("Number of layers:", len(model_a.layers))
dense_output = show_layers(model_a, X)

# %% [markdown]
# ## The summary of the classic network { #dense-summary }
#
# **Changed.** The original wrapped the call in `print`, which added a line that says None. Today
# `print_fn=print` gives the table as plain text in a notebook too, and the widths fit a phone. The
# counts are the old ones: `12` and `152`, together `164`.

# %%
narrow = {"line_length": 46, "positions": [0.31, 0.64, 0.8]}
model_a.summary(print_fn=print, **narrow)

# %% [markdown]
# ## The converted network, fully convolutional { #converted-network }
#
# `Flatten` and `Dense` give way to one convolution whose kernel covers the whole feature map. Such
# a kernel fits in one place only, so its output has one row and one column.


# %%
def build_fully_convolutional():
    inputs = Input((1, 5, 7), name="input")
    conv1 = Conv2D(3, (1, 3), data_format="channels_first", name="conv1")(inputs)
    out = Conv2D(2, (5, 5), name="conv2")(conv1)
    return Model(inputs=inputs, outputs=out, name="fully_convolutional")


# %% [markdown]
# ## The summary of the converted network { #converted-summary }
#
# The last layer has the same `152` parameters as before, in another arrangement.

# %%
model_b = build_fully_convolutional()
model_b.summary(print_fn=print, **narrow)

# %% [markdown]
# ## The weights of the classic network { #original-weights }
#
# All of them, as Keras hands them out.

# %%
weights_a = model_a.get_weights()
print([w.shape for w in weights_a])
for i, w in enumerate(weights_a):
    print("i =", i)
    print(w)

# %% [markdown]
# ### The shapes side by side { #weight-shapes }
#
# Three of four agree. Only the Dense kernel has to become a convolution kernel.

# %%
print("classic:")
print([w.shape for w in weights_a])
print("fully convolutional:")
print([w.shape for w in model_b.get_weights()])

# %% [markdown]
# ## From one network to the other { #convert }
#
# `T` puts one output's weights after the other. `reshape(2, 3, 5, 5)` cuts each run of 75 into
# three maps of five rows and five columns, which undoes `Flatten`. `transpose(2, 3, 1, 0)` is the
# step that `Win` took: to Keras' kernel layout. [The mapping](mapping.md) derives it on smaller
# arrays and proves it for every weight.

# %%
weights_b = [
    weights_a[0],  # kernel of the first convolution
    weights_a[1],  # its bias
    weights_a[2].T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0),  # the Dense kernel
    weights_a[3],  # its bias
]
model_b.set_weights(weights_b)

# %% [markdown]
# ## The output of every layer, again { #converted-layers }
#
# The last shape is `(1, 2, 1, 1)`: two values, each with one row and one column. They are the
# values of the classic network.

# %%
converted_output = show_layers(model_b, X)

# %% [markdown]
# ## What this notebook teaches { #learned }
#
# **Added.** The original ends with this heading and nothing under it. It left the comparison to the
# reader's eye; here NumPy makes it:

# %%
same = np.allclose(dense_output, converted_output[:, :, 0, 0])
print("classic:            ", dense_output[0].round(1))
print("fully convolutional:", converted_output[0, :, 0, 0].round(1))
print("equal:", same)

# %% [markdown]
# - A Dense layer on a feature map is a convolution whose kernel is as large as the map.
# - Its weights only change their arrangement, and `Flatten`'s reading order says how.
# - That order has changed between versions of Keras. [Which order does Flatten
#   use?](flatten.md) shows what happens to this network when the two do not match.
#
# [All of it in one function](learned.md) goes on from here.
#
# To run these cells in order: `pip install keras numpy tensorflow`
