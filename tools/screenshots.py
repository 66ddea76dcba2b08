"""Screenshots of every page, light and dark, wide and on a phone, for a person to look through.

Usage: python -m tools.screenshots SITE FOLDER [PAGE ...]    (PAGE: lessons/mapping/; all if none)
"""

import sys
from pathlib import Path

from tools.browser import SCHEMES, WIDTHS, headless, pages, serving

# A picture of the whole page needs the figures that wait for a reader to scroll.
EAGER = """() => Promise.all([...document.images].map(image => {
    image.loading = "eager"
    return image.decode()
}))"""


def shoot(site: Path, folder: Path, wanted: list[str]) -> None:
    """Write `<page>-<scheme>-<width>.png` into `folder`, each from a fresh browser context."""
    folder.mkdir(parents=True, exist_ok=True)
    with serving(site) as address, headless() as browser:
        for page in wanted or pages(site):
            for scheme in SCHEMES:
                for name, (width, height) in WIDTHS.items():
                    context = browser.new_context(
                        viewport={"width": width, "height": height}, color_scheme=scheme
                    )
                    tab = context.new_page()
                    tab.goto(address + page, wait_until="networkidle")
                    tab.evaluate(EAGER)
                    title = page.strip("/").replace("/", "-") or "home"
                    path = folder / f"{title}-{scheme}-{name}.png"
                    tab.screenshot(path=path, full_page=True)
                    context.close()
                    print(path)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    if not Path(sys.argv[1], "index.html").exists():
        sys.exit(f"{sys.argv[1]}: no site there; make build, then make screenshots")
    shoot(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
