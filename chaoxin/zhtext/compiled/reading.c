/* Reading texts as elements: `stream.read` without a compiler. */

#include "lines.h"

/* As in pinyin.py and readings.py. */
#define SURE_LETTERS 10
#define LONGEST_SYLLABLE 6
/* As in stream.py. */
#define LINE_ENDS 2

/* A picture: where it stands, in the texts and among the elements. */
typedef struct {
    int64_t place, element;
    uint32_t sign;
} Picture;

typedef struct {
    int32_t start, end, apart;
} Run;

typedef struct {
    const uint32_t *table;
    const uint16_t *others;
    const uint64_t *syllables;
    const Patterns *glued;
    uint32_t syllable_bits;
    uint32_t *entries;
    int64_t *first;
    Py_ssize_t count;
    Array rare, pictures, runs;
    Lines lines;
    uint32_t flags;
    Py_ssize_t run; /* where letters began, -1 where none do */
} Reading;

/* Whether letters may be syllables one after another. */
static int may_parse(const Reading *to, Py_ssize_t start, Py_ssize_t end) {
    uint32_t reached = 1; /* bit n: up to n letters from the start parse */
    Py_ssize_t size = end - start;
    for (Py_ssize_t from = 0; from < size; from++) {
        if (!(reached >> from & 1)) continue;
        uint64_t letters = 0;
        for (Py_ssize_t at = from; at < size && at < from + LONGEST_SYLLABLE; at++) {
            letters = letters << 5 | (READ(to->entries[start + at]) - 'a' + 1);
            if (may_be_in(to->syllables, to->syllable_bits, syllable_hash(letters))) reached |= 2u << at;
        }
    }
    return reached >> size & 1;
}

/* Whether a run of letters, digits among them, may hold pinyin, be glued to a word's letters, or have digits
   in place of letters; see `pinyin.spans`. -1 for an error. */
static int may_be_pinyin(const Reading *to, Py_ssize_t start, Py_ssize_t end) {
    Py_ssize_t letters = 0, from = start;
    for (Py_ssize_t at = start; at < end; at++)
        letters += READ(to->entries[at]) >= 'a';
    if (letters > SURE_LETTERS || letters < end - start) return 1;
    Array hits = {NULL, 0, 0, sizeof(Hit)};
    Signs run = {to->entries + start, 0, 0xFFFF, end - start, -1, 0};
    int failed = find(to->glued, &run, &hits);
    PyMem_Free(hits.items);
    if (failed || hits.count) return failed ? -1 : 1;
    for (Py_ssize_t at = start; at <= end; at++) {
        if (at < end && READ(to->entries[at]) >= 'a') continue;
        if (at > from && may_parse(to, from, at)) return 1;
        from = at + 1;
    }
    return 0;
}

static int run_ends(Reading *to) {
    Py_ssize_t start = to->run, end = to->count;
    int apart = to->first[end - 1] - to->first[start] >= end - start;
    to->run = -1;
    int may_be = may_be_pinyin(to, start, end);
    for (Py_ssize_t at = start + 1, from = start; apart && !may_be && at <= end; at++) {
        if (at < end && to->first[at] == to->first[at - 1] + 1) continue;
        if (at > from + 1) may_be = may_be_pinyin(to, from, at);
        from = at;
    }
    if (may_be <= 0) return may_be;
    Run *run = array_add(&to->runs);
    if (!run) return -1;
    *run = (Run){(int32_t)start, (int32_t)end, apart};
    return 0;
}

static int note_picture(Reading *to, Py_UCS4 sign, int64_t place) {
    Picture *picture = array_add(&to->pictures);
    if (!picture) return -1;
    *picture = (Picture){place, to->count, sign};
    return 0;
}

static int note_rare(Reading *to, Py_UCS4 sign) {
    Rare *rare = array_add(&to->rare);
    if (!rare) return -1;
    *rare = (Rare){to->count, to->others[sign]};
    return 0;
}

/* What an element asks for besides: letters may be pinyin, a rare character is read in another way, too. */
static int note(Reading *to, Py_UCS4 sign, uint32_t entry) {
    uint32_t read = READ(entry);
    if (entry & ALTERNATIVE && sign < BETWEEN && to->others[sign] && note_rare(to, sign)) return -1;
    if (read - 'a' < 26u) {
        if (to->run < 0) to->run = to->count;
    } else if (to->run >= 0 && read - '0' >= 10u)
        return run_ends(to);
    return 0;
}

/* A sign that asks for more than being read. */
static int note_sign(Reading *to, Py_UCS4 sign, uint32_t entry, int64_t place, int is_kept) {
    if (entry & MEANING && note_picture(to, sign, place)) return -1;
    return is_kept ? note(to, sign, entry) : 0;
}

static int add_border(Reading *to, int64_t place) {
    uint32_t entry = to->table[BETWEEN];
    if (note(to, BETWEEN, entry)) return -1;
    to->entries[to->count] = entry;
    to->first[to->count++] = place;
    return 0;
}

/* One text and a border behind it, for which there is room. Whether it may have columns, which it has not
   without `lined`; -1 for an error. Made for each kind of string by itself. */
static inline __attribute__((always_inline)) int read_signs(Reading *to, int kind, const void *data,
                                                            Py_ssize_t size, int64_t begin, int lined) {
    Py_ssize_t count = to->count;
    const uint32_t *table = to->table;
    uint32_t before = count ? to->entries[count - 1] : 0, flags = 0, *entries = to->entries;
    int64_t *first = to->first;
    Lines *lines = &to->lines;
    lines_begin(lines);
    int is_run = to->run >= 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        Py_UCS4 sign = PyUnicode_READ(kind, data, at);
        uint32_t entry = table[sign], read = READ(entry), is_kept = (read != 0) & (entry != before);
        if (sign == BETWEEN) continue;
        flags |= entry;
        if (lined && sign == '\n' && line_ends(lines, before)) return -1;
        if (lined && read && !lines->width++) lines->first = entry;
        /* Letters and digits, what comes behind letters, and what may be read otherwise. */
        if ((read - 1 < 127) | is_run | !!(entry & (MEANING | ALTERNATIVE))) {
            to->count = count;
            if (note_sign(to, sign, entry, begin + at, is_kept)) return -1;
            is_run = to->run >= 0;
        }
        /* Without a branch, as signs and letters take turns. */
        entries[count] = entry;
        first[count] = begin + at;
        count += is_kept;
        before = is_kept ? entry : before;
    }
    to->count = count;
    to->flags |= flags;
    if (add_border(to, begin + size)) return -1;
    return lined ? line_ends(lines, before) ? -1 : lines_say(lines) : 0;
}

/* Whether a text has lines enough for columns. */
static inline __attribute__((always_inline)) int has_lines(int kind, const void *data, Py_ssize_t size) {
    Py_ssize_t ends = 0;
    for (Py_ssize_t at = 0; at < size; at++)
        ends += PyUnicode_READ(kind, data, at) == '\n';
    return ends >= LINE_ENDS;
}

#define READ_KIND(kind)                                                                                      \
    (has_lines(kind, data, size) ? read_signs(to, kind, data, size, begin, 1)                                \
                                 : read_signs(to, kind, data, size, begin, 0))

static int read_text(Reading *to, PyObject *text, int64_t begin) {
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    const void *data = PyUnicode_DATA(text);
    switch (PyUnicode_KIND(text)) {
    case PyUnicode_1BYTE_KIND: return READ_KIND(PyUnicode_1BYTE_KIND);
    case PyUnicode_2BYTE_KIND: return READ_KIND(PyUnicode_2BYTE_KIND);
    default: return READ_KIND(PyUnicode_4BYTE_KIND);
    }
}

/* Of a row of pictures with no element between only the two at each end. */
static PyObject *pictures_told(const Array *pictures) {
    const Picture *items = pictures->items;
    PyObject *list = PyList_New(0);
    for (Py_ssize_t at = 0; list && at < pictures->count; at++) {
        int inside = at >= 2 && at + 2 < pictures->count && items[at - 2].element == items[at].element &&
                     items[at + 2].element == items[at].element;
        if (inside) continue;
        PyObject *one = Py_BuildValue("(LLI)", items[at].place, items[at].element, items[at].sign);
        if (!one || PyList_Append(list, one)) Py_CLEAR(list);
        Py_XDECREF(one);
    }
    return list;
}

static PyObject *runs_told(const Reading *reading) {
    const Run *items = reading->runs.items;
    PyObject *list = PyList_New(reading->runs.count);
    for (Py_ssize_t place = 0; list && place < reading->runs.count; place++) {
        Run run = items[place];
        PyObject *letters = PyUnicode_New(run.end - run.start, 127);
        for (int32_t at = run.start; letters && at < run.end; at++)
            PyUnicode_WRITE(PyUnicode_1BYTE_KIND, PyUnicode_DATA(letters), at - run.start,
                            READ(reading->entries[at]));
        PyObject *one =
            letters ? Py_BuildValue("(iiNO)", run.start, run.end, letters, run.apart ? Py_True : Py_False)
                    : NULL;
        if (!one)
            Py_CLEAR(list);
        else
            PyList_SET_ITEM(list, place, one);
    }
    return list;
}

static int read_all(Reading *to, PyObject *list, PyObject *begins, PyObject *lined) {
    int64_t begin = 0;
    for (Py_ssize_t number = 0; number < PySequence_Fast_GET_SIZE(list); number++) {
        PyObject *text = PySequence_Fast_GET_ITEM(list, number), *place = PyLong_FromLongLong(begin);
        if (!place) return -1;
        PyList_SET_ITEM(begins, number, place);
        int has_lines = read_text(to, text, begin);
        if (has_lines < 0) return -1;
        if (has_lines) {
            PyObject *one = PyLong_FromSsize_t(number);
            int failed = !one || PyList_Append(lined, one);
            Py_XDECREF(one);
            if (failed) return -1;
        }
        begin += PyUnicode_GET_LENGTH(text) + 1;
    }
    return 0;
}

/* read(texts) -> entries, first, begins, flags, rare, pictures, lined, runs */
PyObject *passes_read(Passes *self, PyObject *texts) {
    PyObject *list = PySequence_Fast(texts, "texts are a sequence"), *answer = NULL;
    if (!list) return NULL;
    Py_ssize_t count = PySequence_Fast_GET_SIZE(list), room = 0;
    for (Py_ssize_t number = 0; number < count; number++) {
        PyObject *text = PySequence_Fast_GET_ITEM(list, number);
        if (!PyUnicode_Check(text)) {
            Py_DECREF(list);
            return PyErr_Format(PyExc_TypeError, "a text is asked for");
        }
        room += PyUnicode_GET_LENGTH(text) + 1;
    }
    PyObject *entries = PyBytes_FromStringAndSize(NULL, room * sizeof(uint32_t));
    PyObject *first = PyBytes_FromStringAndSize(NULL, room * sizeof(int64_t));
    PyObject *begins = PyList_New(count), *lined = PyList_New(0);
    Reading to = {.table = self->arrays[TABLE].buf,
                  .others = self->arrays[OTHERS].buf,
                  .syllables = self->arrays[SYLLABLES].buf,
                  .syllable_bits = self->syllable_bits,
                  .glued = self->glued,
                  .run = -1};
    to.rare.size = sizeof(Rare);
    to.pictures.size = sizeof(Picture);
    to.runs.size = sizeof(Run);
    lines_start(&to.lines, self);
    if (entries && first && begins && lined) {
        to.entries = (uint32_t *)PyBytes_AS_STRING(entries);
        to.first = (int64_t *)PyBytes_AS_STRING(first);
        if (!read_all(&to, list, begins, lined)) {
            PyObject *runs = runs_told(&to), *pictures = pictures_told(&to.pictures);
            PyObject *rare = to.rare.count
                                 ? PyBytes_FromStringAndSize(to.rare.items, to.rare.count * sizeof(Rare))
                                 : Py_NewRef(Py_None);
            if (runs && pictures && rare && !_PyBytes_Resize(&entries, to.count * sizeof(uint32_t)) &&
                !_PyBytes_Resize(&first, to.count * sizeof(int64_t)))
                answer = Py_BuildValue("(OOOIOOOO)", entries, first, begins, to.flags, rare, pictures, lined,
                                       runs);
            Py_XDECREF(runs);
            Py_XDECREF(pictures);
            Py_XDECREF(rare);
        }
    }
    Py_XDECREF(entries);
    Py_XDECREF(first);
    Py_XDECREF(begins);
    Py_XDECREF(lined);
    PyMem_Free(to.rare.items);
    PyMem_Free(to.pictures.items);
    PyMem_Free(to.runs.items);
    lines_end(&to.lines);
    Py_DECREF(list);
    return answer;
}
