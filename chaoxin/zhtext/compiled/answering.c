/* What comes of places without weighing them: words that stand there as they are in the lexicon, and what was
   weighed before in the same surroundings. `searching.py` does the same for all others. */

#include "answering.h"

/* As in phonetic.py, contexts.py and remembering.py. */
#define COMPARED 4
#define DENIED_WITHIN 8
#define QUOTED_WITHIN 8
#define CLOSE 4
#define BEYOND 3
#define LONGEST 200
/* A pattern of more words is left to others. */
#define MOST_USES 8

typedef struct {
    int32_t number;
    PyObject *verdict; /* None where no word stands there, NULL where it stands there as it is */
} Use;

static PyObject *text_of(Source *source, int64_t element) {
    int64_t place = source->first[element];
    if (place < source->begin) source->begin = source->number = 0;
    while (source->number + 1 < PyList_GET_SIZE(source->begins)) {
        int64_t next = PyLong_AsLongLong(PyList_GET_ITEM(source->begins, source->number + 1));
        if (next > place) break;
        source->begin = next;
        source->number++;
    }
    return PySequence_Fast_GET_ITEM(source->texts, source->number);
}

static Py_UCS4 sign_of(PyObject *text, Py_ssize_t at) { return PyUnicode_READ_CHAR(text, at); }

static int stands_at(PyObject *text, Py_ssize_t at, PyObject *word) {
    Py_ssize_t size = PyUnicode_GET_LENGTH(word);
    if (at < 0 || at + size > PyUnicode_GET_LENGTH(text)) return 0;
    for (Py_ssize_t place = 0; place < size; place++)
        if (sign_of(text, at + place) != sign_of(word, place)) return 0;
    return 1;
}

/* Whether the first or the last character of a place stands there once more; see `repeats.is_drawn_out`. */
static int is_drawn_out(PyObject *text, Py_ssize_t start, Py_ssize_t end) {
    return (end < PyUnicode_GET_LENGTH(text) && sign_of(text, end) == sign_of(text, end - 1)) ||
           (start > 0 && sign_of(text, start - 1) == sign_of(text, start));
}

/* Whether an element may stand there twice: a letter was dropped behind it, or the next one is read alike. */
static int may_be_twice(const Passes *self, const Source *source, PyObject *text, Py_ssize_t element) {
    Py_ssize_t at = source->first[element] - source->begin, end = PyUnicode_GET_LENGTH(text);
    if (element + 1 < source->size) {
        if (READ(source->entries[element + 1]) == READ(source->entries[element])) return 1;
        if (source->first[element + 1] - source->begin < end)
            end = source->first[element + 1] - source->begin;
    }
    while (++at < end)
        if (READ(ITEM(self, TABLE, uint32_t, sign_of(text, at)))) return 1;
    return 0;
}

static int kind_of(Py_UCS4 sign) { return sign - '0' < 10u ? 2 : (sign | 32) - 'a' < 26u ? 1 : 0; }

/* Whether it is punctuation, so that it is no mark set over what stands before it. */
static int is_punctuation(Py_UCS4 sign) {
    return sign < 128 || (sign >= 0x2010 && sign < 0x2028) || (sign >= 0x3000 && sign < 0x3020) ||
           (sign >= 0xFF01 && sign < 0xFF10);
}

/* Whether a letter or digit has none of its kind beside it, nor, `behind`, a mark that is set over it; -1
   where that cannot be told at once. See `weighing.stands_alone`. */
static int is_alone(const Passes *self, PyObject *text, Py_ssize_t at, Py_ssize_t beside, int behind) {
    if (beside < 0 || beside >= PyUnicode_GET_LENGTH(text)) return 1;
    Py_UCS4 sign = sign_of(text, at), neighbor = sign_of(text, beside);
    uint32_t entry = ITEM(self, TABLE, uint32_t, neighbor), read = READ(entry);
    if (entry & (AMBIGUOUS | EXPANDS)) return -1;
    if (!read) return !behind || is_punctuation(neighbor) ? 1 : -1;
    if (sign >= 128 || read >= 128) return 1;
    return kind_of(sign) ? kind_of(sign) != kind_of(read) : -1;
}

/* Whether a character is one of those that give a cue. */
static inline int is_of(const Passes *self, PyObject *text, Py_ssize_t at, uint8_t cue) {
    if (at < 0 || at >= PyUnicode_GET_LENGTH(text)) return 0;
    Py_UCS4 sign = sign_of(text, at);
    return sign <= 0xFFFF && ITEM(self, CUES, uint8_t, sign) & cue;
}

static int is_any_of(const Passes *self, PyObject *text, Py_ssize_t from, Py_ssize_t to, uint8_t cue) {
    while (from < to && !is_of(self, text, from, cue))
        from++;
    return from < to;
}

/* Whether nothing around a place can negate, quote or name what stands there; see `contexts.has_no_context`.
 */
static int has_no_context(const Passes *self, PyObject *text, Py_ssize_t start, Py_ssize_t end) {
    if (is_of(self, text, end, BEHIND) && is_of(self, text, end + 1, SECOND_BEHIND)) return 0;
    if (is_of(self, text, start - 1, DIRECTLY_BEFORE) &&
        is_any_of(self, text, start - DENIED_WITHIN, start, DENIES))
        return 0;
    return !is_any_of(self, text, start - QUOTED_WITHIN, start, OPENS) ||
           !is_any_of(self, text, end, end + QUOTED_WITHIN, CLOSES);
}

static PyObject *answer_of(const Passes *self, Py_ssize_t start, Py_ssize_t end, int32_t number,
                           PyObject *variant, PyObject *confidence, PyObject *crosses) {
    PyTypeObject *type = (PyTypeObject *)self->objects[FOUND];
    PyObject *from = PyLong_FromSsize_t(start), *to = PyLong_FromSsize_t(end), *one = NULL;
    if (from && to) one = type->tp_alloc(type, 7);
    if (!one) {
        Py_XDECREF(from);
        Py_XDECREF(to);
        return NULL;
    }
    PyTuple_SET_ITEM(one, 0, from);
    PyTuple_SET_ITEM(one, 1, to);
    PyTuple_SET_ITEM(one, 2, Py_NewRef(PyTuple_GET_ITEM(self->objects[WORDS], number)));
    PyTuple_SET_ITEM(one, 3, Py_NewRef(variant));
    PyTuple_SET_ITEM(one, 4, Py_NewRef(confidence));
    PyTuple_SET_ITEM(one, 5, Py_NewRef(crosses));
    PyTuple_SET_ITEM(one, 6, Py_NewRef(self->nothing));
    return one;
}

/* Adds an answer to those of the text in which one is; -1 for an error. */
static int add_answer(const Passes *self, const Source *source, PyObject *text, Py_ssize_t start,
                      const Use *use) {
    PyObject *verdict = use->verdict, *one;
    Py_ssize_t end = start + PyUnicode_GET_LENGTH(PyTuple_GET_ITEM(self->objects[TEXTS], use->number));
    if (verdict) {
        end = start + PyLong_AsSsize_t(PyTuple_GET_ITEM(verdict, 1));
        start += PyLong_AsSsize_t(PyTuple_GET_ITEM(verdict, 0));
        one = answer_of(self, start, end, use->number, PyTuple_GET_ITEM(verdict, 2),
                        PyTuple_GET_ITEM(verdict, 3), PyTuple_GET_ITEM(verdict, 4));
    } else
        one = answer_of(self, start, end, use->number, self->objects[LITERAL], self->certain, Py_False);
    int failed = !one || PyList_Append(PyList_GET_ITEM(source->answers, source->number), one);
    Py_XDECREF(one);
    if (failed) return -1;
    if (start >= 0 && end <= PyUnicode_GET_LENGTH(text) && has_no_context(self, text, start, end)) return 0;
    PyObject *number = PyLong_FromSsize_t(source->number);
    failed = !number || PySet_Add(source->doubted, number);
    Py_XDECREF(number);
    return failed ? -1 : 0;
}

/* What was weighed before of a word in the same surroundings, or None; a new reference. NULL where nothing is
   known, and for an error. */
static PyObject *weighed(const Passes *self, const Source *source, PyObject *text, const Hit *hit,
                         int32_t number, int by_sound) {
    Py_ssize_t start = source->first[hit->start] - source->begin,
               end = source->first[hit->end - 1] + 1 - source->begin,
               before = start > CLOSE ? start - CLOSE : 0, behind = end + CLOSE + BEYOND;
    if (!source->is_plain || end - start > LONGEST) return NULL;
    PyObject *key = PyTuple_New(6), *known = NULL;
    if (!key) return NULL;
    PyTuple_SET_ITEM(key, 0, PyLong_FromLong(number));
    PyTuple_SET_ITEM(key, 1, Py_NewRef(by_sound ? Py_True : Py_False));
    PyTuple_SET_ITEM(key, 2, PyLong_FromLong(hit->end - hit->start));
    PyTuple_SET_ITEM(key, 3, PyLong_FromSsize_t(end - start));
    PyTuple_SET_ITEM(key, 4, PyLong_FromSsize_t(start - before));
    PyTuple_SET_ITEM(key, 5, PyUnicode_Substring(text, before, behind));
    if (!PyErr_Occurred()) known = Py_XNewRef(PyDict_GetItemWithError(self->objects[KNOWN], key));
    Py_DECREF(key);
    if (known && known != Py_None && !(PyTuple_Check(known) && PyTuple_GET_SIZE(known) == 5)) Py_CLEAR(known);
    return known;
}

/* Whether a word may stand there as it is, but behind a sign or its first character once more; see
   `Search._literally`. */
static int may_stand_behind(const Passes *self, const Source *source, PyObject *text, Py_ssize_t element,
                            PyObject *word) {
    Py_ssize_t at = source->first[element] - source->begin,
               next = element + 1 < source->size ? source->first[element + 1] - source->begin
                                                 : PyUnicode_GET_LENGTH(text);
    if (!READ(ITEM(self, TABLE, uint32_t, sign_of(word, 0)))) return 1;
    while (++at < next)
        if (stands_at(text, at, word)) return 1;
    return 0;
}

/* What a word of the lexicon comes to at a place: 1 and its use, 0 where it has to be weighed, -1 for an
   error. See `Search._use`. */
static int use_at(const Passes *self, const Source *source, PyObject *text, const Hit *hit, Use *use) {
    PyObject *word = PyTuple_GET_ITEM(self->objects[TEXTS], use->number);
    Py_ssize_t at = source->first[hit->start] - source->begin, end = at + PyUnicode_GET_LENGTH(word);
    uint8_t form = ITEM(self, FORMS, uint8_t, use->number);
    if (end == at) return 0;
    int stands = stands_at(text, at, word), alone = 1;
    if (!stands && may_stand_behind(self, source, text, hit->start, word)) return 0;
    if (stands && !(form & PLAIN)) {
        int begins = is_alone(self, text, at, at - 1, 0), ends = is_alone(self, text, end - 1, end, 1);
        alone = begins && ends;
        if (alone && (begins < 0 || ends < 0)) return 0;
    }
    use->verdict = NULL;
    if (stands && alone && !is_drawn_out(text, at, end)) return 1;
    if (hit->end - hit->start == 1 && !(form & SINGLE) && !may_be_twice(self, source, text, hit->start))
        use->verdict = Py_NewRef(Py_None);
    else
        use->verdict = weighed(self, source, text, hit, use->number, 0);
    return use->verdict ? 1 : PyErr_Occurred() ? -1 : 0;
}

/* Adds the answers for all words of a pattern; 0 where one of them has to be weighed, -1 for an error. */
int answer_written(const Passes *self, Source *source, const Hit *hit) {
    Use uses[MOST_USES];
    int64_t from = ITEM(self, USES_FROM, int64_t, hit->pattern),
            count = ITEM(self, USES_FROM, int64_t, hit->pattern + 1) - from;
    if (ITEM(self, KINDS, uint8_t, hit->pattern) != KIND_WORD || count > MOST_USES) return 0;
    PyObject *text = text_of(source, hit->start);
    int known = 1, place = 0;
    for (; known == 1 && place < count; place++) {
        uses[place] = (Use){ITEM(self, USE_NUMBERS, int32_t, from + place), NULL};
        known = ITEM(self, USE_KINDS, uint8_t, from + place) == KIND_WORD
                    ? use_at(self, source, text, hit, &uses[place])
                    : 0;
    }
    for (int number = 0; number < place; number++) {
        int is_one = known == 1 && uses[number].verdict != Py_None;
        if (is_one &&
            add_answer(self, source, text, source->first[hit->start] - source->begin, &uses[number]))
            known = -1;
        Py_XDECREF(uses[number].verdict);
    }
    return known;
}

/* Whether a long word goes on as it begins, each syllable in its usual or its second reading; see
   `Search._goes_on`. */
static int goes_on(const Passes *self, const Source *source, PyObject *text, const Hit *hit) {
    int64_t said = ITEM(self, OWN_FROM, int64_t, hit->pattern);
    if (hit->end > source->size) return 0;
    for (Py_ssize_t place = COMPARED; place < hit->end - hit->start; place++) {
        uint32_t wanted = ITEM(self, SAID, uint16_t, said + place);
        if (SOUND(source->entries[hit->start + place]) == wanted) continue;
        Py_ssize_t at = source->first[hit->start + place] - source->begin;
        if (at >= PyUnicode_GET_LENGTH(text) || sign_of(text, at) > 0xFFFF ||
            ITEM(self, OTHERS, uint16_t, sign_of(text, at)) != wanted)
            return 0;
    }
    return 1;
}

/* Adds the answer for a way to say a word; 0 where it has to be weighed, -1 for an error. See
 * `Search._by_sound`. */
int answer_heard(const Passes *self, Source *source, const Hit *hit) {
    Py_ssize_t size = hit->end - hit->start;
    PyObject *text = text_of(source, hit->start);
    if (size == 1 && !may_be_twice(self, source, text, hit->start)) return 1;
    if (!goes_on(self, source, text, hit)) return 1;
    if (ITEM(self, BACKWARDS, uint8_t, hit->pattern)) return 0;
    Use use = {ITEM(self, WAY_WORDS, int32_t, hit->pattern), NULL};
    use.verdict = weighed(self, source, text, hit, use.number, 1);
    if (!use.verdict) return PyErr_Occurred() ? -1 : 0;
    int known = use.verdict == Py_None;
    /* Words of two syllables need a context. */
    if (!known && size > 2)
        known = add_answer(self, source, text, source->first[hit->start] - source->begin, &use) ? -1 : 1;
    Py_DECREF(use.verdict);
    return known;
}
