"""Notebook pages: `hook.py` puts them on the site, `jupyter.py` has mkdocs-jupyter execute them."""
