"""The Markdown extension of the site, and the count of a page's titled blocks."""

import pytest
from markdown import Markdown

from hooks.markup import Finish, _titles

SVG = '<svg viewBox="0 0 300 150.4" xmlns="http://www.w3.org/2000/svg"></svg>'
FIGURE = "![A line](../snippets/sums/line.svg)"


@pytest.fixture
def html(tmp_path):
    """A function: Markdown to HTML, in a project with one figure of 300 by 150.4 points."""
    (tmp_path / "snippets" / "sums").mkdir(parents=True)
    (tmp_path / "snippets" / "sums" / "line.svg").write_text(SVG, encoding="utf-8")
    return lambda text: Markdown(extensions=[Finish(tmp_path, "en"), "tables", "toc"]).convert(text)


def test_a_figure_has_its_size_in_pixels_and_only_the_first_is_loaded_at_once(html):
    first, second = html(f"{FIGURE}\n\n{FIGURE}").split("\n")
    for image in (first, second):
        assert 'width="400"' in image
        assert 'height="201"' in image
    assert "lazy" not in first
    assert 'loading="lazy"' in second
    assert 'loading="lazy"' in html(f"<dense-to-conv></dense-to-conv>\n\n{FIGURE}")


def test_another_image_is_left_alone(html):
    assert html("![A](a.svg)") == '<p><img alt="A" src="a.svg" /></p>'


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("channels_first", "<code>channels_first</code>"),
        ("np.allclose", "<code>np.allclose</code>"),
        ("padding = 'same'", "<code class=\"whole\">padding = 'same'</code>"),
        ("C,H,W", "<code>C,H,W</code>"),
        ("W.T.reshape(2,3)", "<code>W|.T|.reshape(|2,3)</code>"),
        ("Flatten('channels_first')", "<code>Flatten(|'channels_first')</code>"),
        ("a[i]<b[j]&c[k]", "<code>a[|i]&lt;b[|j]&amp;c[|k]</code>"),
        ("1,024", "<code>1,024</code>"),
        ("mapping/one.py", "<code>mapping/|one.py</code>"),
    ],
)
def test_inline_code_breaks_where_one_pauses(html, code, shown):
    assert html(f"`{code}`") == f"<p>{shown}</p>".replace("|", "<wbr />")
    assert shown.replace("|", "<wbr />") in html(f"| a |\n|---|\n| `{code}` |")


def test_the_table_of_contents_has_no_joints(html):
    assert '<h2 id="wtreshape2">' in html("## `W.T.reshape(2)`")


def test_titled_blocks_are_counted_but_not_within_blocks():
    inner = '```python title="a.py"\na\n```\n'
    assert _titles(inner) == 1
    assert _titles(f"{inner}\n    {inner}") == 2
    assert _titles(f"````md\n{inner}````\n") == 0
    assert _titles(f'````md title="x"\n{inner}````\n\n{inner}') == 2
    assert _titles("```python\na\n```\n") == 0
