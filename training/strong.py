"""Adapts the sentence encoder to sentiment for the strong tier.

    strong.py EXPORT_FOLDER ENCODER_FOLDER OUT_FOLDER [EPOCHS] [SEED]

EXPORT_FOLDER comes from export-features.ts and export-pieces.ts; ENCODER_FOLDER holds the package's model.json. Writes
adapter.pt, strong.bin (what the product reads) and, for every set of English texts, SET.strong.npy: the logits of its
rows, which teach the fast tier.
"""
import json
import os
import struct
import sys
import time

import numpy as np
import torch

from dataset import HELPER_SETS, INTENT_SETS, SENTIMENT_SETS, Source, balance, ends, read_examples, report
from encoder import Encoder

RANK = 32
KEPT_RANK = 16
RATE = 1e-3
MOST_TRAINED = 64
# Small sets of the kind of posts that the program reads weigh more than their size.
SET_WEIGHTS = {
    'sanders_tweets': 2.0, 'apple_tweets': 2.0, 'uk_mobile_tweets': 2.0, 'brand_product_emotion': 1.5,
    'app_reviews_maalej': 0.5, 'complaint_reviews_cesamard': 0.7, 'target_tweets_dong14': 0.7,
}


def read_pieces(folder, name):
    pieces = np.fromfile(f'{folder}/{name}.pieces.bin', dtype=np.int32)
    return pieces, ends(f'{folder}/{name}.piece-ends.bin')


def pieces_of(folder, examples):
    """A list of arrays, in the order of the examples."""
    found = {name: read_pieces(folder, name) for name in {source.name for source in examples.sources}}
    rows = []
    for source, at in zip(examples.sources, examples.at):
        pieces, borders = found[source.name]
        rows.append(pieces[borders[at]:borders[at + 1]])
    return rows


def pad(rows, most):
    lengths = np.array([max(1, min(most, len(row))) for row in rows])
    table = np.zeros((len(rows), lengths.max()), dtype=np.int64)
    for k, row in enumerate(rows):
        table[k, :min(most, len(row))] = row[:most]
    return torch.from_numpy(table), torch.from_numpy(lengths)


def train(net, rows, targets, weights, epochs, seed, after):
    draw = np.random.RandomState(seed)
    targets, weights = torch.from_numpy(targets), torch.from_numpy(weights)
    lengths = np.array([len(row) for row in rows])
    optimiser = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], lr=RATE, weight_decay=0.01)
    steps = epochs * ((len(rows) + 63) // 64)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda k: min(1, (k + 1) / 150) * max(0.02, 1 - k / steps))
    begun, step = time.time(), 0
    for epoch in range(epochs):
        order = np.argsort(lengths + draw.rand(len(rows)) * 4)
        batches = [order[b:b + 64] for b in range(0, len(order), 64)]
        draw.shuffle(batches)
        net.train()
        for chosen in batches:
            optimiser.zero_grad()
            soft = targets[chosen] * 0.95 + 0.05 / 3
            logits = net(*pad([rows[i] for i in chosen], MOST_TRAINED))
            loss = -((soft * torch.log_softmax(logits, 1)).sum(1) * weights[chosen]).mean()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            if step % 100 == 0:
                print(f'step {step} of {steps}, {time.time() - begun:.0f} s, loss {loss.item():.3f}', flush=True)
        after(epoch)


def predict(net, rows, most=100):
    net.eval()
    order = np.argsort([len(row) for row in rows])
    out = np.zeros((len(rows), 3), dtype=np.float32)
    with torch.no_grad():
        for b in range(0, len(order), 200):
            chosen = order[b:b + 200]
            out[chosen] = net(*pad([rows[i] for i in chosen], most)).numpy()
    return out


def save(path, state):
    """Learned matrices as bytes with a scale for each column, everything else as floats; src/analysis/strong-file.ts reads it."""
    sections, parts = [], []
    for name, tensor in state.items():
        values = tensor.numpy().astype('<f4')
        if name == 'out.weight':
            values = np.ascontiguousarray(values.T)
        values = values.reshape(-1, values.shape[-1])
        kind = 'i1' if values.shape[0] > 1 and name != 'out.weight' else 'f4'
        sections.append([name.replace('pieces_', 'pieces.'), *values.shape, kind])
        if kind == 'f4':
            parts.append(values.tobytes())
            continue
        scale = (np.abs(values).max(0) / 127 + 1e-12).astype('<f4')
        small = np.clip(np.round(values / scale), -127, 127).astype(np.int8)
        parts.append(scale.tobytes() + small.tobytes() + b'\0' * (-small.size % 4))
    text = json.dumps({'sections': sections}, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 4)
    with open(path, 'wb') as file:
        file.write(b'LSTS' + struct.pack('<II', 1, len(text)) + text + b''.join(parts))


def learned(net):
    """What is not the encoder's own."""
    return {k: v for k, v in net.state_dict().items() if 'fixed' not in k and k not in ('pieces', 'timing')}


def shorten(state, rank):
    """Each pair of learned matrices cut to its strongest directions: the package has room for no more."""
    state = dict(state)
    for name in [k for k in state if k.endswith('.down') or k == 'pieces_down']:
        other = name[:-4] + 'up'
        q, r = torch.linalg.qr(state[name])
        left, size, right = torch.linalg.svd(r @ state[other], full_matrices=False)
        root = size[:rank].sqrt()
        state[name], state[other] = (q @ left[:, :rank]) * root, root[:, None] * right[:rank]
    return state


def teach(net, folder, out):
    for name in sorted(set(SENTIMENT_SETS + INTENT_SETS + HELPER_SETS) - {'seed_lexicon'}):
        source = Source(folder, name)
        pieces, borders = read_pieces(folder, name)
        here = [i for i, row in enumerate(source.rows) if (row.get('lang') or 'en') == 'en']
        logits = np.full((len(source.rows), 3), np.nan, dtype=np.float32)
        logits[here] = predict(net, [pieces[borders[i]:borders[i + 1]] for i in here])
        np.save(f'{out}/{name}.strong.npy', logits)


def main(folder, encoder, out, epochs='2', seed='1'):
    torch.set_num_threads(1)
    torch.manual_seed(int(seed))
    os.makedirs(out, exist_ok=True)
    train_set, dev = read_examples(folder, ['seed_lexicon'])
    targets, known = train_set.matrices()
    weights = balance(train_set, targets, known)[:, 0]
    sets, langs = np.array(train_set.sets), np.array(train_set.langs)
    for name, weight in SET_WEIGHTS.items():
        weights[sets == name] *= weight
    chosen = np.flatnonzero((weights > 0) & (langs == 'en'))
    rows = pieces_of(folder, train_set)
    dev_rows = pieces_of(folder, dev)
    english = [k for k in range(len(dev)) if dev.langs[k] == 'en' and 'negative' in dev.labels[k]]
    print(len(chosen), 'texts', flush=True)
    net = Encoder(encoder, 3, RANK)

    def after(epoch):
        logits = np.zeros((len(dev), 3), dtype=np.float32)
        logits[english] = predict(net, [dev_rows[k] for k in english])
        figures = report(dev, logits)
        print('encoder epoch', epoch, {k: round(v, 4) for k, v in figures.items() if isinstance(v, float)}, flush=True)
        torch.save(learned(net), f'{out}/adapter.pt')

    train(net, [rows[k] for k in chosen], targets[chosen, :3], weights[chosen], int(epochs), int(seed), after)
    save(f'{out}/strong.bin', shorten(learned(net), KEPT_RANK))
    teach(net, folder, out)


if __name__ == '__main__':
    main(*sys.argv[1:6])
