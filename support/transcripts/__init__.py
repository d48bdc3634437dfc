"""Recorded sessions, read again without any agent: told, judged, and their protocol recognised."""
