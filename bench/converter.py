"""What converting VGG16 costs, against copying its weights once.

Run: python bench/converter.py. Prints the best of five of each, their ratio, and how much memory
the process needed beyond the model. Exit code 1 if converting takes more than 3 times the copy.
"""

import gc
import os
import sys
import threading
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "snippets"))

import keras
import numpy as np

from fully_convolutional import to_fully_convolutional

AIM = 3.0


def resident():
    """Megabytes of memory in use by this process (Linux), else 0."""
    try:
        pages = int(Path("/proc/self/statm").read_text("utf-8").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def measure(function):
    """Seconds, and the peak of memory over that before, in megabytes."""
    gc.collect()
    start, peak, running = resident(), [0.0], threading.Event()

    def watch():
        while not running.wait(0.002):
            peak[0] = max(peak[0], resident() - start)

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.perf_counter()
    result = function()
    seconds = time.perf_counter() - began
    running.set()
    watcher.join()
    del result
    return seconds, peak[0]


def main():
    model = keras.applications.VGG16(weights=None)
    weights = [np.asarray(w) for w in model.get_weights()]
    size = sum(w.nbytes for w in weights) / 2**20
    print(f"VGG16: {model.count_params():,} parameters, {size:.0f} MB of weights")
    rows = {"np.copy": lambda: [np.copy(w) for w in weights]}
    rows["converting"] = lambda: to_fully_convolutional(model)
    best = {}
    for name, function in rows.items():
        runs = [measure(function) for _ in range(5)]
        best[name] = min(seconds for seconds, _ in runs)
        peak = max(memory for _, memory in runs)
        print(f"{name:10}  {best[name]:6.3f} s  peak {peak:5.0f} MB more")
    ratio = best["converting"] / best["np.copy"]
    print(f"ratio {ratio:.1f}, aim at most {AIM:.0f}")
    return ratio > AIM


if __name__ == "__main__":
    sys.exit(main())
