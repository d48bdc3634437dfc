"""Agents under test: what a profile says of one, its process, and its credentials."""
