"""torchvision's VGG11: three Linear layers become convolutions."""
# timeout: 180

import torch
from torch import nn
from torchvision.models import vgg11

torch.manual_seed(0)
vgg = vgg11(weights=None, num_classes=10).eval()
fc1, fc2, fc3 = vgg.classifier[0], vgg.classifier[3], vgg.classifier[6]


def as_conv(linear, channels, size):
    conv = nn.utils.skip_init(nn.Conv2d, channels, linear.out_features, size)
    weight = linear.weight.data.view(-1, channels, size, size)
    conv.weight.data, conv.bias.data = weight, linear.bias.data
    return conv


converted = nn.Sequential(
    *vgg.features,  # and no avgpool
    as_conv(fc1, 512, 7),
    nn.ReLU(),
    as_conv(fc2, 4096, 1),
    nn.ReLU(),
    as_conv(fc3, 4096, 1),
).eval()

with torch.no_grad():
    x = torch.randn(1, 3, 224, 224)
    before, after = vgg(x), converted(x)[:, :, 0, 0]
    same = (before - after).abs().max() < 0.001 * before.std()
    print("at 224 x 224", "equal:", bool(same))
    larger = torch.randn(1, 3, 224, 288)
    print("VGG11 on 224 x 288:    ", tuple(vgg(larger).shape))
    print("converted on 224 x 288:", tuple(converted(larger).shape))
