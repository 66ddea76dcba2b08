# ---
# jupyter:
#   title: O que o notebook original faz no Keras de hoje?
#   output_title: Saída
#   lines_title: linhas
#   description: A conversão do notebook original, célula por célula, no Keras de hoje.
#   jupytext:
#     formats: py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # O que o notebook original faz no Keras de hoje? { #question }
#
# Como estava, o `Flatten` dele lê em outra ordem: as duas redes já não dão o mesmo, e
# [nenhum erro avisa](flatten.md#today). Com um argumento a mais no `Flatten`, as duas respondem
# `5038.1` e `5098.1`, como no Keras 2.0.3, para o qual o notebook foi escrito.
#
# Ele transforma uma rede de uma convolução e uma camada densa, aqui a rede clássica, em uma de duas
# convoluções, a rede convertida. As células estão na ordem antiga; onde uma mudou, o texto avisa.
#
# O notebook mantém os canais primeiro e achata canal por canal, `C,H,W`. Se a sua rede usa o padrão
# do Keras, channels_last, a ordem dela é `H,W,C` e
# [outra fórmula é a certa](../recipes/cases.md).
#
# Esta página é um notebook que o site executa quando é construído:
# [baixe-o com as saídas](notebook.ipynb){ download }.
#
# ## Objetivo { #goal }
#
# Seguir um valor a olho por uma rede e depois pela outra. Os arrays são pequenos o bastante para
# ler número por número: uma imagem de cinco linhas e sete colunas, uma camada convolucional, uma
# camada densa (também chamada de camada totalmente conectada).

# %% [markdown]
# ## Importações { #imports }
#
# **Mudou.** Importações que o notebook nunca usava saíram. O formato dos dados é definido por
# `keras.config`, o lugar documentado hoje. A saída diz qual Keras rodou aqui.

# %%
import keras
import numpy as np
from keras import Model
from keras.layers import Conv2D, Dense, Flatten, Input

keras.config.set_image_data_format("channels_first")
np.set_printoptions(precision=3, suppress=True)
print("Keras:", keras.__version__)

# %% [markdown]
# ## A rede clássica: uma convolução, uma camada densa { #dense-network }
#
# Esta é a rede a converter. Primeiro o formato dos seus arrays, depois o código.
#
# ### channels_first ou channels_last { #channels-first }
#
# O notebook usa `channels_first`. Um array impresso nesse formato mostra um canal depois do outro,
# cada um como uma pequena imagem, e isso é mais fácil de ler.
#
# ### Construída com a API funcional { #dense-network-code }
#
# **Mudou, e esta mudança importa.** No Keras 2.0.3, `Flatten` lia os valores na ordem em que eles
# estão na memória: todo o canal 0, depois o canal 1, depois o canal 2. O `Flatten` de hoje segue a
# configuração global e, em `channels_first`, leva os canais para o fim antes de ler. Os pesos da
# camada densa abaixo estão numerados para a ordem antiga. `data_format="channels_last"` diz a
# `Flatten` que os canais já vêm por último; assim ele não move nada e volta a ler na ordem da
# memória. Sem o argumento nenhum erro aparece, e a rede clássica dá outros números. Saiu o que só
# repete o padrão: `padding="valid"` e `use_bias=True`.


# %%
def build_dense():
    inputs = Input((1, 5, 7), name="input")  # channels, rows, columns
    conv1 = Conv2D(3, (1, 3), data_format="channels_first", name="conv1")(inputs)
    flat = Flatten(data_format="channels_last", name="flat")(conv1)
    dense = Dense(2, name="dense2")(flat)
    return Model(inputs=inputs, outputs=dense, name="classic")


model_a = build_dense()

# %% [markdown]
# ## Os parâmetros da rede { #parameters }
#
# Primeiro vem a imagem que a rede lê, depois os pesos e os vieses, camada por camada.
#
# ### A imagem: 5 linhas, 7 colunas { #image }
#
# Um único pixel vale 1. Por isso a saída da convolução são os próprios filtros, espelhados, mais o
# viés: o primeiro canal diz `3.1 2.1 1.1`, porque a janela encontra o pixel primeiro com o seu
# último peso.

# %%
X = np.zeros((1, 1, 5, 7), dtype=int)
X[0, 0, 1, 2] = 1

n_samples, n_channels, img_height, img_width = X.shape
print("X.shape =", X.shape)
print("X:")
print(X)

# %% [markdown]
# ### O kernel da convolução { #kernel }
#
# `Win` é o kernel na disposição que se lê melhor: um filtro depois do outro. O Keras guarda um
# kernel como (k_height, k_width, n_channels, n_filters), e `transpose(2, 3, 1, 0)` leva até lá.
# As lições chamam esses dois eixos de in e out.

# %%
n_filters = 3
k_height, k_width = 1, 3

Win = np.array([[[1, 2, 3]], [[4, 5, 6]], [[7, 8, 9]]])
Win = Win.reshape(n_filters, 1, k_height, k_width)
print("Win.shape (n_filters, n_channels, k_height, k_width):", Win.shape)
print("Win:")
print(Win)

W_conv = Win.transpose(2, 3, 1, 0)
print("W_conv.shape (k_height, k_width, n_channels, n_filters):", W_conv.shape)
print("W_conv, as Keras wants it:")
print(W_conv)

# %% [markdown]
# ### O viés da convolução { #conv-bias }
#
# Um número para cada filtro, somado em todas as posições do mapa dele.

# %%
f_bias = 0.1
bias_conv = np.arange(1, n_filters + 1) * f_bias
print("Bias of the convolution:", bias_conv)

# %% [markdown]
# ### Os pesos da camada densa { #dense-weights }
#
# A coluna 0 contém os números pares, a coluna 1 os ímpares. Não há dois pesos iguais, então cada um
# diz o seu lugar. O resultado diz menos: nesta imagem a maioria dos valores do mapa é igual, e
# [alguns pesos poderiam trocar de lugar sem que se notasse](classic.md#data).

# %%
W_dense = np.arange(2 * 75).reshape(75, 2)
print("Weights of the Dense layer, transposed:")
print(W_dense.T)

# %% [markdown]
# ### O viés da camada densa { #dense-bias }
#
# Um número para cada uma das duas saídas.

# %%
bias_dense = np.ones(2) * f_bias
print("Bias of the Dense layer:", bias_dense)

# %% [markdown]
# ## A saída de cada camada { #dense-layers }
#
# Uma rede só dá a saída da última camada. Para ver as outras, construa uma rede auxiliar que
# compartilha todas as camadas e devolve a saída de cada uma.
#
# **Mudou.** O original construía uma auxiliar por camada. Uma só, com uma lista de saídas, basta e
# poupa ao TensorFlow uma compilação para cada. O laço virou função: a rede convertida também
# precisa dele. `jit_compile=True` é novo: a convolução simples do TensorFlow em `channels_first`
# não roda em qualquer CPU; a compilada roda. `verbose=0` suprime a barra de progresso.


# %%
def show_layers(model, image):
    every_layer = Model(model.input, [layer.output for layer in model.layers])
    every_layer.compile(jit_compile=True)
    outputs = every_layer.predict(image, verbose=0)
    pairs = zip(model.layers, outputs, strict=True)
    for i, (layer, output) in enumerate(pairs, 1):
        print("-" * 46)
        print("Output of layer", i, ":", layer.name, "shape:", output.shape)
        print("-" * 46)
        print(output)
    return outputs[-1]


print(W_conv.shape)
print(bias_conv.shape)
print(W_dense.shape)
print(bias_dense.shape)
model_a.set_weights([W_conv, bias_conv, W_dense, bias_dense])

print("Number of layers:", len(model_a.layers))
dense_output = show_layers(model_a, X)

# %% [markdown]
# ## O resumo da rede clássica { #dense-summary }
#
# **Mudou.** O original envolvia a chamada em `print`, o que acrescentava uma linha que diz None.
# Hoje `print_fn=print` dá a tabela como texto simples também em um notebook, e as larguras cabem em
# um celular. As contagens são as antigas: `12` e `152`, juntas `164`.

# %%
narrow = {"line_length": 46, "positions": [0.31, 0.64, 0.8]}
model_a.summary(print_fn=print, **narrow)

# %% [markdown]
# ## A rede convertida, totalmente convolucional { #converted-network }
#
# `Flatten` e `Dense` dão lugar a uma convolução cujo kernel cobre o mapa de características
# inteiro. Um kernel assim cabe em um só lugar; por isso a saída tem uma linha e uma coluna.


# %%
def build_fully_convolutional():
    inputs = Input((1, 5, 7), name="input")
    conv1 = Conv2D(3, (1, 3), data_format="channels_first", name="conv1")(inputs)
    out = Conv2D(2, (5, 5), name="conv2")(conv1)
    return Model(inputs=inputs, outputs=out, name="fully_convolutional")


# %% [markdown]
# ## O resumo da rede convertida { #converted-summary }
#
# A última camada tem os mesmos `152` parâmetros de antes, em outro arranjo.

# %%
model_b = build_fully_convolutional()
model_b.summary(print_fn=print, **narrow)

# %% [markdown]
# ## Os pesos da rede clássica { #original-weights }
#
# Todos eles, como o Keras os entrega.

# %%
weights_a = model_a.get_weights()
print([w.shape for w in weights_a])
for i, w in enumerate(weights_a):
    print("i =", i)
    print(w)

# %% [markdown]
# ### As formas lado a lado { #weight-shapes }
#
# Três de quatro coincidem. Só o kernel da camada densa tem de virar um kernel de convolução.

# %%
print("classic:")
print([w.shape for w in weights_a])
print("fully convolutional:")
print([w.shape for w in model_b.get_weights()])

# %% [markdown]
# ## De uma rede para a outra { #convert }
#
# `T` põe os pesos de uma saída depois dos pesos da outra. `reshape(2, 3, 5, 5)` corta cada
# sequência de 75 em três mapas de cinco linhas e cinco colunas, o que desfaz o `Flatten`.
# `transpose(2, 3, 1, 0)` é o passo que `Win` deu: para a disposição do kernel no Keras.
# [O mapeamento](mapping.md) o deduz em arrays menores e o prova para cada peso.

# %%
weights_b = [
    weights_a[0],  # kernel of the first convolution
    weights_a[1],  # its bias
    weights_a[2].T.reshape(2, 3, 5, 5).transpose(2, 3, 1, 0),  # the Dense kernel
    weights_a[3],  # its bias
]
model_b.set_weights(weights_b)

# %% [markdown]
# ## A saída de cada camada, de novo { #converted-layers }
#
# A última forma (*shape*) é `(1, 2, 1, 1)`: dois valores, os da rede clássica, em uma posição só.

# %%
converted_output = show_layers(model_b, X)

# %% [markdown]
# ## O que este notebook ensina { #learned }
#
# **Acrescentado.** O original termina com este título e nada abaixo dele. A comparação ficava para
# o olho do leitor; aqui quem compara é o NumPy:

# %%
same = np.allclose(dense_output, converted_output[:, :, 0, 0])
print("classic:            ", dense_output[0].round(1))
print("fully convolutional:", converted_output[0, :, 0, 0].round(1))
print("equal:", same)

# %% [markdown]
# - Uma camada densa sobre um mapa é uma convolução cujo kernel tem o tamanho desse mapa.
# - Os pesos dela só mudam de arranjo, e a ordem de leitura do `Flatten` diz como.
# - Essa ordem mudou entre versões do Keras. [Que ordem o Flatten usa?](flatten.md) mostra o que
#   acontece com esta rede quando ordem e arranjo não combinam.
#
# [Tudo em uma só função](learned.md) continua a partir daqui.
#
# Para executar estas células em ordem: `pip install keras numpy tensorflow`
