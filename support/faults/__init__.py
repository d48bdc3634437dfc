"""Things that go wrong on purpose, and how they are undone."""
