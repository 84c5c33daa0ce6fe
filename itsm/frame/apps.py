from django.apps import AppConfig
from django.core import checks


class FrameConfig(AppConfig):
    name = "itsm.frame"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from itsm.frame import first_steps, practices

        checks.register(practices.setting_names_practices)
        user_logged_in.connect(first_steps.keep_of_who_signs_in, dispatch_uid="frame.first_steps")
