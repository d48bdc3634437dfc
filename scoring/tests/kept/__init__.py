"""What the judge said of many inputs, kept so that no judgement changes unnoticed.

After a change that is meant: `python -m scoring.tests.kept`, and look at which of them moved.
"""
