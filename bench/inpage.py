"""How long a block takes in the page: the first press, cold and warm, and later presses.

Usage: python -m bench.inpage [TIMES]    (from the project's folder; needs Chromium and Pyodide)

Cold is a browser that has never seen the site; warm is another page of the same browser, which has
kept the files. The server is on this machine, so a reader's line comes on top.
"""

import statistics
import sys
import time

from hooks.inpage import runnable
from runner.snippet import find
from tools.browser import headless
from tools.runnable import ROOT, opened, python_on_a_server, run

FIRST = {
    "NumPy": "import numpy as np\nprint(np.arange(6).reshape(2, 3).T)",
    "Keras": "import keras\nprint(keras.layers.Dense(3)(keras.ops.ones((1, 2))).shape)",
}


def first_presses(browser, address, times):
    for name, code in FIRST.items():
        seconds = {"cold": [], "warm": []}
        for _ in range(times):
            context = browser.new_context()
            for kind, taken in seconds.items():
                page = opened(context, address)
                began = time.perf_counter()
                told = run(page, code, "first.py")
                taken.append(time.perf_counter() - began)
                assert not told.error, (kind, told.error)
                page.close()
            context.close()
        for kind, taken in seconds.items():
            print(f"first press, {name}, {kind}: {statistics.median(taken):6.1f} s")


def later_presses(browser, address):
    page = opened(browser, address)
    known = runnable.read(ROOT)
    snippets = [s for s in find(ROOT) if known.get(s.title) == ""]
    taken = {"NumPy": [], "Keras": []}
    for code in FIRST.values():
        run(page, code, "first.py")
    for snippet in snippets:
        keras = "keras" in snippet.source or "fully_convolutional" in snippet.source
        began = time.perf_counter()
        run(page, snippet.source, snippet.title)
        taken["Keras" if keras else "NumPy"].append(time.perf_counter() - began)
    for name, seconds in taken.items():
        print(
            f"later presses, {name}: median {statistics.median(seconds):.2f} s, longest "
            f"{max(seconds):.1f} s, of {len(seconds)} blocks"
        )


if __name__ == "__main__":
    with python_on_a_server() as address, headless() as browser:
        first_presses(browser, address, int(sys.argv[1]) if sys.argv[1:] else 3)
        later_presses(browser, address)
