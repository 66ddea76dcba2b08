"""On which maps does a wrong formula give the right kernel after all?"""

from itertools import product

import numpy as np

hidden, tried = [], 0
for h, w, c in product(range(1, 6), repeat=3):
    rows = np.arange(h * w * c)  # a number for each row of W_dense
    kernels = {
        "H,W,C": rows.reshape(h, w, c),
        "C,H,W": rows.reshape(c, h, w).transpose(1, 2, 0),
        "W,C,H": rows.reshape(w, c, h).transpose(2, 0, 1),
    }
    for right, wrong in product(kernels, repeat=2):
        if right < wrong:  # each pair once
            tried += 1
            if np.array_equal(kernels[right], kernels[wrong]):
                hidden.append((h, w, c))

print(f"{len(hidden)} of {tried} pairs of formulas agree")
print("where a size is 1:", sum(1 in sizes for sizes in hidden))
print("where no size is 1:", sum(1 not in sizes for sizes in hidden))
