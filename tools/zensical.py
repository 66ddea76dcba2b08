"""Builds the English site with the newest Zensical that installs, and lists what differs.

Usage: python -m tools.zensical [SITE] [--write]    (SITE: what MkDocs has built; default site)

Zensical reads mkdocs.yml, but runs no hooks and no MkDocs plugin: tools.prepare comes before it and
tools.finish after. `--write` notes the list in bench/zensical.txt. It needs uv,
which `make zensical` brings.
"""

import re
import shutil
import subprocess
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from runner import RunnerError
from runner.telling import ended, indented
from tools.finish import finish
from tools.prepare import prepare
from tools.releases.packages import NotInstalled, find_uv, last_of_each_minor, run

ROOT = Path(__file__).resolve().parents[1]
WHERE = ROOT / ".cache" / "zensical"
SHOWN = 3  # pages that are named of those that share a difference
BLOCK = re.compile(r"<pre[^>]*>(.*?)</pre>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
WIDTH = 78


class Loader(yaml.SafeLoader):  # type: ignore[misc]  # PyYAML has no type hints here
    """mkdocs.yml without MkDocs' own tags: !ENV gives its default."""


def _default(loader: Loader, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node)[-1]
    return getattr(node, "value", None)


Loader.add_multi_constructor("!", _default)


def configuration(theme: str | None) -> dict[str, Any]:
    """What Zensical is given: mkdocs.yml without hooks, and without what tools.prepare has done."""
    config: dict[str, Any] = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)
    for name in ("hooks", "validation", "strict", "plugins"):
        config.pop(name)
    config |= {"docs_dir": "docs", "site_dir": "site", "plugins": ["search"]}
    extensions = config["markdown_extensions"]
    config["markdown_extensions"] = [e for e in extensions if "pymdownx.snippets" not in e]
    config["nav"] = yaml.safe_load(
        yaml.safe_dump(config["nav"]).replace("notebook.py", "notebook.md")
    )
    if theme:
        config["theme"]["custom_dir"] = theme
    else:
        del config["theme"]["custom_dir"]
    return config


def build(zensical: Path, theme: str | None) -> tuple[Path | None, list[str]]:
    """The built site, or None; and what Zensical says."""
    config = yaml.safe_dump(configuration(theme), sort_keys=False, allow_unicode=True)
    (WHERE / "mkdocs.yml").write_text(config, encoding="utf-8")
    shutil.rmtree(WHERE / "site", ignore_errors=True)
    done = subprocess.run(
        [str(zensical), "build", "--clean", "--config-file", "mkdocs.yml"],
        cwd=WHERE,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr).replace(str(WHERE), "")
    lines = [line.rstrip() for line in said.splitlines() if line.strip()]
    return (None if done.returncode else WHERE / "site"), lines


def differences(ours: Path, theirs: Path) -> Iterator[str]:
    """What readers of the two sites would not find alike."""
    pages = {p.relative_to(ours).as_posix(): p for p in sorted(ours.rglob("*.html"))}
    pages = {n: p for n, p in pages.items() if not n.startswith(("pt-BR/", "404"))}
    found: dict[str, list[str]] = {}
    for name, page in pages.items():
        for what in _page(page, theirs / name):
            found.setdefault(what, []).append(name.removesuffix("index.html") or "the home page")
    for what, names in sorted(found.items(), key=lambda item: -len(item[1])):
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        yield f"{what}: {len(names)} of {len(pages)} pages ({', '.join(names[:SHOWN])}{more})"
    files = {p.relative_to(ours).as_posix() for p in ours.rglob("*") if p.is_file()}
    mine = ("snippets/", "assets/python/", "assets/run/")
    kept = {
        n for n in files if n.startswith(mine) or (n.count("/") == 0 and not n.endswith(".html"))
    }
    if lacking := sorted(n for n in kept if not (theirs / n).exists()):
        yield f"files that are not there: {len(lacking)} ({', '.join(lacking[:SHOWN])})"


def _page(ours: Path, theirs: Path) -> Iterator[str]:
    if not theirs.exists():
        yield "not there"
        return
    mine, other = (p.read_text(encoding="utf-8") for p in (ours, theirs))
    if _blocks(mine) != _blocks(other):
        yield "other blocks of code or output"
    for what, pattern in {
        "heading ids": r'<h[1-6] id="([^"]+)"',
        "tables": r"<(table)\b",
        "figures with a size": r'<img[^>]*\bwidth="(\d+)"',
        "downloads of blocks": r'<a class="(download)"',
        "Run buttons": r'(data-run)="',
        "the page in the other language": r'hreflang="([^"]+)"',
    }.items():
        there, here = (Counter(re.findall(pattern, text)) for text in (mine, other))
        if there - here:
            yield f"without {what}" if not here else f"other {what}"


def _folded(said: Iterable[str]) -> Iterator[str]:
    for text in said:
        yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _blocks(html: str) -> list[str]:
    article = html.partition("<article")[2].partition("</article>")[0]
    return [TAG.sub("", block).strip() for block in BLOCK.findall(article)]


def main() -> int:
    given = [word for word in sys.argv[1:] if word != "--write"]
    ours = Path(given[0] if given else "site").resolve()
    if not (ours / "index.html").exists():
        raise RunnerError(f"{ours}: no site there to compare with; make build makes it")
    uv = find_uv()
    WHERE.mkdir(parents=True, exist_ok=True)
    try:
        run([uv, "venv", "--quiet", "--clear", str(WHERE / "environment")])
        (scripts,) = (p for n in ("bin", "Scripts") if (p := WHERE / "environment" / n).is_dir())
        python = ["--python", str(WHERE / "environment")]
        run([uv, "pip", "install", "--quiet", *python, "zensical"])
        version = run([uv, "pip", "freeze", *python]).partition("zensical==")[2].split()[0]
    except NotInstalled as error:
        raise RunnerError(
            f"zensical: not installed. uv says why:\n{indented(str(error))}"
        ) from None
    prepare(ROOT, WHERE / "docs")
    shutil.copytree(ROOT / "theme", WHERE / "theme", dirs_exist_ok=True)
    there = last_of_each_minor("zensical", "0.0")[-1]
    why = "" if there == version else f", the newest that installs here; the registry names {there}"
    lines = [f"Zensical {version}{why}"]
    for theme in ("theme", None):
        what = "with our theme" if theme else "with its own theme"
        site, said = build(scripts / "zensical", theme)
        if site is None or not list(site.rglob("index.html")):
            why = next((x.strip() for x in reversed(said) if "Error" in x), said[-1])
            lines += ["", f"{what}: does not build", *_folded([why])]
            continue
        finish(site, WHERE / "docs", "Dense to Conv")
        lines += ["", f"{what}: builds", *_folded(differences(ours, site))]
    text = "\n".join(lines) + "\n"
    print(text)
    if "--write" in sys.argv:
        (ROOT / "bench" / "zensical.txt").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(ended(main, "the same command begins anew"))
