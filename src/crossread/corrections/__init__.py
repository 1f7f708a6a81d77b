"""Corrections: the researcher's word on single rows, from ``corrections.csv`` of a set.

``lines`` says what a line may say, ``applying`` does it between reading and linking, ``naming`` tells within linking
whom it names, and ``writing`` writes a line for what is put right in a notebook.
"""
