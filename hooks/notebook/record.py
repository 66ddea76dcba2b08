"""A notebook's record: `<name>.txt` beside `<name>.py`, what each of its code cells printed.

A cell that prints nothing is not in it. The others stand under the line that opens a cell in the
notebook's file, and the first line of their code; so a change shows as one of a snippet does.
"""

import json
from pathlib import Path
from typing import Any


def path(notebook: Path) -> Path:
    return notebook.with_suffix(".txt")


def text(ipynb: str) -> str:
    """The record of an executed notebook, given as the text of its .ipynb."""
    parts = []
    for cell in json.loads(ipynb)["cells"]:
        printed = [_printed(output).rstrip("\n") for output in cell.get("outputs", ())]
        if printed:
            first = "".join(cell["source"]).partition("\n")[0]
            parts.append("\n".join([f"# %% {first}", *printed]) + "\n")
    return "\n".join(parts)


def _printed(output: dict[str, Any]) -> str:
    lines = output.get("text") or output["data"]["text/plain"]
    return "".join(lines)
