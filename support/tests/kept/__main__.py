"""`python -m support.tests.kept`: keeps every figure as it is today, and says which moved."""

import sys

from support.tests.kept.keeping import STORE

if __name__ == "__main__":
    STORE.keep(*sys.argv[1:2])
