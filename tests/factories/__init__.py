"""One factory a model; traits are states, each with what the state requires."""
