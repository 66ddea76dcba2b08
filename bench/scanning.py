"""How long the ways of scanning one image take, on this machine, and how fast each multiplies.

    python bench/scanning.py           measures and prints
    python bench/scanning.py --write   also replaces bench/scanning.txt, which a page shows

Seconds differ from machine to machine and from day to day: nothing compares them to a record.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import argparse
import contextlib
import io
import platform
import runpy
import time
from pathlib import Path

import keras
import matplotlib
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

HERE = Path(__file__).resolve().parent
SNIPPETS = HERE.parent / "snippets" / "savings"
matplotlib.use("agg")  # the snippet that counts also draws
SIDE, CROP, STRIDE = 200, 28, 4


def counter():
    """The function of the page's snippet that counts multiply-adds for an image's side."""
    with contextlib.redirect_stdout(io.StringIO()):
        return runpy.run_path(str(SNIPPETS / "over_sizes.py"))["count"]


def multiply_adds() -> dict[str, int]:
    """Multiply-adds of each way."""
    count = counter()
    crops = ((SIDE - CROP) // STRIDE + 1) ** 2 * count(CROP)
    return {
        "crops, one by one": crops,
        "crops, 64 at a time": crops,
        "crops, all at once": crops,
        "one pass": count(SIDE),
        "one pass, dilated": count(SIDE, strides=False),
    }


def networks() -> tuple[keras.Model, keras.Model, keras.Model]:
    """The classic network of the page, its conversion, and the one without strides."""
    layers = keras.layers
    keras.utils.set_random_seed(0)

    def convs(size, stride, gap):
        model = keras.Sequential([keras.Input((size, size, 1))])
        model.add(layers.Conv2D(8, 5, activation="relu"))
        model.add(layers.MaxPooling2D(2, strides=stride))
        model.add(layers.Conv2D(16, 5, activation="relu", dilation_rate=gap))
        return model

    classic = convs(CROP, 2, 1)
    for layer in (layers.MaxPooling2D(2), layers.Flatten(), layers.Dense(10)):
        classic.add(layer)
    *trunk, kernel, bias = classic.get_weights()
    weights = [*trunk, kernel.reshape(4, 4, 16, 10), bias]

    sweep = convs(None, 2, 1)
    sweep.add(layers.MaxPooling2D(2))
    sweep.add(layers.Conv2D(10, 4))
    sweep.set_weights(weights)

    trunk = convs(None, 1, 2)
    x = trunk.outputs[0]  # a 2 x 2 pool with gaps of 2, which Keras has not as a layer
    x = keras.ops.maximum(x[:, :-2], x[:, 2:])
    x = keras.ops.maximum(x[:, :, :-2], x[:, :, 2:])
    dilated = keras.Model(trunk.inputs[0], layers.Conv2D(10, 4, dilation_rate=4)(x))
    dilated.set_weights(weights)
    return classic, sweep, dilated


def best(calls: dict, rounds: int) -> dict:
    """Seconds of each call: its best run of all rounds, half a second a call in each."""
    seconds = dict.fromkeys(calls, float("inf"))
    for run in calls.values():
        run()  # compiles
    for _ in range(rounds):  # in turn, so that a busy moment does not fall on one call
        for name, run in calls.items():
            spent = 0.0
            while spent < 0.5:
                start = time.perf_counter()
                run()
                taken = time.perf_counter() - start
                spent, seconds[name] = spent + taken, min(taken, seconds[name])
    return seconds


def measure(rounds: int = 5) -> dict[str, float]:
    """Seconds of each way, as `best` takes them.

    Raises AssertionError if the ways do not give the same answers.
    """
    classic, sweep, dilated = networks()
    image = np.random.default_rng(0).random((SIDE, SIDE)).astype("float32")

    def by_crops(size):
        crops = sliding_window_view(image, (CROP, CROP))[::STRIDE, ::STRIDE]
        crops = crops.reshape(-1, CROP, CROP, 1)
        starts = range(0, len(crops), size)
        return np.concatenate([classic.predict_on_batch(crops[i : i + size]) for i in starts])

    cells = ((SIDE - CROP) // STRIDE + 1) ** 2
    ways = {
        "crops, one by one": lambda: by_crops(1),
        "crops, 64 at a time": lambda: by_crops(64),
        "crops, all at once": lambda: by_crops(cells),
        "one pass": lambda: sweep.predict_on_batch(image[None, :, :, None]),
        "one pass, dilated": lambda: dilated.predict_on_batch(image[None, :, :, None]),
    }
    answers = {name: run() for name, run in ways.items()}
    seconds = best(ways, rounds)
    answers["one pass, dilated"] = answers["one pass, dilated"][:, ::STRIDE, ::STRIDE]
    expected = answers["crops, one by one"]
    for name, answer in answers.items():
        np.testing.assert_allclose(answer.reshape(cells, 10), expected, atol=1e-4, err_msg=name)
    return seconds


def speeds(rounds: int = 5) -> list[tuple[str, float, float]]:
    """What one call does, MB of its largest map, and multiply-adds per nanosecond."""
    count, (classic, sweep, _) = counter(), networks()
    rng, calls, work = np.random.default_rng(0), {}, {}
    shapes = [(crops, CROP) for crops in (1, 16, 64, 256, 1024)]
    shapes += [(1, side) for side in (60, 100, 200, 400, 800)]
    for images, side in shapes:
        name = f"{images} of {side} x {side}"
        x = rng.random((images, side, side, 1)).astype("float32")
        model = classic if side == CROP else sweep
        calls[name] = lambda model=model, x=x: model.predict_on_batch(x)
        work[name] = images * count(side), images * (side - 4) ** 2 * 8 * 4 / 1e6
    seconds = best(calls, rounds)
    return [(name, work[name][1], work[name][0] / seconds[name] / 1e9) for name in calls]


def processor() -> str:
    """The processor's name where the system tells it, else its architecture."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def report() -> str:
    """The table as text, with the machine and the versions."""
    seconds, work = measure(), multiply_adds()
    base, base_work = seconds["one pass"], work["one pass"]
    lines = [f"{'':20s} {'seconds':>9s} {'ratio':>7s} {'multiply-adds':>14s} {'ratio':>6s}  per ns"]
    for name, time_taken in seconds.items():
        lines.append(
            f"{name:20s} {time_taken:9.4f} {time_taken / base:7.1f} {work[name]:14,d} "
            f"{work[name] / base_work:6.1f} {work[name] / time_taken / 1e9:7.2f}"
        )
    lines += ["", f"{'one call':20s} {'MB of its largest map':>24s}  multiply-adds per ns"]
    lines += [f"{name:20s} {size:24.2f} {rate:21.2f}" for name, size, rate in speeds()]
    backend = keras.backend.backend()
    module = __import__(backend)
    lines += [
        "",
        f"{SIDE} x {SIDE} pixels, best run of each; {processor()}, {os.cpu_count()} cores,",
        f"{platform.system()}, Keras {keras.__version__}, {backend} {module.__version__}, float32",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="replace bench/scanning.txt")
    write = parser.parse_args().write
    text = report()
    print(text, end="")
    if write:
        (HERE / "scanning.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
