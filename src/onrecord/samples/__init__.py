"""Sample cases: reports written for this project from public facts, with our own annotation.

Each folder beside this module is one case: ``reports/`` in the forms real ones have, ``case.toml`` with the order in
which they are added, ``annotation.toml`` with what a reader marked in them, and ``gold.jsonl``, the same with offsets.
"""
