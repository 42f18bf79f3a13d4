"""The forms of the offer; each knows shape and words, and saves nothing."""
