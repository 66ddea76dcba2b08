"""Write the graphs beside this file: one small network as PyTorch exports it, in several ways.

PyTorch's topics have no ONNX, and ONNX's no PyTorch, so this ran once, on torch 2.14.1 with
onnx 1.23.2 and onnxscript 0.7.2. `python tests/topics/exported/export.py` runs it again, where all
three are installed.
The files hold the text that `onnx.parser` reads, without the notes that the exporter adds.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnx import printer
from torch import nn

BATCH = torch.export.Dim("batch")
OLDER = {"dynamo": False, "input_names": ["x"]}
ANY = {"dynamic_axes": {"x": {0: "batch"}}}
FILES = {  # how the map becomes a vector; how many images; the exporter's settings
    "default": (lambda x: x.flatten(1), 1, {"input_names": ["x"]}),
    "default_any_batch": (
        lambda x: x.view(x.size(0), -1),
        3,
        {"input_names": ["x"], "dynamic_shapes": ({0: BATCH},)},
    ),
    "older": (lambda x: x.flatten(1), 1, OLDER),
    "older_view": (lambda x: x.view(x.size(0), -1), 1, OLDER),
    "older_view_any_batch": (lambda x: x.view(x.size(0), -1), 1, OLDER | ANY),
    "older_view_of_sizes": (
        lambda x: x.view(-1, x.size(1) * x.size(2) * x.size(3)),
        1,
        OLDER | ANY,
    ),
}


class Classic(nn.Module):
    """For images of 8×10 pixels: a map of 2×3×4, and two Linear layers."""

    def __init__(self, flatten):
        super().__init__()
        self.trunk = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.MaxPool2d(2))
        self.first, self.second = nn.Linear(2 * 3 * 4, 3), nn.Linear(3, 2)
        self.flatten = flatten

    def forward(self, x):
        return self.second(torch.relu(self.first(self.flatten(self.trunk(x)))))


def write(name, flatten, images, settings):
    """One file, `<name>.txt`."""
    torch.manual_seed(0)
    network, example = Classic(flatten).eval(), torch.randn(images, 1, 8, 10)
    with TemporaryDirectory() as folder:
        torch.onnx.export(network, (example,), f"{folder}/model.onnx", **settings)
        model = onnx.load(f"{folder}/model.onnx")
    graph = model.graph
    for noted in (model, graph, *graph.node, *graph.value_info, *graph.input, *graph.output):
        del noted.metadata_props[:]
        noted.doc_string = ""
    Path(__file__).with_name(f"{name}.txt").write_text(printer.to_text(model), encoding="utf-8")


if __name__ == "__main__":
    for name, way in FILES.items():
        write(name, *way)
