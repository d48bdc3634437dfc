"""Tests of what is counted: lines, branches and steps of the protocol."""
