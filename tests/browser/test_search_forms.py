"""Questions in other forms than the pages': plurals, verbs, and words without their accents.

None of FORMS had its page among the first before the search knew forms (`theme/assets/search/`).
"""

import contextlib
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, listen
from tests.browser.test_search import FIRST, asked

MISSES = 2  # of a language's

FORMS = {
    "": [
        ("heat maps", "scanning/larger/"),
        ("converting keras models automatically", "recipes/converter/"),
        ("dilating convolutions removes strides", "scanning/everypixel/"),
        ("training on patches", "scanning/training/"),
        ("shifting and stitching", "scanning/everypixel/"),
        ("transposed convolutions upsampling", "scanning/mask/"),
        ("permuting channels_first in Flatten", "lessons/flatten/"),
    ],
    "pt-BR/": [
        ("normalizacao em lote antes da camada densa", "recipes/batchnorm/"),
        ("supressao de nao maximos", "scanning/face/"),
        ("detectar digitos em uma imagem", "scanning/digits/"),
        ("tamanhos de campos receptivos", "scanning/receptive/"),
        ("campos receptivos efetivos", "scanning/effective/"),
        ("janelas deslizantes imagens inteiras", "scanning/larger/"),
        ("convoluções dilatadas cada pixel", "scanning/everypixel/"),
        ("classes de fundo", "scanning/digits/"),
        ("segmentações a partir de classificadores", "scanning/mask/"),
        ("máscaras para os pixels", "scanning/mask/"),
        ("camadas Lineares do PyTorch em convoluções", "frameworks/pointwise/"),
        ("dropouts nas conversões", "recipes/batchnorm/"),
        ("correlações cruzadas", "lessons/kernels/"),
        ("mapas menores que as imagens", "scanning/larger/"),
        ("detecção de dígitos na imagem", "scanning/digits/"),
        ("normalizar em lote antes da camada densa", "recipes/batchnorm/"),
        ("economizar contas em uma passagem", "scanning/savings/"),
        ("conversoes de modelos keras", "recipes/converter/"),
        ("licenca", "about/licences/"),
        ("versao do tensorflow", "about/versions/"),
        ("exploradores da rede", "explorer/"),
        ("fotografias com rostos", "scanning/face/"),
        ("rostos nas fotografias", "scanning/face/"),
        ("transformadores de visao patches", "frameworks/transformers/"),
        ("deteccoes de digitos", "scanning/digits/"),
        ("disposicao dos kernels", "lessons/kernels/"),
        ("ativacoes perdidas na conversao", "recipes/differ/"),
        ("custo das contas de recortes", "scanning/savings/"),
        ("notebooks originais", "lessons/notebook/"),
        ("preenchimentos zero bordas", "scanning/padding/"),
        ("redes classicas com camadas densas", "lessons/classic/"),
    ],
}


@pytest.fixture
def used(server, browser):
    """The Portuguese home with its search open; afterwards: a silent console."""
    visit = Visit("pt-BR/", "light", "wide")
    with contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        listen(page, visit)
        page.goto(f"{server}pt-BR/")
        page.keyboard.press("/")
        page.keyboard.type("camada")
        page.locator(".md-search-result__link").first.wait_for()
        yield page
    assert visit.messages == []


def ask(page, words):
    """Type the question; give the first result's link, when there is one for it."""
    field = page.locator(".md-search__input")
    field.fill("")
    page.keyboard.press("End")
    page.locator(".md-search-result__link").first.wait_for(state="detached")
    field.fill(words)
    page.keyboard.press("End")
    return page.locator(".md-search-result__link").first


@pytest.mark.parametrize("language", FORMS)
def test_other_forms_lead_to_the_page_too(browser, server, language):
    found = asked(browser, server + language, [question for question, _ in FORMS[language]])
    missed = [
        f"{question}: not {page} but {', '.join(found[question][:FIRST])}"
        for question, page in FORMS[language]
        if page not in found[question][:FIRST]
    ]
    assert len(missed) <= MISSES, "\n".join(missed)


def test_forms_are_marked_in_the_results_and_on_the_page(used):
    link = ask(used, "camadas personalizada nao suportadas")
    link.wait_for()
    assert "recipes/converter/" in link.get_attribute("href")
    shown = used.locator(".md-search-result__item").first
    marked = {text.lower() for text in shown.locator("mark").all_text_contents()}
    assert {"camada", "personalizada"} <= marked
    assert "Ausente" not in shown.locator("article").first.inner_text()
    link.click()
    used.wait_for_url("**/recipes/converter/**")
    used.locator(".md-content mark", has_text="camada").first.wait_for()


def test_a_word_is_suggested_whole(used):
    ask(used, "convol").wait_for()
    whole = re.compile("^convolu(ção|ções|cional|cionais)$")
    expect(used.locator(".md-search__suggest")).to_have_text(whole)


def test_quoted_words_stay_as_they_are_and_an_unknown_word_finds_nothing(used):
    ask(used, '"camada"').wait_for()
    exact = used.locator(".md-search-result__item").first.locator("mark").all_text_contents()
    assert {text.lower() for text in exact} == {"camada"}
    ask(used, "zzzq")
    used.get_by_text("Nenhum documento encontrado").wait_for()
