"""Addresses of regions and organisations."""

from django.urls import path

from kepu.apps.territory import views

app_name = "territory"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("organisations/<str:code>/", views.organisation, name="organisation"),
    path("organisations/<str:code>/aliases/new/", views.alias_add, name="alias_add"),
    path("organisations/<str:code>/aliases/<int:pk>/end/", views.alias_end, name="alias_end"),
    path("regions/", views.regions, name="regions"),
    path("regions/<str:code>/", views.region, name="region"),
]
