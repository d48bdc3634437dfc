"""`python -m scoring.tests.kept`: keeps every judgement as it is today, and says which moved."""

import sys

from scoring.tests.kept.keeping import STORE

if __name__ == "__main__":
    STORE.keep(*sys.argv[1:2])
