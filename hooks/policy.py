"""Gives each page its content security policy, and the site its `_headers` (`plain/policy.py`)."""

from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

from hooks.plain import policy

try:
    from mkdocs_redirects.plugin import get_html_path
except ModuleNotFoundError:
    raise ConfigurationError(
        "mkdocs-redirects is not installed, which requirements.txt lists: make installs it, or "
        "python -m pip install --require-hashes -r requirements.txt"
    ) from None


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
    html, hashes = policy.protect(html)
    state.hashes |= hashes
    return html


def _protect_redirects(config: MkDocsConfig) -> None:
    """The pages at old addresses are written after all others, each with a script of its own."""
    redirects = config.plugins.get("redirects")  # a smaller site may do without
    for old in redirects.config["redirect_maps"] if redirects else ():
        page = Path(config.site_dir, get_html_path(old, config.use_directory_urls))
        page.write_text(_protect(page.read_text(encoding="utf-8")), encoding="utf-8")


@event_priority(-60)  # after the other languages, and before the site is put in its place
def on_post_build(config: MkDocsConfig) -> None:
    """Writes `_headers`. Hosts read the one at the top: it has the other languages' hashes too."""
    if not _is_left_out(config):
        _protect_redirects(config)
        for other in Path(config.site_dir).glob("*/_headers"):
            state.hashes |= set(policy.HASH.findall(other.read_text(encoding="utf-8")))
            other.unlink()
        headers = policy.headers(state.hashes)
        Path(config.site_dir, "_headers").write_text(headers, encoding="utf-8")
