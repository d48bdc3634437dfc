"""Figures measured from event logs, and the limits they are held to."""
