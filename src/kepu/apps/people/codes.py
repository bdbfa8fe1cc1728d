"""Why a change of accounts, posts or leading groups is refused."""

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
    POST_HELD_ALREADY = "people.post_held_already"
    GROUP_EXISTS = "people.group_exists"
    NOTHING_ADJUSTED = "people.nothing_adjusted"
    SEAT_TAKEN_LATER = "people.seat_taken_later"
    INSPECTION_NEEDS_AN_END = "people.inspection_needs_an_end"
    INSPECTION_READS_ONLY = "people.inspection_reads_only"
    BUSINESS_APART = "people.business_apart"


class ContactCode(StrEnum):
    """What can be wrong with a list of contacts, and with a row of it."""

    EMPTY = "people.contacts_empty"
    TOO_MANY = "people.contacts_too_many"
    NO_COLUMN = "people.contacts_no_column"
    UNIT_MISSING = "people.contact_unit_missing"
    UNIT_UNKNOWN = "people.contact_unit_unknown"
    UNIT_NOT_YOURS = "people.contact_unit_not_yours"
    KIND_UNKNOWN = "people.contact_kind_unknown"
    NAME_MISSING = "people.contact_name_missing"
    TOO_LONG = "people.contact_too_long"
    BAD_NUMBER = "people.contact_bad_number"
    BAD_EMAIL = "people.contact_bad_email"
    TWICE = "people.contact_twice"
    SEAT_UNKNOWN = "people.contact_seat_unknown"
    BEGINS_LATER = "people.contact_begins_later"
