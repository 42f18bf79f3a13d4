"""What the board sees: what it is to decide, what it has decided, and how the key figures go."""
