"""Has timm a way back? Its functions and classes, by name."""

import re
from importlib.metadata import version
from pathlib import Path

import timm

names = [
    name
    for file in Path(timm.__file__).parent.rglob("*.py")
    for name in re.findall(
        r"^ *(?:def|class) (\w+)", file.read_text("utf-8"), re.MULTILINE
    )
]
both = [
    name
    for name in names
    if re.search("conv", name, re.IGNORECASE)
    and re.search("linear|dense|fc", name, re.IGNORECASE)
]
print("timm", version("timm"), "has", len(names), "functions and classes")
print("named after convolution and Linear:", both)
