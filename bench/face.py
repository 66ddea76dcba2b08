"""How long scanning a photograph for faces takes, beside cropping, on this machine.

python bench/face.py           measures and prints
python bench/face.py --write   also replaces bench/face.txt, which a page shows
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import argparse
import contextlib
import io
import platform
import runpy
import sys
import time
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from numpy.lib.stride_tricks import sliding_window_view

HERE = Path(__file__).resolve().parent
SNIPPETS = HERE.parent / "snippets"
SIZES = [(205, 240), (102, 120), (51, 60)]
RUNS = 7


def best(call) -> float:
    """Seconds of the fastest of some runs, after one that is not counted."""
    call()
    seconds = []
    for _ in range(RUNS):
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def ways(classic, converted, width, height):
    """The same answers three ways: (name, call) pairs; raises if shapes do not fit."""
    rng = np.random.default_rng(0)
    image = rng.standard_normal((height, width, 3)).astype("float32")
    windows = sliding_window_view(image, (24, 24), axis=(0, 1))[::4, ::4]
    crops = np.ascontiguousarray(windows.reshape(-1, 3, 24, 24).transpose(0, 2, 3, 1))
    crop = tf.function(lambda x: classic(x, training=False), reduce_retracing=True)
    scan = tf.function(lambda x: converted(x, training=False), reduce_retracing=True)
    each = [tf.constant(one[None]) for one in crops]
    everything, whole = tf.constant(crops), tf.constant(image[None])
    return len(crops), {
        "one by one": lambda: [crop(one) for one in each],
        "all in one call": lambda: crop(everything),
        "one pass": lambda: scan(whole),
    }


def table() -> str:
    """The measured table, as the page shows it."""
    sys.path.insert(0, str(SNIPPETS))
    with contextlib.redirect_stdout(io.StringIO()):
        values = runpy.run_path(str(SNIPPETS / "face" / "convert.py"))
    lines = ["image      crops  one by one  all in one call  one pass"]
    for width, height in SIZES:
        count, calls = ways(values["classic"], values["converted"], width, height)
        seconds = {name: best(call) for name, call in calls.items()}
        ratio = {name: value / seconds["one pass"] for name, value in seconds.items()}
        lines.append(
            f"{width:3} × {height:<3} {count:6,}  {ratio['one by one']:10.1f}  "
            f"{ratio['all in one call']:15.1f}  {1000 * seconds['one pass']:5.1f} ms"
        )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    lines += [
        "",
        "R-Net; times of the crops as multiples of one pass, best run of each;",
        f"{platform.machine()}, {cores} cores, {platform.system()}, Keras {keras.__version__}, "
        f"TensorFlow {tf.__version__}",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    text = table()
    print(text, end="")
    if chosen.write:
        (HERE / "face.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
