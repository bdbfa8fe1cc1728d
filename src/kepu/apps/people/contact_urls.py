"""Addresses of the list of contacts and of leading groups."""

from django.urls import path

from kepu.apps.people.views import contacts, groups, numbers, posts, seats

urlpatterns = [
    path("", posts.posts, name="people_posts"),
    path("new/", posts.post_add, name="people_post_add"),
    path("import/", contacts.posts_import, name="people_posts_import"),
    path("print/", numbers.posts_print, name="people_posts_print"),
    path("export/", numbers.posts_export, name="people_posts_export"),
    path("units/<str:code>/", posts.unit_posts, name="people_unit_posts"),
    path("regions/<str:code>/", posts.region_posts, name="people_region_posts"),
    path("<int:pk>/", posts.post, name="people_post"),
    path("<int:pk>/change/", posts.post_change, name="people_post_change"),
    path("<int:pk>/end/", posts.post_end, name="people_post_end"),
    path("<int:pk>/remove/", posts.post_remove, name="people_post_remove"),
    path("<int:pk>/take-over/", posts.post_take_over, name="people_post_take_over"),
    path("<int:pk>/numbers/", numbers.post_numbers, name="people_post_numbers"),
    path("groups/", groups.groups, name="people_groups"),
    path("groups/new/", groups.group_add, name="people_group_add"),
    path("groups/<int:pk>/", groups.group, name="people_group"),
    path("groups/<int:pk>/adjust/", groups.group_adjust, name="people_group_adjust"),
    path("groups/<int:pk>/seats/<int:seat>/", seats.seat, name="people_seat"),
    path("groups/<int:pk>/print/", groups.group_print, name="people_group_print"),
]
