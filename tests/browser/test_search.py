"""Questions as people ask them, typed into the site's search: the answering page is near the top.

Worded after threads on GitHub and Stack Overflow, after beginners' posts, and after the names that
other frameworks use.
"""

import pytest
from playwright.sync_api import expect

from tests.site.pages import pages

FIRST = 3  # results that a reader sees without scrolling
MISSES = 3  # questions that may fail, so that a better page for one need not wait for all
MISSES_PORTUGUESE = 3

# question, page that answers, heading there
QUESTIONS = [
    # Which reshape
    ("which reshape dense weights to conv kernel", "recipes/cases/", "table"),
    ("convert fully connected layer to convolutional", "recipes/cases/", "question"),
    ("convert dense layer to convolution keras", "recipes/cases/", "question"),
    ("flatten order channels", "lessons/flatten/", "question"),
    ("why does Flatten permute channels_first", "lessons/flatten/", "who"),
    ("channels_first channels_last difference", "lessons/formats/", "question"),
    ("NCHW NHWC", "lessons/formats/", "question"),
    ("kernel shape conv2d weights order", "lessons/kernels/", "question"),
    ("transpose(2,3,1,0)", "lessons/mapping/", "steps"),
    ("flip kernel convolution cross-correlation", "lessons/kernels/", "correlation"),
    ("dense layer is a convolution", "lessons/mapping/", "same"),
    # Convert
    ("convert keras model automatically", "recipes/converter/", "question"),
    ("fully convolutional network from classifier", "lessons/converted/", "question"),
    ("is 1x1 the same as fully connected", "recipes/several/", "same"),
    ("1x1 convolution instead of dense", "recipes/several/", "question"),
    ("several dense layers", "recipes/several/", "question"),
    ("VGG as FCN", "recipes/vgg/", "question"),
    ("VGG16 fully convolutional", "recipes/vgg/", "question"),
    ("global average pooling sliding window", "recipes/pooling/", "one-answer"),
    ("ResNet fully convolutional", "recipes/pooling/", "resnet"),
    ("BatchNormalization before Dense", "recipes/batchnorm/", "question"),
    ("fold batch norm into dense", "recipes/batchnorm/", "question"),
    ("dropout when converting", "recipes/batchnorm/", "dropout"),
    ("softmax axis channels_first", "recipes/softmax/", "question"),
    ("convolution back to dense", "recipes/inverse/", "question"),
    ("convert model channels_first to channels_last", "recipes/layout/", "question"),
    # When it goes wrong
    ("results differ across frameworks", "recipes/differ/", "question"),
    ("outputs different after conversion", "recipes/differ/", "question"),
    ("NHWC only on CPU", "recipes/nhwc/", "question"),
    ("The Conv2D op currently only supports the NHWC tensor format", "recipes/nhwc/", "question"),
    ("layer.input_shape keras.engine not found", "recipes/mistakes/", "removed-api"),
    # Bigger images
    ("heat map", "scanning/larger/", "larger"),
    ("sliding window whole image one pass", "scanning/larger/", "larger"),
    ("different input size than trained", "scanning/larger/", "wrong"),
    ("map smaller than the image", "scanning/larger/", "size"),
    ("output size formula", "scanning/larger/", "size"),
    ("receptive field of VGG16", "scanning/receptive/", "vgg"),
    ("receptive field size stride", "scanning/receptive/", "receptive"),
    ("which pixels belong to an output cell", "scanning/coordinates/", "coordinates"),
    ("bounding box from heat map", "scanning/face/", "boxes"),
    ("FCN differs from sliding window", "scanning/padding/", "padding"),
    ("same padding crop not equal", "scanning/padding/", "padding"),
    ("shift and stitch", "scanning/everypixel/", "stitch"),
    ("dilated convolution remove stride", "scanning/everypixel/", "dilate"),
    ("pixelwise dense prediction", "scanning/everypixel/", "everypixel"),
    ("how much faster than cropping", "scanning/savings/", "seconds"),
    ("train on patches or whole images", "scanning/training/", "training"),
    ("sample_weight per pixel", "scanning/training/", "sampling"),
    ("detect digits in an image", "scanning/digits/", "digits"),
    ("background class", "scanning/digits/", "background"),
    ("image too large for memory tiles", "scanning/images/", "tiles"),
    # Asked once the pages were written, by someone who did not look at their headings: of these
    # twelve three found their page before headings took the words of the others
    ("how to run a CNN trained on 224x224 on a 1024x768 photo", "scanning/larger/", "larger"),
    ("model predicts garbage after replacing Dense with Conv2D", "recipes/differ/", "order"),
    ("set_weights shape mismatch Dense Conv2D ValueError", "recipes/cases/", "table"),
    ("non max suppression", "scanning/face/", "boxes"),
    ("semantic segmentation from classifier", "scanning/mask/", "question"),
    ("bilinear upsampling transposed convolution weights", "scanning/mask/", "bilinear"),
    ("heatmap shifted by half a pixel", "scanning/map/", "place"),
    ("custom layer not supported", "recipes/converter/", "own"),
    ("float16 mixed precision small difference", "recipes/differ/", "rounding"),
    ("how big is the effective receptive field", "scanning/effective/", "question"),
    ("keras model variable input size None", "scanning/larger/", "wrong"),
    ("class activation map", "recipes/pooling/", "swap"),
    ("what is a feature map", "about/glossary/", "feature-map"),
    ("what are logits", "about/glossary/", "logits"),
    # Of those who use other frameworks
    ("nn.Linear to nn.Conv2d", "frameworks/pytorch/", "question"),
    ("pytorch view linear weight conv2d kernel", "frameworks/pytorch/", "question"),
    ("keras to pytorch weights flatten", "frameworks/keras-pytorch/", "question"),
    (
        "vision transformer patch embedding linear convolution",
        "frameworks/transformers/",
        "question",
    ),
    ("onnx gemm to conv", "frameworks/onnx/", "question"),
    ("tflite fully connected to conv2d", "frameworks/tflite/", "question"),
    ("flax nnx linear kernel to conv", "frameworks/jax/", "question"),
    ("linear layer on each position 1x1 conv", "frameworks/pointwise/", "question"),
]

# Questions in Portuguese, and the page that answers.
PORTUGUESE = [
    ("qual reshape usar nos pesos da camada densa", "recipes/cases/"),
    ("converter camada totalmente conectada em convolução", "recipes/cases/"),
    ("ordem de achatamento", "lessons/flatten/"),
    ("diferença entre channels_first e channels_last", "lessons/formats/"),
    ("NCHW NHWC", "lessons/formats/"),
    ("forma do kernel conv2d", "lessons/kernels/"),
    ("camada densa é uma convolução", "lessons/mapping/"),
    ("converter qualquer modelo keras", "recipes/converter/"),
    ("convolução 1x1 no lugar da densa", "recipes/several/"),
    ("VGG16 totalmente convolucional", "recipes/vgg/"),
    ("pooling médio global", "recipes/pooling/"),
    ("normalização em lote antes da camada densa", "recipes/batchnorm/"),
    ("eixo da softmax channels_first", "recipes/softmax/"),
    ("convolução de volta a densa", "recipes/inverse/"),
    ("saídas diferentes depois da conversão", "recipes/differ/"),
    ("The Conv2D op currently only supports the NHWC tensor format", "recipes/nhwc/"),
    ("imagem maior que a do treinamento", "scanning/larger/"),
    ("tamanho do campo receptivo", "scanning/receptive/"),
    ("campo receptivo efetivo", "scanning/effective/"),
    ("supressão de não máximos", "scanning/face/"),
    ("preenchimento recorte diferente", "scanning/padding/"),
    ("convolução dilatada cada pixel", "scanning/everypixel/"),
    ("segmentação a partir de um classificador", "scanning/mask/"),
    ("treinar com recortes ou imagens inteiras", "scanning/training/"),
    ("detectar dígitos em uma imagem", "scanning/digits/"),
    ("o que é um mapa de características", "about/glossary/"),
    ("camada Linear do PyTorch em convolução", "frameworks/pointwise/"),
    # As above in English, as a Brazilian would type it
    ("inverter o kernel correlação cruzada", "lessons/kernels/"),
    ("por que Flatten permuta channels_first", "lessons/flatten/"),
    ("ordem dos pesos do kernel conv2d", "lessons/kernels/"),
    ("transpose(2,3,1,0)", "lessons/mapping/"),
    ("converter modelo keras automaticamente", "recipes/converter/"),
    ("rede totalmente convolucional a partir de um classificador", "lessons/converted/"),
    ("1x1 é o mesmo que totalmente conectada", "recipes/several/"),
    ("várias camadas densas", "recipes/several/"),
    ("VGG como FCN", "recipes/vgg/"),
    ("pooling médio global janela deslizante", "recipes/pooling/"),
    ("ResNet totalmente convolucional", "recipes/pooling/"),
    ("BatchNormalization antes de Dense", "recipes/batchnorm/"),
    ("incorporar batch norm na densa", "recipes/batchnorm/"),
    ("dropout na conversão", "recipes/batchnorm/"),
    ("converter modelo de channels_first para channels_last", "recipes/layout/"),
    ("resultados diferentes entre frameworks", "recipes/differ/"),
    ("NHWC só na CPU", "recipes/nhwc/"),
    ("layer.input_shape keras.engine não encontrado", "recipes/mistakes/"),
    ("mapa de calor", "scanning/larger/"),
    ("janela deslizante imagem inteira uma passagem", "scanning/larger/"),
    ("tamanho de entrada diferente do treinamento", "scanning/larger/"),
    ("mapa menor que a imagem", "scanning/larger/"),
    ("fórmula do tamanho da saída", "scanning/larger/"),
    ("campo receptivo da VGG16", "scanning/receptive/"),
    ("quais pixels pertencem a uma célula de saída", "scanning/coordinates/"),
    ("caixa delimitadora a partir do mapa de calor", "scanning/face/"),
    ("FCN diferente de janela deslizante", "scanning/padding/"),
    ("shift and stitch", "scanning/everypixel/"),
    ("predição densa para cada pixel", "scanning/everypixel/"),
    ("quanto mais rápido que recortar", "scanning/savings/"),
    ("sample_weight por pixel", "scanning/training/"),
    ("classe de fundo", "scanning/digits/"),
    ("imagem grande demais para a memória", "scanning/images/"),
    ("como rodar uma CNN treinada em 224x224 em uma foto 1024x768", "scanning/larger/"),
    ("modelo prevê lixo depois de trocar Dense por Conv2D", "recipes/differ/"),
    ("set_weights shape incompatível Dense Conv2D ValueError", "recipes/cases/"),
    ("ampliação bilinear convolução transposta pesos", "scanning/mask/"),
    ("mapa de calor deslocado meio pixel", "scanning/map/"),
    ("camada personalizada não suportada", "recipes/converter/"),
    ("float16 precisão mista pequena diferença", "recipes/differ/"),
    ("modelo keras tamanho de entrada variável None", "scanning/larger/"),
    ("mapa de ativação de classe", "recipes/pooling/"),
    ("o que são logits", "about/glossary/"),
    ("nn.Linear para nn.Conv2d", "frameworks/pytorch/"),
    ("pesos do keras para o pytorch", "frameworks/keras-pytorch/"),
    ("vision transformer patches linear convolução", "frameworks/transformers/"),
    ("onnx gemm em conv", "frameworks/onnx/"),
    ("tflite fully connected conv2d", "frameworks/tflite/"),
    ("flax nnx camada linear em convolução", "frameworks/jax/"),
]


@pytest.fixture(scope="module")
def found(browser, server):
    return asked(browser, server, [question for question, *_ in QUESTIONS])


def asked(browser, server, questions):
    """For each question the pages that the search at this address names, best first."""
    page = browser.new_page()
    page.goto(server)
    page.keyboard.press("/")
    links = page.locator(".md-search-result__item > .md-search-result__link")
    said = page.locator(".md-search-result__meta")

    def search(words):
        page.fill(".md-search__input", words)
        page.keyboard.press("End")  # Material listens to keys

    search("Dense")
    links.first.wait_for()
    search("")
    links.first.wait_for(state="detached")
    idle = said.text_content()  # an invitation to type, once the index is there
    answers = {}
    for question in questions:
        search("")
        expect(said).to_have_text(idle)
        search(question)
        expect(said).not_to_have_text(idle)
        hrefs = links.evaluate_all("links => links.map(link => link.href)")
        paths = [href.removeprefix(server).partition("#")[0].partition("?")[0] for href in hrefs]
        answers[question] = list(dict.fromkeys(paths))
    page.close()
    return answers


def test_the_answering_page_is_among_the_first(found):
    missed = [
        f"{question}: {page} is number {place}, behind {', '.join(found[question][:FIRST])}"
        for question, page, _ in QUESTIONS
        if (place := (found[question] + [page]).index(page) + 1) > FIRST
    ]
    assert len(QUESTIONS) >= 40
    assert len(missed) <= MISSES, "\n".join(missed)


def test_the_answering_page_is_among_the_first_in_portuguese(browser, server):
    found = asked(browser, f"{server}pt-BR/", [question for question, _ in PORTUGUESE])
    missed = [
        f"{question}: not {page} but {', '.join(found[question][:FIRST])}"
        for question, page in PORTUGUESE
        if page not in found[question][:FIRST]
    ]
    assert len(PORTUGUESE) >= len(QUESTIONS)
    assert len(missed) <= MISSES_PORTUGUESE, "\n".join(missed)


def test_the_heading_that_answers_is_on_its_page(site):
    every = pages(site)
    assert [q for q, page, heading in QUESTIONS if heading not in every[page].ids] == []
