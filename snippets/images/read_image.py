"""Read an image file into the array a network expects, or say what is wrong."""

from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

MODES = {1: "L", 3: "RGB"}  # channels: Pillow's name of 8 bits for each


def read_image(path, channels, smallest, largest=4000):
    """float32 (1, height, width, channels), 0 to 1; or ValueError."""
    try:
        with Image.open(path) as image:
            bands, frames = image.getbands(), getattr(image, "n_frames", 1)
            if frames > 1:
                raise ValueError(f"{path}: {frames} frames, not one image")
            if image.mode != MODES[channels]:
                found = f"mode {image.mode}, channels {len(bands)}"
                wanted = f"{MODES[channels]}, {channels}"
                raise ValueError(f"{path}: {found}; wanted {wanted}")
            if min(image.size) < smallest or max(image.size) > largest:
                size, wanted = image.size, f"{smallest} to {largest} a side"
                raise ValueError(f"{path}: {size} pixels, not {wanted}")
            pixels = np.asarray(image, dtype="float32") / 255
    except UnidentifiedImageError:
        raise ValueError(f"{path}: not an image that Pillow reads") from None
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f"{path}: {error}") from None
    return pixels.reshape(1, *pixels.shape[:2], channels)


Image.new("L", (40, 30), 255).save("grey.png")
Image.new("RGB", (40, 30)).save("colour.png")
Image.new("RGBA", (40, 30)).save("transparent.png")
Image.new("I;16", (40, 30)).save("sixteen_bits.png")
Image.new("L", (40, 6)).save("low.png")
frames = [Image.new("L", (9, 9), grey) for grey in (0, 255)]
frames[0].save("film.gif", save_all=True, append_images=frames[1:])
Path("notes.png").write_text("not a picture")
Path("cut.png").write_bytes(Path("grey.png").read_bytes()[:60])
names = "grey.png colour.png transparent.png sixteen_bits.png low.png film.gif"
for name in [*names.split(), "notes.png", "cut.png", "absent.png"]:
    try:
        image = read_image(name, channels=1, smallest=8)
        print(f"{name}: {image.shape}, largest value {image.max()}")
    except ValueError as error:
        print(error)
