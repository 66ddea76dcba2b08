"""timm's TestTimePoolHead and a classifier that reads a flattened map."""

import textwrap

import torch
from timm.layers import TestTimePoolHead
from torch import nn


class Classic(nn.Module):
    """A network of the kind that this site converts, as timm asks for it."""

    num_features, num_classes = 3 * 5 * 5, 2

    def __init__(self):
        super().__init__()
        self.forward_features = nn.Conv2d(1, 3, (1, 3))
        self.fc = nn.Linear(self.num_features, self.num_classes)

    def get_classifier(self):
        return self.fc

    def reset_classifier(self, classes):
        self.fc = nn.Identity()


head = TestTimePoolHead(Classic(), original_pool=5)
print("kernel", tuple(head.fc.weight.shape), "made without a complaint")
try:
    head(torch.randn(1, 1, 5, 7))
except RuntimeError as error:
    print(textwrap.fill(str(error), 46))
