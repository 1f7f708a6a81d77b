"""A set of articles: files to text, text to blocks, and when each was published."""
