"""PyTorch's page, against loops over the map and crops of the image."""

import numpy as np
import pytest
import torch
from torch import nn

from tests import picker


def test_view_puts_each_weight_at_its_place(snippet):
    ns = snippet("pytorch/linear.py")
    C, H, W = ns["C"], ns["H"], ns["W"]
    linear, kernel = ns["linear"].weight, ns["conv"].weight
    for c, i, j in np.ndindex(C, H, W):
        assert (kernel[:, c, i, j] == linear[:, (c * H + i) * W + j]).all()
    expected = torch.einsum("nchw,ochw->no", ns["maps"], kernel) + ns["linear"].bias
    torch.testing.assert_close(ns["after"][:, :, 0, 0], expected, atol=1e-5, rtol=0)


def test_flatten_reads_channel_by_channel_in_either_memory(snippet):
    first, second = snippet("pytorch/reading_order.py").out.splitlines()[1:]
    places = [f"{c}{i}{j}" for c in range(2) for i in range(2) for j in range(3)]
    assert first == second == " ".join(places)


def test_only_the_view_is_right(snippet):
    rows = snippet("pytorch/wrong_view.py").out.splitlines()
    assert [row.split()[0] for row in rows] == ["equal", "DIFFERENT", "DIFFERENT"]


def test_the_original_notebooks_numbers(snippet):
    assert set(snippet("pytorch/notebook.py").out.splitlines()) == {"[5038.1, 5098.1]"}


def test_every_cell_of_the_larger_image_is_its_crop(snippet):
    ns = snippet("pytorch/larger.py")
    windows = ns["image"].unfold(2, 16, 2).unfold(3, 16, 2)
    crops = windows.permute(2, 3, 0, 1, 4, 5).reshape(-1, 1, 16, 16)
    answers = ns["classic"](crops).T.reshape(3, 5, 7)
    torch.testing.assert_close(ns["output_map"], answers, atol=1e-5, rtol=0)


def test_padding_changes_cells_and_its_absence_none(snippet):
    lines = snippet("pytorch/padding.py").out.splitlines()
    assert lines[0] == "padding=0: 289 of 289 cells are equal"
    assert lines[1] == "padding=1: 0 of 289 cells are equal"


def test_cells_and_crops_are_of_three_layers_with_kernels_of_three(snippet):
    function = snippet("pytorch/padding.py")["cells_and_crops"]
    torch.manual_seed(1)
    cells, answers = function(0)
    torch.manual_seed(1)  # the same numbers, drawn in the same order
    trunk = [nn.Conv2d(n, 8, 3) for n in (1, 8, 8)]
    linear = nn.Linear(8 * 18 * 18, 3)
    nn.Conv2d(8, 3, 18)
    image = torch.randn(1, 1, 40, 40)
    for cell in (0, 20, 288):
        row, column = divmod(cell, 17)
        x = image[..., row : row + 24, column : column + 24]
        for conv in trunk:
            x = torch.relu(conv(x))
        expected = linear(x.flatten())
        torch.testing.assert_close(answers[cell], expected, atol=1e-5, rtol=0)
        torch.testing.assert_close(cells[cell], expected, atol=1e-5, rtol=0)


def test_vgg_and_the_pool_that_hides_the_size(snippet):
    ns = snippet("pytorch/vgg.py")
    assert ns["same"]
    crop = ns["larger"][..., :224]
    with torch.no_grad():
        cell = ns["converted"](ns["larger"])[:, :, 0, 1]
        assert not torch.allclose(cell, ns["vgg"](crop), rtol=0.01, atol=0)  # it pads
        assert not any(isinstance(m, nn.Linear) for m in ns["converted"].modules())


def test_adaptive_windows_are_means(snippet):
    for line in snippet("pytorch/adaptive.py").out.splitlines():
        columns, cells = int(line.split()[0]), [float(cell) for cell in line.split()[2:]]
        ends = [(k * columns // 7, -(-(k + 1) * columns // 7)) for k in range(7)]
        assert cells == [np.mean(range(a, b)) for a, b in ends]


def test_resnet_with_a_pool_of_stride_one(snippet):
    ns = snippet("pytorch/global_pool.py")
    torch.testing.assert_close(ns["before"], ns["after"], atol=1e-5, rtol=0)
    assert ns.out.splitlines()[-1].endswith("(17, 54)")


SHARED = nn.ReLU()
NETWORKS = {
    "one Linear": [nn.Conv2d(2, 3, 2), nn.Flatten(), nn.Linear(90, 4)],
    "no bias": [nn.Conv2d(2, 3, 2), nn.Flatten(), nn.Linear(90, 4, bias=False)],
    "at once": [nn.Flatten(), nn.Linear(84, 5), nn.Tanh(), nn.Linear(5, 2)],
    "nested": [
        nn.Sequential(nn.Conv2d(2, 3, 2), nn.BatchNorm2d(3), nn.MaxPool2d(2)),
        nn.Sequential(nn.Dropout(), nn.Flatten(), nn.Linear(18, 4), nn.Dropout()),
    ],
    "one ReLU twice": [
        nn.Conv2d(2, 3, 2), SHARED, nn.Flatten(), nn.Linear(90, 6), SHARED, nn.Linear(6, 2)
    ],
}  # fmt: skip
REFUSED = {
    "cannot take LSTM": [nn.LSTM(7, 2)],
    "cannot take AdaptiveAvgPool2d": [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 2)],
    "cannot take Linear": [nn.Linear(7, 2)],
    "cannot take Flatten": [nn.Flatten(2)],
    "cannot take BatchNorm1d": [nn.Flatten(), nn.BatchNorm1d(84)],
    "expects 83 values": [nn.Flatten(), nn.Linear(83, 2)],
    "no Linear behind Flatten": [nn.Flatten(), nn.ReLU()],
}


SHAPES = [(6, 7), (1, 2, 6, 7), None, 84, (2, None, None), "267", (2, -6, 7), (2, 6.0, 7)]
HOOKED = nn.Linear(84, 2)
HOOKED.register_forward_hook(lambda layer, given, answer: 2 * answer)


@pytest.mark.parametrize("name", NETWORKS)
def test_to_conv_is_equal(snippet, name):
    to_conv = snippet("pytorch/to_conv.py")["to_conv"]
    torch.manual_seed(0)
    model = nn.Sequential(*NETWORKS[name])
    for part in model.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.running_mean.normal_()
            part.running_var.uniform_(0.5, 2)
    converted = to_conv(model, (2, 6, 7))
    x = torch.randn(5, 2, 6, 7)
    expected = model(x)
    found = converted(x)
    assert found.shape == (*expected.shape, 1, 1)
    torch.testing.assert_close(found[:, :, 0, 0], expected, atol=1e-5, rtol=0)


@pytest.mark.parametrize("kind", [{"dtype": torch.float64}, {"device": "meta"}])
def test_to_conv_takes_a_model_as_it_is_kept(snippet, kind):
    """In float64, and on a device other than the processor: the one that is on each machine."""
    model = nn.Sequential(nn.Conv2d(2, 3, 2), nn.Flatten(), nn.Linear(90, 6)).to(**kind)
    converted = snippet("pytorch/to_conv.py")["to_conv"](model, (2, 6, 7))
    x = torch.randn(5, 2, 6, 7).to(**kind)
    expected, found = model(x), converted(x)[:, :, 0, 0]
    assert (found.dtype, found.device, found.shape) == (expected.dtype, expected.device, (5, 6))
    if found.device.type != "meta":
        torch.testing.assert_close(found, expected, atol=1e-12, rtol=0)


def test_a_step_of_training_trains_both(snippet):
    to_conv = snippet("pytorch/to_conv.py")["to_conv"]
    torch.manual_seed(0)
    model = nn.Sequential(nn.Conv2d(2, 3, 2), nn.Flatten(), nn.Linear(90, 6), nn.Linear(6, 2))
    converted = to_conv(model, (2, 6, 7))
    x = torch.randn(5, 2, 6, 7)
    before = model(x)
    optimizer = torch.optim.SGD(converted.parameters(), 0.01)
    converted(x).square().sum().backward()
    optimizer.step()
    after = model(x)
    assert (after - before).abs().min() > 1e-4
    torch.testing.assert_close(converted(x)[:, :, 0, 0], after, atol=1e-5, rtol=0)


@pytest.mark.parametrize("message", REFUSED)
def test_to_conv_refuses_what_it_cannot_take(snippet, message):
    to_conv = snippet("pytorch/to_conv.py")["to_conv"]
    model = nn.Sequential(nn.Conv2d(2, 2, 1), *REFUSED[message])
    with pytest.raises(ValueError, match=message):
        to_conv(model, (2, 6, 7))


NOTHING = "^no Linear behind Flatten: nothing to convert$"


@pytest.mark.parametrize(
    ("model", "shape", "error", "message"),
    [
        (nn.Linear(84, 2), (2, 6, 7), TypeError, "takes nn.Sequential, not .*Linear"),
        (None, (2, 6, 7), TypeError, "takes nn.Sequential, not .*NoneType"),
        (nn.Sequential(nn.Flatten(), nn.ReLU()), (2, 6, 7), ValueError, NOTHING),
        (nn.Sequential(), (2, 6, 7), ValueError, NOTHING),
        (nn.Sequential(nn.Conv2d(2, 3, 2)), (2, 6, 7), ValueError, NOTHING),
        *(
            (nn.Sequential(), bad, ValueError, "not channels, rows, columns, whole numbers$")
            for bad in SHAPES
        ),
        (nn.Sequential(nn.Conv2d(2, 3, 2)), (3, 6, 7), ValueError, "layer 0: .*to have 2 channels"),
        (nn.Sequential(nn.Conv2d(2, 3, 5)), (2, 4, 7), ValueError, "layer 0: .*Kernel size"),
        (
            nn.Sequential(nn.MaxPool2d(2, return_indices=True), *NETWORKS["one Linear"]),
            (2, 6, 7),
            ValueError,
            "layer 0: MaxPool2d.* more than a tensor",
        ),
        (nn.Sequential(nn.Flatten(), HOOKED), (2, 6, 7), ValueError, "layer 1: Linear has a hook"),
    ],
)
def test_to_conv_says_what_is_wrong_with_its_arguments(snippet, model, shape, error, message):
    with pytest.raises(error, match=message):
        snippet("pytorch/to_conv.py")["to_conv"](model, shape)


def test_the_case_pickers_blocks():
    orders = {"nn.Flatten()": "CHW", "permute(0, 2, 3, 1)": "HWC", "Linear": "CHW"}
    blocks = picker.on("PyTorch")
    assert {case.way for case, _, _ in blocks} == set(orders)
    for case, sizes, code in blocks:
        ns, printed = picker.run(code)
        maps = ns.get("maps", ns.get("cells")).numpy()
        linear = {name: value.detach().numpy() for name, value in ns["linear"].named_parameters()}
        answers = picker.summed(orders[case.way], maps, linear["weight"].T, linear["bias"])
        for found in (ns["expected"], ns["converted"][:, :, 0, 0]):
            np.testing.assert_allclose(found.detach().numpy(), answers, atol=1e-5)
        assert answers.shape == (8, sizes["OUT"])
        shape = (sizes["OUT"], *maps.shape[1:])
        assert tuple(ns["conv"].weight.shape) == shape
        assert printed == f"kernel {shape} equal\n"
