from django.urls import path

from incidents.alerts import pages

urlpatterns = [
    path("alerts/", pages.alert_list, name="alerts"),
    path("alerts/sources/", pages.source_list, name="alert_sources"),
    path("alerts/sources/new/", pages.source, name="alert_source_new"),
    path("alerts/sources/<int:pk>/", pages.source, name="alert_source"),
    path("alerts/sources/<int:pk>/renew/", pages.renew, name="alert_source_renew"),
    path("alerts/sources/<int:pk>/try/", pages.try_source, name="alert_source_try"),
    path("alerts/deliveries/<int:pk>/", pages.delivery, name="alert_delivery"),
    path("alerts/deliveries/<int:pk>/read-again/", pages.read_again, name="alert_delivery_read_again"),
]
