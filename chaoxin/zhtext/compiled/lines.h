/* The lines of a text that is being read, to tell whether they may say something from top to bottom. */

#ifndef ZHTEXT_LINES_H
#define ZHTEXT_LINES_H

#include "passes.h"

/* `width` and `first` are of the line that is being read, the first and last elements of lines that are not
   too long stand in `ends` as long as no long one comes between. */
typedef struct {
    const Passes *passes;
    Array ends[2];
    uint32_t first;
    int lines, width, before, together, may_be;
} Lines;

void lines_start(Lines *lines, const Passes *passes);
void lines_begin(Lines *lines);
int line_ends(Lines *lines, uint32_t last);
int lines_say(Lines *lines);
void lines_end(Lines *lines);

#endif
