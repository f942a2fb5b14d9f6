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

    Raises
    ------
    ValueError
        the bytes are no ONNX model.
    """
    result, at = bytearray(), 0
    while at < len(model):
        start = at
        key, at = _varint(model, at)
        if key & 7 == 2:
            length, at = _varint(model, at)
            end = at + length
        elif key & 7 == 0:
            _, end = _varint(model, at)
        else:
            raise ValueError(f"byte {start}: no ONNX model")
        if key >> 3 == _GRAPH:
            graph = bytearray(model[at:end])
            for name in names:
                value = b"\x0a" + _length(len(name)) + name.encode() + _FLOAT
                graph += _length(_OUTPUT << 3 | 2) + _length(len(value)) + value
            result += _length(key) + _length(len(graph)) + graph
        else:
            result += model[start:end]
        at = end
    return bytes(result)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def _length(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
