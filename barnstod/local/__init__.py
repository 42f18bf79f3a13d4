"""The commands of ``./portal``: a supervisor that knows processes and files, and no Django."""
