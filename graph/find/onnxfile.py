"""Reading inner layers of an ONNX network: a few bytes of protobuf instead of a dependency on the onnx package.

An .onnx file is one ModelProto; its field 7 is the graph, whose field 12 lists the outputs.  Naming an inner tensor there
makes onnxruntime return it.  Format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from __future__ import annotations

_GRAPH, _OUTPUT = 7, 12
_FLOAT = b"\x12\x04\x0a\x02\x08\x01"
"""ValueInfoProto.type: a tensor of 32-bit floats, shape left open."""


def with_outputs(model: bytes, names: list[str]) -> bytes:
    """The same network with these inner tensors as further outputs, behind those it has.

    Protobuf joins what it reads of one field twice, so the outputs follow the file as a graph that holds nothing else.
    """
    outputs = b""
    for name in names:
        value = b"\x0a" + _length(len(name)) + name.encode() + _FLOAT
        outputs += _length(_OUTPUT << 3 | 2) + _length(len(value)) + value
    return model + _length(_GRAPH << 3 | 2) + _length(len(outputs)) + outputs


def _length(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
