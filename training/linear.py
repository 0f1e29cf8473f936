"""The hashed linear part: one row of weights per bucket, one column per head; AdaGrad on sparse rows, no autograd."""
import numpy as np
import torch


class Packed:
    """Buckets of all examples in one array."""

    def __init__(self, examples, bits):
        mask = (1 << bits) - 1
        parts = [examples.features(k, mask) for k in range(len(examples))]
        self.ends = np.concatenate([[0], np.cumsum([len(p) for p in parts])])
        self.flat = torch.from_numpy(np.concatenate(parts).astype(np.int64))

    def batch(self, chosen):
        parts = [self.flat[self.ends[i]:self.ends[i + 1]] for i in chosen]
        lengths = torch.tensor([max(1, len(p)) for p in parts])
        flat = torch.cat(parts)
        starts = torch.cat([torch.zeros(1, dtype=torch.long), torch.tensor([len(p) for p in parts]).cumsum(0)[:-1]])
        each = torch.tensor([len(p) for p in parts])
        scale = torch.repeat_interleave(lengths.float().rsqrt(), each)
        return flat, starts, each, scale


def forward(table, bias, packed, chosen):
    flat, starts, _, scale = packed.batch(chosen)
    return torch.nn.functional.embedding_bag(flat, table, starts, mode='sum', per_sample_weights=scale) + bias


def gradient(logits, targets, weights):
    """Of cross-entropy on the first three columns and of logistic loss on the others."""
    slope = torch.sigmoid(logits) - targets
    slope[:, :3] = torch.softmax(logits[:, :3], 1) - targets[:, :3]
    return slope * weights


def train_linear(packed, targets, weights, bits, epochs=4, rate=0.1, decay=1e-6, seed=1, log=print):
    heads = targets.shape[1]
    draw = np.random.RandomState(seed)
    table = torch.zeros(1 << bits, heads)
    seen = torch.zeros(1 << bits, heads)
    bias = torch.zeros(heads)
    targets, weights = torch.from_numpy(targets), torch.from_numpy(weights)
    count = len(targets)
    with torch.no_grad():
        for epoch in range(epochs):
            step = rate * (1 - epoch / epochs)
            for batch in np.array_split(draw.permutation(count), max(1, count // 256)):
                flat, starts, each, scale = packed.batch(batch)
                logits = torch.nn.functional.embedding_bag(flat, table, starts, mode='sum', per_sample_weights=scale) + bias
                slope = gradient(logits, targets[batch], weights[batch])
                spread = torch.repeat_interleave(slope, each, dim=0) * scale[:, None]
                rows, inverse = torch.unique(flat, return_inverse=True)
                total = torch.zeros(len(rows), heads).index_add_(0, inverse, spread) + decay * len(batch) * table[rows]
                seen[rows] += total ** 2
                table[rows] -= step * total / (seen[rows].sqrt() + 1e-3)
                bias -= 0.002 * slope.mean(0) * 10
            log(f'linear epoch {epoch}')
    return table, bias


def predict(table, bias, packed, count):
    with torch.no_grad():
        return torch.cat([forward(table, bias, packed, range(b, min(count, b + 2000))) for b in range(0, count, 2000)]).numpy()
