"""`python -m support.protocols.tests.kept`: keeps every reading, says which moved."""

import sys

from support.protocols.tests.kept.keeping import STORE

if __name__ == "__main__":
    STORE.keep(*sys.argv[1:2])
