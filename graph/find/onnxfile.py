"""Changing an ONNX network before it is loaded: a few bytes of protobuf instead of a dependency on the onnx package.

An .onnx file is one ModelProto; its field 7 is the graph, whose fields 1, 11 and 12 list nodes, inputs and outputs.  Naming an
inner tensor among the outputs makes onnxruntime return it.
Format: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

from __future__ import annotations

from collections.abc import Iterator

_GRAPH, _NODE, _INPUT, _OUTPUT = 7, 1, 11, 12
_NODE_INPUT, _NODE_TYPE = 1, 4
_FLOAT, _INT32 = 1, 6
_LENGTHS_PLACE = 4
"""GRU's inputs: X, W, R, B, sequence_lens, initial_h."""


def adapted(model: bytes, lengths: str, outputs: list[str]) -> bytes:
    """The same network with a further input and further outputs.

    Parameters
    ----------
    model
        an .onnx file.
    lengths
        name of the new input, the number of steps of each row (int32), where GRU layers shall stop.  Without it they run to the
        end of the batch, and backwards from there: only rows of one length could share a batch.
    outputs
        inner tensors that are returned as well, behind the outputs that the network has.
    """
    parts: list[bytes | memoryview] = []
    for number, field, content in _fields(memoryview(model)):
        if number == _GRAPH:
            inner = [_stopped(c, lengths) if n == _NODE else f for n, f, c in _fields(content)]
            inner += [_value(_INPUT, lengths, _INT32), *(_value(_OUTPUT, name, _FLOAT) for name in outputs)]
            parts += [_length(_GRAPH << 3 | 2), _length(sum(map(len, inner))), *inner]
        else:
            parts.append(field)
    return b"".join(parts)  # tens of megabytes: copied once


def _stopped(node: memoryview, lengths: str) -> bytes:
    """A node as a field of its graph; one of type GRU reads its lengths from this tensor."""
    fields = list(_fields(node))
    if not any(number == _NODE_TYPE and bytes(content) == b"GRU" for number, _, content in fields):
        return _message(_NODE, node)
    places = [k for k, (number, *_) in enumerate(fields) if number == _NODE_INPUT]
    written: list[bytes | memoryview] = [field for _, field, _ in fields]
    written[places[_LENGTHS_PLACE]] = _message(_NODE_INPUT, lengths.encode())
    return _message(_NODE, b"".join(written))


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview, memoryview]]:
    """(number, field as written, content) of each field; of numbers, which nobody asks for, the content is left empty."""
    at = 0
    while at < len(message):
        tag, end = _read_length(message, at)
        begin = end
        if tag & 7 == 2:
            length, begin = _read_length(message, end)
            end = begin + length
        elif tag & 7 == 0:
            _, begin = _read_length(message, end)
            end = begin
        else:
            begin = end = end + (8 if tag & 7 == 1 else 4)
        yield tag >> 3, message[at:end], message[begin:end]
        at = end


def _value(field: int, name: str, type_: int) -> bytes:
    """A ValueInfoProto: a tensor of this element type, its shape left open."""
    return _message(field, _message(1, name.encode()) + _message(2, _message(1, bytes((8, type_)))))


def _message(field: int, content: bytes | memoryview) -> bytes:
    return b"".join((_length(field << 3 | 2), _length(len(content)), content))


def _read_length(raw: memoryview, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    value = shift = 0
    while True:
        byte = raw[at]
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
