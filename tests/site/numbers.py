"""The numbers of a page: those that its prose states, and those that its blocks hold.

Prose is all text but blocks: paragraphs, headings, tables, formulas, what stands for a picture, the
description for searches. Inline code is written as in the blocks; other text as in its language.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from tests.site.pages import language_of

CODE = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)*(?![\w])")
POWER = re.compile(r"(?<![\w.*])(\d+) ?\*\* ?(\d{1,3})(?![\w.])")
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"  # to Python these are letters, as it were
PLAIN = str.maketrans(RAISED, "0123456789")
END = rf"(?![^\W{RAISED}])(?P<power>[{RAISED}]*)"
TEXT = {  # the separators of thousands and of decimals
    "en": re.compile(
        rf"(?:(?<![\w.,/-])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|(?<![\w./-])\d+(?:\.\d+)*){END}"
    ),
    "pt-BR": re.compile(
        r"(?:(?<![\w.,/-])\d{1,3}(?:\.\d{3})+(?:,\d+)?"
        rf"|(?<![\w./-])\d+(?:\.\d+){{2,}}|(?<![\w./-])\d+(?:[.,]\d+)?){END}"
    ),
}
DECIMAL = {"en": ".", "pt-BR": ","}
SILENT = {"pre", "script", "style", "template", "svg"}
APART = {"br", "mi", "mo", "mn", "mtext"}
BLOCKS = {"p", "li", "td", "th", "h1", "h2", "h3", "figcaption", "summary", "dd", "dt"}

# What a number is a part of where it counts nothing on the page.
PRODUCTS = (
    "Keras|Python|NumPy|TensorFlow|PyTorch|JAX|Flax|ONNX|Pyodide|timm|onnxsim|mtcnn|opset"
    "|keras_cv_attention_models|ane-transformers"
)
NAMES = {
    "a name": r"\b(?:ResNet|WCAG|CC BY|BSD|Apache|section|seção)[- ]\d[\d.]*",
    "a version": rf"\b(?:{PRODUCTS}) v?\d+(?:\.\d+)*(?: (?:or|and|to|ou|e|a) (?:\d+\.\d+|\d\b))?",
    "a release of three parts": r"(?<![\d.])\d+\.\d+\.\d+(?![\d.])",
    "a year": r"\b(?:19[5-9]|20[0-4])\d\b(?![.,]\d)",
    "a place in a list or among headings": r"^\d+\.(?= )",
    "a 1×1 convolution, which is called so": r"\b1 ?[×x] ?1\b",
}
NAMED = re.compile("|".join(NAMES.values()))


@dataclass(frozen=True)
class Stated:
    """A number in the prose, with the text about it."""

    number: str
    about: str


def values(text: str) -> set[str]:
    """The numbers in a code or an output, each in one spelling: 1,024.50 is 1024.5, 2**5 32."""
    powers = {str(int(base) ** int(power)) for base, power in POWER.findall(text)}
    return powers | {_value(found, ".") for found in CODE.findall(text)}


def _value(text: str, decimal: str) -> str:
    thousands = "," if decimal == "." else r"\."
    if re.fullmatch(rf"\d{{1,3}}({thousands}\d{{3}})+(?:[.,]\d+)?", text):
        text = re.sub(thousands, "", text)
    text = text.replace(",", ".") if decimal == "," else text
    if text.count(".") > 1 or "," in text:
        return text
    return text.rstrip("0").rstrip(".") if "." in text else str(int(text))


def _raised(number: re.Match[str], decimal: str) -> str:
    """The number itself, or its power: 2⁵ is 32."""
    power = number["power"]
    value = _value(number[0].removesuffix(power), decimal)
    if not power:
        return value
    return str(int(value) ** int(power.translate(PLAIN))) if value.isdecimal() else number[0]


def stated(page) -> list[Stated]:
    """Every number of the page's prose but those in inline code and in names."""
    language, _ = language_of(page.path)
    decimal = DECIMAL[language]
    (meta,) = (e for e in page.tree.iter("meta") if e.get("name") == "description")
    found = []
    for text in [*_texts(page.article), meta.get("content")]:
        text = re.sub(r"\s+", " ", text)
        plain = NAMED.sub(lambda name: "_" * len(name[0]), text)
        for number in TEXT[language].finditer(plain):
            about = text[max(0, number.start() - 40) : number.end() + 40]
            found.append(Stated(_raised(number, decimal), about.strip()))
    return found


def _texts(element: Element) -> list[str]:
    """Texts of an element: one for what flows together, one for each block and each picture."""
    texts: list[str] = []
    flow = _flow(element, texts)
    return [*texts, flow]


def _flow(element: Element, texts: list[str]) -> str:
    tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "script"
    if tag in SILENT:
        return ""
    if tag == "img":
        texts.append(element.get("alt", ""))
    if tag == "code":
        return "`"  # page.inline_code has it
    parts = [element.text or ""]
    for child in element:
        parts += [_flow(child, texts), child.tail or ""]
    text = "".join(parts)
    if tag == "a":
        return _referring(text.strip(), element.get("href", ""))
    if tag in BLOCKS:
        texts.append(text.strip())
        return " "
    return f" {text} " if tag in APART else text


def _referring(text: str, address: str) -> str:
    """The text of a link without the number of a thread, which its address has, or of a heading."""
    if text.isdecimal() and "#" in address:
        return "#"
    return re.sub(r"\d+", lambda n: "#" if re.search(rf"/{n[0]}$", address) else n[0], text)
