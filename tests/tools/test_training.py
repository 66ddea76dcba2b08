"""What was trained before is taken over as it would be trained again, and nothing else is."""

import random

import keras
import numpy as np
import pytest
import tensorflow as tf

from tools.mutation.training import once

FIT = keras.Model.fit
rng = np.random.default_rng(0)
x, y = rng.normal(size=(40, 3)), rng.normal(size=(40, 2))


class Own(keras.layers.Dense):
    pass


def own_loss(truth, guess):
    return keras.ops.mean((truth - guess) ** 2)


def trained(monkeypatch, fit, seed=0, units=4, kind=keras.layers.Dense, more=x, **changes):
    """All that a program could see of a training."""
    monkeypatch.setattr(keras.Model, "fit", fit)
    keras.utils.clear_session()  # layers have the names that they have in a new process
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((3,)), kind(units), keras.layers.Dropout(0.5)])
    model.add(keras.layers.Dense(2))
    compiled = {"optimizer": keras.optimizers.Adam(changes.pop("rate", 0.01)), "loss": "mse"}
    model.compile(**compiled | {k: changes.pop(k) for k in ("loss", "optimizer") if k in changes})
    if changes.pop("draws", False):
        np.random.random()
    how = {"epochs": 3, "batch_size": 8, "verbose": 0} | changes
    done = model.fit(more, y, **how)
    then = random.random(), np.random.random(), keras.random.normal((2,)), tf.random.normal((2,))
    again = model.fit(x, y, verbose=0, batch_size=5).history
    return [
        *(done.history, done.epoch, again, model.predict(x, verbose=0)),
        *(*model.get_weights(), *map(keras.ops.convert_to_numpy, model.optimizer.variables), *then),
    ]


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    folder = tmp_path_factory.mktemp("known")
    with pytest.MonkeyPatch.context() as monkeypatch:
        return folder, trained(monkeypatch, once(FIT, folder))


def never(*given, **how):
    raise InterruptedError


def test_what_is_taken_over_is_as_if_it_had_been_trained(monkeypatch, known):
    folder, first = known
    assert len([*folder.iterdir()]) == 2
    real = trained(monkeypatch, FIT)
    second = trained(monkeypatch, once(never, folder))
    for one, *others in zip(real, first, second, strict=True):
        for other in others:
            np.testing.assert_equal(np.array(other), np.array(one))


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 1},
        {"units": 5},
        {"kind": Own},
        {"more": x + 1e-9},
        {"rate": 0.02},
        {"loss": "mae"},
        {"loss": own_loss},
        {"optimizer": "sgd"},
        {"draws": True},
        {"epochs": 4},
        {"batch_size": 9},
        {"shuffle": False},
        {"verbose": 2},
        {"callbacks": [keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: None)]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_training_is_trained(monkeypatch, known, change):
    with pytest.raises(InterruptedError):
        trained(monkeypatch, once(never, known[0]), **change)


@pytest.mark.parametrize("change", [{"kind": Own}, {"loss": own_loss}], ids=["kind", "loss"])
def test_code_that_is_not_kerass_is_never_taken_over(monkeypatch, tmp_path, change):
    """Its name says nothing of what it does."""
    trained(monkeypatch, once(FIT, tmp_path), **change)
    with pytest.raises(InterruptedError):
        trained(monkeypatch, once(never, tmp_path), **change)
