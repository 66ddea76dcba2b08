"""The widgets' words in each language, read from where their translator wrote them."""

import html
import re

from tools.translation import DOCS, ENGLISH, languages

LANGUAGES = [ENGLISH, *languages()]


def folder(language):
    """Of a language's site, seen from the English one's."""
    return "" if language == ENGLISH else f"{language}/"


class Words:
    """Of one widget, explorer, picker or stepper, in one language."""

    def __init__(self, language, widget):
        self.language = language
        path = DOCS / language / "templates" / f"{widget}.html"
        self.source = path.read_text(encoding="utf-8")

    def say(self, name, **values):
        """The sentence `name`, with values in its places; what it needs and lacks is an error."""
        return self._template(f'data-say="{name}"').format(**values)

    def before(self, name, place):
        """The sentence `name` as far as the value at `place`."""
        return self._template(f'data-say="{name}"').partition(f"{{{place}}}")[0]

    def word(self, name):
        return self._template(f'data-word="{name}"')

    def of(self, element, attribute=""):
        """The text of the first such element that is written with this attribute."""
        written = rf"<{element}\b[^>]*{re.escape(attribute)}[^>]*>(.*?)</{element}>"
        text = re.sub(r"<[^>]*>", "", re.search(written, self.source)[1])
        return html.unescape(text).strip()

    def _template(self, attribute):
        return self.of("template", attribute)
