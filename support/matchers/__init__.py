"""PyHamcrest matchers, one subject a file."""
