/* Finding patterns. */

#include "patterns.h"

/* Places where a pattern may stand are gathered before they are looked at, so that the memory has time to
 * answer. */
#define GATHERED 64

typedef struct {
    Py_ssize_t at;
    uint64_t key, hash;
    int depth;
} Begun;

/* The first of the patterns between two, all longer than `depth`, whose character there is not below a sign.
 */
static uint32_t first_from(const Patterns *self, uint32_t from, uint32_t to, uint32_t depth, uint32_t sign) {
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (character(self, middle, depth) < sign)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* All patterns that stand at a place and have its beginning. */
static int compare(const Patterns *self, const Signs *signs, const Begun *begun, Array *hits) {
    const Slot *slot = slot_of(self->slots, self->shape.slot_bits, begun->key, begun->hash);
    uint32_t from = slot->from, to = slot->to, depth = (uint32_t)begun->depth;
    if (!slot->key) return 0;
    for (Py_ssize_t at = begun->at + depth; from < to; at++, depth++) {
        if (length_of(self, from) == depth) {
            if (at > signs->other_at) {
                Hit *hit = array_add(hits);
                if (!hit) return -1;
                *hit = (Hit){(int32_t)begun->at, (int32_t)at, (int32_t)self->numbers[from]};
            }
            from++;
        }
        if (from == to || at >= signs->size) return 0;
        uint32_t sign = at == signs->other_at ? signs->other : sign_at(signs, at);
        from = first_from(self, from, to, depth, sign);
        to = first_from(self, from, to, depth, sign + 1);
    }
    return 0;
}

int find_from(const Patterns *self, const Signs *signs, Py_ssize_t start, Array *hits) {
    uint32_t first[BEGUN] = {0, 0, 0};
    for (int depth = 0; depth < BEGUN && start + depth < signs->size; depth++) {
        Py_ssize_t at = start + depth;
        first[depth] = at == signs->other_at ? signs->other : sign_at(signs, at);
        if (!first[depth]) break;
        uint64_t hash = three_hash(first[0], first[1], first[2]);
        if (!may_be_in(self->filter, self->shape.filter_bits, hash)) continue;
        Begun begun = {start, key_of(first[0], first[1], first[2]), hash, depth + 1};
        if (compare(self, signs, &begun, hits)) return -1;
    }
    return 0;
}

/* Adds the beginnings of patterns that a place may have; one of the three tests before was true. */
static int gather(const Patterns *self, const Signs *signs, Py_ssize_t at, Begun *begun) {
    const Shape *shape = &self->shape;
    uint32_t first[BEGUN] = {0, 0, 0};
    int gathered = 0;
    for (int depth = 0; depth < BEGUN && at + depth < signs->size; depth++)
        first[depth] = sign_at(signs, at + depth);
    for (int depth = shape->ones ? 1 : shape->twos ? 2 : 3; depth <= BEGUN && first[depth - 1]; depth++) {
        uint32_t other = depth > 1 ? first[1] : 0, third = depth > 2 ? first[2] : 0;
        uint64_t hash = three_hash(first[0], other, third);
        if (!may_be_in(self->filter, shape->filter_bits, hash)) continue;
        __builtin_prefetch(&self->slots[hash >> (64 - shape->slot_bits)]);
        begun[gathered++] = (Begun){at, key_of(first[0], other, third), hash, depth};
    }
    return gathered;
}

/* Keeps of places those with a beginning that the filter has, without a branch. */
static __attribute__((noinline)) int keep_begun(const Patterns *self, const Signs *signs, uint32_t *places,
                                                int count) {
    const Shape shape = self->shape;
    int kept = 0;
    for (int place = 0; place < count; place++) {
        Py_ssize_t at = places[place];
        uint32_t one = sign_at(signs, at), other = at + 1 < signs->size ? sign_at(signs, at + 1) : 0,
                 third = at + 2 < signs->size ? sign_at(signs, at + 2) : 0;
        uint64_t pair = pair_hash(one, other);
        int may_be = may_be_in(self->filter, shape.filter_bits, pair + third * THIRD) |
                     may_be_in(self->filter, shape.filter_bits, pair) |
                     (self->alone[one >> 6] >> (one & 63) & 1);
        places[kept] = (uint32_t)at;
        kept += may_be;
    }
    return kept;
}

/* Looks at places where a pattern may stand. */
static __attribute__((noinline)) int look_at(const Patterns *self, const Signs *signs, uint32_t *places,
                                             int count, Array *hits) {
    Begun begun[BEGUN * GATHERED];
    int gathered = 0;
    for (int place = 0; place < count; place++)
        gathered += gather(self, signs, places[place], begun + gathered);
    for (int place = 0; place < gathered; place++)
        if (compare(self, signs, begun + place, hits)) return -1;
    return 0;
}

/* Collects places without a branch: which of the tests is true cannot be foreseen. */
#define COLLECT(is_place, kept)                                                                              \
    places[count] = (uint32_t)at;                                                                            \
    count += (is_place) & 1;                                                                                 \
    if (count < GATHERED) continue;                                                                          \
    if (look_at(self, signs, places, kept, hits)) return -1;                                                 \
    count = 0

/* Patterns of many different characters: hardly any two stand together in a text and begin one. */
static int find_by_pairs(const Patterns *self, const Signs *signs, Array *hits) {
    const uint64_t *pairs = self->pairs, *alone = self->alone;
    const uint32_t bits = self->shape.pair_bits, shift = signs->shift, mask = signs->mask,
                   ones = self->shape.ones, *entries = signs->entries;
    const Py_ssize_t size = signs->size;
    uint32_t places[GATHERED], next = size ? sign_at(signs, 0) : 0;
    int count = 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        uint32_t sign = next;
        next = at + 1 < size ? entries[at + 1] >> shift & mask : 0;
        uint32_t pair = pair_of(sign * PAIR_FIRST, next * PAIR_SECOND, bits);
        uint64_t may_be = pairs[pair >> 6] >> (pair & 63);
        if (ones) may_be |= alone[sign >> 6] >> (sign & 63);
        COLLECT(may_be, keep_begun(self, signs, places, count));
    }
    return look_at(self, signs, places, keep_begun(self, signs, places, count), hits);
}

/* Patterns of few: any two may begin one. */
static int find_by_threes(const Patterns *self, const Signs *signs, Array *hits) {
    const uint64_t *filter = self->filter, *alone = self->alone;
    const uint32_t bits = self->shape.filter_bits, shift = signs->shift, mask = signs->mask,
                   ones = self->shape.ones, twos = self->shape.twos, *entries = signs->entries;
    const Py_ssize_t size = signs->size;
    uint32_t places[GATHERED],
        first[BEGUN] = {0, size ? sign_at(signs, 0) : 0, size > 1 ? sign_at(signs, 1) : 0};
    int count = 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        first[0] = first[1];
        first[1] = first[2];
        first[2] = at + 2 < size ? entries[at + 2] >> shift & mask : 0;
        uint64_t pair = pair_hash(first[0], first[1]);
        int may_be = may_be_in(filter, bits, pair + first[2] * THIRD);
        if (twos) may_be |= may_be_in(filter, bits, pair);
        if (ones) may_be |= alone[first[0] >> 6] >> (first[0] & 63) & 1;
        COLLECT(may_be, count);
    }
    return look_at(self, signs, places, count, hits);
}

int find(const Patterns *self, const Signs *signs, Array *hits) {
    return self->shape.by_pairs ? find_by_pairs(self, signs, hits) : find_by_threes(self, signs, hits);
}

uint32_t longest_of(const Patterns *self) {
    uint32_t longest = 1;
    for (uint32_t place = 0; place < self->shape.patterns; place++)
        if (length_of(self, place) > longest) longest = length_of(self, place);
    return longest;
}

PyObject *hits_told(const Hit *hits, Py_ssize_t count) {
    PyObject *list = PyList_New(count);
    for (Py_ssize_t place = 0; list && place < count; place++) {
        PyObject *one = PyTuple_New(BEGUN);
        if (!one) {
            Py_CLEAR(list);
            break;
        }
        PyTuple_SET_ITEM(one, 0, PyLong_FromLong(hits[place].start));
        PyTuple_SET_ITEM(one, 1, PyLong_FromLong(hits[place].end));
        PyTuple_SET_ITEM(one, 2, PyLong_FromLong(hits[place].pattern));
        PyList_SET_ITEM(list, place, one);
    }
    return list;
}

/* hits(text): signs of more than sixteen bits are in no pattern. */
PyObject *patterns_hits(Patterns *self, PyObject *text) {
    Array hits = {NULL, 0, 0, sizeof(Hit)};
    PyObject *answer = NULL;
    if (!PyUnicode_Check(text)) return PyErr_Format(PyExc_TypeError, "a text is asked for");
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    uint32_t *codes = PyMem_Malloc((size + 1) * sizeof(uint32_t));
    if (!codes) return PyErr_NoMemory();
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 sign = PyUnicode_READ_CHAR(text, at);
        codes[at] = sign > BETWEEN ? BETWEEN : sign;
    }
    Signs signs = {codes, 0, 0xFFFF, size, -1, 0};
    if (!find(self, &signs, &hits)) answer = hits_told(hits.items, hits.count);
    PyMem_Free(codes);
    PyMem_Free(hits.items);
    return answer;
}
