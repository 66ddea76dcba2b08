"""Notebooks: executed by mkdocs-jupyter, compared with their records, published as pages.

`hook.py` is what MkDocs calls, `check.py` remembers and compares, `record.py` is the text that is
compared. `jupyter.py` executes; it is imported only then, for that alone takes a second.
"""
