"""Makes anew only what an edit reaches. A page whose sources are the same keeps what they gave.

Markdown with its highlighting (`markdown.py`) and the search plugin's reading of each page
(`search.py`) are most of a build. `memory.py` keeps what they made of a page with a key over all
that they can see. What comes after them (templates, navigation, links between pages, the other
hooks) is done on each build for every page, so there is nothing to go stale.
"""
