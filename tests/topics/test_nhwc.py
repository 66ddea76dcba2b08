"""The NHWC error in a process of its own, and the ways out against SciPy."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from scipy.signal import correlate2d

SNIPPETS = Path(__file__).resolve().parents[2] / "snippets"


def test_the_error_appears_without_onednn(tmp_path):
    # TensorFlow reads the setting once, when it is imported: a fresh process.
    code = (SNIPPETS / "nhwc/error.py").read_text("utf-8")
    code += "\nmodel.compile(jit_compile=True)\n"
    code += "print(model.predict(np.ones((1, 1, 5, 7)), verbose=0).shape)\n"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("TF_ENABLE")}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=tmp_path,
        env=environment,
    )
    lines = done.stdout.splitlines()
    assert lines[1] == "UnimplementedError"
    assert "only supports the NHWC tensor format on the CPU" in " ".join(lines[2:-1])
    assert lines[-1] == "(1, 3, 5, 5)"  # the way out, in the same process


def test_channels_last_gives_what_scipy_gives(snippet):
    ns = snippet("nhwc/channels_last.py")
    kernel, bias = ns["first"].get_weights()
    for k in range(3):
        expected = correlate2d(ns["x"][0, 0], kernel[:, :, 0, k], "valid") + bias[k]
        np.testing.assert_allclose(ns["y"][0, :, :, k], expected, atol=1e-5)


def test_the_convolution_between_permutes_gives_what_scipy_gives(snippet):
    ns = snippet("nhwc/permute.py")
    kernel, bias = ns["model"].get_weights()
    for k in range(3):
        expected = correlate2d(ns["x"][0, 0], kernel[:, :, 0, k], "valid") + bias[k]
        np.testing.assert_allclose(ns["y"][0, k], expected, atol=1e-5)
    assert ns.out.endswith("equal: True\n")


def test_the_compiled_network_sums_three_pixels(snippet):
    ns = snippet("nhwc/jit_compile.py")
    assert ns["y"].shape == (1, 3, 5, 5)
    assert (ns["y"] == 3).all()  # a kernel of three ones on an image of ones


def test_figure_permutes_what_the_block_permutes(snippet):
    chain = snippet("nhwc/ways_out.py")["WAYS"]["3. move only the convolution"]
    layers = snippet("nhwc/permute.py")["model"].layers
    assert chain[1:-1] == [type(layer).__name__ for layer in layers]
