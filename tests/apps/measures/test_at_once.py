"""Two people say the figure of one period at the same moment."""

import threading

import pytest
from django.db import connection

from kepu.apps.measures.enums import ReadingState
from kepu.apps.measures.models import Reading
from tests.factories.measures import make_reading
from tests.factories.people import make_user


@pytest.mark.django_db(transaction=True)
def test_one_figure_stands_and_nobody_is_lost_in_an_error():
    user = make_user()
    barrier = threading.Barrier(2)
    failed = []

    def say(value):
        try:
            barrier.wait()
            make_reading(value, user=user, state=ReadingState.REPORTED)
        except Exception as error:  # noqa: BLE001  # shown by the assertion below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=say, args=(value,)) for value in ("10", "11")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert Reading.objects.count() == 1
