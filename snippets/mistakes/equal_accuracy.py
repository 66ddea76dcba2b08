"""Equal accuracy, to the last image, and other probabilities for each."""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import RidgeClassifier

images, labels = load_digits(return_X_y=True)
images = images / 16
train, test = slice(0, 1200), slice(1200, None)
model = RidgeClassifier().fit(images[train], labels[train])
scores = model.decision_function(images[test])


def softmax(z):
    e = np.exp(z)
    return e / e.sum(1, keepdims=True)


classic = softmax(scores)
converted = softmax(softmax(scores))  # as an argument and as a layer
for name, p in (("classic", classic), ("converted", converted)):
    right = (p.argmax(1) == labels[test]).sum()
    print(f"{name} right: {right} of {len(p)}")
    print(f"  largest probability: {p.max():.3f}")
same = (classic.argmax(1) == converted.argmax(1)).sum()
print("same decision:", same, "of", len(classic))
close = np.isclose(classic, converted, atol=1e-3).all(axis=1).sum()
print("same probabilities:", close, "of", len(classic))
