"""The encoder: one small network that reads who said what, and the names, in one pass; numpy around onnxruntime."""
