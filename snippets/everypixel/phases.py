"""Two passes half a stride apart fill 2 phases of 4."""

import numpy as np

stride = 16
passes = {
    "1 pass": [(0, 0)],
    "2 passes, along the diagonal": [(0, 0), (8, 8)],
    "4 passes": [(0, 0), (0, 8), (8, 0), (8, 8)],
}
for name, shifts in passes.items():
    grid = np.full((4, 4), ".")  # positions 8 pixels apart
    for r, c in shifts:
        grid[r // 8 :: 2, c // 8 :: 2] = "#"
    print(f"{name}: {np.mean(grid == '#'):.2f} of the positions")
    for row in grid:
        print("   ", *row)
print(f"every pixel: {stride**2} passes")
