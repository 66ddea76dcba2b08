"""Draws the social cards: what a link to the site shows, one picture a language.

Usage: python -m tools.card    (writes theme/assets/card-<language>.png)
"""

from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

WORDS = {
    "en": ("Dense to Conv", "A dense layer is a convolution.\nEvery weight has its place."),
    "pt-BR": ("Dense to Conv", "Uma camada densa é uma convolução.\nCada peso tem o seu lugar."),
}
PAPER, INK, MARK, CHANNELS = "#fdfcf9", "#1f2933", "#8a3f0c", ("#dbe8f6", "#fae3d2", "#d6eee5")
FOLDER = Path(__file__).resolve().parents[1] / "theme" / "assets"


def draw(title: str, line: str) -> Figure:
    """A figure of 1200 x 630 pixels: the words, and one weight in Dense and in the kernel."""
    figure = plt.figure(figsize=(12, 6.3), dpi=100, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 1200), ylim=(0, 630))
    axes.axis("off")
    axes.text(80, 475, title, size=54, weight="bold", family="DejaVu Serif", color=INK)
    axes.text(80, 320, line, size=24, family="DejaVu Sans", color=INK, linespacing=1.6)
    for flat in range(75):
        channel, row, column = flat // 25, flat // 5 % 5, flat % 5
        chosen = flat == 31
        _cell(axes, 80 + 42 * (flat % 25), 190 - 42 * channel, channel, chosen, 42)
        _cell(axes, 742 + 134 * channel + 24 * column, 500 - 24 * row, channel, chosen, 24)
    return figure


def _cell(axes: Axes, x: int, y: int, channel: int, chosen: bool, size: int) -> None:
    edge, width, order = (MARK, 4, 2) if chosen else (INK, 0.6, 1)
    box = Rectangle((x, y), size, size, fc=CHANNELS[channel], ec=edge, lw=width, zorder=order)
    axes.add_patch(box)


if __name__ == "__main__":
    mpl.use("agg")
    for language, words in WORDS.items():
        path = FOLDER / f"card-{language}.png"
        draw(*words).savefig(path, pil_kwargs={"optimize": True}, metadata={"Software": None})
        print(f"{path.name}: {path.stat().st_size} bytes")
