"""Addresses of regions and organisations."""

from django.urls import path

from kepu.apps.territory import policy_views, views

app_name = "territory"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("organisations/<str:code>/", views.organisation, name="organisation"),
    path("organisations/<str:code>/aliases/new/", views.alias_add, name="alias_add"),
    path("organisations/<str:code>/aliases/<int:pk>/end/", views.alias_end, name="alias_end"),
    path("regions/", views.regions, name="regions"),
    path("regions/<str:code>/", views.region, name="region"),
    path("policies/", policy_views.own, name="own_policies"),
    path("regions/<str:code>/policies/", policy_views.policies, name="policies"),
    path("regions/<str:code>/policies/<str:kind>/", policy_views.policy, name="policy"),
    path("regions/<str:code>/policies/<str:kind>/new/", policy_views.policy_set, name="policy_set"),
    path("regions/<str:code>/policies/<str:kind>/<int:pk>/", policy_views.policy_change, name="policy_change"),
]
