"""What a figure says in place of a text. The page has this file and `figures.py` of the runner."""

import re
from collections.abc import Mapping

GAP = "{}"  # stands for what the snippet fills in

Texts = Mapping[str, str]


def translated(text: str, texts: Texts) -> str:
    """What is said for `text`; itself if no key of `texts` fits it whole."""
    if text in texts:
        return texts[text]
    for key, own in texts.items():
        if GAP in key and (found := _pattern(key).fullmatch(text)):
            for part in found.groups():
                own = own.replace(GAP, part, 1)
            return own
    return text


def _pattern(key: str) -> re.Pattern[str]:
    return re.compile("(.+)".join(map(re.escape, key.split(GAP))), re.DOTALL)
