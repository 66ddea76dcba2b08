"""One channel or a 1x1 map makes wrong formulas right by accident."""

import numpy as np

for h, w, c in [(2, 3, 4), (3, 3, 3), (2, 3, 1), (1, 3, 4), (1, 1, 4)]:
    dense = np.arange(h * w * c * 2)
    hwc = dense.reshape(h, w, c, 2)
    chw = dense.reshape(c, h, w, 2).transpose(1, 2, 0, 3)
    wch = dense.reshape(w, c, h, 2).transpose(2, 0, 1, 3)
    same = [
        name
        for name, kernel in (("C,H,W", chw), ("W,C,H", wch))
        if np.array_equal(kernel, hwc)
    ]
    print(f"{h}x{w} map, {c} channels: H,W,C equals", ", ".join(same) or "none")
