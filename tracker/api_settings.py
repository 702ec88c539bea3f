"""Settings of the public API: Django REST framework and the description made from it by drf-spectacular."""

from django.utils.translation import gettext_lazy as _

# Nobody signs in here and nothing is written, so there is neither session nor token; answers are JSON and nothing else.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_THROTTLE_CLASSES": [],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "inspections.api.problems.problem",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
    "URL_FORMAT_OVERRIDE": None,  # a parameter "format" is one that is not known, and no other form is offered
}

SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "TITLE": _("Inspection recommendations"),
    "VERSION": "1",
    "DESCRIPTION": _(
        "What became of what inspectors asked the police to do. Read-only, without account or cookie, open to pages of "
        "any origin. Parameters that are not listed are ignored; a value that is not understood is a 400 that names it."
    ),
    "LICENSE": {
        "name": "Open Government Licence v3.0",
        "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    },
    "SERVERS": [{"url": "/"}],
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "HeadlineStatus": "inspections.headline.HeadlineStatus",
        "RecommendationKind": "inspections.models.recommendation.RecommendationKind",
        "BodyKind": "inspections.models.body.BodyKind",
        "ChangeKind": "inspections.models.change.ChangeKind",
    },
    "AUTHENTICATION_WHITELIST": [],
}
