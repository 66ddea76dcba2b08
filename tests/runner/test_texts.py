"""What figures say in other languages, and in which file that is shown."""

import pytest

from runner import RunnerError, texts
from runner.wording import translated
from tests import project

TABLE = {
    "cell {}": "célula {}",
    "cell": "celas",
    "{} of {}": "{} de {}",
    "a.c": "ponto",
    "{}!": "{}¡",
}


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("cell", "celas"),
        ("cell 3", "célula 3"),
        ("cell one\ntwo", "célula one\ntwo"),
        ("cell ", "cell "),  # a gap holds something
        ("the cell 3", "the cell 3"),  # a key is of the whole text
        ("3 of {}", "3 de {}"),
        ("1 of 2", "1 de 2"),
        ("a.c", "ponto"),
        ("abc", "abc"),  # a point is a point
        ("cell {}", "célula {}"),
        ("2!", "2¡"),
        ("other", "other"),
    ],
)
def test_a_text_is_said_as_the_first_key_that_fits_it_whole_says(text, own):
    assert translated(text, TABLE) == own


def put(folder, language, text):
    project.put(folder / "docs" / language / "figures.toml", text)


def test_each_language_says_its_own_of_a_snippet(tmp_path):
    assert texts.of(tmp_path, "topic/idea.py") == {}
    put(tmp_path, "yy", '["topic/idea"]\n"a {}" = "b {}"\n')
    put(tmp_path, "xx", 'loose = 1\n["topic/idea"]\na = "c"\n["topic/other"]\na = "d"\n')
    put(tmp_path, "zz", '["topic/other"]\na = "e"\n["topic/idea"]\n')
    assert texts.of(tmp_path, "topic/idea.py") == {"xx": {"a": "c"}, "yy": {"a {}": "b {}"}}
    assert list(texts.of(tmp_path, "topic/idea.py")) == ["xx", "yy"]
    assert texts.of(tmp_path, "topic/idea.py.py") == {}


@pytest.mark.parametrize("own", ['"b"', '"{} b {}"', "1", "[]"])
def test_a_text_that_does_not_fit_its_key_is_told(tmp_path, own):
    put(tmp_path, "xx", f'["topic/other"]\n"a {{}}" = {own}\n')
    with pytest.raises(RunnerError) as error:
        texts.of(tmp_path, "topic/idea.py")
    assert str(error.value) == (
        "docs/xx/figures.toml: [topic/other] 'a {}': give it a text with as many {}"
    )


def test_a_table_that_cannot_be_read_is_told(tmp_path):
    put(tmp_path, "xx", "a = \n")
    with pytest.raises(RunnerError, match=r"^docs/xx/figures\.toml: no TOML"):
        texts.of(tmp_path, "topic/idea.py")


def test_a_page_shows_the_figure_of_its_language_if_there_is_one(tmp_path):
    figure, text = tmp_path / "idea.svg", tmp_path / "idea.txt"
    own = tmp_path / "idea.pt-BR.svg"
    assert texts.record(figure, "pt-BR") == own
    assert texts.shown(figure, "pt-BR") == figure
    assert texts.records(figure) == []
    for name in ("idea.pt-BR.svg", "idea.de.svg", "idea.svg", "idea2.de.svg", "idea.de.txt"):
        (tmp_path / name).touch()
    assert texts.shown(figure, "pt-BR") == own
    assert texts.shown(text, "pt-BR") == text
    assert texts.records(figure) == [tmp_path / "idea.de.svg", own]
