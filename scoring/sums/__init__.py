"""Reading the arithmetic of an answer: what is said to add up, and what follows from what."""
