/* A stream that is searched, and where the answers go. */

#ifndef ZHTEXT_ANSWERING_H
#define ZHTEXT_ANSWERING_H

#include "passes.h"

/* `number` and `begin` are of the text in which one is just now. */
typedef struct {
    PyObject *texts, *begins, *answers, *doubted;
    const uint32_t *entries;
    const int64_t *first;
    Py_ssize_t size;
    int is_clear; /* each element is one character */
    int is_plain; /* a text alone decides which of its characters are elements */
    Py_ssize_t number;
    int64_t begin;
} Source;

/* Both add the answers for a place; 0 where it has to be weighed, -1 for an error. */
int answer_written(const Passes *self, Source *source, const Hit *hit);
int answer_heard(const Passes *self, Source *source, const Hit *way);

#endif
