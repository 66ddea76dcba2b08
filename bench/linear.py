"""Linear against the convolution that equals it, in PyTorch on this machine's CPU, as ratios.

Needs PyTorch: run it by the Python of the topics that use it, which
`python -m runner.environments --make pytorch` makes:

    bin/python bench/linear.py           measures and prints
    bin/python bench/linear.py --write   also replaces bench/patches.txt and bench/pointwise.txt

Seconds differ from machine to machine and from day to day: nothing compares them to a record.
"""

import argparse
import contextlib
import platform
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch.nn import functional as F

HERE = Path(__file__).resolve().parent
Ways = dict[str, Callable[[], torch.Tensor]]
PATCHES = [  # name, images, pixels a side, patch, embedding size
    ("ViT-B/16", 1, 224, 16, 768),
    ("ViT-B/16, 8 images", 8, 224, 16, 768),
    ("ViT-B/32", 1, 224, 32, 768),
    ("Swin-T, patch 4", 1, 224, 4, 96),
]
LAYERS = [  # name, batch, positions, inputs, outputs
    ("ViT-B, to MLP", 1, 196, 768, 3072),
    ("ViT-B, from MLP", 1, 196, 3072, 768),
    ("the same, 8 images", 8, 196, 3072, 768),
    ("one position", 1, 1, 3072, 768),
    ("56 x 56 map", 1, 3136, 64, 256),
]


def patch_embedding(images: int, side: int, size: int, features: int) -> Ways:
    """Patch embedding from the image, or from patches that somebody else has cut."""
    weight, bias = torch.randn(features, 3, size, size) / size, torch.randn(features)
    flat, cells = weight.flatten(1).contiguous(), side // size
    image = torch.randn(images, 3, side, side)

    def cut():
        parts = image.view(images, 3, cells, size, cells, size).permute(0, 2, 4, 1, 3, 5)
        return parts.reshape(images, cells * cells, -1)

    patches = cut().contiguous()
    return {
        "Conv2d": lambda: F.conv2d(image, weight, bias, stride=size).flatten(2).transpose(1, 2),
        "cut, Linear": lambda: F.linear(cut(), flat, bias),
        "Linear": lambda: F.linear(patches, flat, bias),
    }


def video_patches(dtype: torch.dtype) -> Ways:
    """The patch embedding of Qwen2-VL's shape: a Conv3d over patches that lie there already cut."""
    weight, bias = torch.randn(1280, 3, 2, 14, 14) / 34, torch.randn(1280)
    weight, bias, x = (t.to(dtype) for t in (weight, bias, torch.randn(256, 1176)))
    blocks, flat = x.view(-1, 3, 2, 14, 14), weight.flatten(1).contiguous()
    return {
        "Conv": lambda: F.conv3d(blocks, weight, bias, stride=(2, 14, 14)).view(256, 1280),
        "Linear": lambda: F.linear(x, flat, bias),
    }


def pointwise(batch: int, positions: int, inputs: int, outputs: int) -> Ways:
    """Linear, and 1×1 convolutions on the same numbers in other layouts."""
    weight, bias = torch.randn(outputs, inputs) / inputs**0.5, torch.randn(outputs)
    tokens = torch.randn(batch, positions, inputs)
    first = tokens.transpose(1, 2).contiguous()  # batch, channels, positions
    kernel, kernel_1d = weight[:, :, None, None], weight[:, :, None]
    rows = first[:, :, None]  # batch, channels, 1, positions
    return {
        "Linear": lambda: F.linear(tokens, weight, bias),
        "Conv1d": lambda: F.conv1d(first, kernel_1d, bias).transpose(1, 2),
        "Conv2d": lambda: F.conv2d(rows, kernel, bias)[:, :, 0].transpose(1, 2),
        "there and back": lambda: (
            F.conv2d(tokens.transpose(1, 2)[:, :, None].contiguous(), kernel, bias)[:, :, 0]
            .transpose(1, 2)
            .contiguous()
        ),
    }


def seconds(ways: Ways, rounds: int, tolerance: float) -> dict[str, float]:
    """Each way's best run, in turn, so that a busy moment does not fall on one of them.

    Raises AssertionError if the ways do not give the same answers.
    """
    first, *others = (run() for run in ways.values())
    for other in others:
        torch.testing.assert_close(other, first, atol=tolerance, rtol=tolerance)
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for name, run in ways.items():
            start = time.thread_time()  # of the processor: other programs do not count
            run()
            best[name] = min(best[name], time.thread_time() - start)
    return best


def table(rows: dict[str, Ways], base: str, rounds: int, tolerance: float = 1e-3) -> str:
    """A line for each row: milliseconds of `base`, and how many times as long the others take."""
    lines: list[str] = []
    for name, ways in rows.items():
        best = seconds(ways, rounds, tolerance)
        others = [way for way in best if way != base]
        if not lines:
            lines.append(f"{'':21s}{base + ', ms':>12s}" + "".join(f"{o:>16s}" for o in others))
        cells = "".join(f"{best[other] / best[base]:15.2f}×" for other in others)
        lines.append(f"{name:21s}{best[base] * 1000:12.3f}{cells}")
    return "\n".join(lines) + "\n"


def machine(rounds: int) -> str:
    """What it was measured on; the processor's name where the system tells it."""
    name = platform.processor() or platform.machine()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
    return (
        f"\nA time divided by the first column's; best of {rounds} runs,\n"
        "processor time of one thread;\n"
        f"{name}, {platform.system()}, PyTorch {torch.__version__}\n"
    )


def report(rounds: int) -> dict[str, str]:
    """The two tables, by the file that holds each."""
    kinds = (("float32", torch.float32, 1e-3), ("bfloat16", torch.bfloat16, 0.05))
    videos = [
        table({f"Conv3d, {name}": video_patches(dtype)}, "Linear", rounds, tolerance)
        for name, dtype, tolerance in kinds
    ]
    images = table({name: patch_embedding(*sizes) for name, *sizes in PATCHES}, "Conv2d", rounds)
    videos[1] = videos[1].split("\n", 1)[1]
    layers = table({name: pointwise(*sizes) for name, *sizes in LAYERS}, "Linear", rounds)
    return {
        "patches.txt": images + "\n" + "".join(videos) + machine(rounds),
        "pointwise.txt": layers + machine(rounds),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="replace the two files")
    parser.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    with torch.inference_mode():
        for file, text in report(options.rounds).items():
            print(text)
            if options.write:
                (HERE / file).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
