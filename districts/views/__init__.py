"""The pages of places; each module one kind."""
