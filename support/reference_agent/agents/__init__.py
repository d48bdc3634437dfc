"""The team's specialists: one agent a file, each a coroutine on the desk of one run."""
