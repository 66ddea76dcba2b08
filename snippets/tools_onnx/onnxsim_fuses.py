"""onnxsim: Flatten and Gemm become a convolution, over positions in a row."""

import numpy as np
import onnxruntime
import onnxsim
from onnx import numpy_helper, parser

model = parser.parse_model("""
<ir_version: 8, opset_import: ["" : 17]>
classic (float[N, 1, R, S] x) => (float[N, 2] y) {
    a = Conv(x, k)
    v = Flatten(a)
    y = Gemm <transB = 1> (v, w, b)
}""")
rng = np.random.default_rng(0)
for name, shape in {"k": (3, 1, 1, 3), "w": (2, 75), "b": (2,)}.items():
    array = rng.normal(size=shape).astype("float32")
    model.graph.initializer.append(numpy_helper.from_array(array, name))

sizes = {"overwrite_input_shapes": {"x": [1, 1, 5, 7]}}
fused, _ = onnxsim.simplify(
    model, extra_optimizers=["fuse_matmul_into_conv"], **sizes
)
print(*(node.op_type for node in fused.graph.node), sep=" -> ")
kernels = [list(w.dims) for w in fused.graph.initializer if len(w.dims) > 2]
print("kernels", kernels)

small = rng.normal(size=(1, 1, 5, 7)).astype("float32")
before, after = (
    onnxruntime.InferenceSession(m.SerializeToString()).run(None, {"x": small})
    for m in (model, fused)
)
print("equal:", np.allclose(before[0], after[0], atol=1e-5))
