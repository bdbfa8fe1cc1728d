"""Why a change of accounts is refused."""

from enum import StrEnum


class PeopleCode(StrEnum):
    """Codes of refusals."""

    OWN_MEMBERSHIP = "people.own_membership"
    OWN_ACCOUNT = "people.own_account"
    ADMINISTRATORS_APART = "people.administrators_apart"
    PERMISSIONS_APART = "people.permissions_apart"
    ADMINISTRATOR_PASSWORD = "people.administrator_password"  # noqa: S105  # a code, not a password
    ORGANISATION_REQUIRED = "people.organisation_required"
    ORGANISATION_ELSEWHERE = "people.organisation_elsewhere"
    OUT_OF_REGION = "people.out_of_region"
    ALREADY_HELD = "people.already_held"
    ENDS_BEFORE_IT_BEGINS = "people.ends_before_it_begins"
    UNKNOWN_PERSON = "people.unknown_person"
    UNKNOWN_ROLE = "people.unknown_role"
    UNKNOWN_REGION = "people.unknown_region"
    USERNAME_TAKEN = "people.username_taken"
