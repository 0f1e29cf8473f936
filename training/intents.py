"""Trains the intents' own table: one head per kind of text, and what kind of text it is.

    intents.py EXPORT_FOLDER OUT_FOLDER [check]

EXPORT_FOLDER comes from export-intents.ts. Each head is a logistic regression over words, pairs, beginnings and letter runs,
learned on the train part of the sets that have such labels; its logits are turned into log-odds by five folds of train. With
`check` the figures of those folds are printed. Writes intents.json (names, bits, scale, bias) and intents.bin (int8 rows).
Needs python3-sklearn.
"""
import json
import os
import re
import sys
import zlib

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold

# How much words, beginnings and letter runs weigh.
SHARES = (1, 0.5, 0.5)
STRENGTH = 6
# Which sets show a kind of text; `other` is everything else.
KINDS = {
    'app': ['app_reviews_googleplay', 'app_reviews_maalej'],
    'issue': ['github_issues_nlbse24'],
    'review': ['complaint_reviews_cesamard'],
    'brand': ['complaints_tweets', 'uk_mobile_tweets'],
    'other': ['semeval17_tweets', 'vader_gold', 'target_tweets_dong14', 'apple_tweets', 'sanders_tweets', 'brand_product_emotion',
              'absa14_laptops', 'absa14_restaurants', 'purchase_intent_tweets', 'churn_chat_swisscom'],
}
MOST_OF_A_KIND = 1500


def has(label):
    return lambda row: int(label in re.split(r'[|+]', row['label']))


def never(row):
    return 0


def negative(row):
    return int(row['label'] == 'negative')


# Head → (set, label, weight of a row, most rows).
HEADS = {
    'request@app': [('app_reviews_googleplay', has('feature_request'), 1, None), ('app_reviews_maalej', has('feature_request'), 0.5, None)],
    'request@issue': [('github_issues_nlbse24', has('feature_request'), 1, None)],
    'bug@app': [('app_reviews_googleplay', has('bug_report'), 1, None), ('app_reviews_maalej', has('bug_report'), 0.5, None)],
    'bug@issue': [('github_issues_nlbse24', has('bug_report'), 1, None)],
    'question@issue': [('github_issues_nlbse24', has('question'), 1, None)],
    'complaint@brand': [('complaints_tweets', has('complaint'), 1, None), ('uk_mobile_tweets', negative, 0.2, None),
                        ('apple_tweets', negative, 0.1, None), ('sanders_tweets', negative, 0.1, None),
                        ('semeval17_tweets', negative, 0.05, 6000)],
    'complaint@review': [('complaint_reviews_cesamard', has('complaint'), 1, None)],
    'purchase': [('purchase_intent_tweets', has('purchase_intent'), 1, None), ('semeval17_tweets', never, 0.1, 1500)],
    'churn': [('churn_chat_swisscom', has('churn'), 1, None), ('semeval17_tweets', never, 0.1, 1000)],
}


class Exported:
    """The train rows of one set as a sparse matrix."""

    def __init__(self, folder, name, bits):
        rows = json.load(open(f'{folder}/{name}.rows.json'))
        ids = np.fromfile(f'{folder}/{name}.intents.bin', dtype=np.int32) & ((1 << bits) - 1)
        ends = np.fromfile(f'{folder}/{name}.intent-ends.bin', dtype=np.int32).astype(np.int64)
        lengths = np.diff(np.concatenate([[0], ends]))
        shares = np.tile(SHARES, len(rows)) / np.sqrt(np.maximum(1, lengths))
        values = np.repeat(shares, lengths).astype(np.float32)
        whole = sp.csr_matrix((values, ids, np.concatenate([[0], ends[2::3]])), shape=(len(rows), 1 << bits))
        whole.sum_duplicates()
        keep = [i for i, row in enumerate(rows) if row['split'] == 'train' and row.get('lang', 'en') in ('', 'en')]
        keep.sort(key=lambda i: zlib.crc32(rows[i]['id'].encode()))
        self.rows = [rows[i] for i in keep]
        self.matrix = whole[keep]


def rarity(matrix):
    """Inverse document frequency; a bucket of one text says nothing."""
    seen = np.asarray((matrix > 0).sum(0)).ravel()
    return np.where(seen >= 2, np.log(matrix.shape[0] / (1 + seen)) + 1, 0) / 5


def fit(matrix, truth, weights, strength=STRENGTH):
    balance = np.where(truth == 1, 0.5 / (weights * truth).sum(), 0.5 / (weights * (1 - truth)).sum()) * weights.sum()
    return LogisticRegression(C=strength, solver='liblinear', random_state=0).fit(matrix, truth, sample_weight=weights * balance)


def calibrate(logits, truth, weights):
    """Slope and constant that make held-back logits log-odds."""
    line = LogisticRegression(C=100).fit(logits[:, None], truth, sample_weight=weights)
    return float(line.coef_[0, 0]), float(line.intercept_[0])


def gather(parts, sets):
    matrices, truths, weights, names = [], [], [], []
    for name, label, weight, most in parts:
        source = sets[name]
        count = min(most or len(source.rows), len(source.rows))
        matrices.append(source.matrix[:count])
        truths += [label(row) for row in source.rows[:count]]
        weights += [weight] * count
        names += [name] * count
    return sp.vstack(matrices).tocsr(), np.array(truths), np.array(weights, dtype=float), np.array(names)


def learn(name, parts, sets, check):
    """Weights of every bucket and the constant, both in log-odds."""
    matrix, truth, weights, names = gather(parts, sets)
    rare = rarity(matrix)
    scaled = (matrix @ sp.diags(rare)).tocsr()
    held = np.zeros(len(truth))
    for there, away in StratifiedKFold(5, shuffle=True, random_state=0).split(truth, truth):
        held[away] = fit(scaled[there], truth[there], weights[there]).decision_function(scaled[away])
    first = names == parts[0][0]
    slope, constant = calibrate(held[first], truth[first], weights[first])
    if check:
        for each in dict.fromkeys(names):
            mine = names == each
            if 0 < truth[mine].mean() < 1:
                guess = (held[mine] * slope + constant) > np.log(0.4 / 0.6)
                print(f'{name:18} {each:28} f1 {f1_score(truth[mine], guess):.3f} macro {f1_score(truth[mine], guess, average="macro"):.3f}'
                      f' auc {roc_auc_score(truth[mine], held[mine]):.3f}', flush=True)
    model = fit(scaled, truth, weights)
    return model.coef_[0] * rare * slope, float(model.intercept_[0]) * slope + constant


def learn_kinds(sets, check):
    parts = []
    for kind, names in KINDS.items():
        for name in names:
            source = sets[name]
            count = min(len(source.rows), MOST_OF_A_KIND)
            parts.append((source.matrix[:count], [kind] * count, source.rows[:count]))
    matrix = sp.vstack([part[0] for part in parts]).tocsr()
    truth = np.array([kind for part in parts for kind in part[1]])
    rare = rarity(matrix)
    scaled = (matrix @ sp.diags(rare)).tocsr()
    if check:
        held = np.zeros((len(truth), len(KINDS)))
        for there, away in StratifiedKFold(3, shuffle=True, random_state=0).split(truth, truth):
            for k, kind in enumerate(KINDS):
                model = LogisticRegression(C=STRENGTH, solver='liblinear', random_state=0).fit(scaled[there], truth[there] == kind)
                held[away, k] = model.decision_function(scaled[away])
        guess = np.array(list(KINDS))[held.argmax(1)]
        for kind in KINDS:
            print(f'kind {kind}: recall {np.mean(guess[truth == kind] == kind):.3f}, precision {np.mean(truth[guess == kind] == kind):.3f}')
    models = [LogisticRegression(C=STRENGTH, solver='liblinear', random_state=0).fit(scaled, truth == kind) for kind in KINDS]
    return [(model.coef_[0] * rare, float(model.intercept_[0])) for model in models]


def main(folder, out, check=''):
    bits = json.load(open(f'{folder}/intents.json'))['bits']
    names = sorted({name for names in KINDS.values() for name in names} | {part[0] for parts in HEADS.values() for part in parts})
    sets = {name: Exported(folder, name, bits) for name in names}
    columns = learn_kinds(sets, check) + [learn(name, parts, sets, check) for name, parts in HEADS.items()]
    table = np.stack([weights * 1.0 for weights, _ in columns], 1)
    top = np.array([np.quantile(np.abs(column[column != 0]), 0.9995) for column in table.T])
    scale = (top / 127).astype(np.float32)
    rows = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
    os.makedirs(out, exist_ok=True)
    rows.tofile(f'{out}/intents.bin')
    json.dump({'bits': bits, 'kinds': list(KINDS), 'heads': list(HEADS), 'shares': SHARES, 'scale': scale.tolist(),
               'bias': [constant for _, constant in columns]}, open(f'{out}/intents-head.json', 'w'))
    print('wrote', rows.shape, 'filled', float((rows != 0).any(1).mean()))


if __name__ == '__main__':
    main(*sys.argv[1:4])
