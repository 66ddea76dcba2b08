"""The tie to MkDocs: run the snippets first, mount them on the site."""

from pathlib import Path

from mkdocs.structure.files import File, InclusionLevel

ROOT = Path(__file__).resolve().parent
MOUNTED = {".py", ".svg", ".txt"}


def on_files(files, config):
    """Mounts snippets, records and figures at /snippets/, where pages link to them."""
    for path in sorted((ROOT / "snippets").rglob("*")):
        if path.suffix in MOUNTED:
            uri = path.relative_to(ROOT).as_posix()
            file = File.generated(config, uri, abs_src_path=str(path))
            file.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(file)
    return files
