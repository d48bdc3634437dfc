"""Features side by side, in processes of their own: `behave --jobs N`."""
