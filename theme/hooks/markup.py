"""Finishing touches to a page's markup: blocks link to their files, figures keep their place."""

import re
from pathlib import Path

from mkdocs.utils import get_relative_url

BLOCK = re.compile(r'<div class="language-(\w+) highlight"><span class="filename">([^<]+)</span>')
FIGURE = re.compile(r'<img (?=[^>]*src="[^"]*?(snippets/[^"]+\.svg)")(?![^>]*width=)')
SIZE = re.compile(r'<svg[^>]*?\bwidth="([\d.]+)pt"|<svg[^>]*?\bheight="([\d.]+)pt"')
ALIGNED = re.compile(r' style="text-align: (left|right|center);"')
PIXELS = 4 / 3  # CSS pixels in a point


def on_page_content(html, page, config, files):
    """Links blocks to their snippets, sizes figures, and leaves no style attribute behind."""
    snippets = Path(config.config_file_path).parent / "snippets"
    html = BLOCK.sub(lambda found: _block(found, page, snippets), html)
    html = FIGURE.sub(lambda found: f"<img {_size(snippets.parent / found[1])}", html)
    return ALIGNED.sub(r' class="\1"', html)  # the content security policy allows no inline style


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
    size = dict.fromkeys(("width", "height"), "")
    for width, height in SIZE.findall(path.read_text(encoding="utf-8")[:4000]):
        size["width"] = width or size["width"]
        size["height"] = height or size["height"]
    found = {name: round(float(value) * PIXELS) for name, value in size.items() if value}
    return "".join(f'{name}="{value}" ' for name, value in found.items()) + 'loading="lazy" '
