"""What comes before pages are rendered and after, for any builder: nothing in here knows MkDocs.

The hooks call it while MkDocs builds; `tools/prepare.py` and `tools/finish.py` do around others.
"""
