/* The passes over characters that scanning spends its time in. `passes.py` says what each answers, and does
   the same without a compiler. */

#include "passes.h"

static uint32_t filter_size_bits(Py_ssize_t size) {
    uint32_t bits = 0;
    while (((Py_ssize_t)sizeof(uint64_t) << bits) < size)
        bits++;
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
    Py_ssize_t uses = arrays[USE_KINDS].len, ways = arrays[BACKWARDS].len,
               count = PyTuple_GET_SIZE(self->objects[TEXTS]);
    return arrays[USE_NUMBERS].len / (Py_ssize_t)sizeof(int32_t) == uses &&
           are_spans(&arrays[USES_FROM], self->signs->shape.patterns, uses) &&
           are_below(&arrays[USE_NUMBERS], count, arrays[USE_KINDS].buf) &&
           are_spans(&arrays[WAYS_FROM], self->sounds->shape.patterns,
                     arrays[WAYS].len / (Py_ssize_t)sizeof(int32_t)) &&
           are_below(&arrays[WAYS], ways, NULL) &&
           are_spans(&arrays[OWN_FROM], ways, arrays[OWN].len / (Py_ssize_t)sizeof(uint16_t)) &&
           arrays[SAID].len == arrays[OWN].len && are_below(&arrays[WAY_WORDS], count, NULL) &&
           arrays[WAY_WORDS].len / (Py_ssize_t)sizeof(int32_t) == ways;
}

/* Whether arrays are long enough for what is looked up in them. */
static int are_of(const Passes *self) {
    const Py_buffer *arrays = self->arrays;
    Py_ssize_t written = self->signs->shape.patterns, heard = self->sounds->shape.patterns;
    return arrays[KINDS].len >= written && arrays[USES_FROM].len / 8 > written &&
           arrays[WAYS_FROM].len / 8 > heard && arrays[FORMS].len >= PyTuple_GET_SIZE(self->objects[TEXTS]) &&
           arrays[TABLE].len / 4 >= 0x110000 && arrays[OTHERS].len / 2 >= 0x10000 &&
           arrays[SPELLED].len >= 6 * 512 && arrays[CUES].len >= 0x10000 &&
           arrays[JOINTS].len == (Py_ssize_t)sizeof(uint64_t) << self->joint_bits &&
           arrays[SYLLABLES].len == (Py_ssize_t)sizeof(uint64_t) << self->syllable_bits;
}

/* Takes over objects of the kinds that are counted on; 0 where they are others. */
static int take_objects(Passes *self, PyObject *objects) {
    if (PyTuple_GET_SIZE(objects) != OBJECTS) return 0;
    for (int number = 0; number < OBJECTS; number++)
        self->objects[number] = Py_NewRef(PyTuple_GET_ITEM(objects, number));
    PyObject **own = self->objects, *texts = own[TEXTS];
    int are_kinds = PyTuple_Check(texts) && PyTuple_Check(own[WORDS]) && PyDict_Check(own[KNOWN]) &&
                    PyDict_Check(own[PICTURED]) && PyDict_Check(own[MADE]) && PyType_Check(own[FOUND]) &&
                    PyType_IsSubtype((PyTypeObject *)own[FOUND], &PyTuple_Type);
    if (!are_kinds || PyTuple_GET_SIZE(texts) != PyTuple_GET_SIZE(own[WORDS])) return 0;
    for (Py_ssize_t number = 0; number < PyTuple_GET_SIZE(texts); number++)
        if (!PyUnicode_Check(PyTuple_GET_ITEM(texts, number))) return 0;
    self->certain = PyFloat_FromDouble(1);
    self->nothing = PyUnicode_New(0, 0);
    return self->certain && self->nothing;
}

static int take_arrays(Passes *self, PyObject *arrays) {
    if (PyTuple_GET_SIZE(arrays) != ARRAYS) return 0;
    for (int number = 0; number < ARRAYS; number++) {
        if (!PyObject_GetBuffer(PyTuple_GET_ITEM(arrays, number), &self->arrays[number], PyBUF_SIMPLE))
            continue;
        self->arrays[number].obj = NULL;
        return 0;
    }
    self->joint_bits = filter_size_bits(self->arrays[JOINTS].len);
    self->syllable_bits = filter_size_bits(self->arrays[SYLLABLES].len);
    return 1;
}

/* Passes(written, heard, typed, glued, objects, arrays) */
static PyObject *passes_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    Patterns *signs, *sounds, *letters, *glued;
    PyObject *objects, *arrays;
    if (!PyArg_ParseTuple(args, "O!O!O!O!O!O!", &PatternsType, &signs, &PatternsType, &sounds, &PatternsType,
                          &letters, &PatternsType, &glued, &PyTuple_Type, &objects, &PyTuple_Type, &arrays))
        return NULL;
    Passes *self = (Passes *)type->tp_alloc(type, 0);
    if (!self) return NULL;
    self->signs = (Patterns *)Py_NewRef(signs);
    self->sounds = (Patterns *)Py_NewRef(sounds);
    self->letters = (Patterns *)Py_NewRef(letters);
    self->glued = (Patterns *)Py_NewRef(glued);
    self->longest_typed = longest_of(letters);
    if (!take_objects(self, objects) || !take_arrays(self, arrays) || !are_of(self) || !are_sound(self)) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "these arrays are not of these patterns");
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

static void passes_free(Passes *self) {
    for (int number = 0; number < ARRAYS; number++)
        if (self->arrays[number].obj) PyBuffer_Release(&self->arrays[number]);
    for (int number = 0; number < OBJECTS; number++)
        Py_XDECREF(self->objects[number]);
    Py_XDECREF(self->certain);
    Py_XDECREF(self->nothing);
    Py_XDECREF(self->signs);
    Py_XDECREF(self->sounds);
    Py_XDECREF(self->letters);
    Py_XDECREF(self->glued);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

#define FAST(function) (PyCFunction)(void (*)(void))(function), METH_FASTCALL

static PyMethodDef passes_methods[] = {
    {"read", (PyCFunction)passes_read, METH_O, NULL},
    {"written", (PyCFunction)passes_written, METH_O, NULL},
    {"search", FAST(passes_search), NULL},
    {"heard", FAST(passes_heard), NULL},
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
    if (PyType_Ready(&PatternsType) || PyType_Ready(&PassesType) || PyType_Ready(&WeightsType)) return NULL;
    PyObject *module = PyModule_Create(&definition);
    if (!module) return NULL;
    if (PyModule_AddObjectRef(module, "Patterns", (PyObject *)&PatternsType) ||
        PyModule_AddObjectRef(module, "Passes", (PyObject *)&PassesType) ||
        PyModule_AddObjectRef(module, "Weights", (PyObject *)&WeightsType) ||
        PyModule_AddIntConstant(module, "VERSION", VERSION)) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
