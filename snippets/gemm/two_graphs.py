"""Two graphs before and after: what flattens and Gemm become one Conv."""

import matplotlib.pyplot as plt
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

C, H, W, OUT = 3, 4, 5, 2
rng = np.random.default_rng(0)
x = rng.integers(-9, 10, (1, C, H, W))
w = rng.integers(-9, 10, (OUT, C * H * W))  # of Gemm, with transB=1
OPERATORS = {  # what ONNX computes, in NumPy
    "Transpose": lambda t: t.transpose(0, 2, 3, 1),  # to NHWC
    "Flatten": lambda t: t.reshape(len(t), -1),
    "Gemm": lambda t: t @ w.T,
}
kernels = {
    "C,H,W": w.reshape(OUT, C, H, W),
    "H,W,C": w.reshape(OUT, H, W, C).transpose(0, 3, 1, 2),
}


def conv(t, kernel):
    windows = sliding_window_view(t, kernel.shape[2:], axis=(2, 3))
    return np.einsum("ncijhw,ochw->noij", windows, kernel)


def column(left, top, tensors, operators):
    """Operators as boxes, with the shapes of the tensors between them."""
    step = (6 - top) / len(operators)
    middle = {"x": left + 1, "ha": "center", "va": "center"}
    for number, tensor in enumerate(tensors):
        ax.text(y=top + step * number, s=str(tensor.shape)[1:-1], **middle)
    for number, name in enumerate(operators):
        y, height = top + step * number + 0.4, step - 0.8
        colour = "C1" if name.startswith("Conv") else "C0"
        style = {"fc": (colour, 0.25), "ec": colour}
        ax.add_patch(plt.Rectangle((left, y), 2, height, **style))
        ax.text(y=y + height / 2, s=name, **middle)


figure, ax = plt.subplots(figsize=(4.5, 3.6))
for left, title, names, order in (
    (0, "as it lies", ("Flatten", "Gemm"), "C,H,W"),
    (5.6, "with Transpose", ("Transpose", "Flatten", "Gemm"), "H,W,C"),
):
    tensors = [x]
    for name in names:
        tensors.append(OPERATORS[name](tensors[-1]))
    after = conv(x, kernels[order])
    same = np.array_equal(tensors[-1], after[:, :, 0, 0])
    print(f"{title}: kernel from {order}, equal: {same}")
    top = 6 - 2 * len(names)
    ax.text(left + 2.3, top - 0.8, title, ha="center")
    column(left, top, tensors, names)
    style = {"ha": "center", "va": "center", "fontsize": 14}
    ax.text(left + 2.3, 3 + top / 2, "→", **style)
    column(left + 2.6, top, [x, after], [f"Conv\nkernel\nfrom\n{order}"])
ax.set(xlim=(-0.2, 10.4), ylim=(6.4, -1.3))
ax.axis("off")
