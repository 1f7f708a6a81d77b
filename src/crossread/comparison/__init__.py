"""What several articles of a set tell, and what one tells alone."""
