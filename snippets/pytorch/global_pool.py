"""ResNet's head: a pool with stride 1 in place of the adaptive one."""

import torch
from torch import nn
from torchvision.models import resnet18

torch.manual_seed(0)
resnet = resnet18(weights=None, num_classes=10).eval()
trunk = nn.Sequential(*list(resnet.children())[:-2])  # without avgpool and fc
rows, columns = trunk(torch.zeros(1, 3, 64, 96)).shape[2:]

fc = nn.Conv2d(512, 10, 1)
fc.weight.data = resnet.fc.weight.data.view(10, 512, 1, 1)
fc.bias.data = resnet.fc.bias.data
pool = nn.AvgPool2d((rows, columns), stride=1)
converted = nn.Sequential(trunk, pool, fc).eval()

x = torch.randn(2, 3, 64, 96)
with torch.no_grad():
    before, after = resnet(x), converted(x)[:, :, 0, 0]
    print("at 64 x 96", "equal:", torch.allclose(before, after, atol=1e-5))
    print("on 128 x 128:", tuple(converted(torch.zeros(1, 3, 128, 128)).shape))

a_map = torch.zeros(1, 512, 23, 60)
print("AvgPool2d(7):          ", tuple(nn.AvgPool2d(7)(a_map).shape[2:]))
print("AvgPool2d(7, stride=1):", tuple(nn.AvgPool2d(7, 1)(a_map).shape[2:]))
