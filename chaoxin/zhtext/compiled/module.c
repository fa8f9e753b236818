/* The passes over characters that scanning spends its time in. `passes.py` says what each answers, and does
   the same without a compiler. */

#include "passes.h"

static uint32_t filter_size_bits(Py_ssize_t size) {
    uint32_t bits = 0;
    while (((Py_ssize_t)sizeof(uint64_t) << bits) < size) bits++;
    return bits;
}

/* filter_of(three numbers for each: what it consists of) -> the filter for `Passes`. */
static PyObject *filter_of(PyObject *module, PyObject *entries) {
    Py_buffer buffer;
    if (PyObject_GetBuffer(entries, &buffer, PyBUF_SIMPLE)) return NULL;
    Py_ssize_t count = buffer.len / (Py_ssize_t)(3 * sizeof(uint32_t));
    uint32_t bits = bits_for(count);
    PyObject *filter = PyBytes_FromStringAndSize(NULL, sizeof(uint64_t) << bits);
    if (filter) {
        uint64_t *words = (uint64_t *)PyBytes_AS_STRING(filter);
        const uint32_t *numbers = buffer.buf;
        memset(words, 0, sizeof(uint64_t) << bits);
        for (Py_ssize_t at = 0; at < count; at++, numbers += 3)
            put_in(words, bits, three_hash(numbers[0], numbers[1], numbers[2]));
    }
    PyBuffer_Release(&buffer);
    return filter;
}

/* Whether the spans of an array of `count` and one numbers are in order, and none reaches beyond. */
static int are_spans(const Py_buffer *array, Py_ssize_t count, Py_ssize_t beyond) {
    const int64_t *from = array->buf;
    if (array->len / (Py_ssize_t)sizeof(int64_t) <= count || from[0] < 0 || from[count] > beyond) return 0;
    for (Py_ssize_t at = 0; at < count; at++)
        if (from[at] > from[at + 1]) return 0;
    return 1;
}

/* Whether numbers of 32 bits are below another; those of parts are characters instead. */
static int are_below(const Py_buffer *array, Py_ssize_t beyond, const uint8_t *kinds) {
    const int32_t *numbers = array->buf;
    for (Py_ssize_t at = 0; at < array->len / (Py_ssize_t)sizeof(int32_t); at++) {
        int is_number = !kinds || kinds[at] == KIND_WORD, is_sign = kinds && kinds[at] == KIND_PARTS;
        if (numbers[at] < 0 || (is_number && numbers[at] >= beyond)) return 0;
        if (is_sign && (numbers[at] & CHARACTER) >= 0x110000) return 0;
    }
    return 1;
}

/* Whether all that the arrays say lies within them. */
static int are_sound(const Passes *self) {
    const Py_buffer *arrays = self->arrays;
    Py_ssize_t uses = arrays[USE_KINDS].len, ways = arrays[BACKWARDS].len;
    return arrays[USE_NUMBERS].len / (Py_ssize_t)sizeof(int32_t) == uses &&
           are_spans(&arrays[USES_FROM], self->signs->shape.patterns, uses) &&
           are_below(&arrays[USE_NUMBERS], PyTuple_GET_SIZE(self->words), arrays[USE_KINDS].buf) &&
           are_spans(&arrays[WAYS_FROM], self->sounds->shape.patterns,
                     arrays[WAYS].len / (Py_ssize_t)sizeof(int32_t)) &&
           are_below(&arrays[WAYS], ways, NULL) &&
           are_spans(&arrays[OWN_FROM], ways, arrays[OWN].len / (Py_ssize_t)sizeof(uint16_t));
}

/* Whether arrays are long enough for what is looked up in them. */
static int are_of(const Passes *self) {
    const Py_buffer *arrays = self->arrays;
    Py_ssize_t written = self->signs->shape.patterns, heard = self->sounds->shape.patterns;
    return arrays[KINDS].len >= written && arrays[USES_FROM].len / 8 > written &&
           arrays[WAYS_FROM].len / 8 > heard && arrays[FORMS].len >= PyTuple_GET_SIZE(self->words) &&
           arrays[TABLE].len / 4 >= 0x110000 && arrays[OTHERS].len / 2 >= 0x10000 &&
           arrays[SPELLED].len >= 6 * 512 && arrays[CUES].len >= 0x10000 && arrays[BEHIND].len >= 0x10000 &&
           arrays[JOINTS].len == (Py_ssize_t)sizeof(uint64_t) << self->joint_bits &&
           arrays[SYLLABLES].len == (Py_ssize_t)sizeof(uint64_t) << self->syllable_bits;
}

/* Passes(written, heard, typed, glued, words, arrays) */
static PyObject *passes_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    Patterns *signs, *sounds, *letters, *glued;
    PyObject *words, *arrays;
    if (!PyArg_ParseTuple(args, "O!O!O!O!O!O!", &PatternsType, &signs, &PatternsType, &sounds, &PatternsType,
                          &letters, &PatternsType, &glued, &PyTuple_Type, &words, &PyTuple_Type, &arrays))
        return NULL;
    if (PyTuple_GET_SIZE(arrays) != ARRAYS)
        return PyErr_Format(PyExc_ValueError, "%d arrays are asked for", ARRAYS);
    Passes *self = (Passes *)type->tp_alloc(type, 0);
    if (!self) return NULL;
    self->signs = (Patterns *)Py_NewRef(signs);
    self->sounds = (Patterns *)Py_NewRef(sounds);
    self->letters = (Patterns *)Py_NewRef(letters);
    self->glued = (Patterns *)Py_NewRef(glued);
    self->words = Py_NewRef(words);
    for (int number = 0; number < ARRAYS; number++) {
        if (PyObject_GetBuffer(PyTuple_GET_ITEM(arrays, number), &self->arrays[number], PyBUF_SIMPLE)) {
            self->arrays[number].obj = NULL;
            Py_DECREF(self);
            return NULL;
        }
    }
    self->joint_bits = filter_size_bits(self->arrays[JOINTS].len);
    self->syllable_bits = filter_size_bits(self->arrays[SYLLABLES].len);
    if (!are_of(self) || !are_sound(self)) {
        PyErr_SetString(PyExc_ValueError, "these arrays are not of these patterns");
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

static void passes_free(Passes *self) {
    for (int number = 0; number < ARRAYS; number++)
        if (self->arrays[number].obj) PyBuffer_Release(&self->arrays[number]);
    Py_XDECREF(self->signs);
    Py_XDECREF(self->sounds);
    Py_XDECREF(self->letters);
    Py_XDECREF(self->glued);
    Py_XDECREF(self->words);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

#define FAST(function) (PyCFunction)(void (*)(void))(function), METH_FASTCALL

static PyMethodDef passes_methods[] = {
    {"read", (PyCFunction)passes_read, METH_O, NULL},
    {"written", FAST(passes_written), NULL},
    {"heard", FAST(passes_heard), NULL},
    {"may_say", FAST(passes_may_say), NULL},
    {"typed", FAST(passes_typed), NULL},
    {NULL},
};

static PyTypeObject PassesType = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "chaoxin.zhtext.compiled._passes.Passes",
    .tp_basicsize = sizeof(Passes),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = passes_new,
    .tp_dealloc = (destructor)passes_free,
    .tp_methods = passes_methods,
};

static PyMethodDef functions[] = {
    {"build", build_patterns, METH_VARARGS, NULL},
    {"filter_of", filter_of, METH_O, NULL},
    {NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_passes",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit__passes(void) {
    if (PyType_Ready(&PatternsType) || PyType_Ready(&PassesType)) return NULL;
    PyObject *module = PyModule_Create(&definition);
    if (!module) return NULL;
    if (PyModule_AddObjectRef(module, "Patterns", (PyObject *)&PatternsType) ||
        PyModule_AddObjectRef(module, "Passes", (PyObject *)&PassesType) ||
        PyModule_AddIntConstant(module, "VERSION", VERSION)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
