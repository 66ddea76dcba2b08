"""Training on whole images: gradients against loops over patches and finite differences."""

import numpy as np


def test_by_hand_against_finite_differences(snippet):
    ns = snippet("training/by_hand.py")
    kernel, signal, target = (ns[name].tolist() for name in ("kernel", "signal", "target"))

    def loss(weights):
        return sum(
            (sum(w * signal[p + k] for k, w in enumerate(weights)) - t) ** 2
            for p, t in enumerate(target)
        )

    for k in range(3):
        up, down = list(kernel), list(kernel)
        up[k], down[k] = up[k] + 1, down[k] - 1
        assert (loss(up) - loss(down)) / 2 == ns["total"][k]  # exact for a square
    assert ns.out.splitlines()[-1].split("[")[1] == ns.out.splitlines()[-2].split("[")[1]


def test_gradients_of_the_image_are_the_slopes_of_the_loss_over_its_crops(snippet):
    ns = snippet("training/same_gradient.py")
    network, image, targets = ns["network"], ns["image"], ns["targets"]
    crops = np.stack(
        [image[2 * r : 2 * r + 8, 2 * c : 2 * c + 8, None] for r, c in np.ndindex(7, 9)]
    )

    def loss():  # cross-entropy over the crops, written out
        z = np.asarray(network(crops))[:, 0, 0]
        z = z - z.max(axis=1, keepdims=True)
        return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(63), targets.ravel()])

    assert abs(loss() - ns["loss"]) < 1e-12
    for weight, gradient in zip(network.trainable_weights, ns["whole_gradients"], strict=True):
        value, place = weight.numpy().copy(), tuple(n // 2 for n in weight.shape)
        slopes = []
        for step in (1e-6, -1e-6):
            moved = value.copy()
            moved[place] += step
            weight.assign(moved)
            slopes.append(loss())
        weight.assign(value)
        assert abs((slopes[0] - slopes[1]) / 2e-6 - np.asarray(gradient)[place]) < 1e-7


def test_weighted_cells_move_the_weights_down_the_slope_of_the_chosen_crops(snippet):
    """A step against the slopes of the loss over the chosen crops, cut out and written out."""
    ns = snippet("training/some_cells.py")
    network, start = ns["network"], ns["start"]
    places = np.argwhere(ns["chosen"])
    crops = np.stack([ns["image"][r : r + 6, c : c + 6, None] for r, c in places])
    wanted = np.array([ns["targets"][r, c] for r, c in places])
    moved, shorter = ns["moved"].values()
    np.testing.assert_allclose(shorter, moved * len(places) / 225, rtol=1e-9, atol=1e-15)

    def loss(flat):
        cuts = np.cumsum([w.size for w in start])[:-1]
        parts = zip(np.split(flat, cuts), start, strict=True)
        network.set_weights([part.reshape(w.shape) for part, w in parts])
        return np.mean((np.asarray(network(crops))[:, 0, 0, 0] - wanted) ** 2)

    flat = np.concatenate([w.ravel() for w in start])
    for place in range(0, flat.size, 7):
        bump = np.zeros(flat.size)
        bump[place] = 1e-6
        slope = (loss(flat + bump) - loss(flat - bump)) / 2e-6
        assert abs(moved[place] + 0.1 * slope) < 1e-8


def test_how_often_a_pixel_occurs(snippet):
    times = snippet("training/how_often.py")["times"]
    for r, c in np.ndindex(times.shape):
        rows = [top for top in range(0, 13, 2) if top <= r < top + 8]
        columns = [left for left in range(0, 17, 2) if left <= c < left + 8]
        assert times[r, c] == len(rows) * len(columns)
    assert times.sum() == 63 * 64


def test_batch_statistics(snippet):
    ns = snippet("training/batchnorm.py")
    lines = ns.out.splitlines()
    for line, x in zip(lines, (ns["image"], ns["crops"]), strict=False):
        bright = (1 - x.mean()) / np.sqrt(x.var() + 1e-3)
        assert line.endswith(f"mean {x.mean():.3f}, bright pixel becomes {bright:.3f}")
    assert lines[2].split("becomes")[1] == lines[3].split("becomes")[1]


def test_saving_counts_what_keras_would_multiply(snippet):
    network, count = snippet("training/same_gradient.py")["network"], snippet("training/saving.py")
    for side in (8, 20, 64):
        shape, counts = (1, side, side, 1), []
        for layer in network.layers:
            shape = layer.compute_output_shape(shape)
            if layer.weights:
                counts.append(int(np.prod(shape)) * int(np.prod(layer.kernel.shape[:-1])))
        found = [n for n in count["forward"](side, side)[0] if n]
        assert found == counts
        assert count["training_step"](side, side) == sum(counts) * 3 - counts[0]


def test_mean_gradient_under_dropout_from_the_moments_of_a_mask(snippet):
    """Mask m is 0 or 2, alike: E[m] = 1, E[m²] = 2. So no mask has to be tried."""
    ns = snippet("training/dropout.py")
    signal, kernel, target = ns["signal"], ns["kernel"], ns["target"]
    expected = np.zeros(3)
    for i in range(3):
        x = signal[i : i + 3]
        for k in range(3):
            square = 2 * kernel[k] * x[k] ** 2
            mixed = sum(kernel[q] * x[q] * x[k] for q in range(3) if q != k)
            expected[k] += 2 * (square + mixed - target * x[k])
    one, other, crops, image = ns.out.splitlines()
    assert one.split(":")[1] != other.split(":")[1]
    for line, count in ((crops, 8**5), (image, 2**5)):
        assert f"mean of {count} draws" in line
        printed = [float(n) for n in line.split("[")[1].rstrip("]").split()]
        np.testing.assert_allclose(printed, expected)


def test_a_mean_of_means_is_not_the_mean(snippet):
    ns = snippet("training/mean_of_means.py")
    cells = [loss for losses in ns["losses"].values() for loss in losses.tolist()]
    of_means, of_cells, by_sum = ns.out.splitlines()
    assert float(of_cells.split(":")[1]) == float(by_sum.split(":")[1]) == sum(cells) / len(cells)
    assert float(of_means.rsplit(":", 1)[1]) > sum(cells) / len(cells)
