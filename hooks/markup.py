"""Finishing touches to a page's markup: blocks link to their files, figures keep their place."""

import re
from pathlib import Path

from mkdocs.utils import get_relative_url

BLOCK = re.compile(r'<div class="language-(\w+) highlight"><span class="filename">([^<]+)</span>')
FIGURE = re.compile(r'<img (?=[^>]*src="[^"]*?(snippets/[^"]+\.svg)")(?![^>]*width=)')
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
ALIGNED = re.compile(r' style="text-align: (left|right|center);"')
LANGUAGE = re.compile(r'<html lang="[^"]*"')
PALETTE = re.compile(r'<link rel="stylesheet" href="[^"]*/palette\.[^"]*">')
INLINE = re.compile(r"(?<!<span></span>)<code>([^<]+)</code>")
JOINT = re.compile(
    r"""(?<=\w[(\[]|.[,=/](?!\d))(?=[\w&('"\[-])|(?<=[\w)\]])(?=\.(?!py\b)[a-zA-Z_])"""
)
SHORT = 24  # characters of inline code that stay on one line
PIXELS = 4 / 3  # CSS pixels in a point


def on_page_content(html, page, config, files):
    """Links blocks to their snippets, sizes figures, and leaves no style attribute behind."""
    snippets = Path(config.config_file_path).parent / "snippets"
    html = BLOCK.sub(lambda found: _block(found, page, snippets), html)
    # The first is seen at once, unless the explorer stands above it.
    first = ' loading="lazy"' if "<dense-to-conv" in html else ""
    eager = iter((first, *[' loading="lazy"'] * html.count("<img ")))
    html = FIGURE.sub(lambda found: f"<img{next(eager)} {_size(snippets.parent / found[1])} ", html)
    return ALIGNED.sub(r' class="\1"', html)  # the content security policy allows no inline style


def on_post_page(output, page, config):
    return _finish(output, config)


def on_post_template(output_content, template_name, config):
    return _finish(output_content, config)


def _finish(html, config):
    """Names the language in full (Material says `pt` for `pt-BR`); drops the palettes not used.

    Long inline code may break where one pauses in reading, not in mid-word; short code may not.
    """
    html = LANGUAGE.sub(f'<html lang="{config.theme["language"]}"', html, count=1)
    html = INLINE.sub(_inline, html)
    return PALETTE.sub("", html)


def _inline(found):
    if len(found[1]) <= SHORT and " " in found[1]:
        return f'<code class="whole">{found[1]}</code>'
    return f"<code>{JOINT.sub('<wbr>', found[1])}</code>"


def _block(found, page, snippets):
    """A snippet's title leads to its file, and saves it; an output has no copy button."""
    language, title = found[1], found[2]
    if not (snippets / title).is_file():
        quiet = " no-copy" if language == "text" else ""
        return found[0].replace(" highlight", f" highlight{quiet}", 1)
    url = get_relative_url(f"snippets/{title}", page.url)
    save = f'<a class="download" href="{url}" download aria-label="Download {title}">↓</a>'
    return found[0].replace(f"{title}</span>", f'<a href="{url}">{title}</a></span>{save}')


def _size(path):
    """Width and height as attributes: the page keeps room for a figure that is still loading."""
    width, height = BOX.search(path.read_text(encoding="utf-8")).groups()
    return f'width="{round(float(width) * PIXELS)}" height="{round(float(height) * PIXELS)}"'
