"""Adds."""

print("sum", 1 + 1)
