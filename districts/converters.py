"""The words of our addresses for the closed sets of this app."""


class Place:
    """A kind of place in the plural, as the lists are called."""

    regex = "organisationer|stadsdelar"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class Register:
    """A kind of entry in a place's register."""

    regex = "kontakt|avtal|bidrag"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python
