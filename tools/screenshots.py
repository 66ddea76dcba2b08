"""Screenshots of every page, light and dark, wide and on a phone, for a person to look through.

Usage: python -m tools.screenshots SITE FOLDER [PAGE ...]    (PAGE: lessons/mapping/; all if none)
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.built import BROWSERS, serving

WIDTHS = {"wide": (1280, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")
# A picture of the whole page needs the figures that wait for a reader to scroll.
EAGER = """() => Promise.all([...document.images].map(image => {
    image.loading = "eager"
    return image.decode()
}))"""


def pages(site: Path) -> list[str]:
    """Addresses below `site`, relative to it: "", "lessons/mapping/", ..., "404.html".

    Old addresses, which only lead to new ones, are left out.
    """
    files = (path for path in site.rglob("index.html") if not is_redirect(path))
    found = sorted(path.parent.relative_to(site).as_posix() for path in files)
    return [f"{path}/".removeprefix("./") for path in found] + ["404.html"]


def is_redirect(path: Path) -> bool:
    return '<meta http-equiv="refresh"' in path.read_text(encoding="utf-8")


def shoot(site: Path, folder: Path, wanted: list[str]) -> None:
    """Write `<page>-<scheme>-<width>.png` into `folder`, each from a fresh browser context."""
    folder.mkdir(parents=True, exist_ok=True)
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with serving(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=named, args=["--no-sandbox"])
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
    shoot(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
