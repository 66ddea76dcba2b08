"""Training is done once: a mutant that trains what was trained before takes over the weights.

Its text runs in a snippet's process before the snippet, where nothing of ours can be imported.
"""

import hashlib
import os
import pickle
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras.src.backend.common import global_state
from tensorflow.python.eager import context

Fit = Callable[..., keras.callbacks.History]


def once(fit: Fit, folder: Path) -> Fit:
    """`fit` of a Keras model, which keeps in `folder` what it did, by all that it depends on.

    Where not all of this can be told, it trains.
    """

    def trained(model: keras.Model, *given: Any, **how: Any) -> keras.callbacks.History:
        key = _key(model, given, how)
        if not key:
            return fit(model, *given, **how)
        kept = folder / key
        if kept.exists():
            history, variables, chance = pickle.loads(kept.read_bytes())
            model.optimizer.build(model.trainable_variables)
            for variable, value in zip(_variables(model), variables, strict=True):
                variable.assign(value)
            _give_back(chance)
            done = keras.callbacks.History()
            done.set_model(model)
            done.history, done.epoch = history, [*range(len(next(iter(history.values()))))]
            return done
        done = fit(model, *given, **how)
        after = done.history, _values(model), _chance()
        writing = folder / f"{key}-{os.getpid()}"
        writing.write_bytes(pickle.dumps(after))
        writing.replace(kept)  # whole at once, for others that look
        return done

    return trained


def _key(model: keras.Model, given: Any, how: Any) -> str:
    """Of all that the training depends on; empty where it cannot be told."""
    random_or_loud = context.global_seed() is None or how.get("verbose") != 0
    if random_or_loud or not model.built or not model.optimizer:
        return ""
    try:
        layers = keras.saving.serialize_keras_object(model)
        if not _of_keras(layers):
            return ""
        told = (
            layers,
            _values(model),
            keras.config.floatx(),
            os.environ.get("TF_ENABLE_ONEDNN_OPTS"),
        )
        return hashlib.sha256(pickle.dumps((told, _chance(), given, how))).hexdigest()
    except (AttributeError, TypeError, ValueError, pickle.PicklingError):  # callbacks, functions
        return ""


def _of_keras(told: Any) -> bool:
    """Whether all that is described here is of Keras: of other code it is told by name only."""
    if isinstance(told, dict):
        module = told.get("module", "keras")
        return str(module).startswith("keras") and all(map(_of_keras, told.values()))
    return not isinstance(told, list | tuple) or all(map(_of_keras, told))


def _variables(model: keras.Model) -> list[keras.Variable]:
    return [*model.variables, *model.optimizer.variables]


def _values(model: keras.Model) -> list[np.ndarray]:
    return [keras.ops.convert_to_numpy(variable) for variable in _variables(model)]


def _chance() -> list[Any]:
    """Where each generator of random numbers stands."""
    keras_own = global_state.get_global_attribute("global_seed_generator")
    return [
        context.global_seed(),
        global_state.get_global_attribute("global_random_seed"),
        None if keras_own is None else keras.ops.convert_to_numpy(keras_own.state),
        random.getstate(),
        np.random.get_state(),
        context.context()._rng.getstate(),
    ]


def _give_back(chance: list[Any]) -> None:
    _, _, keras_own, python, numpy, tensorflow = chance
    if keras_own is not None:
        keras.src.random.seed_generator.global_seed_generator().state.assign(keras_own)
    random.setstate(python)
    np.random.set_state(numpy)
    context.context()._rng.setstate(tensorflow)
