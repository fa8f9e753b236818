/* Patterns made from texts, or from what was kept of them. */

#include "patterns.h"

#define MOST_PATTERNS (1 << 26)
/* Of sounds and letters there are no more. */
#define FEW_CHARACTERS 0x400

typedef struct {
    char magic[8];
    Shape shape;
} Head;

static const char MAGIC[8] = "zhpat2\n";

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
    while (((Py_ssize_t)1 << bits) < count)
        bits++;
    return bits;
}

/* Bits of the table of pairs: the more there are, the larger, but never too large to be looked up fast. */
static uint32_t pair_bits_for(Py_ssize_t count) {
    uint32_t bits = power_of_two(count * 32);
    return bits < MOST_PAIR_BITS ? bits : MOST_PAIR_BITS;
}

uint32_t bits_for(Py_ssize_t count) { return power_of_two(count / 4); }

/* The parts of a blob behind its head, in this order. */
typedef struct {
    size_t filter, pairs, alone, slots, begins, numbers, characters, all;
} Sizes;

static Sizes sizes_of(const Shape *shape) {
    Sizes sizes = {
        .filter = sizeof(uint64_t) << shape->filter_bits,
        .pairs = sizeof(uint64_t) << (shape->pair_bits - 6),
        .alone = 0x10000 / 8,
        .slots = sizeof(Slot) << shape->slot_bits,
        .begins = sizeof(uint32_t) * ((size_t)shape->patterns + 1),
        .numbers = sizeof(uint32_t) * (size_t)shape->patterns,
        .characters = sizeof(uint16_t) * (size_t)shape->characters,
    };
    sizes.all = sizeof(Head) + sizes.filter + sizes.pairs + sizes.alone + sizes.slots + sizes.begins +
                sizes.numbers + sizes.characters;
    return sizes;
}

static void point_into(Patterns *self, const char *blob) {
    self->shape = ((const Head *)blob)->shape;
    Sizes sizes = sizes_of(&self->shape);
    self->filter = (const uint64_t *)(blob + sizeof(Head));
    self->pairs = (const uint64_t *)((const char *)self->filter + sizes.filter);
    self->alone = (const uint64_t *)((const char *)self->pairs + sizes.pairs);
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
        if (is_good && number)
            is_good = PyUnicode_Compare(PySequence_Fast_GET_ITEM(list, number - 1), pattern) < 0;
        if (!is_good) {
            PyErr_SetString(PyExc_ValueError,
                            "patterns are different texts of sixteen bits a character, in order");
            return -1;
        }
        total += PyUnicode_GET_LENGTH(pattern);
    }
    return total;
}

static void add_beginning(Patterns *self, uint32_t place) {
    uint32_t first[BEGUN] = {0, 0, 0}, length = length_of(self, place);
    for (uint32_t depth = 0; depth < BEGUN && depth < length; depth++)
        first[depth] = character(self, place, depth);
    uint64_t key = key_of(first[0], first[1], first[2]), hash = three_hash(first[0], first[1], first[2]);
    Slot *slot = (Slot *)slot_of(self->slots, self->shape.slot_bits, key, hash);
    if (!slot->key) *slot = (Slot){key, place, place};
    slot->to = place + 1;
    put_in((uint64_t *)self->filter, self->shape.filter_bits, hash);
    uint32_t pair = pair_of(first[0] * PAIR_FIRST, first[1] * PAIR_SECOND, self->shape.pair_bits);
    if (length > 1) ((uint64_t *)self->pairs)[pair >> 6] |= 1ull << (pair & 63);
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
    Head head = {.shape = {bits_for(count), pair_bits_for(count), power_of_two(count * 3 / 2), 0, 0, 0,
                           (uint32_t)count, (uint32_t)total}};
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
        for (Py_ssize_t depth = 0; depth < size; depth++) {
            Py_UCS4 sign = PyUnicode_READ_CHAR(pattern, depth);
            ((uint16_t *)made.characters)[at++] = (uint16_t)sign;
            head.shape.by_pairs |= sign > FEW_CHARACTERS;
        }
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

/* Whether all that a blob says lies within it, and looking something up comes to an end. */
static int is_sound(const Patterns *self) {
    const Shape *shape = &self->shape;
    size_t used = 0, slots = (size_t)1 << shape->slot_bits;
    for (size_t at = 0; at < slots; at++) {
        const Slot *slot = &self->slots[at];
        used += slot->key != 0;
        if (slot->key && (slot->from > slot->to || slot->to > shape->patterns)) return 0;
    }
    for (uint32_t place = 0; place < shape->patterns; place++)
        if (self->begins[place] >= self->begins[place + 1] || self->numbers[place] >= shape->patterns)
            return 0;
    return used < slots && self->begins[0] == 0 && self->begins[shape->patterns] == shape->characters;
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
    int is_whole = (size_t)self->blob.len >= sizeof(Head) && !memcmp(head->magic, MAGIC, sizeof MAGIC) &&
                   (uintptr_t)head % 8 == 0 && head->shape.filter_bits - 6 <= 24 &&
                   head->shape.pair_bits - 6 <= MOST_PAIR_BITS - 6 && head->shape.slot_bits - 6 <= 24 &&
                   head->shape.patterns <= MOST_PATTERNS &&
                   (size_t)self->blob.len >= sizes_of(&head->shape).all;
    if (is_whole) point_into(self, self->blob.buf);
    if (!is_whole || !is_sound(self)) {
        PyErr_SetString(PyExc_ValueError, "these are no patterns of this module");
        Py_CLEAR(self);
    }
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
