"""The report of a set: its pages, its reading view, and the notebooks that are run for it."""

import sys

# jsonschema, which the Jupyter packages import, compiles some 35 grammars when it finds this package (about
# a second at each start) and does without where it does not. They serve web addresses, which notebooks have not.
sys.modules.setdefault("rfc3987_syntax", None)
