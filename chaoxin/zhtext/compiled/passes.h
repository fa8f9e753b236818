/* What the files of the compiled passes share; `passes.py` says what it is all for. */

#ifndef ZHTEXT_PASSES_H
#define ZHTEXT_PASSES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

/* Raised with what the module takes and answers, here and in __init__.py: what was compiled earlier is not
 * used. */
#define VERSION 4

/* As in signs.py. */
#define BORDER 1u
#define BETWEEN 0xFFFFu
#define ALTERNATIVE (1u << 28)
#define AMBIGUOUS (1u << 29)
#define MEANING (1u << 30)
#define EXPANDS (1u << 31)
#define READ(entry) ((entry) & 0xFFFFu)
#define SOUND(entry) (((entry) >> 16) & 0x1FFu)

/* As in compiling.py. */
#define KIND_WORD 1
#define KIND_PARTS 8
#define PLAIN 1
#define SINGLE 2
#define CHARACTER 0xFFFFFF

/* A growing array. */
typedef struct {
    void *items;
    Py_ssize_t count, room, size;
} Array;

void *array_add(Array *array);

/* What a pattern is looked for in: entries of which some bits are the sign, of streams or of a text. */
typedef struct {
    const uint32_t *entries;
    uint32_t shift, mask;
    Py_ssize_t size;
    Py_ssize_t other_at; /* read as `other` instead; -1 nowhere */
    uint32_t other;
} Signs;

static inline uint32_t sign_at(const Signs *signs, Py_ssize_t at) {
    return signs->entries[at] >> signs->shift & signs->mask;
}

typedef struct {
    int32_t start, end, pattern;
} Hit;

typedef struct {
    uint32_t filter_bits, pair_bits, slot_bits, ones, twos, by_pairs, patterns, characters;
} Shape;

typedef struct Slot Slot;

typedef struct {
    PyObject_HEAD Py_buffer blob;
    Shape shape;
    const uint64_t *filter, *pairs;
    const uint64_t *alone; /* bits of the characters that are a pattern by themselves */
    const Slot *slots;
    const uint32_t *begins, *numbers;
    const uint16_t *characters;
} Patterns;

/* Both add to `hits` and answer -1 for an error. */
int find(const Patterns *self, const Signs *signs, Array *hits);
int find_from(const Patterns *self, const Signs *signs, Py_ssize_t start, Array *hits);
uint32_t longest_of(const Patterns *self);
PyObject *hits_told(const Hit *hits, Py_ssize_t count);
PyObject *build_patterns(PyObject *module, PyObject *args);
extern PyTypeObject PatternsType, WeightsType;

/* A filter tells surely of what is not in it, and keeps each hash as two bits of one word. */
#define THIRD 0x165667B19E3779F9ull

static inline uint64_t pair_hash(uint32_t one, uint32_t other) {
    return one * 0x9E3779B97F4A7C15ull + other * 0xC2B2AE3D27D4EB4Full;
}

static inline uint64_t three_hash(uint32_t one, uint32_t other, uint32_t third) {
    return pair_hash(one, other) + third * THIRD;
}

static inline uint64_t filter_bits(uint64_t hash) {
    return 1ull << (hash >> 20 & 63) | 1ull << (hash >> 26 & 63);
}

static inline int may_be_in(const uint64_t *filter, uint32_t bits, uint64_t hash) {
    uint64_t wanted = filter_bits(hash);
    return (filter[hash >> (64 - bits)] & wanted) == wanted;
}

static inline void put_in(uint64_t *filter, uint32_t bits, uint64_t hash) {
    filter[hash >> (64 - bits)] |= filter_bits(hash);
}

/* Bits of a filter for so many, four to a word. */
uint32_t bits_for(Py_ssize_t count);

/* The hash of a syllable in the filter of syllables; letters from 'a' on count from 1. */
static inline uint64_t syllable_hash(uint64_t letters) {
    return three_hash(letters & 0xFFFF, letters >> 16 & 0xFFFF, (uint32_t)(letters >> 32) + 1);
}

/* The passes of one lexicon, with the arrays of its tables in the order in which `passes.py` hands them over.
 */
enum {
    KINDS,
    USES_FROM,
    USE_NUMBERS,
    USE_KINDS,
    FORMS,
    JOINTS,
    WAYS_FROM,
    WAYS,
    BACKWARDS,
    OWN_FROM,
    OWN,
    SAID,
    WAY_WORDS,
    TABLE,
    OTHERS,
    SPELLED,
    SYLLABLES,
    CUES,
    ARRAYS
};

/* The objects that they hand over. */
enum {
    TEXTS, /* of the words, a tuple as the next */
    WORDS,
    FOUND, /* the type of an answer */
    LITERAL,
    KNOWN,    /* verdicts, as in remembering.py */
    PICTURED, /* what a picture may stand for, as entries */
    MADE,     /* and what parts may make, by pattern */
    OBJECTS
};

/* What may take the meaning from a word, as bits of `CUES`. */
#define DENIES 1
#define OPENS 2
#define CLOSES 4
#define BEHIND 8
#define SECOND_BEHIND 16
#define DIRECTLY_BEFORE 32

typedef struct {
    PyObject_HEAD Patterns *signs, *sounds, *letters, *glued;
    PyObject *objects[OBJECTS], *certain, *nothing;
    Py_buffer arrays[ARRAYS];
    uint32_t joint_bits, syllable_bits;
    Py_ssize_t longest_typed; /* letters of the longest pattern of letters */
} Passes;

#define ITEM(self, array, type, at) (((const type *)(self)->arrays[array].buf)[at])

/* An element that can be read in another way, too, and the code of that sound. */
typedef struct {
    int64_t element, other;
} Rare;

/* A number of a tuple in a list; -1 for an error. */
int64_t number_in(PyObject *list, Py_ssize_t place, int item);

/* What is written in a stream, without parts that make nothing which fits; both add and answer -1 for an
 * error. */
int find_written(const Passes *self, const Signs *reads, PyObject *pictures, Array *hits);
int find_heard(const Passes *self, const Signs *reads, PyObject *rare, Array *ways);

/* Whether what stands between two elements may say a word, read as one of the meanings; -1 for an error. */
int may_say(const Passes *self, const Signs *elements, Py_ssize_t first, Py_ssize_t behind,
            PyObject *meanings);

PyObject *passes_read(Passes *self, PyObject *texts);
PyObject *passes_written(Passes *self, PyObject *entries);
PyObject *passes_search(Passes *self, PyObject *const *args, Py_ssize_t count);
PyObject *passes_heard(Passes *self, PyObject *const *args, Py_ssize_t count);
PyObject *passes_typed(Passes *self, PyObject *const *args, Py_ssize_t count);

#endif
