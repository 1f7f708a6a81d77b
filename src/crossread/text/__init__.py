"""Words, marks, sentences and numbers of a passage, whatever it tells."""
