"""The original notebook's network in PyTorch: the same two numbers."""

import torch
from torch import nn

classic = nn.Sequential(
    nn.Conv2d(1, 3, (1, 3)), nn.Flatten(), nn.Linear(3 * 5 * 5, 2)
)
converted = nn.Sequential(nn.Conv2d(1, 3, (1, 3)), nn.Conv2d(3, 2, (5, 5)))

W_dense = torch.arange(150.0).view(75, 2)  # as in Keras: (inputs, outputs)
weights = {
    "0.weight": torch.arange(1.0, 10.0).view(3, 1, 1, 3),
    "0.bias": torch.tensor([0.1, 0.2, 0.3]),
}
bias = torch.tensor([0.1, 0.1])
classic.load_state_dict({**weights, "2.weight": W_dense.T, "2.bias": bias})
kernel = W_dense.T.reshape(2, 3, 5, 5)
converted.load_state_dict({**weights, "1.weight": kernel, "1.bias": bias})

x = torch.zeros(1, 1, 5, 7)
x[0, 0, 1, 2] = 1
for network in (classic, converted):
    answer = network(x).flatten()
    print([round(number, 1) for number in answer.tolist()])
