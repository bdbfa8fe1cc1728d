"""Chinese is the source language of the interface, English is complete: catalogue, sources, pages."""

import ast
import json
import re
from collections import Counter

import pytest
from babel.messages.mofile import write_mo
from django.apps import apps
from django.conf import settings as configured
from django.template.base import Lexer, TokenType
from django.urls import reverse
from django.utils.translation import get_language_info, override

from kepu.apps.people.models import Role
from kepu.apps.people.roles import DEFAULTS
from tests.addresses import OK, World, addresses
from tests.factories.jobs import make_running_job
from tests.factories.people import make_user
from tests.factories.territory import make_organisation, make_region
from tools import catalogue

IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]+")
# Full-width marks count too; book title marks and the wide space belong to Chinese text that is quoted.
CHINESE = re.compile(r"[\u3400-\u9fff\u3001\u3002\u3008\u3009\u300c-\u3011\uff01-\uff5e]")
QUOTED = re.compile(r"""_\((["']).*?\1\)""")
# The gallery shows an invented document.
PAGES = sorted(name for name, entry in addresses().items() if entry.owner == OK and name != "gallery")
LANGUAGES = {get_language_info(code)["name_local"] for code, _name in configured.LANGUAGES} | catalogue.MAY_STAY_CHINESE
# An invented document and its rows: samples of data, which nobody translates.
SAMPLES = {
    "apps/workspace/templates/workspace/_gallery_board.html",
    "apps/workspace/templates/workspace/_gallery_pieces.html",
}
CHINESE_IN_CODE = {
    "apps/ledger/judging.py": "words and units of plans, by which a rank or a share is known",
    "apps/ledger/kinds.py": "words of titles, by which a kind of plan is known",
    "apps/ledger/models/content.py": "a note for developers quotes the words of plans",
    "apps/ledger/same_figures.py": "words in which names of one quantity differ",
    "apps/ledger/selectors/phases.py": "how plans write the years of a phase",
    "apps/ledger/selectors/units.py": "words that name no single unit",
    "apps/ledger/selectors/versions.py": "how titles name a version",
    "apps/ledger/services/dues.py": "how plans write a limit",
    "apps/ledger/services/importing.py": "the name of a stored file, which is data",
    "apps/ledger/workbooks/answers.py": "what units write instead of a figure",
    "apps/ledger/workbooks/cells.py": "how units spell the answers",
    "apps/ledger/workbooks/layout.py": "the workbook that units fill in is always Chinese",
    "apps/ledger/workbooks/reading.py": "the head of that workbook",
    "apps/people/numbers.py": "how people write extensions and the absence of a number",
    "apps/people/pasted.py": "headers of the tables that offices keep",
    "apps/territory/importing.py": "names of regions that are virtual",
    "apps/workspace/gallery.py": "sample rows",
    "apps/workspace/gallery_samples.py": "sample rows",
}


def of(folder, *endings):
    """Files of the package by their path inside it."""
    found = (path for path in (catalogue.SOURCES / folder).rglob("*") if path.suffix in endings)
    return {path.relative_to(catalogue.SOURCES).as_posix(): path for path in sorted(found)}


TEMPLATES = {name: path for name, path in of("apps", ".html", ".txt").items() if "/templates/" in name}
MODULES = {
    name: path for name, path in of("apps", ".py").items() if "/migrations/" not in name and "/demo/" not in name
}


@pytest.fixture(scope="session")
def compiled(tmp_path_factory):
    """The catalogue as it is in the sources, compiled."""
    folder = tmp_path_factory.mktemp("locale")
    target = folder / "en/LC_MESSAGES/django.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as stream:
        write_mo(stream, catalogue.existing())
    return folder


@pytest.fixture
def english(client, settings, compiled):
    """A browser that asks for English."""
    settings.LOCALE_PATHS = [compiled]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-GB,en;q=0.9"
    return client


def test_catalogue_is_complete():
    assert catalogue.problems() == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_wraps_every_chinese_word(name):
    bare = list(unwrapped(TEMPLATES[name].read_text(encoding="utf-8")))

    assert bool(bare) == (name in SAMPLES), bare


def unwrapped(text):
    """Chinese of a template outside of translated tags and comments."""
    inside = ""
    for token in Lexer(text).tokenize():
        word = token.contents.split()[0] if token.token_type == TokenType.BLOCK and token.contents.split() else ""
        if word in {"blocktranslate", "blocktrans", "comment"}:
            inside = word
        elif inside and word == f"end{inside}":
            inside = ""
        elif inside or token.token_type == TokenType.COMMENT or word in {"translate", "trans"}:
            continue
        elif CHINESE.search(QUOTED.sub("", token.contents)):
            yield token.lineno, token.contents.strip()


def test_code_wraps_every_chinese_word():
    found = {name for name, path in MODULES.items() if list(bare_strings(ast.parse(path.read_bytes())))}

    assert sorted(found) == sorted(CHINESE_IN_CODE)


@pytest.mark.parametrize("name", MODULES)
def test_no_message_stands_in_an_f_string(name):
    """Python 3.11 reads an f-string as one token, so its messages would not be collected."""
    tree = ast.parse(MODULES[name].read_bytes())
    inside = [each for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for each in ast.walk(node)]

    assert [node.lineno for node in inside if is_message(node)] == []


def is_message(node):
    """Whether this calls gettext or one of its kin."""
    return isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in catalogue.KEYWORDS


def bare_strings(tree):
    """Chinese words outside of calls that translate and of docstrings."""
    spared = set()
    for node in ast.walk(tree):
        if is_message(node):
            spared |= {id(each) for each in ast.walk(node)}
        elif isinstance(node, ast.Expr):
            spared.add(id(node.value))
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in spared and IDEOGRAPHS.search(node.value):
            yield node.lineno, node.value


@pytest.mark.django_db
def test_sign_in_page_is_english(english):
    response = english.get(reverse("account_login"))

    assert words_of_the_interface(response) == Counter()
    assert "Sign in" in response.content.decode()


@pytest.mark.django_db
def test_sign_in_page_is_chinese_without_a_wish(client):
    assert "登录" in client.get(reverse("account_login")).content.decode()


@pytest.mark.django_db
def test_language_is_kept_in_a_cookie(client, settings, compiled):
    settings.LOCALE_PATHS = [compiled]
    client.post(reverse("set_language"), {"language": "en"})

    response = client.get(reverse("account_login"), headers={"accept-language": "zh-CN"})

    assert client.cookies[configured.LANGUAGE_COOKIE_NAME].value == "en"
    assert words_of_the_interface(response) == Counter()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["home", "ledger:plans", "ledger:tasks", "territory:organisations", "jobs:list", "people_me"]
)
def test_page_is_english_for_the_office(english, name):
    region = make_region()
    make_organisation(region=region)
    english.force_login(make_user("office", region=region))

    response = english.get(reverse(name))

    assert response.status_code == OK
    assert words_of_the_interface(response) == Counter()


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_english(english, name):
    world = World()
    english.force_login(world.owner)
    path = reverse(name, kwargs=addresses()[name].make(world))

    response = english.get(path)

    assert words_of_the_interface(response) == Counter()


@pytest.mark.django_db
def test_refusals_are_english(english):
    world = World()
    english.force_login(world.lower)

    for path, status in {"/nowhere/": 404, reverse("people_people"): 403}.items():
        response = english.get(path)

        assert response.status_code == status
        assert words_of_the_interface(response) == Counter()


@pytest.mark.django_db
def test_what_a_worker_said_is_read_in_english(english):
    owner = make_user("office", region=make_region())
    job = make_running_job(owner=owner, sentence="正在读取文件")
    english.force_login(owner)

    page = english.get(job.get_absolute_url()).content.decode()

    assert "Reading the file" in page
    assert "正在读取文件" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("label", "shown"), [("联络员", "Liaison officer"), ("报送员", "报送员")])
def test_first_roles_are_english_unless_a_place_names_them_otherwise(english, label, shown):
    role = Role.objects.get(code="liaison")
    role.label = label

    with override("en"):
        assert str(role) == shown


def words_of_the_interface(response):
    """Chinese words of a page that are neither data nor names of languages."""
    page = b"".join(response) if response.streaming else response.content
    if not response["Content-Type"].startswith("text/html"):
        return Counter()
    rows = texts_of_rows()
    parts = {part for text in rows for part in IDEOGRAPHS.findall(text)} | LANGUAGES
    long = "\n".join(rows)  # what is cut off or highlighted is a piece of a text
    words = IDEOGRAPHS.findall(page.decode())
    return Counter(word for word in words if word not in parts and not (len(word) > 4 and word in long))


def texts_of_rows():
    """Every text of the database; the first roles are left out, because they are translated."""
    models = [model for model in apps.get_models() if model._meta.app_label not in {"auth", "contenttypes"}]
    queries = [model._default_manager.values_list() for model in models if model is not Role]
    queries.append(Role.objects.exclude(code__in=[role.code for role in DEFAULTS]).values_list())
    rows = (row for query in queries for row in query)
    return [json.dumps(value, ensure_ascii=False, default=str) for row in rows for value in row if value]
