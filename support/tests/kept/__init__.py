"""What the benchmarks said of many runs, kept so that no figure and no reason changes unnoticed.

After a change that is meant: `python -m support.tests.kept`, and look at which of them moved.
"""
