"""to_conv(model, shape): a Sequential without Linear, or a clear error."""

import torch
from torch import nn

TRUNK = (nn.Conv2d, nn.BatchNorm2d, nn.MaxPool2d, nn.AvgPool2d, nn.Dropout2d)
BOTH = (nn.ReLU, nn.LeakyReLU, nn.GELU, nn.SiLU, nn.Tanh, nn.Sigmoid)
BOTH += (nn.Dropout, nn.Identity)  # they treat a map and a vector alike


@torch.no_grad()
def to_conv(model, shape):
    """shape: channels, rows, columns of the images that `model` was built for.

    The new network shares the model's weights. Both are put in eval mode.
    """
    if type(model) is not nn.Sequential:
        raise TypeError(f"to_conv takes nn.Sequential, not {type(model)}")
    try:
        channels, rows, columns = shape
        x = torch.zeros(1, channels, rows, columns)
    except (TypeError, ValueError, RuntimeError):
        wanted = "channels, rows, columns, whole numbers"
        raise ValueError(f"shape is {shape!r}, not {wanted}") from None
    x = x.to(next(model.parameters(), x))
    layers, flat = [], None
    for name, layer in model.eval().named_modules(remove_duplicate=False):
        kind = type(layer)
        hooked = layer._forward_hooks or layer._forward_pre_hooks
        if hooked and kind in (nn.Sequential, nn.Flatten, nn.Linear):
            raise ValueError(f"layer {name}: {kind.__name__} has a hook")
        if kind is nn.Sequential:
            continue  # its layers follow by themselves
        if str(layer) == str(nn.Flatten()) and not flat:
            flat = x.shape[1:]
        elif kind is nn.Linear and flat:
            if layer.in_features != flat.numel():
                sizes = f"{layer.in_features} values, the map is {tuple(flat)}"
                raise ValueError(f"layer {name}: Linear expects {sizes}")
            conv = nn.Conv2d(flat[0], layer.out_features, flat[1:])
            conv.weight = nn.Parameter(layer.weight.view(-1, *flat))
            conv.bias = layer.bias
            layers.append(conv)
            flat = torch.Size([layer.out_features, 1, 1])
        elif kind in BOTH or (kind in TRUNK and not flat):
            layers.append(layer)
        else:
            where = "behind Flatten" if flat else "on a map"
            raise ValueError(f"layer {name}: cannot take {layer} {where}")
        try:
            x = layer(x)
        except RuntimeError as error:
            raise ValueError(f"layer {name}: {error}") from error
        if not isinstance(x, torch.Tensor):
            raise ValueError(f"layer {name}: {layer} gives more than a tensor")
    if not flat or x.shape[1:] != flat[:1]:
        raise ValueError("no Linear behind Flatten: nothing to convert")
    return nn.Sequential(*layers).eval()


torch.manual_seed(0)
trunk = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.ReLU())
head = [nn.Linear(4 * 6 * 7, 9), nn.ReLU(), nn.Dropout(), nn.Linear(9, 2)]
classic = nn.Sequential(trunk, nn.Flatten(), *head)
converted = to_conv(classic, (3, 8, 9))
print(converted)
x = torch.randn(5, 3, 8, 9)
same = torch.allclose(classic(x), converted(x)[:, :, 0, 0], atol=1e-5)
print("equal:", same)
kernel, weight = converted[3].weight, classic[2].weight
print("one memory:", kernel.data_ptr() == weight.data_ptr())

pooled = nn.Sequential(trunk, nn.AdaptiveAvgPool2d(1), nn.Flatten())
late = nn.Sequential(trunk, nn.Flatten(), nn.BatchNorm1d(168))
for model, shape in (
    (pooled, (3, 8, 9)),
    (late, (3, 8, 9)),
    (classic, (3, 9, 9)),
):
    try:
        to_conv(model, shape)
    except ValueError as error:
        print(error)
