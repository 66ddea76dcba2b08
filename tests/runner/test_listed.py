"""Whether what is installed is what the lock file lists."""

import pytest

from runner import listed

LOCK = """# made by a tool
numpy==2.0.1 \\
    --hash=sha256:ab
Ruamel.Yaml[extra]==1.2 ; sys_platform != "none" \\
    --hash=sha256:cd \\
    --hash=sha256:ef
only-there==9 ; sys_platform == "none" \\
    --hash=sha256:01
my-tool==1.0rc1 \\
    --hash=sha256:23
unlocked==3
"""
SAME = (
    "numpy-2.0.1.dist-info",
    "ruamel_yaml-1.2.0.dist-info",
    "my-tool-1.0rc1.dist-info",
)  # tools write names in many ways


@pytest.mark.parametrize(
    ("here", "differing"),
    [
        (SAME, []),
        (SAME[1:], [("numpy", "2.0.1", None)]),
        (("numpy-2.0.10.dist-info", *SAME[1:]), [("numpy", "2.0.1", "2.0.10")]),
        (SAME[:2], [("my-tool", "1.0rc1", None)]),
        (
            ("numpy-1.dist-info", "my_tool-1.0.dist-info"),
            [
                ("numpy", "2.0.1", "1"),
                ("Ruamel.Yaml", "1.2", None),
                ("my-tool", "1.0rc1", "1.0"),
            ],
        ),
        (("numpy-2.0.1.dist-info", "numpy-1.dist-info", *SAME[1:]), []),  # the first folder counts
    ],
)
def test_what_is_not_here_as_listed_is_named(tmp_path, monkeypatch, here, differing):
    monkeypatch.setattr(listed, "installed", lambda: here)
    (tmp_path / "requirements.txt").write_text(LOCK, encoding="utf-8")
    assert list(listed.differing(tmp_path)) == differing
    if not differing:
        assert listed.amiss(tmp_path) == []
    else:
        (text,) = listed.amiss(tmp_path)
        assert text == (
            f"requirements.txt: not installed as listed: {listed.told(differing)}. That may be "
            "why. Install it: make, or python -m pip install --require-hashes -r requirements.txt"
        )


def test_without_a_lock_file_nothing_differs(tmp_path, monkeypatch):
    monkeypatch.setattr(listed, "installed", lambda: ())
    assert listed.amiss(tmp_path) == []
    (tmp_path / "requirements.txt").write_bytes(b"\xff\n" + LOCK.encode())  # what can be read
    assert len(list(listed.differing(tmp_path))) == 3


@pytest.mark.parametrize(
    ("number", "more"), [(1, ""), (3, ""), (4, " and 1 more"), (12, " and 9 more")]
)
def test_of_many_packages_three_are_told(number, more):
    found = [("a", "2", "1"), ("b", "2", None), ("c", "2", "0"), *[("d", "1", "2")] * 9][:number]
    words = "a 2 (here: 1), b 2 (here: none), c 2 (here: 0)"
    assert listed.told(found) == (words + more if number > 2 else "a 2 (here: 1)")
