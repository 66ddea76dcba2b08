"""Members of keras.applications that no page shows: half an hour, if EVERY_APPLICATION is set."""

import contextlib
import io
import os
import re
from pathlib import Path

import keras
import pytest

SNIPPET = Path(__file__).resolve().parents[2] / "snippets" / "converter" / "applications.py"
NAMES = re.compile(r'(?<=names = """)[^"]*')
SOURCE = SNIPPET.read_text(encoding="utf-8")
SHOWN = NAMES.search(SOURCE)[0].split()
LARGER = [n for n in dir(keras.applications) if n[0].isupper() and n not in SHOWN]


@pytest.mark.skipif("EVERY_APPLICATION" not in os.environ, reason="EVERY_APPLICATION is not set")
@pytest.mark.parametrize("name", LARGER)
def test_a_larger_member_converts_like_the_one_shown(name):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(NAMES.sub(name, SOURCE), str(SNIPPET), "exec"), {"__name__": "__main__"})
    assert printed.getvalue().startswith(f"{name:17} equal: True")
