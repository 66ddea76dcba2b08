# %% [markdown]
# # A notebook
#
# ## Part one { #one }

# %%
import os

print("drawn", os.urandom(8).hex())
