// What Python's `lzma` packed (FORMAT_ALONE): a fifth smaller than what browsers unpack themselves. After the
// specification of the format by Igor Pavlov.

const TOP = 2 ** 24;
const BITS = 11; // of a probability
const RATE = 5; // how fast it learns
const STATES = 12;
const LITERAL_STATES = 7;
const PLACES = 16; // states of a position, at most
const FIRST_FREE = 14; // slots of distances from here on have bits of no probability

/** @param {number} size */
const even = (size) => new Uint16Array(size).fill(2 ** (BITS - 1));

/** The numbers behind the bytes: bits, each of the probability that is learnt for its place. */
class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 18;
    // In an array, that both stay whole numbers of 32 bits.
    this.state = new Uint32Array([2 ** 32 - 1, new DataView(bytes.buffer, bytes.byteOffset).getUint32(14)]);
  }

  refill() {
    const { state } = this;
    if (state[0] >= TOP) return;
    state[0] <<= 8;
    state[1] = (state[1] << 8) | this.bytes[this.at++];
  }

  /** @type {(odds: Uint16Array, i: number) => 0 | 1} */
  bit(odds, i) {
    const { state } = this;
    const bound = (state[0] >>> BITS) * odds[i];
    const one = state[1] >= bound;
    if (one) {
      state[0] -= bound;
      state[1] -= bound;
      odds[i] -= odds[i] >> RATE;
    } else {
      state[0] = bound;
      odds[i] += (2 ** BITS - odds[i]) >> RATE;
    }
    this.refill();
    return one ? 1 : 0;
  }

  /** @param {number} count bits that are one as often as not */
  plain(count) {
    const { state } = this;
    let value = 0;
    for (let i = 0; i < count; i++) {
      state[0] >>>= 1;
      const one = state[1] >= state[0];
      if (one) state[1] -= state[0];
      value = value * 2 + (one ? 1 : 0);
      this.refill();
    }
    return value;
  }

  /** @type {(odds: Uint16Array, count: number, from?: number) => number} the highest bit first */
  tree(odds, count, from = 0) {
    let node = 1;
    for (let i = 0; i < count; i++) node = node * 2 + this.bit(odds, from + node);
    return node - 2 ** count;
  }

  /** @type {(odds: Uint16Array, count: number, from?: number) => number} the lowest bit first */
  reversed(odds, count, from = 0) {
    let [node, value] = [1, 0];
    for (let i = 0; i < count; i++) {
      const bit = this.bit(odds, from + node);
      node = node * 2 + bit;
      value |= bit << i;
    }
    return value;
  }
}

/** The length of a repetition. */
class Lengths {
  constructor() {
    this.choice = even(2);
    this.low = even(PLACES * 8);
    this.middle = even(PLACES * 8);
    this.high = even(256);
  }

  /** @type {(reader: Reader, place: number) => number} */
  read(reader, place) {
    if (!reader.bit(this.choice, 0)) return 2 + reader.tree(this.low, 3, place * 8);
    if (!reader.bit(this.choice, 1)) return 10 + reader.tree(this.middle, 3, place * 8);
    return 18 + reader.tree(this.high, 8);
  }
}

class Unpacker {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    const properties = bytes[0];
    this.lc = properties % 9;
    this.lp = Math.floor(properties / 9) % 5;
    this.pb = Math.floor(properties / 45);
    this.out = new Uint8Array(new DataView(bytes.buffer, bytes.byteOffset).getUint32(5, true));
    this.at = 0;
    this.reader = new Reader(bytes);
    this.literals = even(0x300 << (this.lc + this.lp));
    this.matches = even(STATES * PLACES);
    this.repeats = even(STATES);
    this.repeats0 = even(STATES);
    this.repeats0Long = even(STATES * PLACES);
    this.repeats1 = even(STATES);
    this.repeats2 = even(STATES);
    this.lengths = new Lengths();
    this.repeatLengths = new Lengths();
    this.slots = even(4 * 64);
    this.special = even(128);
    this.aligned = even(16);
    this.state = 0;
    /** @type {number[]} the last distances */
    this.last = [0, 0, 0, 0];
  }

  run() {
    const { out, reader } = this;
    while (this.at < out.length) {
      const place = this.at & ((1 << this.pb) - 1);
      const length = reader.bit(this.matches, this.state * PLACES + place) ? this.match(place) : this.literal();
      const distance = this.last[0] + 1;
      for (let i = 0; i < length; i++, this.at++) out[this.at] = out[this.at - distance];
    }
    return out;
  }

  /** A byte of its own; returns that nothing is repeated. */
  literal() {
    const { out, reader, lc, lp, at } = this;
    const before = at ? out[at - 1] : 0;
    const from = 0x300 * (((at & ((1 << lp) - 1)) << lc) + (before >> (8 - lc)));
    let node = 1;
    if (this.state >= LITERAL_STATES) {
      let match = out[at - this.last[0] - 1];
      while (node < 0x100) {
        const expected = (match >> 7) & 1;
        match <<= 1;
        const bit = reader.bit(this.literals, from + ((1 + expected) << 8) + node);
        node = (node << 1) | bit;
        if (bit !== expected) break;
      }
    }
    while (node < 0x100) node = (node << 1) | reader.bit(this.literals, from + node);
    out[this.at++] = node & 0xff;
    this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6;
    return 0;
  }

  /** @param {number} place */
  match(place) {
    const { reader, state } = this;
    const literal = state < LITERAL_STATES;
    if (!reader.bit(this.repeats, state)) {
      const length = this.lengths.read(reader, place);
      this.last = [this.distance(length), ...this.last.slice(0, 3)];
      this.state = literal ? 7 : 10;
      return length;
    }
    if (!reader.bit(this.repeats0, state)) {
      if (!reader.bit(this.repeats0Long, state * PLACES + place)) {
        this.state = literal ? 9 : 11;
        return 1;
      }
    } else this.again(reader.bit(this.repeats1, state) ? 2 + reader.bit(this.repeats2, state) : 1);
    this.state = literal ? 8 : 11;
    return this.repeatLengths.read(reader, place);
  }

  /** @param {number} which of the last distances comes first again */
  again(which) {
    const [distance] = this.last.splice(which, 1);
    this.last.unshift(distance);
  }

  /** @param {number} length */
  distance(length) {
    const { reader } = this;
    const slot = reader.tree(this.slots, 6, Math.min(length - 2, 3) * 64);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < FIRST_FREE) return base + reader.reversed(this.special, bits, base - slot);
    return base + reader.plain(bits - 4) * 16 + reader.reversed(this.aligned, 4);
  }
}

/**
 * What was packed.
 * @param {Uint8Array} bytes
 * @returns {Uint8Array<ArrayBuffer>}
 */
export const unpacked = (bytes) => new Unpacker(bytes).run();
