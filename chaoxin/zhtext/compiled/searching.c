/* The search for what is written and heard in a stream; what is left of the places has to be weighed. */

#include "answering.h"

#include <stdlib.h>

/* Of more pictures and parts in a batch not each is looked at. */
#define MOST_EDGES 200
/* What is further apart stands in no word together, nor reaches over as much as `may_say` looks at. */
#define NEAR 24

typedef int (*Answer)(const Passes *, Source *, const Hit *);

/* Answers what can be, and keeps the other places. */
static int keep_doubtful(const Passes *self, Source *source, Array *hits, Answer answer) {
    Hit *items = hits->items;
    Py_ssize_t kept = 0;
    if (!source->is_clear) return 0;
    for (Py_ssize_t place = 0; place < hits->count; place++) {
        int answered = answer(self, source, &items[place]);
        if (answered < 0) return -1;
        if (!answered) items[kept++] = items[place];
    }
    hits->count = kept;
    return 0;
}

static int in_order(const void *one, const void *other) {
    int64_t difference = *(const int64_t *)one - *(const int64_t *)other;
    return (difference > 0) - (difference < 0);
}

/* Whether of places in order only itself is near. */
static int is_alone(int64_t place, const Array *places) {
    const int64_t *items = places->items;
    Py_ssize_t low = 0, high = places->count, near = 0;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (items[middle] < place - NEAR)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < places->count && items[low] <= place + NEAR && near < 2; low++)
        near++;
    return near < 2;
}

static int add_place(Array *places, int64_t place) {
    int64_t *added = array_add(places);
    if (!added) return -1;
    *added = place;
    return 0;
}

/* Where parts, pictures and letters are. */
static int gather_places(const Passes *self, const Array *hits, PyObject *pictures, PyObject *letters,
                         Array *places) {
    const Hit *items = hits->items;
    for (Py_ssize_t place = 0; place < hits->count; place++)
        if (ITEM(self, KINDS, uint8_t, items[place].pattern) >= KIND_PARTS &&
            add_place(places, items[place].start))
            return -1;
    for (Py_ssize_t place = 0; place < PyList_GET_SIZE(pictures); place++)
        if (add_place(places, number_in(pictures, place, 1))) return -1;
    if (PyErr_Occurred()) return -1;
    if (!places->count || places->count > MOST_EDGES) return 0;
    for (Py_ssize_t place = 0; place < PyList_GET_SIZE(letters); place++)
        if (add_place(places, number_in(letters, place, 0)) ||
            add_place(places, number_in(letters, place, 1)))
            return -1;
    qsort(places->items, places->count, sizeof(int64_t), in_order);
    return PyErr_Occurred() ? -1 : 1;
}

/* Whether what is alone surely says nothing; what it may say is looked up under a number. -1 for an error. */
static int says_nothing(const Passes *self, const Signs *reads, int meanings, int64_t number,
                        Py_ssize_t start, Py_ssize_t end) {
    PyObject *key = PyLong_FromLongLong(number);
    PyObject *meant = key ? PyDict_GetItemWithError(self->objects[meanings], key) : NULL;
    Py_XDECREF(key);
    if (!meant) return PyErr_Occurred() ? -1 : 0;
    int said = may_say(self, reads, start, end, meant);
    return said < 0 ? -1 : !said;
}

static int drop_silent_parts(const Passes *self, const Signs *reads, const Array *places, Array *hits) {
    Hit *items = hits->items;
    Py_ssize_t kept = 0;
    for (Py_ssize_t place = 0; place < hits->count; place++) {
        Hit hit = items[place];
        int silent = ITEM(self, KINDS, uint8_t, hit.pattern) == KIND_PARTS && is_alone(hit.start, places)
                         ? says_nothing(self, reads, MADE, hit.pattern, hit.start, hit.end)
                         : 0;
        if (silent < 0) return -1;
        if (!silent) items[kept++] = hit;
    }
    hits->count = kept;
    return 0;
}

/* The pictures that may say something. */
static PyObject *speaking(const Passes *self, const Signs *reads, const Array *places, PyObject *pictures) {
    PyObject *kept = PyList_New(0);
    for (Py_ssize_t place = 0; kept && place < PyList_GET_SIZE(pictures); place++) {
        int64_t element = number_in(pictures, place, 1), sign = number_in(pictures, place, 2);
        int silent =
            is_alone(element, places) ? says_nothing(self, reads, PICTURED, sign, element, element) : 0;
        if (PyErr_Occurred() || (!silent && PyList_Append(kept, PyList_GET_ITEM(pictures, place))))
            Py_CLEAR(kept);
    }
    return kept;
}

/* Drops parts and pictures that surely say nothing; the pictures that stay, or NULL for an error. */
static PyObject *drop_silent(const Passes *self, const Signs *reads, Array *hits, PyObject *pictures,
                             PyObject *letters) {
    Array places = {NULL, 0, 0, sizeof(int64_t)};
    PyObject *kept = NULL;
    int gathered = gather_places(self, hits, pictures, letters, &places);
    if (!gathered)
        kept = Py_NewRef(pictures);
    else if (gathered > 0 && !drop_silent_parts(self, reads, &places, hits))
        kept = speaking(self, reads, &places, pictures);
    PyMem_Free(places.items);
    return kept;
}

static PyObject *search(const Passes *self, Source *source, PyObject *rare, PyObject *pictures,
                        PyObject *letters) {
    Signs reads = {source->entries, 0, 0xFFFF, source->size, -1, 0};
    Array hits = {NULL, 0, 0, sizeof(Hit)}, ways = {NULL, 0, 0, sizeof(Hit)};
    PyObject *answer = NULL, *kept = NULL;
    if (!find_written(self, &reads, pictures, &hits) && !keep_doubtful(self, source, &hits, answer_written) &&
        (kept = drop_silent(self, &reads, &hits, pictures, letters)) &&
        !find_heard(self, &reads, rare, &ways) && !keep_doubtful(self, source, &ways, answer_heard))
        answer = Py_BuildValue("(NNO)", hits_told(hits.items, hits.count), hits_told(ways.items, ways.count),
                               kept);
    Py_XDECREF(kept);
    PyMem_Free(hits.items);
    PyMem_Free(ways.items);
    return answer;
}

static int are_given(PyObject *const *args, Py_ssize_t count) {
    if (count != 10 || !PyList_Check(args[5]) || !PyList_Check(args[6]) || !PySet_Check(args[7]) ||
        !PyList_Check(args[8]) || !PyList_Check(args[9]))
        return 0;
    Py_ssize_t texts = PySequence_Size(args[4]);
    return texts > 0 && texts == PyList_GET_SIZE(args[5]) && texts == PyList_GET_SIZE(args[6]);
}

/* search(entries, first, rare, whether the text alone decides what is an element (None: nor is an element one
   character), texts, begins, answers, numbers of
   doubted texts, pictures, spans of letters) -> what is left of hits, of ways, of pictures */
PyObject *passes_search(Passes *self, PyObject *const *args, Py_ssize_t count) {
    Py_buffer entries = {.buf = NULL}, first = {.buf = NULL};
    PyObject *answer = NULL, *texts = NULL;
    if (!are_given(args, count)) return PyErr_Format(PyExc_TypeError, "ten arguments are asked for");
    if (PyObject_GetBuffer(args[0], &entries, PyBUF_SIMPLE) ||
        PyObject_GetBuffer(args[1], &first, PyBUF_SIMPLE) ||
        !(texts = PySequence_Fast(args[4], "texts are a sequence")))
        goto done;
    Source source = {.texts = texts,
                     .begins = args[5],
                     .answers = args[6],
                     .doubted = args[7],
                     .entries = entries.buf,
                     .first = first.buf,
                     .size = entries.len / (Py_ssize_t)sizeof(uint32_t),
                     .is_clear = args[3] != Py_None,
                     .is_plain = args[3] == Py_True};
    if (first.len / (Py_ssize_t)sizeof(int64_t) >= source.size)
        answer = search(self, &source, args[2], args[8], args[9]);
    else
        PyErr_SetString(PyExc_ValueError, "each element has a place");
done:
    Py_XDECREF(texts);
    if (first.buf) PyBuffer_Release(&first);
    if (entries.buf) PyBuffer_Release(&entries);
    return answer;
}
