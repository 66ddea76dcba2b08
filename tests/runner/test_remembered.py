"""Files that are written whole, and results that are found again, without a check around."""

import hashlib
import json
import os
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from runner import memory
from runner.job import Problem, Result

RESULT = Result("é\n", "<svg/>", None, {"xx": "<svg>x</svg>"}, 1.5, 7)
MONTH = 30 * 24 * 3600


@pytest.fixture
def kept(tmp_path):
    """Where the result `ab` is kept."""
    return tmp_path / ".cache" / "runner" / "results" / "ab.json"


def test_a_file_is_replaced_at_once_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "a" / "b" / "idea.txt"
    memory.write_whole(tmp_path, path, "é\r\n")
    assert path.read_bytes() == "é\r\n".encode()
    with path.open(encoding="utf-8", newline="") as before:
        memory.write_whole(tmp_path, path, "two\n")
        assert before.read() == "é\r\n"  # who reads it meanwhile has it whole
    assert path.read_bytes() == b"two\n"
    assert [p.name for p in path.parent.iterdir()] == ["idea.txt"]
    assert list((tmp_path / ".cache" / "runner" / "parts").iterdir()) == []


@pytest.mark.parametrize("named", [None, "/its/own/name"])
def test_of_a_full_disk_the_part_is_named_where_the_system_names_none(tmp_path, monkeypatch, named):
    (tmp_path / "idea.txt").write_text("old", encoding="utf-8")
    written = []

    def full(path, text, **options):
        written.append((path, text, options))
        raise OSError(28, "No space left on device", named)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left") as error:
        memory.write_whole(tmp_path, tmp_path / "idea.txt", "new")
    part = tmp_path / ".cache" / "runner" / "parts" / f"{os.getpid()}-idea.txt"
    assert [path for path, *_ in written] == [part]
    assert error.value.filename == (named or str(part))
    monkeypatch.undo()
    assert (tmp_path / "idea.txt").read_text(encoding="utf-8") == "old"


def test_what_is_remembered_is_found_again_and_counts_as_used(tmp_path, kept):
    assert memory.remembered(tmp_path, "ab") is None
    memory.remember(tmp_path, "ab", RESULT)
    data = json.loads(kept.read_text(encoding="utf-8"))
    digest = hashlib.sha256(json.dumps(asdict(RESULT)).encode()).hexdigest()
    assert data == asdict(RESULT) | {"digest": digest}
    os.utime(kept, (5, 5))
    assert memory.remembered(tmp_path, "ab") == RESULT
    assert kept.stat().st_mtime > 5
    assert memory.remembered(tmp_path, "abc") is None


def test_a_result_whose_use_cannot_be_noted_is_found_all_the_same(tmp_path, monkeypatch):
    memory.remember(tmp_path, "ab", RESULT)

    def refuse(path):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(memory.os, "utime", refuse)
    assert memory.remembered(tmp_path, "ab") == RESULT


DAMAGE = {
    "another digest": lambda text: re.sub(r'(digest": ")(.)', r"\1x\2", text).encode(),
    "no digest": lambda text: re.sub(r', "digest": "\w+"', "", text).encode(),
    "another output": lambda text: text.replace("1.5", "2.5").encode(),
    "no text": lambda text: b"\xff",
    "half of it": lambda text: text[:-1].encode(),
    "another kind": lambda text: b"[]",
    "nested without an end": lambda text: b"[" * 100_000,
    "what failed": None,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_result_that_is_not_as_it_was_kept_is_not_found(tmp_path, kept, damage):
    failed = Result("é\n", problem=Problem(1, "wrong"))
    memory.remember(tmp_path, "ab", RESULT if damage else failed)
    if damage:
        text = kept.read_text(encoding="utf-8")
        assert damage(text) != text.encode()
        kept.write_bytes(damage(text))
    assert memory.remembered(tmp_path, "ab") is None
    memory.remember(tmp_path, "ab", RESULT)
    assert memory.remembered(tmp_path, "ab") == RESULT


def test_what_nobody_has_used_for_a_month_is_dropped(tmp_path, kept, monkeypatch):
    memory.remember(tmp_path, "ab", RESULT)
    parts = tmp_path / ".cache" / "runner" / "parts"
    now = 2_000_000_000
    monkeypatch.setattr(memory.time, "time", lambda: now)
    for folder, ends in ((kept.parent, (".json", ".txt")), (parts, ("", ".txt"))):
        for end in ends:
            for name, age in (("old", MONTH + 1), ("young", MONTH)):
                path = folder / f"{name}{end}"
                path.touch()
                os.utime(path, (now - age, now - age))
    (kept.parent / "folder.json").mkdir()  # which cannot be dropped so, and is no reason to stop
    os.utime(kept.parent / "folder.json", (1, 1))
    os.utime(kept, (now, now))
    memory.forget_old(tmp_path)
    names = {p.name for p in kept.parent.iterdir()}
    assert names == {"ab.json", "young.json", "old.txt", "young.txt", "folder.json"}
    assert {p.name for p in parts.iterdir()} == {"young", "young.txt"}
