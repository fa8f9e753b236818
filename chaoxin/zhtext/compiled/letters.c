/* Words typed in pinyin: the neighborhoods of Latin letters, written out in letters. See
 * `pinyin.written_out`. */

#include "passes.h"

#define REACH 12
#define LONGEST_SYLLABLE 6
#define MOST_TONES 6u

typedef struct {
    Py_ssize_t start, end;
} Piece;

typedef struct {
    const uint32_t *entries;
    const int64_t *first, *ends; /* `ends` only where elements are not one code point each */
    Py_ssize_t size;
} Elements;

typedef struct {
    Array letters, owner, typed; /* letters as the entries of signs */
    int64_t count;
} Written;

static Py_ssize_t start_of(const Elements *elements, Py_ssize_t first) {
    Py_ssize_t start = first > REACH ? first - REACH : 0;
    for (Py_ssize_t at = first - 1; at >= start; at--)
        if (READ(elements->entries[at]) == BORDER) return at;
    return start;
}

static Py_ssize_t end_of(const Elements *elements, Py_ssize_t last) {
    for (Py_ssize_t at = last; at < last + REACH + 2 && at < elements->size; at++)
        if (READ(elements->entries[at]) == BORDER) return at + 1;
    return last + REACH + 1 < elements->size ? last + REACH + 1 : elements->size;
}

/* The neighborhoods of spans, those that touch as one. */
static int pieces_of(const Elements *elements, PyObject *spans, Array *pieces) {
    for (Py_ssize_t number = 0; number < PyList_GET_SIZE(spans); number++) {
        Py_ssize_t first, last;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(spans, number), "nn", &first, &last)) return -1;
        Piece piece = {start_of(elements, first), end_of(elements, last)};
        Piece *before = pieces->count ? (Piece *)pieces->items + pieces->count - 1 : NULL;
        if (before && piece.start <= before->end) {
            before->end = piece.end;
            continue;
        }
        Piece *added = array_add(pieces);
        if (!added) return -1;
        *added = piece;
    }
    return 0;
}

static inline int is_latin(uint32_t entry) { return READ(entry) - 'a' < 26u; }

static int is_tone(const Elements *elements, Py_ssize_t at, Py_ssize_t start) {
    if (READ(elements->entries[at]) - '0' >= MOST_TONES || at <= start ||
        !is_latin(elements->entries[at - 1]))
        return 0;
    int64_t end = elements->ends ? elements->ends[at - 1] : elements->first[at - 1] + 1;
    return elements->first[at] == end;
}

static int add_letter(Written *written, uint32_t letter, int64_t owner, int is_typed) {
    uint32_t *before =
        written->letters.count ? (uint32_t *)written->letters.items + written->letters.count - 1 : NULL;
    /* Behind j, q, x and y an u with dots is written u. */
    if (letter == 'v' && before && strchr("jqxy", (int)*before) && *before > BORDER) letter = 'u';
    uint32_t *sign = array_add(&written->letters);
    int64_t *element = array_add(&written->owner), *count = array_add(&written->typed);
    if (!sign || !element || !count) return -1;
    *sign = letter;
    *element = owner;
    *count = written->count += is_typed;
    return 0;
}

/* Digits that are meant for letters, in order. */
typedef struct {
    int64_t element;
    uint32_t letter;
} Meant;

static int write_out(const Passes *self, const Elements *elements, const Piece *piece, const Array *meant,
                     Written *written) {
    const Meant *next = meant->items, *last = next + meant->count;
    for (Py_ssize_t at = piece->start; at < piece->end; at++) {
        while (next < last && next->element < at)
            next++;
        if (next < last && next->element == at) {
            if (add_letter(written, next->letter, at, 0)) return -1;
            continue;
        }
        uint32_t entry = elements->entries[at], sound = SOUND(entry);
        if (sound && at + 1 < piece->end && is_tone(elements, at, piece->start)) continue;
        if (!sound || at + 1 == piece->end) {
            if (add_letter(written, BORDER, at, is_latin(entry))) return -1;
            continue;
        }
        const uint8_t *letters = (const uint8_t *)self->arrays[SPELLED].buf + sound * LONGEST_SYLLABLE;
        for (int place = 0; place < LONGEST_SYLLABLE && letters[place]; place++)
            if (add_letter(written, letters[place], at, is_latin(entry))) return -1;
    }
    return 0;
}

/* Whether the letters of one element stand before a place and behind it. */
static int is_cut(const Written *written, Py_ssize_t at) {
    const int64_t *owner = written->owner.items;
    return at > 0 && at < written->owner.count && owner[at - 1] == owner[at];
}

/* Finds patterns of whole elements with a letter that was typed as one. */
static int find_typed(const Passes *self, const Written *written, Array *hits) {
    Signs signs = {written->letters.items, 0, 0xFFFF, written->letters.count, -1, 0};
    const int64_t *typed = written->typed.items;
    Py_ssize_t kept = 0;
    for (Py_ssize_t at = 0; at < signs.size; at++) {
        Py_ssize_t behind = at + self->longest_typed < signs.size ? at + self->longest_typed : signs.size;
        int is_near = typed[behind - 1] > (at ? typed[at - 1] : 0);
        if (is_near && !is_cut(written, at) && find_from(self->letters, &signs, at, hits)) return -1;
    }
    Hit *items = hits->items;
    for (Py_ssize_t place = 0; place < hits->count; place++) {
        int64_t before = items[place].start ? typed[items[place].start - 1] : 0;
        if (typed[items[place].end - 1] > before && !is_cut(written, items[place].end))
            items[kept++] = items[place];
    }
    hits->count = kept;
    return 0;
}

static PyObject *text_of(const Written *written) {
    PyObject *text = PyUnicode_New(written->letters.count, 127);
    for (Py_ssize_t at = 0; text && at < written->letters.count; at++)
        PyUnicode_WRITE(PyUnicode_1BYTE_KIND, PyUnicode_DATA(text), at,
                        ((uint32_t *)written->letters.items)[at]);
    return text;
}

static PyObject *typed_told(const Written *written, const Array *hits) {
    Py_ssize_t size = written->letters.count * (Py_ssize_t)sizeof(int64_t);
    return Py_BuildValue("(NNNN)", text_of(written), PyBytes_FromStringAndSize(written->owner.items, size),
                         PyBytes_FromStringAndSize(written->typed.items, size),
                         hits_told(hits->items, hits->count));
}

static int meant_of(PyObject *list, Array *meant) {
    for (Py_ssize_t number = 0; number < PyList_GET_SIZE(list); number++) {
        Py_ssize_t element;
        unsigned int letter;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(list, number), "nI", &element, &letter)) return -1;
        Meant *added = array_add(meant);
        if (!added) return -1;
        *added = (Meant){element, letter & 127};
    }
    return 0;
}

/* typed(entries, first, ends or None, spans, what digits are meant for) -> None, or letters, owners, how many
 * were typed, hits */
PyObject *passes_typed(Passes *self, PyObject *const *args, Py_ssize_t count) {
    Py_buffer entries = {.buf = NULL}, first = {.buf = NULL}, ends = {.buf = NULL};
    PyObject *answer = NULL;
    Array pieces = {NULL, 0, 0, sizeof(Piece)}, meant = {NULL, 0, 0, sizeof(Meant)},
          hits = {NULL, 0, 0, sizeof(Hit)};
    Written written = {
        {NULL, 0, 0, sizeof(uint32_t)}, {NULL, 0, 0, sizeof(int64_t)}, {NULL, 0, 0, sizeof(int64_t)}, 0};
    if (count != 5 || !PyList_Check(args[3]) || !PyList_Check(args[4]))
        return PyErr_Format(PyExc_TypeError, "five arguments are asked for");
    if (PyObject_GetBuffer(args[0], &entries, PyBUF_SIMPLE) ||
        PyObject_GetBuffer(args[1], &first, PyBUF_SIMPLE) ||
        (args[2] != Py_None && PyObject_GetBuffer(args[2], &ends, PyBUF_SIMPLE)))
        goto done;
    Elements elements = {entries.buf, first.buf, ends.buf, entries.len / (Py_ssize_t)sizeof(uint32_t)};
    if (pieces_of(&elements, args[3], &pieces) || meant_of(args[4], &meant)) goto done;
    for (Py_ssize_t number = 0; number < pieces.count; number++)
        if (write_out(self, &elements, (Piece *)pieces.items + number, &meant, &written)) goto done;
    if (find_typed(self, &written, &hits)) goto done;
    answer = hits.count ? typed_told(&written, &hits) : Py_NewRef(Py_None);
done:
    PyMem_Free(pieces.items);
    PyMem_Free(meant.items);
    PyMem_Free(hits.items);
    PyMem_Free(written.letters.items);
    PyMem_Free(written.owner.items);
    PyMem_Free(written.typed.items);
    if (ends.buf) PyBuffer_Release(&ends);
    if (first.buf) PyBuffer_Release(&first);
    if (entries.buf) PyBuffer_Release(&entries);
    return answer;
}
