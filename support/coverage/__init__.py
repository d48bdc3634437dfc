"""How much of the code, and of the native protocol, a full run of the suite comes by."""
