/* Weights of a linear model, and what the grams of texts and of their clauses weigh together: as `grams.py`
 * counts them and `sums.py` adds them up. */

#include "passes.h"

#include <math.h>

/* As in grams.py. */
#define LONGEST 2000
#define REACH 5
#define SALT 0x9E3779B9u
#define FIRST 0x9E3779B1u
#define SECOND 0x85EBCA6Bu
#define THIRD_SIGN 0xC2B2AE35u
#define LAST 0x2C1B3C6Du
#define MIXED 15
#define BASIC 0x10000

/* Of a character: it ends a clause; nothing reaches over it; which denying sign it is, counted from one. */
#define ENDS 1u
#define STOPS 2u
#define DENYING(kind) ((kind) >> 2)

/* Weights of so many labels stand side by side, each of one octet. */
#define SIDE_BY_SIDE 4
#define MOST_LABELS 16

typedef struct {
    PyObject_HEAD Py_buffer singles, joints, kinds, before, after;
    uint32_t *table; /* a row of `width` numbers for each bucket */
    double scales[MOST_LABELS], biases[MOST_LABELS];
    int labels, width, bits;
} Weights;

/* A text between line breaks: what is hashed of each character alone and in longer grams. */
typedef struct {
    uint32_t singles[LONGEST + 3], joints[LONGEST + 3];
    uint8_t kinds[LONGEST + 3], denied[LONGEST + 3];
    Py_ssize_t places;
} Line;

typedef struct {
    int32_t steps[MOST_LABELS];
    Py_ssize_t places;
} Sum;

static void put(const Weights *self, Line *line, Py_ssize_t at, Py_UCS4 code) {
    int is_basic = code < BASIC;
    line->singles[at] = is_basic ? ((const uint32_t *)self->singles.buf)[code] : code * FIRST;
    line->joints[at] = is_basic ? ((const uint32_t *)self->joints.buf)[code] : code * FIRST;
    line->kinds[at] = is_basic ? ((const uint8_t *)self->kinds.buf)[code] : 0;
}

/* Whether the character beside a denying sign, which has a bit for each, makes it deny nothing. */
static int is_innocent(const Py_buffer *beside, Py_UCS4 code, uint32_t sign) {
    return code < BASIC && ((const uint8_t *)beside->buf)[code] >> (sign - 1) & 1;
}

/* A text's character; of one that is too long, the middle is left out. */
static Py_UCS4 code_at(PyObject *text, Py_ssize_t at, Py_ssize_t size) {
    if (at < 0 || at >= (size < LONGEST ? size : LONGEST)) return '\n';
    Py_UCS4 code = PyUnicode_READ_CHAR(text, size > LONGEST && at >= LONGEST / 2 ? at + size - LONGEST : at);
    return code == '\n' ? ' ' : code;
}

/* What a denying sign reaches is turned once more. */
static void deny(const Weights *self, Line *line, PyObject *text, Py_ssize_t at) {
    Py_ssize_t size = PyUnicode_GET_LENGTH(text);
    uint32_t sign = DENYING(line->kinds[at]);
    if (is_innocent(&self->before, code_at(text, at - 2, size), sign) ||
        is_innocent(&self->after, code_at(text, at, size), sign))
        return;
    for (Py_ssize_t next = at + 1; next <= at + REACH && !(line->kinds[next] & STOPS); next++)
        line->denied[next] ^= 1;
}

static void read_line(const Weights *self, PyObject *text, Line *line) {
    Py_ssize_t size = PyUnicode_GET_LENGTH(text), kept = size < LONGEST ? size : LONGEST;
    uint8_t any = 0;
    put(self, line, 0, '\n');
    for (Py_ssize_t at = 0; at < kept; at++) {
        put(self, line, at + 1, code_at(text, at, size));
        any |= DENYING(line->kinds[at + 1]);
    }
    put(self, line, kept + 1, '\n');
    put(self, line, kept + 2, '\n');
    line->places = kept + 1;
    memset(line->denied, 0, kept + 3);
    for (Py_ssize_t at = 1; any && at <= kept; at++)
        if (DENYING(line->kinds[at])) deny(self, line, text, at);
}

static inline void add(const Weights *self, uint32_t hash, Sum *sum) {
    hash = (hash ^ hash >> MIXED) * LAST;
    const uint32_t *row = self->table + (size_t)(hash >> (32 - self->bits)) * self->width;
    for (int group = 0; group < self->width; group++)
        for (int side = 0; side < SIDE_BY_SIDE; side++)
            sum->steps[group * SIDE_BY_SIDE + side] += (int8_t)(row[group] >> 8 * side);
}

/* Adds the grams that begin at a place. */
static inline void add_place(const Weights *self, const Line *line, Py_ssize_t at, Sum *sum) {
    uint32_t salt = line->denied[at] ? SALT : 0;
    uint32_t twos = line->joints[at] * SECOND + line->joints[at + 1];
    add(self, line->singles[at], sum);
    add(self, twos ^ salt, sum);
    if (!(line->kinds[at + 1] & ENDS)) add(self, (twos * THIRD_SIGN + line->joints[at + 2]) ^ salt, sum);
    sum->places++;
}

static void score(const Weights *self, const Sum *sum, double *scores) {
    double root = sqrt((double)sum->places);
    for (int label = 0; label < self->labels; label++)
        scores[label] = sum->steps[label] * self->scales[label] / root + self->biases[label];
}

/* Adds the shares that a clause gives to each label. */
static void add_voice(const Weights *self, const Sum *clause, double temperature, double *voices) {
    double scores[MOST_LABELS], highest, whole = 0;
    score(self, clause, scores);
    highest = scores[0];
    for (int label = 1; label < self->labels; label++)
        if (scores[label] > highest) highest = scores[label];
    for (int label = 0; label < self->labels; label++)
        whole += scores[label] = exp((scores[label] - highest) / temperature);
    for (int label = 0; label < self->labels; label++)
        voices[label] += scores[label] / whole;
}

static void weigh(const Weights *self, const Line *line, double *scores) {
    Sum whole = {{0}, 0};
    for (Py_ssize_t at = 0; at < line->places; at++)
        add_place(self, line, at, &whole);
    score(self, &whole, scores);
}

/* The same, and what the clauses say together; a clause begins with the sign or blank before it. */
static void hear(const Weights *self, const Line *line, double temperature, double *scores, double *voices) {
    Sum whole = {{0}, line->places};
    int clauses = 0;
    for (Py_ssize_t at = 0; at < line->places;) {
        Sum clause = {{0}, 0};
        do
            add_place(self, line, at++, &clause);
        while (at < line->places &&
               !(line->kinds[at] & ENDS && at + 1 < line->places && !(line->kinds[at + 1] & ENDS)));
        for (int label = 0; label < self->labels; label++)
            whole.steps[label] += clause.steps[label];
        add_voice(self, &clause, temperature, voices);
        clauses++;
    }
    score(self, &whole, scores);
    for (int label = 0; label < self->labels; label++)
        voices[label] /= sqrt((double)clauses);
}

static PyObject *rows_for(const Weights *self, PyObject *texts) {
    Py_ssize_t size = PyList_GET_SIZE(texts) * self->labels * (Py_ssize_t)sizeof(double);
    PyObject *rows = PyByteArray_FromStringAndSize(NULL, size);
    if (rows) memset(PyByteArray_AS_STRING(rows), 0, size);
    return rows;
}

static int are_texts(PyObject *texts) {
    int are = PyList_Check(texts);
    for (Py_ssize_t number = 0; are && number < PyList_GET_SIZE(texts); number++)
        are = PyUnicode_Check(PyList_GET_ITEM(texts, number));
    if (!are) PyErr_SetString(PyExc_TypeError, "a list of texts is asked for");
    return are;
}

/* scores(texts) -> a row of numbers for each. */
static PyObject *weights_scores(Weights *self, PyObject *texts) {
    PyObject *rows = are_texts(texts) ? rows_for(self, texts) : NULL;
    Line line;
    for (Py_ssize_t number = 0; rows && number < PyList_GET_SIZE(texts); number++) {
        read_line(self, PyList_GET_ITEM(texts, number), &line);
        weigh(self, &line, (double *)PyByteArray_AS_STRING(rows) + number * self->labels);
    }
    return rows;
}

/* heard(texts, temperature) -> a row of scores for each, and one of what its clauses say together. */
static PyObject *weights_heard(Weights *self, PyObject *args) {
    PyObject *texts, *rows, *voices;
    double temperature;
    if (!PyArg_ParseTuple(args, "Od", &texts, &temperature) || !are_texts(texts)) return NULL;
    rows = rows_for(self, texts);
    voices = rows_for(self, texts);
    Line line;
    for (Py_ssize_t number = 0; rows && voices && number < PyList_GET_SIZE(texts); number++) {
        read_line(self, PyList_GET_ITEM(texts, number), &line);
        hear(self, &line, temperature, (double *)PyByteArray_AS_STRING(rows) + number * self->labels,
             (double *)PyByteArray_AS_STRING(voices) + number * self->labels);
    }
    if (rows && voices) return Py_BuildValue("NN", rows, voices);
    Py_XDECREF(rows);
    Py_XDECREF(voices);
    return NULL;
}

/* Takes over the weights: for each label as many octets as there are buckets. */
static int take_weights(Weights *self, const Py_buffer *weights, const Py_buffer *steps) {
    Py_ssize_t buckets = (Py_ssize_t)1 << self->bits, labels = weights->len / buckets;
    const int8_t *octets = weights->buf;
    if (labels < 1 || labels > MOST_LABELS || weights->len % buckets ||
        steps->len != 2 * labels * (Py_ssize_t)sizeof(double))
        return 0;
    self->labels = (int)labels;
    self->width = (self->labels + SIDE_BY_SIDE - 1) / SIDE_BY_SIDE;
    self->table = PyMem_Calloc(buckets * self->width, sizeof(uint32_t));
    if (!self->table) return 0;
    memcpy(self->scales, steps->buf, steps->len / 2);
    memcpy(self->biases, (const double *)steps->buf + labels, steps->len / 2);
    for (Py_ssize_t at = 0; at < weights->len; at++)
        self->table[at % buckets * self->width + at / buckets / SIDE_BY_SIDE] |=
            (uint32_t)(uint8_t)octets[at] << 8 * (at / buckets % SIDE_BY_SIDE);
    return 1;
}

static int are_tables(const Weights *self) {
    const Py_ssize_t numbers = BASIC * (Py_ssize_t)sizeof(uint32_t);
    return self->singles.len == numbers && self->joints.len == numbers && self->kinds.len == BASIC &&
           self->before.len == BASIC && self->after.len == BASIC;
}

/* Weights(bits, weights, steps, singles, joints, kinds, before, after) */
static PyObject *weights_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    Weights *self = (Weights *)type->tp_alloc(type, 0);
    Py_buffer weights = {0}, steps = {0};
    if (!self) return NULL;
    int is_sound = PyArg_ParseTuple(args, "iy*y*y*y*y*y*y*", &self->bits, &weights, &steps, &self->singles,
                                    &self->joints, &self->kinds, &self->before, &self->after) &&
                   self->bits > 0 && self->bits < 32 && are_tables(self) &&
                   take_weights(self, &weights, &steps);
    PyBuffer_Release(&weights);
    PyBuffer_Release(&steps);
    if (is_sound) return (PyObject *)self;
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "these weights are of no such model");
    Py_DECREF(self);
    return NULL;
}

static void weights_free(Weights *self) {
    Py_buffer *tables[] = {&self->singles, &self->joints, &self->kinds, &self->before, &self->after};
    for (int number = 0; number < 5; number++)
        PyBuffer_Release(tables[number]);
    PyMem_Free(self->table);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static PyMethodDef weights_methods[] = {
    {"scores", (PyCFunction)weights_scores, METH_O, NULL},
    {"heard", (PyCFunction)weights_heard, METH_VARARGS, NULL},
    {NULL},
};

PyTypeObject WeightsType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "chaoxin.zhtext.compiled._passes.Weights",
    .tp_basicsize = sizeof(Weights),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = weights_new,
    .tp_dealloc = (destructor)weights_free,
    .tp_methods = weights_methods,
};
