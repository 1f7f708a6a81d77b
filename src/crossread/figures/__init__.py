"""Reported numbers: casualty claims of an article, and the events and tolls of a set."""
