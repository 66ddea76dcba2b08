"""timm's TestTimePoolHead: a 1×1 convolution, then half mean, half maximum."""

import timm
import torch
from timm.layers import TestTimePoolHead
from torch.nn import functional as F

torch.manual_seed(0)
net = timm.create_model("resnet10t", pretrained=False, num_classes=10).eval()
torch.nn.init.normal_(net.fc.weight)
linear = net.get_classifier()
image = torch.randn(1, 3, 224, 256)

with torch.inference_mode():
    whole = net(image)  # one mean over the whole map
    maps = net.forward_features(image)
    windows = F.avg_pool2d(maps, 7, stride=1)  # as large as in training
    per_window = linear(windows.permute(0, 2, 3, 1))
    head = TestTimePoolHead(net, original_pool=7)
    answer = head(image)

both = per_window.flatten(1, 2)
mean, most = both.mean(1), both.amax(1)
print("kernel", tuple(head.fc.weight.shape), "windows", both.shape[1])
print("answer", tuple(answer.shape), "for the whole image")
for name, wanted in (
    ("mean over the whole map", whole),
    ("mean of the windows", mean),
    ("half their mean, half their maximum", (mean + most) / 2),
):
    print(f"{name}:", torch.allclose(answer, wanted, atol=1e-4))
