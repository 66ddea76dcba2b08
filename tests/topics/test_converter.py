"""The converter's page, against the original model on crops and against what Keras holds."""

import inspect
import pkgutil
from pathlib import Path
from types import SimpleNamespace

import keras
import numpy as np
import pytest

SNIPPETS = Path(__file__).resolve().parents[2] / "snippets"


def test_every_cell_of_a_larger_image_is_the_model_on_its_crop(snippet):
    ns = snippet("converter/any_model.py")
    image = np.random.default_rng(1).normal(size=(1, 24, 28, 3))
    cells = ns["converted"].predict(image, verbose=0)[0]
    # The stride is 2, the original size 20 x 24.
    places = list(np.ndindex(cells.shape[:2]))
    assert len(places) == 3 * 3
    crops = np.array([image[0, 2 * i :, 2 * j :][:20, :24] for i, j in places])
    expected = ns["model"].predict(crops, verbose=0).reshape(cells.shape)
    np.testing.assert_allclose(cells, expected, atol=1e-5)


def test_the_saved_model_scans_like_the_original(snippet):
    ns = snippet("converter/saved.py")
    cells = ns["converted"].predict(ns["page"], verbose=0)[0]
    for i, j in [(0, 0), (5, 20), (16, 26)]:
        crop = ns["page"][:, 2 * i : 2 * i + 8, 2 * j : 2 * j + 8]
        expected = ns["model"].predict(crop, verbose=0)[0]
        np.testing.assert_allclose(cells[i, j], expected, atol=1e-5)


def test_refusals_name_the_layer(snippet):
    out = snippet("converter/refusal.py").out
    for layer in ("'upside_down'", "'norm_rows'", "Conv2D 'next'", "LSTM 'words'"):
        assert f"{layer}: " in out


def test_the_applications_are_one_of_each_family_of_keras():
    """Each module of keras.applications that builds networks is a family."""
    lines = (SNIPPETS / "converter/applications.txt").read_text("utf-8").splitlines()
    names = {line.split()[0] for line in lines}
    assert all("equal: True" in line for line in lines)
    for module in pkgutil.iter_modules(keras.applications.__path__):
        family = getattr(keras.applications, module.name)
        members = {n for n, f in vars(family).items() if inspect.isfunction(f) and n[0].isupper()}
        assert not members or members & names, module.name


def test_a_scale_is_equal_and_a_tilt_is_not_pointwise(snippet):
    ns = snippet("converter/own_layer.py")
    x = np.random.default_rng(0).normal(size=(2, 6, 6, 4)).astype("float32")
    rows, columns = np.meshgrid([5, 0, 3], [1, 4, 2], indexing="ij")
    alike = {}
    for name in ("Scale", "Tilt"):
        layer = ns[name]()
        whole = keras.ops.convert_to_numpy(layer(x))
        moved = keras.ops.convert_to_numpy(layer(x[:, rows, columns]))
        alike[name] = np.allclose(moved, whole[:, rows, columns])
        factors = np.linspace(0, 1, 6)[:, None]
        if name == "Scale":
            factors = keras.ops.convert_to_numpy(layer.gamma)
            assert factors.shape == (4,)  # of the channels
            assert len(set(factors)) == 4
        for place in np.ndindex(2, 6):
            np.testing.assert_allclose(whole[place], x[place] * factors, rtol=1e-6)
    assert alike == {"Scale": True, "Tilt": False}
    assert ns["equal"]
    assert "Tilt 'tilt'" in ns.out


def test_the_rule_of_the_page_holds_on_every_crop(snippet):
    ns = snippet("converter/own_rule.py")
    image = np.random.default_rng(0).normal(size=(1, 10, 11, 1)).astype("float32")
    cells = keras.ops.convert_to_numpy(ns["converted"](image))[0]
    assert cells.shape == (3, 4, 2)
    for i, j in np.ndindex(3, 4):
        crop = image[:, i : i + 8, j : j + 8]
        np.testing.assert_allclose(cells[i, j], ns["model"](crop)[0], atol=1e-5)


def test_the_layer_of_the_page_is_what_it_says_and_its_rule_refuses_the_other_format(snippet):
    ns = snippet("converter/own_rule.py")
    image = np.random.default_rng(0).normal(size=(2, 3, 5, 1)).astype("float32")
    found = keras.ops.convert_to_numpy(ns["Edges"]()(image))
    for place in np.ndindex(2, 3, 3, 1):
        n, row, column, _ = place
        difference = image[n, row, column + 2] - image[n, row, column]
        np.testing.assert_allclose(found[place], difference[0], rtol=1e-6)
    maps = keras.Input((1, 8, 8))
    x = keras.layers.Conv2D(4, 1, data_format="channels_first")(ns["Edges"]()(maps))
    model = keras.Model(maps, keras.layers.Dense(2)(keras.layers.Flatten()(x)))
    with pytest.raises(ValueError, match=r"it reads the columns on axis 2. Use channels_last.$"):
        ns["to_fully_convolutional"](model)


@pytest.mark.parametrize(
    ("differ", "largest", "said"),
    [(0, 0, "True"), (2e-5, 1, "False"), (1e-3, 200, "True"), (3e-3, 200, "False")],
)
def test_the_verdict_of_the_page_is_of_the_outputs_own_size(snippet, capsys, differ, largest, said):
    verdict = snippet("converter/proof.py")["verdict"]
    verdict(SimpleNamespace(original_size=differ, crops=differ, largest_output=largest))
    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()] == [said, said]


def test_a_network_of_a_family_has_ten_scores_and_vectors_drawn_anew():
    """By the function with which the block draws all fifteen."""
    source = (SNIPPETS / "converter/applications.py").read_text(encoding="utf-8")
    exec(source.partition("\nfor name in")[0], values := {})
    images = np.random.default_rng(0).uniform(0, 255, (2, 32, 32, 3)).astype("float32")
    keras.utils.set_random_seed(0)
    drawn = values["drawn"]("MobileNet", images)
    keras.utils.set_random_seed(0)
    start = keras.applications.MobileNet(weights=None, input_shape=(32, 32, 3), classes=10)
    assert drawn.output_shape == (None, 10)
    assert np.ptp(np.sum(drawn(images), axis=-1)) > 1e-3  # no softmax
    for new, old in zip(drawn.trainable_weights, start.trainable_weights, strict=True):
        moved = np.std(new.numpy() - old.numpy())
        assert 0.05 < moved < 0.2 if len(old.shape) == 1 else moved == 0, old.path


def test_the_question_names_both_answers(snippet):
    out = " ".join(snippet("converter/question.py").out.split())
    assert "data_format='channels_last' if they are 3" in out
    assert "data_format='channels_first' if they are 6" in out


def test_the_widths_are_those_where_keras_adds_wrongly(snippet):
    """The same weights on channels_last, where no bias is misplaced, tell which widths differ."""
    ns = snippet("converter/widths.py")
    last = keras.Sequential(
        [
            keras.Input((None, None, 1)),
            keras.layers.Conv2D(20, 3),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(10, 5),
        ]
    )
    converted = ns["converted"]
    for variable in converted.weights:
        variable.assign(np.random.default_rng(0).normal(0, 0.1, variable.shape))
    last.set_weights(converted.get_weights())
    differ = []
    for width in range(12, 40):
        image = np.random.default_rng(width).normal(size=(1, 12, width, 1))
        expected = last.predict(image, verbose=0)
        fresh = keras.Model(converted.input, converted.output)  # has met no other width
        fresh.compile(jit_compile=True)
        found = fresh.predict(image.transpose(0, 3, 1, 2), verbose=0).transpose(0, 2, 3, 1)
        if not np.allclose(found, expected, atol=1e-3):
            differ.append(width)
    assert differ == [22, 30, 31]
    assert all(f"images {width} pixels wide" in ns.out for width in differ)
    assert ns.out.count("\nimages ") == len(differ)


def test_the_kernels_rows_are_those_of_the_position(snippet):
    ns = snippet("converter/kernel.py")
    assert (ns["back"] == ns["dense"]).all()
    assert ns.out.count("back: True") == 2


def test_the_figures_note_is_the_order_of_flatten(snippet):
    ns = snippet("converter/twins.py")
    flat = keras.layers.Flatten()(np.arange(8).reshape(1, 2, 2, 2))
    assert ns["rows"][2][1].endswith("note: " + " ".join(str(int(x)) for x in flat[0]))
