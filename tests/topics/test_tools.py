"""What timm's head computes, window by window in NumPy."""

import ast
from pathlib import Path

import numpy as np
import timm


def test_the_answer_is_half_mean_half_maximum_of_the_windows(snippet):
    ns = snippet("tools/timm_head.py")
    maps = ns["maps"].numpy()[0].astype(float)
    weight, bias = (t.detach().numpy() for t in (ns["linear"].weight, ns["linear"].bias))
    scores = [
        maps[:, i : i + 7, j : j + 7].mean((1, 2)) @ weight.T + bias
        for i, j in np.ndindex(maps.shape[1] - 6, maps.shape[2] - 6)
    ]
    assert len(scores) == 2
    expected = (np.mean(scores, 0) + np.max(scores, 0)) / 2
    np.testing.assert_allclose(ns["answer"].numpy()[0], expected, atol=1e-4)
    assert np.abs(expected - np.mean(scores, 0)).max() > 0.005


def test_a_kernel_for_a_vector_does_not_read_a_map(snippet):
    ns = snippet("tools/timm_fixed.py")
    assert ns["head"].fc.weight.shape == (2, 75, 1, 1)
    assert "expected input" in ns.out


def test_the_search_for_a_way_back_sees_what_timm_defines(snippet):
    ns = snippet("tools/timm_back.py")
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for file in (Path(timm.__file__).parent / "layers").rglob("*.py"):
        parts = ast.walk(ast.parse(file.read_text("utf-8")))
        assert {part.name for part in parts if isinstance(part, kinds)} <= {*ns["names"]}
    assert "TestTimePoolHead" in ns["names"]
    assert ns["both"] == []
