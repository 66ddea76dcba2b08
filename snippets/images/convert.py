"""Palette and orientation: what an array of the file as it stands misses."""

import numpy as np
from PIL import Image, ImageOps

palette = Image.new("P", (2, 1))
palette.putpalette([200, 30, 30, 250, 250, 250])  # colours 0 and 1
palette.putdata([0, 1])
print("palette, as it stands:", np.asarray(palette).tolist())
print("converted to RGB:     ", np.asarray(palette.convert("RGB")).tolist())

photograph = Image.new("L", (40, 30))
photograph.getexif()[0x0112] = 6  # EXIF orientation: turn by 90 degrees
photograph.save("photograph.jpg", exif=photograph.getexif())
with Image.open("photograph.jpg") as image:
    upright = ImageOps.exif_transpose(image)
    print("rows, columns as stored:", np.asarray(image).shape)
    print("rows, columns upright:  ", np.asarray(upright).shape)
