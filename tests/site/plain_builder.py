"""A builder that knows no more than Markdown, in a Python where MkDocs cannot be imported.

python -m tests.site.plain_builder    (in the project's folder)
"""

import sys
from pathlib import Path

import markdown


def main():
    sys.modules["mkdocs"] = None
    from tools.finish import finish
    from tools.prepare import prepare

    prepare(Path.cwd(), Path("made"), say=lambda text: None)
    for page in sorted(Path("made").rglob("*.md")):
        html = markdown.markdown(page.read_text("utf-8"), extensions=["pymdownx.superfences"])
        target = Path("site", page.relative_to("made")).with_suffix(".html")
        target.parent.mkdir(parents=True, exist_ok=True)
        head = '<head><meta charset="utf-8"><script>one = 1</script></head>'
        target.write_text(f"<html>{head}{html}</html>", "utf-8")
    finish(Path("site"), Path("made"), "Tiny", "A site.", "https://example.org/")


if __name__ == "__main__":
    main()
