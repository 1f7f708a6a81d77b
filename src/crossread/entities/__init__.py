"""Who and what is named in an article, and who is one over the articles of a set."""
