"""A content security policy: a page runs and loads what the site itself holds, nothing else.

Material writes a few short scripts into the page. The policy names each by its hash, so that no
other inline script runs. It stands in every page (any host will do) and in `_headers`, for hosts
that read that file.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page
from mkdocs_redirects.plugin import get_html_path

INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
CHARSET = '<meta charset="utf-8">'


@dataclass
class State:
    serving: bool = False
    hashes: set[str] = field(default_factory=set)  # of the inline scripts of all pages


state = State()


def on_startup(command: str, dirty: bool) -> None:
    state.serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    state.hashes = set()


def _is_left_out(config: MkDocsConfig) -> bool:
    """From `mkdocs serve`, which reloads pages with an inline script; and from a site meant for a
    folder: there, browsers know no `self`."""
    return state.serving or not config.use_directory_urls


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    return output if _is_left_out(config) else _protect(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    if _is_left_out(config) or not template_name.endswith(".html"):
        return output_content
    return _protect(output_content)


def _protect(html: str) -> str:
    hashes = {_hash(script) for script in INLINE.findall(html)}
    state.hashes |= hashes
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(hashes)}">'
    return html.replace(CHARSET, CHARSET + meta, 1)


def _protect_redirects(config: MkDocsConfig) -> None:
    """The pages at old addresses are written after all others, each with a script of its own."""
    redirects = config.plugins.get("redirects")  # a smaller site may do without
    for old in redirects.config["redirect_maps"] if redirects else ():
        page = Path(config.site_dir, get_html_path(old, config.use_directory_urls))
        page.write_text(_protect(page.read_text(encoding="utf-8")), encoding="utf-8")


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def policy(hashes: set[str]) -> str:
    """The policy's text. `data:` is for the icons inside Material's style sheet."""
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *sorted(hashes)]),
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        ]
    )


@event_priority(-60)  # after the other languages, and before the site is put in its place
def on_post_build(config: MkDocsConfig) -> None:
    """Writes `_headers` with the hashes of all pages, and what a meta tag cannot say.

    Hosts read the one at the top: it has the other languages' hashes too.
    """
    if not _is_left_out(config):
        _protect_redirects(config)
        for headers in Path(config.site_dir).glob("*/_headers"):
            state.hashes |= set(re.findall(r"'sha256-[^']+'", headers.read_text(encoding="utf-8")))
            headers.unlink()
        # A worker has no meta tag: what lets its WebAssembly run must stand in the header, which is
        # one for all files, since hosts add several up to the strictest. Pages keep their tag.
        wasm = policy(state.hashes).replace("script-src", "script-src 'wasm-unsafe-eval'", 1)
        lines = [
            "/*",
            f"  Content-Security-Policy: {wasm}; frame-ancestors 'none'",
            "  X-Content-Type-Options: nosniff",
            "  Referrer-Policy: no-referrer",
            "/assets/python/:version/*",
            "  Cache-Control: public, max-age=31536000, immutable",
        ]
        Path(config.site_dir, "_headers").write_text("\n".join(lines) + "\n", encoding="utf-8")
