/* Patterns in order, found by what they begin with: a filter of all beginnings, a table from each beginning to the patterns
   that have it, and these compared character by character. */

#include "passes.h"

/* A pattern begins with as many of its characters, up to three. */
#define BEGUN 3
/* Places where a pattern may stand are gathered before they are looked at, so that the memory has time to answer. */
#define GATHERED 64
#define MOST_PATTERNS (1 << 26)

struct Slot {
    uint64_t key;
    uint32_t from, to;
};

typedef struct {
    char magic[8];
    Shape shape;
    uint32_t nothing[2];
} Head;

static const char MAGIC[8] = "zhpat1\n";

void *array_add(Array *array) {
    if (array->count == array->room) {
        Py_ssize_t room = array->room ? array->room * 2 : 64;
        void *items = PyMem_Realloc(array->items, room * array->size);
        if (!items) return PyErr_NoMemory();
        array->items = items;
        array->room = room;
    }
    return (char *)array->items + array->size * array->count++;
}

static uint32_t power_of_two(Py_ssize_t count) {
    uint32_t bits = 6;
    while (((Py_ssize_t)1 << bits) < count) bits++;
    return bits;
}

uint32_t bits_for(Py_ssize_t count) { return power_of_two(count / 4); }

/* ---- Finding ---------------------------------------------------------------------------------------------------- */

typedef struct {
    Py_ssize_t at;
    uint64_t key, hash;
    int depth;
} Begun;

static inline uint64_t key_of(uint32_t one, uint32_t other, uint32_t third) {
    return one | (uint64_t)other << 16 | (uint64_t)third << 32;
}

static const Slot *slot_of(const Slot *slots, uint32_t bits, uint64_t key, uint64_t hash) {
    uint32_t mask = (1u << bits) - 1, at = (uint32_t)(hash >> (64 - bits));
    while (slots[at].key && slots[at].key != key) at = (at + 1) & mask;
    return &slots[at];
}

static inline uint32_t length_of(const Patterns *self, uint32_t place) {
    return self->begins[place + 1] - self->begins[place];
}

static inline uint32_t character(const Patterns *self, uint32_t place, uint32_t depth) {
    return self->characters[self->begins[place] + depth];
}

/* The first of the patterns between two, all longer than `depth`, whose character there is not below a sign. */
static uint32_t first_from(const Patterns *self, uint32_t from, uint32_t to, uint32_t depth, uint32_t sign) {
    while (from < to) {
        uint32_t middle = from + (to - from) / 2;
        if (character(self, middle, depth) < sign) from = middle + 1;
        else to = middle;
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

static int compare_all(const Patterns *self, const Signs *signs, const Begun *begun, int count, Array *hits) {
    for (int place = 0; place < count; place++)
        if (compare(self, signs, begun + place, hits)) return -1;
    return 0;
}

int find_from(const Patterns *self, const Signs *signs, Py_ssize_t start, Array *hits) {
    uint32_t first[BEGUN] = {0, 0, 0};
    for (int depth = 0; depth < BEGUN && start + depth < signs->size; depth++) {
        Py_ssize_t at = start + depth;
        first[depth] = at == signs->other_at ? signs->other : sign_at(signs, at);
        if (!first[depth]) break;
        Begun begun = {start, key_of(first[0], first[1], first[2]), three_hash(first[0], first[1], first[2]), depth + 1};
        if (compare(self, signs, &begun, hits)) return -1;
    }
    return 0;
}

/* Adds the beginnings of patterns that a place may have; one of the three tests before was true. */
static int gather(const Patterns *self, Py_ssize_t at, const uint32_t *first, Begun *begun) {
    const Shape *shape = &self->shape;
    int gathered = 0;
    for (int depth = shape->ones ? 1 : shape->twos ? 2 : 3; depth <= BEGUN && first[depth - 1]; depth++) {
        uint32_t other = depth > 1 ? first[1] : 0, third = depth > 2 ? first[2] : 0;
        uint64_t hash = three_hash(first[0], other, third);
        if (!may_be_in(self->filter, shape->filter_bits, hash)) continue;
        __builtin_prefetch(&self->slots[hash >> (64 - shape->slot_bits)]);
        begun[gathered++] = (Begun){at, key_of(first[0], other, third), hash, depth};
    }
    return gathered;
}

int find(const Patterns *self, const Signs *signs, Array *hits) {
    Begun begun[GATHERED + BEGUN];
    const uint64_t *filter = self->filter, *alone = self->alone;
    const uint32_t bits = self->shape.filter_bits, shift = signs->shift, mask = signs->mask;
    const uint32_t ones = self->shape.ones, twos = self->shape.twos, *entries = signs->entries;
    const Py_ssize_t size = signs->size;
    int gathered = 0;
    uint32_t first[BEGUN] = {0, size ? sign_at(signs, 0) : 0, size > 1 ? sign_at(signs, 1) : 0};
    for (Py_ssize_t at = 0; at < size; at++) {
        first[0] = first[1];
        first[1] = first[2];
        first[2] = at + 2 < size ? entries[at + 2] >> shift & mask : 0;
        uint64_t pair = pair_hash(first[0], first[1]);
        /* One branch for all tests: which of them is true cannot be foreseen. */
        int may_be = may_be_in(filter, bits, pair + first[2] * THIRD);
        if (twos) may_be |= may_be_in(filter, bits, pair);
        if (ones) may_be |= alone[first[0] >> 6] >> (first[0] & 63) & 1;
        if (!may_be) continue;
        gathered += gather(self, at, first, begun + gathered);
        if (gathered < GATHERED) continue;
        if (compare_all(self, signs, begun, gathered, hits)) return -1;
        gathered = 0;
    }
    return compare_all(self, signs, begun, gathered, hits);
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
static PyObject *patterns_hits(Patterns *self, PyObject *text) {
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

/* ---- Making ----------------------------------------------------------------------------------------------------- */

/* The parts of a blob behind its head, in this order. */
typedef struct {
    size_t filter, alone, slots, begins, numbers, characters, all;
} Sizes;

static Sizes sizes_of(const Shape *shape) {
    Sizes sizes = {
        .filter = sizeof(uint64_t) << shape->filter_bits,
        .alone = 0x10000 / 8,
        .slots = sizeof(Slot) << shape->slot_bits,
        .begins = sizeof(uint32_t) * ((size_t)shape->patterns + 1),
        .numbers = sizeof(uint32_t) * (size_t)shape->patterns,
        .characters = sizeof(uint16_t) * (size_t)shape->characters,
    };
    sizes.all = sizeof(Head) + sizes.filter + sizes.alone + sizes.slots + sizes.begins + sizes.numbers + sizes.characters;
    return sizes;
}

static void point_into(Patterns *self, const char *blob) {
    self->shape = ((const Head *)blob)->shape;
    Sizes sizes = sizes_of(&self->shape);
    self->filter = (const uint64_t *)(blob + sizeof(Head));
    self->alone = (const uint64_t *)((const char *)self->filter + sizes.filter);
    self->slots = (const Slot *)((const char *)self->alone + sizes.alone);
    self->begins = (const uint32_t *)((const char *)self->slots + sizes.slots);
    self->numbers = (const uint32_t *)((const char *)self->begins + sizes.begins);
    self->characters = (const uint16_t *)((const char *)self->numbers + sizes.numbers);
}

/* How long all patterns are together; -1 where they are no texts of sixteen bits in order. */
static Py_ssize_t total_of(PyObject *list) {
    Py_ssize_t total = 0;
    for (Py_ssize_t number = 0; number < PySequence_Fast_GET_SIZE(list); number++) {
        PyObject *pattern = PySequence_Fast_GET_ITEM(list, number);
        int is_good = PyUnicode_Check(pattern) && PyUnicode_GET_LENGTH(pattern) > 0 &&
                      PyUnicode_MAX_CHAR_VALUE(pattern) <= BETWEEN;
        if (is_good && number) is_good = PyUnicode_Compare(PySequence_Fast_GET_ITEM(list, number - 1), pattern) < 0;
        if (!is_good) {
            PyErr_SetString(PyExc_ValueError, "patterns are different texts of sixteen bits a character, in order");
            return -1;
        }
        total += PyUnicode_GET_LENGTH(pattern);
    }
    return total;
}

static void add_beginning(Patterns *self, uint32_t place) {
    uint32_t first[BEGUN] = {0, 0, 0}, length = length_of(self, place);
    for (uint32_t depth = 0; depth < BEGUN && depth < length; depth++) first[depth] = character(self, place, depth);
    uint64_t key = key_of(first[0], first[1], first[2]), hash = three_hash(first[0], first[1], first[2]);
    Slot *slot = (Slot *)slot_of(self->slots, self->shape.slot_bits, key, hash);
    if (!slot->key) *slot = (Slot){key, place, place};
    slot->to = place + 1;
    put_in((uint64_t *)self->filter, self->shape.filter_bits, hash);
    if (length == 1) ((uint64_t *)self->alone)[first[0] >> 6] |= 1ull << (first[0] & 63);
}

/* build(patterns in order, the number of each as 32 bits) -> the blob of a `Patterns`. */
PyObject *build_patterns(PyObject *module, PyObject *args) {
    PyObject *patterns, *list, *blob = NULL;
    Py_buffer numbers;
    if (!PyArg_ParseTuple(args, "Oy*", &patterns, &numbers)) return NULL;
    list = PySequence_Fast(patterns, "patterns are a sequence");
    Py_ssize_t count = list ? PySequence_Fast_GET_SIZE(list) : 0, total = list ? total_of(list) : -1;
    if (total < 0) goto done;
    if (count > MOST_PATTERNS || total > UINT32_MAX || numbers.len != count * (Py_ssize_t)sizeof(uint32_t)) {
        PyErr_SetString(PyExc_ValueError, "each pattern has a number, and there are not too many");
        goto done;
    }
    Head head = {.shape = {bits_for(count), power_of_two(count * 3 / 2), 0, 0, (uint32_t)count, (uint32_t)total}};
    memcpy(head.magic, MAGIC, sizeof MAGIC);
    Sizes sizes = sizes_of(&head.shape);
    blob = PyBytes_FromStringAndSize(NULL, sizes.all);
    if (!blob) goto done;
    char *out = PyBytes_AS_STRING(blob);
    memset(out, 0, sizes.all);
    Patterns made;
    memcpy(out, &head, sizeof head);
    point_into(&made, out);
    memcpy((uint32_t *)made.numbers, numbers.buf, sizes.numbers);
    uint32_t *begins = (uint32_t *)made.begins, at = 0;
    for (uint32_t place = 0; place < count; place++) {
        PyObject *pattern = PySequence_Fast_GET_ITEM(list, place);
        Py_ssize_t size = PyUnicode_GET_LENGTH(pattern);
        begins[place] = at;
        for (Py_ssize_t depth = 0; depth < size; depth++)
            ((uint16_t *)made.characters)[at++] = (uint16_t)PyUnicode_READ_CHAR(pattern, depth);
        begins[place + 1] = at;
        head.shape.ones |= size == 1;
        head.shape.twos |= size == 2;
        add_beginning(&made, place);
    }
    memcpy(out, &head, sizeof head);
done:
    Py_XDECREF(list);
    PyBuffer_Release(&numbers);
    return blob;
}

static PyObject *patterns_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    PyObject *blob;
    if (!PyArg_ParseTuple(args, "O", &blob)) return NULL;
    Patterns *self = (Patterns *)type->tp_alloc(type, 0);
    if (!self) return NULL;
    if (PyObject_GetBuffer(blob, &self->blob, PyBUF_SIMPLE)) {
        Py_DECREF(self);
        return NULL;
    }
    const Head *head = self->blob.buf;
    if ((size_t)self->blob.len < sizeof(Head) || memcmp(head->magic, MAGIC, sizeof MAGIC) || (uintptr_t)head % 8 ||
        head->shape.filter_bits > 30 || head->shape.slot_bits > 30 ||
        (size_t)self->blob.len < sizes_of(&head->shape).all) {
        PyErr_SetString(PyExc_ValueError, "these are no patterns of this module");
        Py_DECREF(self);
        return NULL;
    }
    point_into(self, self->blob.buf);
    return (PyObject *)self;
}

static void patterns_free(Patterns *self) {
    if (self->blob.obj) PyBuffer_Release(&self->blob);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef patterns_methods[] = {
    {"hits", (PyCFunction)patterns_hits, METH_O, NULL},
    {NULL},
};

PyTypeObject PatternsType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "chaoxin.zhtext.compiled._passes.Patterns",
    .tp_basicsize = sizeof(Patterns),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = patterns_new,
    .tp_dealloc = (destructor)patterns_free,
    .tp_methods = patterns_methods,
};
