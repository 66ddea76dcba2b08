"""timm's patch embedding as Linear, and cut from the image by a reshape."""

import torch
from timm.layers import PatchEmbed
from torch import nn

torch.manual_seed(0)
C, P, DIM = 3, 8, 16
embed = PatchEmbed(img_size=(32, 48), patch_size=P, in_chans=C, embed_dim=DIM)
print(embed.proj)

linear = nn.Linear(C * P * P, DIM)
linear.weight.data = embed.proj.weight.data.flatten(1)  # order c, p1, p2
linear.bias.data = embed.proj.bias.data

images = torch.randn(2, C, 32, 48)
patches = images.view(2, C, 4, P, 6, P).permute(0, 2, 4, 1, 3, 5)
tokens = linear(patches.reshape(2, 4 * 6, C * P * P))
print("tokens", tuple(tokens.shape))
print("equal:", torch.allclose(embed(images), tokens, atol=1e-5))
