/* Finding patterns in streams of elements, without most of what cannot matter. */

#include "passes.h"

/* As in phonetic.py. */
#define LONGEST_SOUND 4

static inline int may_join(const Passes *self, uint32_t way, uint32_t one, uint32_t other) {
    return may_be_in(self->arrays[JOINTS].buf, self->joint_bits, three_hash(one, other, way));
}

/* Whether a character that parts make may stand beside its neighbors in some word; see `Joints.fits`. */
static int may_fit(const Passes *self, const Signs *signs, const Hit *hit) {
    uint32_t before = signs->entries[hit->start ? hit->start - 1 : signs->size - 1];
    uint32_t behind = signs->entries[hit->end < signs->size ? hit->end : 0];
    int64_t from = ITEM(self, USES_FROM, int64_t, hit->pattern),
            to = ITEM(self, USES_FROM, int64_t, hit->pattern + 1);
    for (int64_t use = from; use < to; use++) {
        if (ITEM(self, USE_KINDS, uint8_t, use) != KIND_PARTS) continue;
        uint32_t sign = READ(ITEM(self, TABLE, uint32_t, ITEM(self, USE_NUMBERS, int32_t, use) & CHARACTER));
        if (may_join(self, 1, sign, READ(behind)) || may_join(self, 1, READ(before), sign) ||
            may_join(self, 2, sign, SOUND(behind)) || may_join(self, 3, SOUND(before), sign))
            return 1;
    }
    return 0;
}

int64_t number_in(PyObject *list, Py_ssize_t place, int item) {
    PyObject *tuple = PyList_GET_ITEM(list, place);
    if (PyTuple_Check(tuple) && PyTuple_GET_SIZE(tuple) > item)
        return PyLong_AsLongLong(PyTuple_GET_ITEM(tuple, item));
    PyErr_SetString(PyExc_TypeError, "places are tuples");
    return -1;
}

/* Keeps of parts those that may fit and those that follow one another or a picture. */
static int drop_parts(const Passes *self, const Signs *signs, PyObject *pictures, Array *hits) {
    const uint8_t *kinds = self->arrays[KINDS].buf;
    Hit *items = hits->items;
    Py_ssize_t kept = 0, parts = 0;
    for (Py_ssize_t place = 0; place < hits->count; place++)
        parts += kinds[items[place].pattern] >= KIND_PARTS;
    if (!parts) return 0;
    uint8_t *edges = PyMem_Calloc(1, signs->size + 1);
    if (!edges) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t place = 0; place < hits->count; place++) {
        if (kinds[items[place].pattern] < KIND_PARTS) continue;
        edges[items[place].start] |= 1;
        edges[items[place].end] |= 2;
    }
    for (Py_ssize_t place = 0; pictures && place < PyList_GET_SIZE(pictures); place++) {
        int64_t element = number_in(pictures, place, 1);
        if (element >= 0 && element <= signs->size) edges[element] |= 3;
    }
    for (Py_ssize_t place = 0; place < hits->count; place++) {
        Hit hit = items[place];
        if (kinds[hit.pattern] != KIND_PARTS || edges[hit.start] & 2 || edges[hit.end] & 1 ||
            may_fit(self, signs, &hit))
            items[kept++] = hit;
    }
    hits->count = kept;
    PyMem_Free(edges);
    return PyErr_Occurred() ? -1 : 0;
}

/* Adds the ways to say words that begin with what was heard, but those of which just the words stand there:
   they are found as they are written. Backwards it must be just that. */
static int add_ways(const Passes *self, const Signs *reads, const Hit *hit, Array *ways) {
    int64_t from = ITEM(self, WAYS_FROM, int64_t, hit->pattern),
            to = ITEM(self, WAYS_FROM, int64_t, hit->pattern + 1);
    for (int64_t use = from; use < to; use++) {
        int32_t way = ITEM(self, WAYS, int32_t, use);
        int64_t begin = ITEM(self, OWN_FROM, int64_t, way),
                size = ITEM(self, OWN_FROM, int64_t, way + 1) - begin;
        int is_own = hit->start + size <= reads->size;
        for (int64_t place = 0; is_own && place < size; place++)
            is_own = sign_at(reads, hit->start + place) == ITEM(self, OWN, uint16_t, begin + place);
        if (is_own != ITEM(self, BACKWARDS, uint8_t, way)) continue;
        Hit *added = array_add(ways);
        if (!added) return -1;
        *added = (Hit){hit->start, (int32_t)(hit->start + size), way};
    }
    return 0;
}

/* What is found around rare characters if they are read in their second way. */
static int find_rare(const Passes *self, Signs *sounds, PyObject *rare, Array *hits) {
    Py_buffer buffer;
    int failed = 0;
    if (rare == Py_None) return 0;
    if (PyObject_GetBuffer(rare, &buffer, PyBUF_SIMPLE)) return -1;
    const Rare *items = buffer.buf;
    for (Py_ssize_t at = 0; !failed && at < buffer.len / (Py_ssize_t)sizeof(Rare); at++) {
        Py_ssize_t place = items[at].element;
        if (place < 0 || place >= sounds->size) continue;
        sounds->other_at = place;
        sounds->other = (uint32_t)items[at].other;
        for (Py_ssize_t start = place > LONGEST_SOUND ? place - LONGEST_SOUND : 0; !failed && start <= place;
             start++)
            failed = find_from(self->sounds, sounds, start, hits);
    }
    PyBuffer_Release(&buffer);
    return failed;
}

int find_written(const Passes *self, const Signs *reads, PyObject *pictures, Array *hits) {
    return find(self->signs, reads, hits) || drop_parts(self, reads, pictures, hits) ? -1 : 0;
}

int find_heard(const Passes *self, const Signs *reads, PyObject *rare, Array *ways) {
    Signs sounds = {reads->entries, 16, 0x1FF, reads->size, -1, 0};
    Array hits = {NULL, 0, 0, sizeof(Hit)};
    int failed = find(self->sounds, &sounds, &hits) || find_rare(self, &sounds, rare, &hits);
    for (Py_ssize_t place = 0; !failed && place < hits.count; place++)
        failed = add_ways(self, reads, (Hit *)hits.items + place, ways);
    PyMem_Free(hits.items);
    return failed ? -1 : 0;
}

/* heard(entries, rare) -> start, end and number of each way to say a word */
PyObject *passes_heard(Passes *self, PyObject *const *args, Py_ssize_t count) {
    Py_buffer buffer;
    PyObject *answer = NULL;
    if (count != 2) return PyErr_Format(PyExc_TypeError, "entries and rare ones are asked for");
    if (PyObject_GetBuffer(args[0], &buffer, PyBUF_SIMPLE)) return NULL;
    Signs reads = {buffer.buf, 0, 0xFFFF, buffer.len / (Py_ssize_t)sizeof(uint32_t), -1, 0};
    Array ways = {NULL, 0, 0, sizeof(Hit)};
    if (!find_heard(self, &reads, args[1], &ways)) answer = hits_told(ways.items, ways.count);
    PyMem_Free(ways.items);
    PyBuffer_Release(&buffer);
    return answer;
}

/* written(entries) -> places of patterns */
PyObject *passes_written(Passes *self, PyObject *given) {
    Py_buffer entries;
    PyObject *answer = NULL;
    if (PyObject_GetBuffer(given, &entries, PyBUF_SIMPLE)) return NULL;
    Signs reads = {entries.buf, 0, 0xFFFF, entries.len / (Py_ssize_t)sizeof(uint32_t), -1, 0};
    Array hits = {NULL, 0, 0, sizeof(Hit)};
    if (!find_written(self, &reads, NULL, &hits)) answer = hits_told(hits.items, hits.count);
    PyMem_Free(hits.items);
    PyBuffer_Release(&entries);
    return answer;
}
