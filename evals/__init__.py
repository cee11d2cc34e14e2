"""How well the product does: gold sets, their scorers, and the gate that pins the floors.

`python -m evals.statements en|zh`, `python -m evals.pairs` and `python -m evals.threads` print the
figures of one stage; `python -m evals.gate` compares the main ones with `baseline.json`. README.md
tells what the gold is made of.
"""
