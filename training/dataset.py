"""Labelled texts as arrays: features and tokens come from export-features.ts, labels become heads with masks."""
import json
import re
import zlib

import numpy as np

LANGUAGES = ['en', 'es', 'fr', 'de', 'it', 'pt']
LABELS = {'negative': 0, 'neutral': 1, 'positive': 2}
# The heads of the network. The first three are one softmax; the others are sigmoids of their own.
HEADS = ['negative', 'neutral', 'positive', 'complaint', 'question', 'request', 'bug', 'purchase', 'churn']
# Learned besides because they shape the filters; not shipped.
HELPERS = ['irony', 'offensive', 'anger', 'joy', 'optimism', 'sadness']
ALL_HEADS = HEADS + HELPERS

# What a set may be used for. The airline set is non-commercial: evaluation only.
SENTIMENT_SETS = [
    'semeval17_tweets', 'vader_gold', 'brand_product_emotion', 'apple_tweets', 'sanders_tweets', 'uk_mobile_tweets',
    'target_tweets_dong14', 'umsab_multilingual', 'app_reviews_maalej', 'complaint_reviews_cesamard', 'airline_tweets',
]
EVALUATE_ONLY = {'airline_tweets'}
INTENT_SETS = [
    'complaints_tweets', 'complaint_reviews_cesamard', 'github_issues_nlbse24', 'app_reviews_googleplay',
    'app_reviews_maalej', 'purchase_intent_tweets', 'churn_chat_swisscom',
]
HELPER_SETS = ['tweeteval_irony', 'tweeteval_offensive', 'tweeteval_emotion', 'seed_lexicon']
ENGLISH_SETS = [
    'semeval17_tweets', 'airline_tweets', 'vader_gold', 'sanders_tweets', 'brand_product_emotion', 'apple_tweets',
    'uk_mobile_tweets',
]


class Source:
    """One exported set."""

    def __init__(self, folder, name):
        path = f'{folder}/{name}'
        self.name = name
        self.rows = json.load(open(f'{path}.rows.json'))
        self.tokens = np.fromfile(f'{path}.tokens.bin', dtype=np.int32)
        self.features = np.fromfile(f'{path}.features.bin', dtype=np.int32)
        self.token_ends = ends(f'{path}.token-ends.bin')
        self.feature_ends = ends(f'{path}.feature-ends.bin')

    def tokens_of(self, i):
        return self.tokens[self.token_ends[i]:self.token_ends[i + 1]]

    def features_of(self, i):
        return self.features[self.feature_ends[i]:self.feature_ends[i + 1]]


def ends(path):
    return np.concatenate([[0], np.fromfile(path, dtype=np.int32).astype(np.int64)])


def labels_of(name, row):
    """Head → 0 or 1 for what the row says; heads it does not speak of are absent."""
    found = {}
    label = row['label']
    if row['split'] == 'train':
        found.update(plain_labels(name, row))
    sentiment = sentiment_of(name, row)
    if sentiment is not None:
        found.update({head: int(i == sentiment) for i, head in enumerate(HEADS[:3])})
    if name in ('complaints_tweets', 'complaint_reviews_cesamard'):
        found['complaint'] = int(label == 'complaint')
    elif name == 'github_issues_nlbse24':
        found.update(question=int(label == 'question'), bug=int(label == 'bug_report'), request=int(label == 'feature_request'))
    elif name.startswith('app_reviews'):
        parts = label.replace('|', '+').split('+')
        found.update(bug=int('bug_report' in parts), request=int('feature_request' in parts))
    elif name == 'purchase_intent_tweets':
        found['purchase'] = int(label == 'purchase_intent')
    elif name == 'churn_chat_swisscom':
        found['churn'] = int(label == 'churn')
    elif name == 'tweeteval_irony':
        found['irony'] = int(label == 'irony')
    elif name == 'tweeteval_offensive':
        found['offensive'] = int(label == 'offensive')
    elif name == 'tweeteval_emotion':
        found.update({emotion: int(label == emotion) for emotion in HELPERS[2:]})
    return found


ASKING = re.compile(r'\b(anyone|how|what|where|when|which|can|could|does|do|should|any)\b', re.IGNORECASE)


def plain_labels(name, row):
    """Weak labels: an ordinary tweet is seldom a bug report, a wish, a purchase or a farewell; a question has a mark."""
    if name == 'semeval17_tweets' and zlib.crc32(row['id'].encode()) % 10 == 0:
        found = {'bug': 0, 'request': 0, 'purchase': 0, 'churn': 0}
    elif name == 'complaints_tweets':
        found = {'purchase': 0}
    elif name == 'uk_mobile_tweets':
        # Unhappy tweets to a telephone company are complaints, nearly always.
        return {'complaint': int(row['label'] == 'negative')}
    else:
        return {}
    if '?' not in row['text']:
        found['question'] = 0
    elif ASKING.search(row['text']):
        found['question'] = 1
    return found


def sentiment_of(name, row):
    if name == 'seed_lexicon':
        return LABELS[row['label']]
    if name not in SENTIMENT_SETS:
        return None
    if name == 'app_reviews_maalej':
        return {'1': 0, '2': 0, '4': 2, '5': 2}.get(row.get('stars', '')[:1])
    if name == 'complaint_reviews_cesamard':
        return LABELS.get(row['sentiment'])
    return LABELS.get(row['label'])


class Examples:
    """Rows of many sets side by side."""

    def __init__(self):
        self.sources, self.at, self.sets, self.splits, self.langs, self.labels, self.rows = [], [], [], [], [], [], []

    def add(self, source, i, set_name, row, labels):
        self.sources.append(source)
        self.at.append(i)
        self.sets.append(set_name)
        self.splits.append(row['split'])
        self.langs.append(row.get('lang') or 'en')
        self.labels.append(labels)
        self.rows.append(row)

    def __len__(self):
        return len(self.at)

    def tokens(self, k, most):
        return self.sources[k].tokens_of(self.at[k])[:most]

    def features(self, k, mask):
        return self.sources[k].features_of(self.at[k]) & mask

    def matrices(self):
        """Labels and weights as [rows, heads]; weight 0: not labelled. Classes weigh alike inside each set and head."""
        values = np.zeros((len(self), len(ALL_HEADS)), dtype=np.float32)
        weights = np.zeros_like(values)
        for k, labels in enumerate(self.labels):
            for head, value in labels.items():
                values[k, ALL_HEADS.index(head)] = value
                weights[k, ALL_HEADS.index(head)] = 1
        return values, weights


def read_examples(folder, without=()):
    """All sets: (train, dev). Texts of the languages that are not scored are left out."""
    train, dev = Examples(), Examples()
    for name in sorted(set(SENTIMENT_SETS + INTENT_SETS + HELPER_SETS) - set(without)):
        source = Source(folder, name)
        for i, row in enumerate(source.rows):
            lang = row.get('lang') or 'en'
            labels = labels_of(name, row)
            if lang not in LANGUAGES or not labels:
                continue
            set_name = f'umsab_{lang}' if name == 'umsab_multilingual' else name
            if row['split'] == 'dev':
                dev.add(source, i, set_name, row, labels)
            elif row['split'] == 'train' and name not in EVALUATE_ONLY:
                train.add(source, i, set_name, row, labels)
    return train, dev


def balance(examples, values, weights, most=8.0):
    """Weights so that within each set every class of a head weighs alike (macro recall is what we are after)."""
    sets = np.array(examples.sets)
    balanced = weights.copy()
    for name in set(examples.sets):
        here = sets == name
        for head in range(3):
            labelled = here & (weights[:, 0] > 0)
            chosen = labelled & (values[:, head] > 0)
            if chosen.any():
                balanced[chosen, 0] = min(most, labelled.sum() / (3 * chosen.sum()))
        for head in range(3, values.shape[1]):
            labelled = here & (weights[:, head] > 0)
            for value in (0, 1):
                chosen = labelled & (values[:, head] == value)
                if chosen.any():
                    balanced[chosen, head] = min(most, labelled.sum() / (2 * chosen.sum()))
    balanced[:, 1] = balanced[:, 2] = balanced[:, 0]
    balanced[sets == 'uk_mobile_tweets', ALL_HEADS.index('complaint')] *= 0.3
    return balanced


def macro_recall(truth, guess, classes=3):
    found = [np.mean(guess[truth == c] == c) for c in range(classes) if (truth == c).any()]
    return float(np.mean(found))


def macro_f1(truth, guess, classes=3):
    scores = []
    for c in range(classes):
        hit = ((guess == c) & (truth == c)).sum()
        wrong = ((guess == c) & (truth != c)).sum()
        missed = ((guess != c) & (truth == c)).sum()
        scores.append(2 * hit / max(1, 2 * hit + wrong + missed))
    return float(np.mean(scores))


def auc(truth, score):
    order = np.argsort(score)
    ranks = np.empty(len(score))
    ranks[order] = np.arange(1, len(score) + 1)
    positives = truth.sum()
    negatives = len(truth) - positives
    return float((ranks[truth == 1].sum() - positives * (positives + 1) / 2) / max(1, positives * negatives))


def best_f1(truth, score):
    order = np.argsort(-score)
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(score) + 1) + truth.sum())
    k = int(np.argmax(f1))
    return float(f1[k]), float(score[order][k])


def report(dev, logits):
    """Figures on dev, as a dict; logits are [rows, heads]."""
    values, weights = dev.matrices()
    sets = np.array(dev.sets)
    figures = {}
    guess = logits[:, :3].argmax(1)
    truth = values[:, :3].argmax(1)
    for name in sorted(set(dev.sets)):
        here = (sets == name) & (weights[:, 0] > 0)
        if here.sum() > 30:
            measure = macro_f1 if name.startswith('umsab') else macro_recall
            figures[name] = measure(truth[here], guess[here])
    figures['english mean'] = float(np.mean([figures[k] for k in ENGLISH_SETS]))
    figures['other mean f1'] = float(np.mean([figures[f'umsab_{l}'] for l in LANGUAGES[1:]]))
    for head in range(3, logits.shape[1]):
        for name in sorted(set(dev.sets)):
            here = (sets == name) & (weights[:, head] > 0)
            if here.sum() < 30:
                continue
            t, s = values[here, head], logits[here, head]
            f1, threshold = best_f1(t, s)
            both = macro_f1(t.astype(int), (s >= threshold).astype(int), 2)
            figures[f'{ALL_HEADS[head]}/{name}'] = {'auc': auc(t, s), 'f1': f1, 'macro f1': both, 'at': threshold}
    return figures
