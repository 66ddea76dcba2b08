"""Python in the page: what the site ships for it (`files.py`), and what can run (`hook.py`).

What runs there is in `inpage/`, what drives it in `theme/assets/run/`.
"""
