"""Who says what: attribution in one article, and who is given a voice in a set."""
