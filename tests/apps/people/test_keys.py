"""Keys that stand for people."""

import pytest

from kepu.apps.people.enums import Identifier
from kepu.apps.people.keys import forget_person, person_key
from kepu.apps.people.models import PersonKey

pytestmark = pytest.mark.django_db
NUMBER = "99010219900101123x"


def test_the_same_person_has_the_same_key_however_the_number_is_written():
    key = person_key(Identifier.ID_NUMBER, NUMBER)

    assert person_key(Identifier.ID_NUMBER, " 990102 19900101 123X ") == key
    assert person_key(Identifier.ID_NUMBER, "９９０１０２１９９００１０１１２３Ｘ") == key
    assert PersonKey.objects.count() == 1


def test_the_number_is_stored_nowhere():
    person_key(Identifier.ID_NUMBER, NUMBER)

    row = PersonKey.objects.values().get()

    assert all(NUMBER[:8] not in str(value) for value in row.values())


def test_kinds_of_identifiers_do_not_meet():
    assert person_key(Identifier.PHONE, "13800001234") != person_key(Identifier.CHAT, "13800001234")


def test_a_forgotten_person_comes_back_as_somebody_else():
    key = person_key(Identifier.ID_NUMBER, NUMBER)

    assert forget_person(Identifier.ID_NUMBER, NUMBER)
    assert not forget_person(Identifier.ID_NUMBER, NUMBER)
    assert person_key(Identifier.ID_NUMBER, NUMBER) != key
