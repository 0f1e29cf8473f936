"""Writes the model file that src/analysis/model-file.ts reads: little-endian, sections aligned to 4 bytes."""
import json
import struct

import numpy as np

MAGIC = b'LSTN'
FORMAT = 2


def quantise(table):
    """[rows, columns] → int8 and the scale of each column; the few largest values are clipped."""
    top = np.quantile(np.abs(table[np.abs(table).sum(1) > 0]), 0.9999, axis=0) + 1e-9
    scale = (top / 127).astype(np.float32)
    return np.clip(np.round(table / scale), -127, 127).astype(np.int8), scale


def word_tables(net, filters):
    """What each word adds to each filter at each of its places: [rows, columns] with the scale of each filter."""
    vectors = net.vectors.weight.detach().numpy()
    blocks, scales, biases = [], [], []
    for conv, (width, count) in zip(net.convs, filters.items()):
        weight = conv.weight.detach().numpy()
        places = np.stack([vectors @ weight[:, :, place].T for place in range(width)], 1)
        top = np.quantile(np.abs(places), 0.99995, axis=(0, 1)) + 1e-9
        scale = (top / 127).astype(np.float32)
        whole = np.clip(np.round(places / scale), -127, 127).astype(np.int8)
        blocks.append(whole.reshape(len(vectors), width * count))
        scales.append(scale)
        biases.append(conv.bias.detach().numpy())
    table = np.concatenate(blocks, 1)
    table[0] = 0
    return table, np.concatenate(scales), np.concatenate(biases)


def write_model(path, header, floats, hashes, tables):
    """`floats`: name → float32 array, in the header's order."""
    header = dict(header, floats=[[name, int(values.size)] for name, values in floats.items()])
    text = json.dumps(header, separators=(',', ':')).encode()
    text += b' ' * (-len(text) % 4)
    with open(path, 'wb') as file:
        file.write(MAGIC + struct.pack('<II', FORMAT, len(text)) + text)
        for values in floats.values():
            file.write(values.astype('<f4').tobytes())
        file.write(np.asarray(hashes, dtype='<i4').tobytes())
        for table in tables:
            file.write(table.tobytes() + b'\0' * (-table.size % 4))
