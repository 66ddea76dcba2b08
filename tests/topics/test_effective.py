"""The effective field: gradients against finite differences, sizes against arithmetic."""

import numpy as np


def test_no_gradient_lies_outside_the_field_on_paper_and_its_border_has_some(snippet):
    values = snippet("effective/trained.py")
    rows, columns = np.nonzero(values["trained"])
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (24, 56, 24, 56)
    assert values["size"] == 33


def test_a_pixel_changed_by_hand_changes_the_cell_as_its_gradient_says(snippet):
    import tensorflow as tf

    values = snippet("effective/trained.py")
    trunk = values["trunk"]
    crop = values["pixels"][None, 40:120, 40:120].astype("float32")
    with tf.GradientTape() as tape:
        watched = tf.constant(crop)
        tape.watch(watched)
        cell = tf.reduce_sum(trunk(watched)[0, 3, 3])
    gradient = tape.gradient(cell, watched).numpy()[0]
    place = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
    step = 1e-2
    moved = [crop.copy(), crop.copy()]
    moved[0][(0, *place)] -= step
    moved[1][(0, *place)] += step
    low, high = (float(tf.reduce_sum(trunk(tf.constant(m))[0, 3, 3])) for m in moved)
    assert np.isclose((high - low) / (2 * step), gradient[place], rtol=0.05)


def test_two_thirds_of_the_gradient_lie_in_the_middle_quarter(snippet):
    values = snippet("effective/trained.py")
    trained = values["trained"]
    middle = trained[32:49, 32:49].sum() / trained.sum()
    assert 0.6 < middle < 0.75
    assert 0.25 < (17 / 33) ** 2 < 0.28


def test_vgg_sizes_follow_from_kernels_and_strides(snippet):
    size, stride = 1, 1
    for convolutions in (2, 2, 3, 3, 3):
        for kernel, step in [(3, 1)] * convolutions + [(2, 2)]:
            size, stride = size + (kernel - 1) * stride, stride * step
    values = snippet("effective/vgg.py")
    assert (values["size"], values["stride"]) == (size, stride) == (212, 32)
    assert f"fc1, 7 × 7 cells: {size + 6 * stride} pixels" in values.out
