/* How patterns are kept: a filter of all beginnings, a table from each beginning to the patterns that have
   it, and these in order, to be compared character by character. */

#ifndef ZHTEXT_PATTERNS_H
#define ZHTEXT_PATTERNS_H

#include "passes.h"

/* A pattern begins with as many of its characters, up to three. */
#define BEGUN 3

/* A pattern of two or more has a bit for its first two. */
#define MOST_PAIR_BITS 22
#define PAIR_FIRST 0x9E3779B1u
#define PAIR_SECOND 0x85EBCA77u

static inline uint32_t pair_of(uint32_t first, uint32_t second, uint32_t bits) {
    return (first + second) >> (32 - bits);
}

struct Slot {
    uint64_t key;
    uint32_t from, to;
};

static inline uint64_t key_of(uint32_t one, uint32_t other, uint32_t third) {
    return one | (uint64_t)other << 16 | (uint64_t)third << 32;
}

static inline const Slot *slot_of(const Slot *slots, uint32_t bits, uint64_t key, uint64_t hash) {
    uint32_t mask = (1u << bits) - 1, at = (uint32_t)(hash >> (64 - bits));
    while (slots[at].key && slots[at].key != key)
        at = (at + 1) & mask;
    return &slots[at];
}

static inline uint32_t length_of(const Patterns *self, uint32_t place) {
    return self->begins[place + 1] - self->begins[place];
}

static inline uint32_t character(const Patterns *self, uint32_t place, uint32_t depth) {
    return self->characters[self->begins[place] + depth];
}

PyObject *patterns_hits(Patterns *self, PyObject *text);

#endif
