"""Those who want in, or want to do harm: what they bring, how they come, and what came of it."""
