"""How it goes with the customers right now, for people who watch: numbers, words, and where."""
