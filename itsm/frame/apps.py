from django.apps import AppConfig
from django.core import checks


class FrameConfig(AppConfig):
    name = "itsm.frame"

    def ready(self) -> None:
        from itsm.frame import practices

        checks.register(practices.setting_names_practices)
