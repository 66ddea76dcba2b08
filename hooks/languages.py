"""Builds the other languages after the English site, each into its folder of it.

`mkdocs.<language>.yml` inherits from `mkdocs.yml`. Under `mkdocs serve` an edit makes only the
language anew that it belongs to; an edit of what they share makes all of them.
"""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import event_priority
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from hooks import root, stamps
from hooks.snippets import WATCHED

SHARED = (*WATCHED, "bench", "mkdocs.yml")
MAIN = "mkdocs.yml"


@dataclass
class State:
    """One `mkdocs` command. What each language was last built from, and where to."""

    serving: bool = False
    site_dir: str = ""
    site_url: str | None = None
    built: dict[str, object] = field(default_factory=dict)


state = State()


def on_startup(command: str, dirty: bool) -> None:
    state.serving = command == "serve"


def _others(config: MkDocsConfig) -> dict[str, Path]:
    """The configurations of the other languages, by language; none beside one of these."""
    if not config.config_file_path or Path(config.config_file_path).name != MAIN:
        return {}
    return {path.name.split(".")[1]: path for path in sorted(root(config).glob("mkdocs.*.yml"))}


def _load(language: str, config: MkDocsConfig) -> MkDocsConfig:
    """The language's configuration, to be built as `config` is."""
    # MkDocs loads a hook once for each name that it has: these have a state of their own.
    hooks = [
        posixpath.join(posixpath.dirname(name), ".", posixpath.basename(name))
        for name in config.hooks
    ]
    given: dict[str, Any] = {
        "hooks": hooks,
        "strict": config.strict,
        "use_directory_urls": config.use_directory_urls,
        "site_dir": str(Path(config.site_dir, language)),
        "site_url": config.site_url and urljoin(config.site_url, f"{language}/"),
    }
    other: MkDocsConfig = load_config(str(_others(config)[language]), **given)
    other.plugins.on_startup(command="serve" if state.serving else "build", dirty=False)
    return other


def _build(language: str, config: MkDocsConfig) -> None:
    sources = _sources(language, config)
    state.built.pop(language, None)
    other = _load(language, config)
    build(other, serve_url=other.site_url if state.serving else None)
    state.built[language] = sources


def _sources(language: str, config: MkDocsConfig) -> object:
    """What changes whenever a file does of which this language is made."""
    project = root(config)
    docs = Path(config.docs_dir).with_name(language) if language else Path(config.docs_dir)
    own = [docs, *([_others(config)[language]] if language else [])]
    return stamps([*own, *(project / name for name in SHARED)])


def on_pre_build(config: MkDocsConfig) -> None:
    """Keeps the other languages where MkDocs, which cleans the folder, does not look."""
    for language in _others(config):
        if state.serving:
            state.built["now"] = _sources("", config)
            state.built.pop("", None)
            site = Path(config.site_dir)
            if (site / language).exists():
                (site / language).rename(site / f".{language}")


@event_priority(-50)  # the English site is whole, and not yet in its place
def on_post_build(config: MkDocsConfig) -> None:
    others = _others(config)
    if others and state.serving:
        state.built[""] = state.built.pop("now", None)
    for language in others:
        site = Path(config.site_dir)
        if (site / f".{language}").exists():
            (site / f".{language}").rename(site / language)
        if not state.serving or _changed(language, config):
            _build(language, config)


def _changed(language: str, config: MkDocsConfig) -> bool:
    return state.built.get(language) != _sources(language, config)


def on_page_context(context: Any, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    _share_choices(context, config)


def on_template_context(context: Any, template_name: str, config: MkDocsConfig) -> None:
    _share_choices(context, config)


def _share_choices(context: Any, config: MkDocsConfig) -> None:
    """What a reader chooses, such as light or dark, holds in every language.

    Material keeps it by a folder's address, which for these would be the language's.
    """
    if config.config_file_path and Path(config.config_file_path).name != MAIN:
        config.extra["scope"] = f"{context['base_url'].rstrip('/')}/.."


def on_serve(
    server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]
) -> LiveReloadServer:
    """Watches the other languages, and rebuilds what an edit has reached."""
    others = _others(config)
    for language, path in others.items():
        server.watch(str(Path(config.docs_dir).with_name(language)))
        server.watch(str(path))

    def rebuild() -> None:
        if _changed("", config):
            builder()  # and after it the others that have changed
            return
        for language in others:
            if _changed(language, config):
                _build(language, config)

    if others:
        server.builder = rebuild
    return server
