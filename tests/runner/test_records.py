"""A record is what two runs agree on; it is replaced whole or not at all."""

import os

import pytest

from runner import figures, memory, pool, text_difference

HELLO = "print('hello')\n"


def test_a_figure_is_the_same_bytes_each_time_and_follows_the_scheme(project):
    project.write(
        "snippets/topic/idea.py",
        "import matplotlib.pyplot as plt\n"
        "fig, axes = plt.subplots(1, 2)\naxes[0].plot([1, 3, 2], marker='o', label='a')\n"
        "axes[0].legend()\naxes[1].imshow([[0, 1], [2, 3]])\naxes[1].set_title('Map')\n",
    )
    project.record()
    svg = project.read("snippets/topic/idea.svg")
    assert not (project.folder / "snippets/topic/idea.txt").exists()
    assert "currentColor" in svg
    assert "prefers-color-scheme:dark" in svg
    assert "#000000" not in svg
    assert "date" not in svg.lower().split("<style")[0]
    (project.folder / "snippets/topic/idea.svg").unlink()
    project.record("snippets/topic")
    assert project.read("snippets/topic/idea.svg") == svg
    project.write("snippets/topic/idea.svg", svg.replace(">", ">\n", 1))
    assert "the figure is not the recorded" in project.failure()


def test_a_figure_has_a_record_in_each_language_that_names_its_texts(project):
    drawing = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.title('cell 3')\n"
    project.write("snippets/topic/idea.py", drawing + "plt.xticks([1, 2], ['one', 'two'])\n")
    project.write("snippets/topic/other.py", HELLO)
    project.record()
    svg = project.read("snippets/topic/idea.svg")
    table = '["topic/idea"]\n"cell {}" = "pilha {}"\n'
    project.write("docs/xx/figures.toml", table)
    assert "a figure without a record snippets/topic/idea.xx.svg" in project.failure()
    done = project.record()
    assert [snippet.title for snippet in done.executed] == []  # the failed check had run it
    assert project.read("snippets/topic/idea.svg") == svg
    own = project.read("snippets/topic/idea.xx.svg")
    project.write("docs/xx/figures.toml", table + "one = 'um'\n")  # a text of Matplotlib's own
    assert "the figure is not the recorded snippets/topic/idea.xx.svg" in project.failure()
    assert [snippet.title for snippet in project.record().recorded] == ["topic/idea.py"]
    assert len({svg, own, project.read("snippets/topic/idea.xx.svg")}) == 3
    project.write("docs/xx/figures.toml", "")
    assert "no figure, where snippets/topic/idea.xx.svg is recorded" in project.failure()
    project.record()
    assert not (project.folder / "snippets/topic/idea.xx.svg").exists()
    project.write("snippets/topic/gone.xx.svg", svg)
    project.write("docs/xx/figures.toml", table.replace("pilha {}", "pilha"))
    message = project.failure()
    assert "gone.xx.svg: a record without its snippet" in message
    assert "docs/xx/figures.toml: [topic/idea] 'cell {}': give it a text with as many {}" in message


def test_figures_of_two_machines_are_the_same_up_to_a_twentieth_of_a_point():
    one = '<path d="M 10.5 20 L 30.25 4"/><use href="#i1"/>'
    assert figures.same(one, one.replace("30.25", "30.28").replace("20", "20.01"))
    for other in ("30.5", "130.25"):
        assert not figures.same(one, one.replace("30.25", other))
    assert not figures.same(one, one.replace("#i1", "#i2"))
    assert not figures.same(one, one.replace("path", "line"))


def test_recording_takes_away_what_a_snippet_no_longer_has(project):
    project.write("snippets/topic/idea.py", "import matplotlib.pyplot as plt\nplt.plot([1, 2])\n")
    project.record()
    project.write("snippets/topic/idea.py", HELLO)
    assert "no figure, where snippets/topic/idea.svg is recorded" in project.failure()
    project.record()
    assert sorted(p.name for p in (project.folder / "snippets/topic").iterdir()) == [
        "idea.py",
        "idea.txt",
    ]


def test_recording_leaves_what_is_unchanged_untouched(project):
    project.write("snippets/topic/a.py", HELLO)
    project.write("snippets/topic/b.py", HELLO)
    project.record()
    before = (project.folder / "snippets/topic/a.txt").stat().st_mtime_ns
    project.write("snippets/topic/b.py", "print('other')\n")
    assert [s.title for s in project.record().recorded] == ["topic/b.py"]
    assert (project.folder / "snippets/topic/a.txt").stat().st_mtime_ns == before
    assert any("+other" in line for line in project.said)


def test_an_interruption_leaves_each_record_old_or_new(project, monkeypatch):
    names = [f"snippets/topic/{n}.txt" for n in "abc"]
    for n in "abc":
        project.write(f"snippets/topic/{n}.py", "print('old ' * 1000)\n")
    project.record()
    old = {n: project.read(n) for n in names}
    for n in "abc":
        project.write(f"snippets/topic/{n}.py", "print('new ' * 1000)\n")
    real, calls = os.replace, []

    def replace(source, target):
        if str(target).endswith(".txt"):
            calls.append(target)
            if len(calls) == 2:
                raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr(memory.os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        project.record()
    now = {n: project.read(n) for n in names}
    new = {n: text.replace("old", "new") for n, text in old.items()}
    assert all(now[n] in (old[n], new[n]) for n in names)
    assert sum(now[n] == new[n] for n in names) == 1
    assert set(project.tree()) == {*names, *(n[:-3] + "py" for n in names), "requirements.txt"}


def test_what_fails_only_the_second_time_is_told_and_not_recorded(
    project, tmp_path_factory, monkeypatch
):
    marker = tmp_path_factory.mktemp("elsewhere") / "second"
    run = pool.results

    def results(packages, imports, say, second=False):
        if second:
            marker.touch()
        yield from run(packages, imports, say, second)

    monkeypatch.setattr(pool, "results", results)
    text = f"from pathlib import Path\n\nprint(1 / (not Path({str(marker)!r}).exists()))\n"
    project.write("snippets/topic/idea.py", text)
    message = project.failure(record=True)
    assert message.startswith("snippets/topic/idea.py:3: it stopped at ZeroDivisionError: ")
    assert not (project.folder / "snippets/topic/idea.txt").exists()


def test_a_record_that_is_not_utf8_differs_and_is_replaced(project):
    project.write("snippets/topic/idea.py", HELLO)
    record = project.write("snippets/topic/idea.txt", b"caf\xe9\n")
    message = project.failure()
    assert "-caf\\xe9" in message
    assert "+hello" in message
    assert project.command("--record").returncode == 0
    assert record.read_bytes() == b"hello\n"


def test_any_text_is_compared_as_a_snippets_is(tmp_path):
    record = tmp_path / "book.txt"
    assert text_difference(record, "") == ""
    assert "no record yet" in text_difference(record, "one\n")
    record.write_text("one\ntwo\n", encoding="utf-8")
    assert text_difference(record, "one\ntwo\n") == ""
    assert "-two\n+three" in text_difference(record, "one\nthree\n")
    assert "book.txt is recorded" in text_difference(record, "")
