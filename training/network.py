"""The convolutional part: word vectors, filters of one to three words, the strongest answer of each, one output row."""
from collections import Counter

import numpy as np
import torch
from torch import nn
from torch.nn import functional

MOST_TOKENS = 120


def hash_word(word):
    """As hashWord in src/analysis/tokens.ts."""
    value, last, run = 0x811C9DC5, 0, 0
    for character in word.lower():
        unit = ord(character)
        if unit in (39, 0x2019):
            continue
        run = run + 1 if unit == last else 1
        last = unit
        if run > 2:
            continue
        value = ((value ^ unit) * 0x01000193) & 0xFFFFFFFF
    return value - (1 << 32) if value >= 1 << 31 else value


def build_vocabulary(examples, least, common, most):
    """Word hash → row: words seen often enough, then the commonest of the public vectors. Rows 0 and 1: nothing, unknown."""
    counts = Counter()
    for k in range(len(examples)):
        counts.update(set(examples.tokens(k, MOST_TOKENS).tolist()))
    hashes = [h for h, c in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if c >= least]
    hashes += [h for h in dict.fromkeys(common) if counts[h] < least]
    return {h: row + 2 for row, h in enumerate(hashes[:most])}


def encode(examples, vocabulary, most=MOST_TOKENS):
    rows = [[vocabulary.get(h, 1) for h in examples.tokens(k, most).tolist()] for k in range(len(examples))]
    lengths = np.array([max(1, len(r)) for r in rows])
    table = np.zeros((len(rows), most), dtype=np.int64)
    for k, row in enumerate(rows):
        table[k, :len(row)] = row
    return table, lengths


class Network(nn.Module):
    def __init__(self, start, filters, heads, drop, word_drop):
        super().__init__()
        self.vectors = nn.Embedding(start.shape[0], start.shape[1], padding_idx=0)
        self.vectors.weight.data.copy_(torch.from_numpy(start))
        self.convs = nn.ModuleList([nn.Conv1d(start.shape[1], count, width, padding=width - 1) for width, count in filters.items()])
        self.out = nn.Linear(sum(filters.values()), heads)
        self.drop = nn.Dropout(drop)
        self.word_drop = word_drop

    def forward(self, words):
        vectors = self.vectors(words)
        if self.training and self.word_drop > 0:
            vectors = vectors * (torch.rand(vectors.shape[0], vectors.shape[1], 1) > self.word_drop).float()
        vectors = vectors.transpose(1, 2)
        strongest = [functional.relu(conv(vectors)).max(2)[0] for conv in self.convs]
        return self.out(self.drop(torch.cat(strongest, 1)))


def loss_of(logits, targets, weights, smoothing):
    soft = targets[:, :3] * (1 - smoothing) + smoothing / 3
    mood = -(soft * torch.log_softmax(logits[:, :3], 1)).sum(1) * weights[:, 0]
    rest = functional.binary_cross_entropy_with_logits(logits[:, 3:], targets[:, 3:], reduction='none') * weights[:, 3:]
    return (mood.sum() + rest.sum()) / len(logits)


def train_network(net, words, lengths, targets, weights, epochs, rate, vector_rate=0.5, smoothing=0.05, seed=1, after=None):
    draw = np.random.RandomState(seed)
    words, targets, weights = torch.from_numpy(words), torch.from_numpy(targets), torch.from_numpy(weights)
    others = [p for name, p in net.named_parameters() if name != 'vectors.weight']
    optimiser = torch.optim.Adam([
        {'params': others, 'lr': rate, 'weight_decay': 1e-5},
        {'params': [net.vectors.weight], 'lr': rate * vector_rate},
    ])
    count = len(words)
    steps = epochs * (count // 64)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda k: max(0.02, 1 - k / steps))
    for epoch in range(epochs):
        order = np.argsort(lengths + draw.rand(count) * 6)
        batches = [order[b:b + 64] for b in range(0, count, 64)]
        draw.shuffle(batches)
        net.train()
        for chosen in batches:
            most = max(4, int(lengths[chosen].max()))
            optimiser.zero_grad()
            loss_of(net(words[chosen, :most]), targets[chosen], weights[chosen], smoothing).backward()
            optimiser.step()
            schedule.step()
        if after:
            after(epoch, net)


def predict(net, words, lengths):
    net.eval()
    order = np.argsort(lengths)
    out = None
    with torch.no_grad():
        for b in range(0, len(order), 500):
            chosen = order[b:b + 500]
            most = max(4, int(lengths[chosen].max()))
            part = net(torch.from_numpy(words[chosen, :most])).numpy()
            out = np.zeros((len(order), part.shape[1]), dtype=np.float32) if out is None else out
            out[chosen] = part
    return out
