"""The Transpose before Flatten decides which reshape is right."""

import numpy as np
import onnxruntime
from onnx import numpy_helper, parser

C, H, W, OUT = 3, 4, 5, 2
rng = np.random.default_rng(0)
x = rng.normal(size=(8, C, H, W)).astype("float32")
w = rng.normal(size=(OUT, H * W * C)).astype("float32")
kernels = {
    "C,H,W": w.reshape(OUT, C, H, W),
    "H,W,C": w.reshape(OUT, H, W, C).transpose(0, 3, 1, 2),
}


def run(body, **weights):
    model = parser.parse_model(f"""
        <ir_version: 8, opset_import: ["" : 17]>
        graph (float[N, {C}, {H}, {W}] x) => (float y) {{ {body} }}""")
    del model.graph.output[0].type.tensor_type.shape.dim[:]
    model.graph.output[0].type.tensor_type.ClearField("shape")
    for name, array in weights.items():
        model.graph.initializer.append(numpy_helper.from_array(array, name))
    session = onnxruntime.InferenceSession(model.SerializeToString())
    return session.run(None, {"x": x})[0]


gemm = "v = Flatten(m) y = Gemm <transB = 1> (v, w)"
for name, before in (
    ("as it lies", "m = Identity(x)"),
    ("Transpose to NHWC", "m = Transpose <perm = [0, 2, 3, 1]> (x)"),
):
    expected = run(before + gemm, w=w)
    for order, kernel in kernels.items():
        found = run("y = Conv(x, k)", k=kernel)[:, :, 0, 0]
        same = np.allclose(found, expected, atol=1e-4)
        print(f"{name:18} {order}", "equal" if same else "DIFFERENT")
