"""timm: a pool with stride 1 and a 1×1 convolution, for larger images."""

import timm
import torch
from timm.layers import TestTimePoolHead

torch.manual_seed(0)
resnet = timm.create_model("resnet10t", num_classes=5).eval()
small, large = torch.randn(1, 3, 64, 64), torch.randn(1, 3, 96, 128)
with torch.no_grad():
    before = resnet(small)
    head = TestTimePoolHead(resnet, original_pool=2).eval()
    after, answer = head(small), head(large)
    a_map = head.base.forward_features(large)
    pooled = torch.nn.functional.avg_pool2d(a_map, 2, stride=1)
    cells = head.fc(pooled)
print("fc", head.fc)
print("at 64 x 64 equal:", torch.allclose(before, after, atol=1e-5))
print("at 96 x 128: cells", tuple(cells.shape), "answer", tuple(answer.shape))
half = (cells.mean((2, 3)) + cells.amax((2, 3))) / 2
print("halfway between mean and maximum:", torch.allclose(answer, half))
