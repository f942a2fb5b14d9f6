"""The network half of the name recogniser: trained with torch, written as ONNX; torch is never needed to run it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from graph.find.names import LABELS
from graph.find.tagger import STATES

PROJECTED, HIDDEN = 128, 96
EPOCHS, BATCH, RATE = 14, 24, 3e-3


@dataclass(slots=True)
class Sentence:
    """One training sentence: states (n, STATES), features (n, k) and labels (n)."""

    states: np.ndarray
    features: np.ndarray
    labels: np.ndarray


class Network(nn.Module):
    """Projected states plus embedded features → bidirectional LSTM → label scores.

    States and features are added up, not joined: the wider the LSTM's input, the longer it takes for each character.
    """

    def __init__(self, sizes: list[int]) -> None:
        super().__init__()
        tables = [nn.Embedding(n + 1, PROJECTED) for n in sizes]
        for table in tables:
            nn.init.normal_(table.weight, std=0.3)
        self.embed = nn.ModuleList(tables)
        self.project = nn.Linear(STATES, PROJECTED)
        self.lstm = nn.LSTM(PROJECTED, HIDDEN, batch_first=True, bidirectional=True)
        self.out = nn.Linear(2 * HIDDEN, len(LABELS))
        self.drop, self.drop_in = nn.Dropout(0.4), nn.Dropout(0.3)

    def forward(self, states: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        seen = self.project(self.drop_in(states))
        for k, table in enumerate(self.embed):
            seen = seen + table(features[..., k])
        hidden, _ = self.lstm(self.drop(torch.relu(seen)))  # batches hold sentences of nearly one length: padding does little harm
        scores: torch.Tensor = self.out(self.drop(hidden))
        return scores


def fit(data: list[Sentence], sizes: list[int], seed: int) -> Network:
    """Train one head; the weights returned are an exponential average over the steps."""
    torch.manual_seed(seed)
    shuffle = random.Random(seed)
    net = Network(sizes)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.02)
    total = EPOCHS * ((len(data) + BATCH - 1) // BATCH)
    average: dict[str, torch.Tensor] = {}
    step = 0
    for _ in range(EPOCHS):
        net.train()
        for batch in _batches(data, shuffle):
            step += 1
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1.0, step / 60) * max(0.02, 1 - step / total)
            states, features, labels, lengths = _tensors(batch)
            mask = torch.arange(labels.shape[1])[None] < lengths[:, None]
            loss = nn.functional.cross_entropy(net(states, features)[mask], labels[mask], reduction="sum") / len(batch)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            now = {k: v.detach().clone() for k, v in net.state_dict().items()}
            average = {k: average[k] * 0.99 + v * 0.01 for k, v in now.items()} if average else now
    net.load_state_dict(average)
    return net.eval()


def _batches(data: list[Sentence], shuffle: random.Random) -> list[list[Sentence]]:
    order = sorted(range(len(data)), key=lambda i: (len(data[i].labels), shuffle.random()))
    batches = [[data[i] for i in order[b : b + BATCH]] for b in range(0, len(order), BATCH)]
    shuffle.shuffle(batches)
    return batches


def _tensors(batch: list[Sentence]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    longest = max(len(s.labels) for s in batch)
    states = torch.zeros(len(batch), longest, STATES)
    features = torch.zeros(len(batch), longest, batch[0].features.shape[1], dtype=torch.long)
    labels = torch.zeros(len(batch), longest, dtype=torch.long)
    for row, s in enumerate(batch):
        n = len(s.labels)
        states[row, :n] = torch.from_numpy(s.states)
        features[row, :n] = torch.from_numpy(s.features)
        labels[row, :n] = torch.from_numpy(s.labels)
    return states, features, labels, torch.tensor([len(s.labels) for s in batch])


# ---------------------------------------------------------------------- ONNX


def write(nets: list[Network], path: Path) -> None:
    """Write the heads as one ONNX graph: states, features, lengths → probabilities (batch, characters, labels).

    Weights are written as whole numbers of seven bits, with which it runs more than twice as fast and decides the same
    (docs/models.md); the eighth bit would overflow on processors without VNNI.
    """
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def constant(name: str, value: np.ndarray) -> str:
        weights.append(numpy_helper.from_array(value, name))
        return name

    def node(op: str, inputs: list[str], output: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(op, inputs, [output], **attributes))
        return output

    for h, net in enumerate(nets):
        w = {k: v.numpy().astype(np.float32) for k, v in net.state_dict().items()}
        z = node("MatMul", ["states", constant(f"{h}.project", w["project.weight"].T.copy())], f"{h}.a")
        z = node("Add", [z, constant(f"{h}.project.b", w["project.bias"])], f"{h}.b")
        for k in range(len(net.embed)):
            index = node("Gather", ["features", constant(f"{h}.k{k}", np.array(k, np.int64))], f"{h}.i{k}", axis=2)
            z = node("Add", [z, node("Gather", [constant(f"{h}.embed{k}", w[f"embed.{k}.weight"]), index], f"{h}.e{k}")], f"{h}.s{k}")
        z = node("Transpose", [node("Relu", [z], f"{h}.d")], f"{h}.f", perm=[1, 0, 2])
        lstm = [
            constant(f"{h}.W", np.stack([_gates(w["lstm.weight_ih_l0" + s]) for s in ("", "_reverse")])),
            constant(f"{h}.R", np.stack([_gates(w["lstm.weight_hh_l0" + s]) for s in ("", "_reverse")])),
            constant(f"{h}.B", np.stack([np.concatenate([_gates(w[f"lstm.bias_{x}h_l0" + s]) for x in "ih"]) for s in ("", "_reverse")])),
        ]
        node("LSTM", [z, *lstm, "lengths"], f"{h}.g", hidden_size=HIDDEN, direction="bidirectional")  # (n, 2, batch, hidden)
        z = node("Transpose", [f"{h}.g"], f"{h}.h", perm=[2, 0, 1, 3])
        z = node("Reshape", [z, constant(f"{h}.shape", np.array([0, 0, 2 * HIDDEN], np.int64))], f"{h}.j")
        z = node("MatMul", [z, constant(f"{h}.out", w["out.weight"].T.copy())], f"{h}.l")
        node("Softmax", [node("Add", [z, constant(f"{h}.out.b", w["out.bias"])], f"{h}.m")], f"{h}.p", axis=2)
    node("Mean", [f"{h}.p" for h in range(len(nets))], "probabilities")
    graph = helper.make_graph(
        nodes,
        "names",
        [
            helper.make_tensor_value_info("states", TensorProto.FLOAT, ["batch", "n", STATES]),
            helper.make_tensor_value_info("features", TensorProto.INT64, ["batch", "n", len(nets[0].embed)]),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
        ],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", "n", len(LABELS)])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    quantize_dynamic(model, path, op_types_to_quantize=["MatMul", "LSTM"], weight_type=QuantType.QInt8, reduce_range=True)


def _gates(w: np.ndarray) -> np.ndarray:
    """torch orders an LSTM's gates input, forget, cell, output; ONNX input, output, forget, cell."""
    i, f, c, o = np.split(w, 4)
    return np.concatenate([i, o, f, c])
