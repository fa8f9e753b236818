/* Lines: of one width they may be columns, of others their ends may say a word; see `rewriting.columns`. */

#include "lines.h"

/* As in rewriting.py. */
#define FEWEST_LINES 3
#define LEAST_WIDTH 2
#define MOST_WIDTH 12
#define LONGEST_LINE 40
#define SHORTEST_WORD 3

void lines_start(Lines *lines, const Passes *passes) {
    lines->passes = passes;
    lines->ends[0].size = lines->ends[1].size = sizeof(uint32_t);
}

/* A new text. */
void lines_begin(Lines *lines) {
    lines->ends[0].count = lines->ends[1].count = 0;
    lines->first = 0;
    lines->lines = lines->width = lines->before = lines->together = lines->may_be = 0;
}

static int add_end(Array *ends, uint32_t entry) {
    uint32_t *before = ends->count ? (uint32_t *)ends->items + ends->count - 1 : NULL;
    if (before && *before == entry) return 0;
    uint32_t *added = array_add(ends);
    if (!added) return -1;
    *added = entry;
    return 0;
}

/* Looks for words in the ends of the lines so far; -1 for an error. */
static int look(Lines *lines) {
    for (int side = 0; side < 2 && lines->together >= FEWEST_LINES && !lines->may_be; side++) {
        Array hits = {NULL, 0, 0, sizeof(Hit)};
        Signs signs = {lines->ends[side].items, 0, 0xFFFF, lines->ends[side].count, -1, 0};
        int failed = find(lines->passes->signs, &signs, &hits);
        for (Py_ssize_t place = 0; !failed && place < hits.count; place++) {
            const Hit *hit = (Hit *)hits.items + place;
            if (hit->end - hit->start >= SHORTEST_WORD &&
                ITEM(lines->passes, KINDS, uint8_t, hit->pattern) & KIND_WORD)
                lines->may_be = 1;
        }
        PyMem_Free(hits.items);
        if (failed) return -1;
    }
    lines->ends[0].count = lines->ends[1].count = 0;
    lines->together = 0;
    return 0;
}

/* The line ends with an element; -1 for an error. */
int line_ends(Lines *lines, uint32_t last) {
    int width = lines->width;
    lines->lines++;
    if (width == lines->before && width >= LEAST_WIDTH && width <= MOST_WIDTH) lines->may_be = 1;
    lines->before = width;
    lines->width = 0;
    if (width > LONGEST_LINE) return look(lines);
    if (!width) return 0;
    lines->together++;
    return add_end(&lines->ends[0], lines->first) || add_end(&lines->ends[1], last) ? -1 : 0;
}

/* Whether the lines of a text may say something from top to bottom; -1 for an error. */
int lines_say(Lines *lines) {
    if (lines->lines < FEWEST_LINES) return 0;
    return look(lines) ? -1 : lines->may_be;
}

void lines_end(Lines *lines) {
    PyMem_Free(lines->ends[0].items);
    PyMem_Free(lines->ends[1].items);
}
