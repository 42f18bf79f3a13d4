"""An undefined variable in a template is an error; Django alone would print nothing."""

import sys

# Other people's templates that we include as they are.
NOT_OURS = ("django/forms/", "bootstrap5/", "allauth/elements/")


class UndefinedVariable(str):
    """Django's ``string_if_invalid``; raises where a template of ours prints what is not there.

    ``{% if %}`` and ``{% for %}`` may ask for what may be missing, as in Django.
    """

    def __mod__(self, variable):
        frame, template = sys._getframe(1), "?"
        while frame and template == "?":
            context = frame.f_locals.get("context")
            rendering = getattr(context, "render_context", None)
            if rendering is not None:
                template = rendering.template.name or "?"
            frame = frame.f_back
        if template.startswith(NOT_OURS):
            return ""
        raise LookupError(f"{template} prints {{{{ {variable} }}}}, which nobody gave it")
