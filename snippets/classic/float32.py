"""float32 has gaps: the next number prints otherwise, and is close enough."""

import numpy as np

for answer in (5038.1, 5098.1):
    stored = np.float32(answer)
    after = np.nextafter(stored, np.float32(np.inf))
    print(stored, after, np.allclose(stored, after))
