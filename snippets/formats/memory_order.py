"""Memory is a line: the format decides which values are neighbours."""

import numpy as np

channels_first = np.array(
    [[[f"{c}{r}{k}" for k in range(3)] for r in range(2)] for c in "ab"]
)
view = channels_first.transpose(1, 2, 0)  # moves no value
channels_last = view.copy()  # writes the values in the new order


def show(name, image):
    steps = [stride // image.itemsize for stride in image.strides]
    print(name, image.shape)
    print("  steps:", steps)


show("channels_first", channels_first)
show("its transpose", view)
show("channels_last", channels_last)
for name, image in (("first", channels_first), ("last", channels_last)):
    print(f"channels_{name} in memory:")
    for half in image.reshape(2, 6):
        print(" ", *half)
