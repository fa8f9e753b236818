/* Whether elements, read as something else that they can stand for, say a word with what stands around them.
 */

#include "passes.h"

/* As in rewriting.py. */
#define REACH 16
#define MOST_SIGNS 4

/* A neighborhood with a meaning in the middle. */
typedef struct {
    uint32_t entries[2 * REACH + MOST_SIGNS];
    int32_t size, start, end; /* of the meaning */
} Around;

static void add(Around *around, uint32_t entry) { around->entries[around->size++] = entry; }

static Around around_of(const Signs *elements, Py_ssize_t first, Py_ssize_t end, const uint32_t *meaning,
                        int signs) {
    const uint32_t *entries = elements->entries;
    Around around = {.size = 0};
    Py_ssize_t start = first;
    while (start > 0 && first - start < REACH && READ(entries[start - 1]) != BORDER)
        start--;
    for (; start < first; start++)
        add(&around, entries[start]);
    around.start = around.size;
    for (int number = 0; number < signs; number++)
        add(&around, meaning[number]);
    around.end = around.size;
    for (Py_ssize_t at = end; at < elements->size && at - end < REACH && READ(entries[at]) != BORDER; at++)
        add(&around, entries[at]);
    return around;
}

/* Characters of the longest word that begins with a pattern of sounds. */
static int32_t longest_way(const Passes *self, int32_t pattern) {
    int64_t longest = 0, to = ITEM(self, WAYS_FROM, int64_t, pattern + 1);
    for (int64_t use = ITEM(self, WAYS_FROM, int64_t, pattern); use < to; use++) {
        int32_t way = ITEM(self, WAYS, int32_t, use);
        int64_t size = ITEM(self, OWN_FROM, int64_t, way + 1) - ITEM(self, OWN_FROM, int64_t, way);
        if (size > longest) longest = size;
    }
    return (int32_t)longest;
}

/* Whether a pattern is found that has something of the meaning in it; -1 for an error. */
static int says(const Passes *self, const Around *around) {
    Array hits = {NULL, 0, 0, sizeof(Hit)};
    Signs reads = {around->entries, 0, 0xFFFF, around->size, -1, 0},
          sounds = {around->entries, 16, 0x1FF, around->size, -1, 0};
    int said = find(self->signs, &reads, &hits);
    Py_ssize_t written = hits.count;
    if (!said) said = find(self->sounds, &sounds, &hits);
    for (Py_ssize_t place = 0; !said && place < hits.count; place++) {
        const Hit *hit = (Hit *)hits.items + place;
        if (place < written && !(ITEM(self, KINDS, uint8_t, hit->pattern) & KIND_WORD)) continue;
        int32_t end = place < written ? hit->end : hit->start + longest_way(self, hit->pattern);
        said = hit->start < around->end && end > around->start;
    }
    PyMem_Free(hits.items);
    return said;
}

int may_say(const Passes *self, const Signs *elements, Py_ssize_t first, Py_ssize_t behind,
            PyObject *meanings) {
    Py_buffer buffer;
    int said = 0;
    if (PyObject_GetBuffer(meanings, &buffer, PyBUF_SIMPLE)) return -1;
    const uint32_t *meaning = buffer.buf, *end = meaning + buffer.len / sizeof(uint32_t);
    while (!said && meaning < end) {
        int signs = 0;
        while (meaning + signs < end && meaning[signs])
            signs++;
        if (signs > MOST_SIGNS || first < 0 || first > behind || behind > elements->size)
            said = 1;
        else {
            Around around = around_of(elements, first, behind, meaning, signs);
            said = says(self, &around);
        }
        meaning += signs + 1;
    }
    PyBuffer_Release(&buffer);
    return said;
}
