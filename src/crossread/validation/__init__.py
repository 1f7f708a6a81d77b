"""How right the analysis is: measures, gold, and people who judge its rows."""
