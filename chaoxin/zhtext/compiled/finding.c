/* Finding patterns in streams of elements, without most of what cannot matter. */

#include "passes.h"

/* As in compiling.py, phonetic.py and contexts.py. */
#define PLAIN 1
#define SINGLE 2
#define LONGEST_SOUND 4
#define CUES_REACH 14

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

/* Keeps of parts those that may fit and those that follow one another. */
static int drop_parts(const Passes *self, const Signs *signs, Array *hits) {
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
    for (Py_ssize_t place = 0; place < hits->count; place++) {
        Hit hit = items[place];
        if (kinds[hit.pattern] != KIND_PARTS || edges[hit.start] & 2 || edges[hit.end] & 1 ||
            may_fit(self, signs, &hit))
            items[kept++] = hit;
    }
    hits->count = kept;
    PyMem_Free(edges);
    return 0;
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

/* heard(entries, rare) -> start, end and number of each way to say a word */
PyObject *passes_heard(Passes *self, PyObject *const *args, Py_ssize_t count) {
    Py_buffer buffer;
    PyObject *answer = NULL;
    if (count != 2) return PyErr_Format(PyExc_TypeError, "entries and rare ones are asked for");
    if (PyObject_GetBuffer(args[0], &buffer, PyBUF_SIMPLE)) return NULL;
    Signs reads = {buffer.buf, 0, 0xFFFF, buffer.len / (Py_ssize_t)sizeof(uint32_t), -1, 0};
    Signs sounds = {buffer.buf, 16, 0x1FF, reads.size, -1, 0};
    Array hits = {NULL, 0, 0, sizeof(Hit)}, ways = {NULL, 0, 0, sizeof(Hit)};
    int failed = find(self->sounds, &sounds, &hits) || find_rare(self, &sounds, args[1], &hits);
    for (Py_ssize_t place = 0; !failed && place < hits.count; place++)
        failed = add_ways(self, &reads, (Hit *)hits.items + place, &ways);
    if (!failed) answer = hits_told(ways.items, ways.count);
    PyMem_Free(hits.items);
    PyMem_Free(ways.items);
    PyBuffer_Release(&buffer);
    return answer;
}

/* Texts that were read, the places of their elements, and where one is just now. */
typedef struct {
    PyObject *texts, *begins;
    const int64_t *first;
    Py_ssize_t number;
    int64_t begin;
} Source;

/* Goes on to the text of an element; elements are asked for in order. */
static PyObject *text_of(Source *source, int64_t element) {
    int64_t place = source->first[element];
    while (source->number + 1 < PyList_GET_SIZE(source->begins)) {
        int64_t next = PyLong_AsLongLong(PyList_GET_ITEM(source->begins, source->number + 1));
        if (next > place) break;
        source->begin = next;
        source->number++;
    }
    return PySequence_Fast_GET_ITEM(source->texts, source->number);
}

static int stands_at(PyObject *text, Py_ssize_t at, PyObject *word) {
    Py_ssize_t size = PyUnicode_GET_LENGTH(word);
    if (at < 0 || at + size > PyUnicode_GET_LENGTH(text)) return 0;
    int kind = PyUnicode_KIND(text), word_kind = PyUnicode_KIND(word);
    const void *data = PyUnicode_DATA(text), *word_data = PyUnicode_DATA(word);
    for (Py_ssize_t place = 0; place < size; place++)
        if (PyUnicode_READ(kind, data, at + place) != PyUnicode_READ(word_kind, word_data, place)) return 0;
    return 1;
}

/* Whether the first or the last character of a place stands there once more; see `repeats.is_drawn_out`. */
static int is_drawn_out(PyObject *text, Py_ssize_t start, Py_ssize_t end) {
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    return (end < PyUnicode_GET_LENGTH(text) &&
            PyUnicode_READ(kind, data, end) == PyUnicode_READ(kind, data, end - 1)) ||
           (start > 0 && PyUnicode_READ(kind, data, start - 1) == PyUnicode_READ(kind, data, start));
}

static inline int is_of(const Passes *self, int array, Py_UCS4 sign) {
    return sign <= 0xFFFF && ITEM(self, array, uint8_t, sign);
}

/* Whether nothing around a place can negate, quote or name what stands there; see `contexts.has_no_context`.
 */
static int has_no_context(const Passes *self, PyObject *text, Py_ssize_t start, Py_ssize_t end) {
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    if (end < PyUnicode_GET_LENGTH(text) && is_of(self, BEHIND, PyUnicode_READ(kind, data, end))) return 0;
    for (Py_ssize_t at = start > CUES_REACH ? start - CUES_REACH : 0; at < start; at++)
        if (is_of(self, CUES, PyUnicode_READ(kind, data, at))) return 0;
    return 1;
}

/* Whether a place of one element can be no word: all of its pattern have that element several times, and it
   stands there once. */
static int is_too_short(const Passes *self, const Source *source, const Hit *hit, Py_ssize_t size) {
    if (hit->end - hit->start > 1 || hit->end >= size ||
        source->first[hit->end] > source->first[hit->start] + 1)
        return 0;
    int64_t to = ITEM(self, USES_FROM, int64_t, hit->pattern + 1);
    for (int64_t use = ITEM(self, USES_FROM, int64_t, hit->pattern); use < to; use++)
        if (ITEM(self, USE_KINDS, uint8_t, use) != KIND_WORD ||
            ITEM(self, FORMS, uint8_t, ITEM(self, USE_NUMBERS, int32_t, use)) & SINGLE)
            return 0;
    return 1;
}

/* Adds what a place is where every word of its pattern stands there as it is in the lexicon. 0 where one does
 * not. */
static int add_literals(const Passes *self, Source *source, const Hit *hit, PyObject *literals) {
    if (ITEM(self, KINDS, uint8_t, hit->pattern) != KIND_WORD) return 0;
    PyObject *text = text_of(source, hit->start);
    Py_ssize_t at = source->first[hit->start] - source->begin;
    int64_t from = ITEM(self, USES_FROM, int64_t, hit->pattern),
            to = ITEM(self, USES_FROM, int64_t, hit->pattern + 1);
    for (int64_t use = from; use < to; use++) {
        int32_t number = ITEM(self, USE_NUMBERS, int32_t, use);
        PyObject *word = PyTuple_GET_ITEM(self->words, number);
        if (!(ITEM(self, FORMS, uint8_t, number) & PLAIN) || !stands_at(text, at, word) ||
            is_drawn_out(text, at, at + PyUnicode_GET_LENGTH(word)))
            return 0;
    }
    for (int64_t use = from; use < to; use++) {
        int32_t number = ITEM(self, USE_NUMBERS, int32_t, use);
        Py_ssize_t end = at + PyUnicode_GET_LENGTH(PyTuple_GET_ITEM(self->words, number));
        PyObject *is_clear = has_no_context(self, text, at, end) ? Py_True : Py_False;
        PyObject *one = Py_BuildValue("(nnniO)", source->number, at, end, number, is_clear);
        int failed = !one || PyList_Append(literals, one);
        Py_XDECREF(one);
        if (failed) return -1;
    }
    return 1;
}

/* Takes from the hits what stands as it is in the lexicon. */
static PyObject *take_literals(const Passes *self, Source *source, Array *hits, Py_ssize_t size) {
    PyObject *literals = PyList_New(0);
    Hit *items = hits->items;
    Py_ssize_t kept = 0;
    if (!source->first) return literals;
    for (Py_ssize_t place = 0; literals && place < hits->count; place++) {
        int taken = is_too_short(self, source, &items[place], size) ||
                    add_literals(self, source, &items[place], literals);
        if (PyErr_Occurred()) Py_CLEAR(literals);
        if (!taken) items[kept++] = items[place];
    }
    hits->count = kept;
    return literals;
}

/* written(entries, first or None, texts, begins) -> hits, literals */
PyObject *passes_written(Passes *self, PyObject *const *args, Py_ssize_t count) {
    Py_buffer entries, first = {.buf = NULL};
    PyObject *answer = NULL, *literals = NULL, *texts = NULL;
    if (count != 4 || !PyList_Check(args[3]))
        return PyErr_Format(PyExc_TypeError, "four arguments are asked for");
    if (PyObject_GetBuffer(args[0], &entries, PyBUF_SIMPLE)) return NULL;
    Signs reads = {entries.buf, 0, 0xFFFF, entries.len / (Py_ssize_t)sizeof(uint32_t), -1, 0};
    Array hits = {NULL, 0, 0, sizeof(Hit)};
    texts = PySequence_Fast(args[2], "texts are a sequence");
    if (!texts || (args[1] != Py_None && PyObject_GetBuffer(args[1], &first, PyBUF_SIMPLE))) goto done;
    Source source = {texts, args[3], first.buf, 0, 0};
    if (!find(self->signs, &reads, &hits) && !drop_parts(self, &reads, &hits) &&
        (literals = take_literals(self, &source, &hits, reads.size)))
        answer = Py_BuildValue("(NN)", hits_told(hits.items, hits.count), literals);
done:
    Py_XDECREF(texts);
    PyMem_Free(hits.items);
    if (first.buf) PyBuffer_Release(&first);
    PyBuffer_Release(&entries);
    return answer;
}
