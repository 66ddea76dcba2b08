"""vit-pytorch's patch embedding as a convolution: its order is p1 p2 c."""

import torch
from torch import nn
from vit_pytorch import ViT

torch.manual_seed(0)
C, P, DIM = 3, 8, 16
sizes = {"image_size": 32, "patch_size": P, "dim": DIM, "num_classes": 5}
vit = ViT(**sizes, depth=1, heads=2, mlp_dim=16)
cut, norm, linear, after = vit.to_patch_embedding
print(*vit.to_patch_embedding, sep="\n")

images = torch.randn(2, C, 32, 32)
patches = norm(cut(images))  # LayerNorm stands between: it is no convolution
maps = patches.view(2, 4, 4, P, P, C).permute(0, 5, 1, 3, 2, 4)
maps = maps.reshape(2, C, 32, 32)
kernel = linear.weight.view(DIM, P, P, C).permute(0, 3, 1, 2)
found = nn.functional.conv2d(maps, kernel, linear.bias, stride=P)
same = torch.allclose(
    linear(patches), found.flatten(2).transpose(1, 2), atol=1e-5
)
print("Linear alone as a convolution, equal:", same)
