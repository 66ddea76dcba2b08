"""The detector on the photograph: against explicit crops, loops, and the detector's own package."""

import re

import keras
import numpy as np
import pytest
from keras.ops import convert_to_numpy
from matplotlib import cbook
from mtcnn.utils.images import normalize_images
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image

from tests.project import ROOT

PHOTO = Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False))
EYES = np.array([[218, 192], [303, 188]])  # read off the photograph: where her pupils are


def pixels(width, height):
    small = PHOTO.resize((width, height), Image.BILINEAR)
    return (np.asarray(small, "float32") - 127.5) / 128


def test_pixels_are_prepared_as_the_detector_was_trained_on_them():
    """Wherever a snippet does: by the function of the detector's own package."""
    pixels = np.arange(256.0)
    seen = 0
    for path in (ROOT / "snippets").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        found = re.findall(r"-\s*(12\d[\d.]*)\)\s*/\s*([\d.]+)", source)
        assert bool(found) == ('load_weights("' in source and "photo" in source), path
        for middle, width in found:
            prepared = (pixels - float(middle)) / float(width)
            assert np.array_equal(prepared, normalize_images(pixels)), path
        seen += len(found)
    assert seen >= 14


def common(one, other):
    """Intersection over union, by counting pixels."""
    masks = np.zeros((2, 600, 512), bool)
    for mask, (left, top, right, bottom) in zip(masks, (one, other), strict=True):
        mask[round(top) : round(bottom), round(left) : round(right)] = True
    return (masks[0] & masks[1]).sum() / (masks[0] | masks[1]).sum()


@pytest.fixture(scope="module")
def published():
    """What the detector's own package finds, all three networks and its own cropping."""
    from mtcnn import MTCNN

    (face,) = MTCNN(device="CPU:0").detect_faces(np.asarray(PHOTO), box_format="xyxy")
    return face


def test_conversion_puts_the_weights_where_an_explicit_loop_puts_them(snippet):
    values = snippet("face/convert.py")
    W_dense = convert_to_numpy(values["net"].fc4.kernel)
    kernel = np.empty((3, 3, 64, 128), "float32")
    for row in range(3):
        for column in range(3):
            for channel in range(64):  # Permute((2, 1, 3)): columns slowest
                kernel[row, column, channel] = W_dense[(column * 3 + row) * 64 + channel]
    assert np.array_equal(convert_to_numpy(values["converted"].get_layer("fc4").kernel), kernel)


def test_one_crop_of_the_original_size_has_the_score_that_the_map_has_there(snippet):
    converted = snippet("face/convert.py")["converted"]
    net = snippet("face/crop.py")["net"]
    image = np.random.default_rng(0).standard_normal((5, 24, 24, 3)).astype("float32")
    for one, other in zip(net.call(image), converted.predict(image, verbose=0), strict=True):
        np.testing.assert_allclose(other[:, 0, 0], convert_to_numpy(one), atol=1e-5)


def test_without_padding_each_cell_is_its_crop(snippet):
    values = snippet("face/unpadded.py")
    image = pixels(51, 60)
    for row in range(9):
        for column in range(7):
            crop = image[4 * row : 4 * row + 25, 4 * column : 4 * column + 25]
            boxes, scores = values["unpadded"](crop[None])
            np.testing.assert_allclose(values["scanned"][0][0, row, column], boxes[0], atol=1e-5)
            np.testing.assert_allclose(values["scanned"][1][0, row, column], scores[0], atol=1e-5)
    assert values.out.count("True") == 4


def test_padded_cells_differ_from_crops_but_say_face_in_the_same_places(snippet):
    values = snippet("face/against_crops.py")
    for row, column in [(0, 0), (2, 4), (9, 7)]:
        crop = pixels(52, 60)[4 * row : 4 * row + 24, 4 * column : 4 * column + 24]
        score = convert_to_numpy(values["classic"](crop[None])[1])[0, 1]
        assert values["cropped"][row, column] == pytest.approx(score, abs=1e-5)
    assert values["gap"].max() > 0.05
    assert values["gap"][-1, -1] < 1e-5
    assert np.array_equal(values["scanned"] > 0.7, values["cropped"] > 0.7)


def test_pyramid_and_boxes_find_one_face_where_the_package_finds_it(snippet, published):
    (line,) = [x for x in snippet("face/boxes.py").out.splitlines() if "score" in x]
    box = [int(n) for n in line.split("[")[1].strip("]").split()]
    assert common(box, published["box"]) > 0.75
    best = max(snippet("face/pyramid.py").out.splitlines()[1:], key=lambda x: float(x.split()[6]))
    assert "1.00" in best


def test_overlap_counts_pixels(snippet):
    overlap = snippet("face/boxes.py")["overlap"]
    box = np.array([10, 20, 40, 80])
    others = [[10, 20, 40, 80], [0, 0, 25, 50], [30, 70, 90, 90], [15, 30, 20, 40], [50, 0, 60, 9]]
    expected = [common(box, other) for other in others]
    assert expected[0] == 1
    assert expected[-1] == 0  # they have no pixel in common, neither in width nor in height
    np.testing.assert_allclose(overlap(box, np.array(others)), expected)


def test_decoding_agrees_with_the_package(snippet):
    from mtcnn.utils.bboxes import generate_bounding_box, smart_nms_from_bboxes

    values = snippet("face/boxes.py")
    expected = []
    for zoom in (2.5, 3.54, 5, 7.07, 10, 14.14):
        width, height = (round(n / zoom) for n in PHOTO.size)
        shift, score = values["converted"](pixels(width, height)[None])
        boxes = generate_bounding_box(shift, score, 0.7, strides=4, cell_size=24)
        expected.append(np.column_stack([boxes[:, :1], zoom * boxes[:, 1:5], boxes[:, 5]]))
    expected = np.concatenate(expected)
    kept = smart_nms_from_bboxes(expected, 0.3)
    printed = [x for x in values.out.splitlines() if "score" in x]
    assert len(expected) == int(values.out.split()[0])
    assert len(kept) == len(printed)


def test_landmarks_are_where_the_package_and_the_eye_see_them(snippet, published):
    values = snippet("face/landmarks.py")
    assert common(values["box"], published["box"]) > 0.75
    expected = [
        published["keypoints"][k]
        for k in ("left_eye", "right_eye", "nose", "mouth_left", "mouth_right")
    ]
    np.testing.assert_allclose(values["marks"], expected, atol=8)
    np.testing.assert_allclose(values["marks"][:2], EYES, atol=6)


def test_wrong_orders_move_the_box_or_see_faces_everywhere(snippet):
    values = snippet("face/wrong_order.py")
    right, swapped, channels = values.out.splitlines()[2:]
    cells = [int(line.split()[1]) for line in (right, swapped, channels)]
    assert cells[2] > 5 * cells[0]
    boxes = [[int(n) for n in x.split("[")[1].strip("]").split()] for x in (right, swapped)]
    assert np.abs(np.subtract(*boxes)).max() > 20  # pixels of the photograph


def test_each_map_of_the_figure_is_what_dense_says_of_vectors_in_that_order(snippet):
    """By the detector's own Dense layers, from the map before them."""
    values = snippet("face/orders.py")
    net, converted = values["net"], values["converted"]
    trunk = keras.Model(converted.input, converted.get_layer("fc4").input)
    before = convert_to_numpy(trunk(pixels(51, 60)[None]))[0]
    windows = sliding_window_view(before, (3, 3), axis=(0, 1))  # row, column, C, H, W
    axes = {"W,H,C": (4, 3, 2), "H,W,C": (3, 4, 2), "C,H,W": (2, 3, 4)}
    for title, face in values["maps"].items():
        vectors = windows.transpose(0, 1, *axes[title.split(":")[0]]).reshape(80, 576)
        expected = convert_to_numpy(net.fc5_2(net.prelu4(net.fc4(vectors))))[:, 1]
        np.testing.assert_allclose(face.reshape(-1), expected, atol=1e-5)
    printed = snippet("face/wrong_order.py").out.splitlines()[2:]
    for ax, line in zip(values["axes"], printed, strict=True):
        order, *said = line.split()
        assert (ax.get_title()[:5], ax.get_xlabel()) == (order, " ".join(said[:3]))


def test_multiply_adds_by_hand(snippet):
    one = 22**2 * 28 * 27 + 9**2 * 48 * 9 * 28 + 3**2 * 64 * 4 * 48 + 576 * 128 + 128 * 6
    values = snippet("face/cost.py")
    assert values["one"] == one
    assert values["multiply_adds"](values["converted"], 24, 24) == one


def test_the_picture_shows_the_box_and_the_points_of_the_best_cell(snippet):
    picture, found = snippet("face/picture.py"), snippet("face/landmarks.py")
    np.testing.assert_allclose(picture["box"] * 512 / 102, found["box"], atol=2)
    np.testing.assert_allclose(picture["marks"] * 512 / 102, found["marks"], atol=2)


def test_the_home_page_shows_the_same_scores_and_box_in_the_same_places(snippet):
    home, picture = snippet("home/photograph.py"), snippet("face/picture.py")
    assert np.array_equal(home["face"], picture["face"])
    assert np.array_equal(home["box"], picture["box"])
    photo, heat = home["ax"].images
    np.testing.assert_allclose(np.array(photo.get_extent()) * 512 / 102, [76, 436, 376, 56])
    assert heat.get_extent() == list(picture["ax"].images[1].get_extent())
