"""The embedded agent under test: an AI-cost adviser with a team, in a process of its own."""
