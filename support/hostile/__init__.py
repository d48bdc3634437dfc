"""Agents that behave as badly as they can, and what the suite must say about each of them."""
