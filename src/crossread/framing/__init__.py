"""Framing: what articles call things, which frames they open, who acts and who is acted upon."""
