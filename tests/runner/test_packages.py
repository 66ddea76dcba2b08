"""What a topic's packages decide besides their versions; how those that differ are told."""

import pytest

from runner import listed, packages, snippet


@pytest.mark.parametrize(
    ("lock", "backend"),
    [
        ("keras==3\ntorch==2\n", "torch"),
        ("jax==0\nkeras==3\n", "jax"),
        ("keras==3\ntensorflow-cpu==2 ; sys_platform\ntorch==2\n", "tensorflow"),
        ("six==1\n", "tensorflow"),
    ],
)
def test_keras_computes_with_what_is_there(tmp_path, lock, backend):
    path = tmp_path / "snippets" / "one" / "requirements.txt"
    path.parent.mkdir(parents=True)
    path.write_text(lock, encoding="utf-8")
    assert packages.Packages(tmp_path, path).variables()["KERAS_BACKEND"] == backend


def test_of_many_packages_that_differ_three_are_told():
    found = [("a", "2", "1"), ("b", "2", None), *[(name, "2", "1") for name in "cde"]]
    three = "a 2 (here: 1), b 2 (here: none), c 2 (here: 1)"
    assert listed.told(found) == f"{three} and 2 more"
    assert listed.told(found[:3]) == three


def test_a_byte_that_is_no_text_hides_no_other_package(tmp_path):
    (tmp_path / "requirements.in").write_bytes(b"# caf\xe9\nnumpy==2\n")
    found = packages.Packages(tmp_path, tmp_path / "requirements.txt").versions()
    assert list(found) == ["numpy"]


def test_each_import_of_a_snippet_names_a_package(project):
    source = "import numpy.linalg, keras\nimport scipy\nfrom matplotlib import pyplot\nimport os\n"
    project.write("snippets/topic/idea.py", source)
    (found,) = snippet.find(project.folder)
    assert found.packages() == {"numpy.linalg", "keras", "scipy", "matplotlib"}
    site = project.folder / "site"
    (site / "keras").mkdir(parents=True)
    for name in ("keras/__init__.py", "scipy.py"):  # and the topic's own, with others after them
        (site / name).touch()
    assert found.packages(site) == found.packages()
