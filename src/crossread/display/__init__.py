"""Tables, words and charts as notebooks and reports show them."""
