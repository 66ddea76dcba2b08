"""How large is rounding? Measure it against the outputs."""

import numpy as np


def rounded(x, bits):
    """Keep so many binary digits of each number, as a float format does."""
    mantissa, exponent = np.frexp(x)
    return np.ldexp(np.round(mantissa * 2.0**bits), exponent - bits)


H, W, C = 4, 5, 3
rng = np.random.default_rng(0)
maps, W_dense = rng.normal(size=(100, H * W * C)), rng.normal(size=(60, 10))
wrong = W_dense.reshape(C, H, W, 10).transpose(1, 2, 0, 3).reshape(60, 10)

for scale in (1, 1e5):
    x = scale * maps
    exact = x @ W_dense
    print(f"largest output {abs(exact).max():.0e}, difference:")
    results = {
        "float32": rounded(x, 24) @ rounded(W_dense, 24),
        "TF32, float16": rounded(x, 11) @ rounded(W_dense, 11),
        "bfloat16": rounded(x, 8) @ rounded(W_dense, 8),
        "a wrong order": x @ wrong,
    }
    for name, outputs in results.items():
        gap = abs(outputs - exact).max()
        relative = gap / abs(exact).max()
        print(f"  {name:13} {gap:.0e}, relative {relative:.0e}")
half = np.finfo("float16")
print(f"float16: up to {half.max:.0f}, all digits from {half.smallest_normal}")
print("steps of float32 near 100000:", np.spacing(np.float32(1e5)))
