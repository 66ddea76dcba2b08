"""Convolution against Linear: patches of a vision transformer, and 1×1, on this machine.

Run with the packages of snippets/pytorch. Each figure is the convolution's time divided by
Linear's, best of several runs: above 1, Linear is faster.

python bench/patches.py           measures and prints
python bench/patches.py --write   also replaces bench/patches.txt and bench/pointwise.txt
"""

import argparse
import os
import platform
import time
from pathlib import Path

import torch
from torch import nn

HERE = Path(__file__).resolve().parent
RUNS = 30
PATCHES = [(16, 3, 192, 224), (16, 3, 768, 224), (14, 3, 768, 224), (32, 3, 768, 224)]
POINTWISE = [(64, 64, 3136), (256, 256, 784), (768, 3072, 197), (768, 768, 1)]


def ratio(slow, fast, expected) -> float:
    """Time of `slow` over that of `fast`, which must give the same; the best run of each.

    They take turns, so that whatever else the machine does meets both.
    """
    if expected != slow().shape or not torch.allclose(slow(), fast(), atol=1e-3):
        raise SystemExit("the two do not give the same")
    seconds = {slow: [], fast: []}
    for _ in range(RUNS):
        for call, runs in seconds.items():
            started = time.perf_counter()
            call()
            runs.append(time.perf_counter() - started)
    return min(seconds[slow]) / min(seconds[fast])


def patches(size, channels, dim, pixels) -> tuple[float, float]:
    """Linear on patches that are cut from the image, and on patches cut before."""
    conv = nn.Conv2d(channels, dim, size, size)
    weight = conv.weight.detach().flatten(1)
    image, side = torch.randn(1, channels, pixels, pixels), pixels // size

    def cut():
        parts = image.view(1, channels, side, size, side, size)
        return parts.permute(0, 2, 4, 1, 3, 5).reshape(1, side * side, -1)

    def convolved():
        return conv(image).flatten(2).transpose(1, 2)

    def multiplied(tokens):
        return nn.functional.linear(tokens, weight, conv.bias)

    ready, shape = cut(), (1, side * side, dim)
    with_cut = ratio(convolved, lambda: multiplied(cut()), shape)
    return with_cut, ratio(convolved, lambda: multiplied(ready), shape)


def pointwise(features, out, positions) -> tuple[float, float]:
    """Linear on tokens; on tokens that lie channels first, and are moved there and back."""
    conv = nn.Conv2d(features, out, 1)
    weight = conv.weight.detach()[:, :, 0, 0]
    first = torch.randn(1, features, 1, positions)
    tokens = first[:, :, 0].transpose(1, 2).contiguous()

    def convolved():
        return conv(first)

    def linear(x):
        return nn.functional.linear(x, weight, conv.bias)

    def moved():
        x = first[:, :, 0].transpose(1, 2).contiguous()
        return linear(x).transpose(1, 2).contiguous()[:, :, None]

    def plain():
        return linear(tokens).transpose(1, 2)[:, :, None]

    shape = (1, out, 1, positions)
    return ratio(convolved, plain, shape), ratio(convolved, moved, shape)


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if os.name == "posix" else []
    names = [line.split(": ")[1] for line in lines if line.startswith("model name")]
    name = names[0] if names else platform.processor()
    cores = f"{torch.get_num_threads()} thread"
    return f"{name}, {cores},\n{platform.system()}, PyTorch {torch.__version__}, float32"


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    write = parser.parse_args().write
    torch.manual_seed(0)
    torch.set_num_threads(1)  # steadier where others compute too
    head = (
        f"{'patch':>7} {'features':>9} {'image':>6} {'cut, then Linear':>17} {'Linear alone':>13}"
    )
    rows = [head]
    for size, channels, dim, pixels in PATCHES:
        one, two = patches(size, channels, dim, pixels)
        rows.append(f"{f'{size}×{size}':>7} {dim:9} {pixels:6} {one:17.1f} {two:13.1f}")
    tables = {"patches": rows}
    rows = [f"{'features':>12} {'positions':>10} {'Linear':>7} {'moved, Linear, moved':>21}"]
    for features, out, positions in POINTWISE:
        one, two = pointwise(features, out, positions)
        rows.append(f"{f'{features} to {out}':>12} {positions:10} {one:7.1f} {two:21.1f}")
    tables["pointwise"] = rows
    for name, rows in tables.items():
        text = "\n".join(
            [*rows, "", "time of the convolution / time of this way, best run of each;"]
        )
        text += f"\n{machine()}\n"
        print(text)
        if write:
            (HERE / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
