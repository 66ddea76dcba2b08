"""What a worker answers travels as JSON: all of it arrives, and nothing of another shape passes."""

import json
from dataclasses import asdict

import pytest

from runner.job import Problem, Result

WHOLE = Result("out", "<svg/>", Problem(3, "wrong"), {"xx": "<svg>x</svg>"}, 1.5, 7)


@pytest.mark.parametrize(
    "result",
    [WHOLE, Result(), Result("out", problem=Problem(None, "wrong")), Result(seconds=2, figure="")],
)
def test_a_result_comes_back_as_it_was(result):
    assert Result.from_json(json.loads(json.dumps(asdict(result)))) == result


def test_more_than_a_result_is_a_result():
    assert Result.from_json(asdict(WHOLE) | {"digest": "ab"}) == WHOLE


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        *(("stdout", value) for value in (None, 1, ["out"])),
        *(("figure", value) for value in (1, ["<svg/>"])),
        *(("translated", value) for value in (None, "xx", ["xx"])),
        *(("seconds", value) for value in (None, "1.5")),
        *(("peak", value) for value in (None, 1.5, "7")),
    ],
)
def test_a_field_of_another_kind_is_refused(field, wrong):
    with pytest.raises(ValueError, match=r"^not a result$"):
        Result.from_json(asdict(WHOLE) | {field: wrong})


@pytest.mark.parametrize(
    "wrong",
    [
        *(1, "wrong", [], {}, {"line": 3}, {"text": "a"}),
        *({"line": 3, "text": text} for text in (None, 1)),
        *({"line": line, "text": "a"} for line in ("3", 3.0)),
    ],
)
def test_a_problem_of_another_kind_is_refused(wrong):
    with pytest.raises(ValueError, match=r"^not a problem$"):
        Result.from_json(asdict(WHOLE) | {"problem": wrong})


LACKING = [{k: v for k, v in asdict(WHOLE).items() if k != name} for name in asdict(WHOLE)]


@pytest.mark.parametrize("data", [None, [], "a", 1, *LACKING])
def test_half_a_result_is_refused(data):
    with pytest.raises(ValueError, match=r"^not a result$"):
        Result.from_json(data)


def test_what_is_recorded_of_a_result_is_what_it_shows():
    assert WHOLE.output == ("out", "<svg/>", {"xx": "<svg>x</svg>"})


def test_a_problem_is_told_with_its_line_and_not_at_length():
    assert Problem(3, "wrong").of("a.py") == "a.py:3: wrong"
    assert Problem(None, "wrong").of("a.py") == "a.py: wrong"
    assert Problem(None, "a\n" * 41).of("a.py").splitlines()[20] == "… (1 lines more)"


def test_of_what_is_not_told_there_is_nothing():
    assert Result().output == ("", None, {})
    assert (Result().problem, Result().seconds, Result().peak) == (None, 0, 0)


def test_two_results_do_not_share_their_translations():
    assert Result().translated == {}
    assert Result().translated is not Result().translated
