"""How many transcripts were read, kept so that no reading changes unnoticed.

After a change that is meant: `python -m support.protocols.tests.kept`, and look at which moved.
"""
