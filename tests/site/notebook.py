# %% [markdown]
# # A notebook
#
# ## Part one { #one }

# %%
import os

print("files", os.listdir())
