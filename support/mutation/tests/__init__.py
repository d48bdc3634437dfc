"""Tests of mutation testing: its copy, its sample and its sums."""
